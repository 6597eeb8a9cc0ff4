"""PU09: 、 before the 等 that closes an enumeration."""

import re

from zgc_lint.api import PatternCheck

#: Characters with which 等 makes a word, or has an object: 等价, 等待, 等车.
_GOES_ON = "价车容级候待于量同额效温距闲到边腰身份差式离位高压值比速深宽厚长线外"


class CommaBeforeDeng(PatternCheck):
    """等 follows the last member of an enumeration at once."""

    code = "PU09"
    name = "comma-before-deng"
    title = "“等”前用顿号"
    row = "punctuation"
    pattern = re.compile(rf"(?<=[\u4e00-\u9fff0-9A-Za-z）》”])、等(?![{_GOES_ON}]|…|\.\.\.)")
    message = "“等”之前不用顿号，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "等"
