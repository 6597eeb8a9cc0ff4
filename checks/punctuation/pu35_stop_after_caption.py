"""PU35: a full stop after the caption of a figure or table."""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck

_SENTENCE = re.compile(r"\s*[图表]\s?[0-9一二三四五六七八九十]+(?:[中为是和与及所、]|显示|表明|反映)")


class StopAfterCaption(PatternCheck):
    """A caption is no sentence."""

    code = "PU35"
    name = "stop-after-caption"
    title = "图表题注后用句号"
    row = "punctuation"
    confidence = Confidence.LIKELY
    pattern = re.compile(
        r"(?<![^\n])[^\S\n]*[图表]\s?(?:[0-9]{1,2}(?:[-.—][0-9]{1,2})?|[一二三四五六七八九十]{1,2})[ \u3000：:.]{0,2}"
        r"[\u4e00-\u9fff0-9A-Za-z（）“”、]{2,30}(。)(?=\s*(?:\n|$))"
    )
    message = "图题、表题之后不用句号：“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return match.group().rstrip("。")

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return bool(_SENTENCE.match(match.group()))
