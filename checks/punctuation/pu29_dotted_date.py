"""PU29: a date written with dots: 2026.6.1"""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck


class DottedDate(PatternCheck):
    """A short date takes hyphens; in running text 年, 月 and 日 are better still."""

    code = "PU29"
    name = "dotted-date"
    title = "日期用下脚点分隔"
    row = "punctuation"
    confidence = Confidence.HINT
    pattern = re.compile(
        r"(?<![\dA-Za-z.])((?:19|20)[0-9][0-9])[.．](0?[1-9]|1[0-2])[.．](0?[1-9]|[12][0-9]|3[01])(?![\d.．])"
    )
    message = "日期“{text}”宜写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        year, month, day = match.groups()
        return f"{year}年{int(month)}月{int(day)}日"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return passage.kind == "line" and passage.text.strip() == match.group()  # a signature's date, which is LY05's
