"""PU13: a mark after a bracketed number: （一）、"""

import re

from zgc_lint.api import Passage, PatternCheck


class MarkAfterBracketedNumber(PatternCheck):
    """The brackets already set the number off; no mark follows them."""

    code = "PU13"
    name = "mark-after-bracketed-number"
    title = "带括号的序号后加标点"
    row = "punctuation"
    pattern = re.compile(r"(?<!\S)[（(]([一二三四五六七八九十]{1,3}|\d{1,2})[）)](?:[、．，,]|\.(?!\d))(?!\s*[（(])")
    message = "带括号的序号后不加标点，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return f"（{match.group(1)}）"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return bool(passage.text[: match.start()].rpartition("\n")[2].strip())
