"""PU06: two different stops side by side: ，。 、， ：。"""

import re
from itertools import pairwise

from zgc_lint.api import Passage, PatternCheck


class ClashingStops(PatternCheck):
    """Where a pause is marked, one stop is enough; the doubled ones are PU05's, ？ and ！ PU18's."""

    code = "PU06"
    name = "clashing-stops"
    title = "不同点号连用"
    row = "punctuation"
    safe = False
    pattern = re.compile(r"(?<![？！…，。、：；])[，。、：；]{2,}(?![？！])")
    message = "两种点号连用：“{text}”应只留一种，如“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return next(mark for mark in "。；：，、" if mark in match.group())

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        marks = match.group()
        doubled = any(left == right for left, right in pairwise(marks))
        return doubled or not passage.text[: match.start()].rpartition("\n")[2].strip()
