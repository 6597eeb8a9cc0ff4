"""LY08: a year without its century: 26年6月."""

import re

from zgc_lint.api import Confidence, PatternCheck


class ShortenedYear(PatternCheck):
    """Lengths of time (15年6个月) and years of age are no dates; the year meant is a guess, so nothing is suggested."""

    code = "LY08"
    name = "shortened-year"
    title = "年份简写"
    row = "layout"
    confidence = Confidence.LIKELY
    pattern = re.compile(
        r"(?<![\d０-９一二三四五六七八九十〇零第.．、—～~-])(?<!\d[ \u3000])[’']?(?:[012]\d|9\d)年"
        r"(?:(?:0?[1-9]|1[0-2])月(?!租|供|息|均)|[底初末](?=[^\u4e00-\u9fff]|前|以|开|由|至|到))"
    )
    message = "年份应写全四位数字，“{text}”不规范"
