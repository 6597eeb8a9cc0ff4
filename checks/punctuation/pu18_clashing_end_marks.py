"""PU18: ？ or ！ next to another stop."""

import re

from zgc_lint.api import PatternCheck


class ClashingEndMarks(PatternCheck):
    """？ and ！ end a sentence by themselves; ？！ and ！！ are lawful."""

    code = "PU18"
    name = "clashing-end-marks"
    title = "句末标点叠用"
    row = "punctuation"
    safe = False
    pattern = re.compile(r"(?<![？！])[？！]+[，。；、：]+|[，。；、：][？！]+")
    message = "问号、叹号已表示句末，“{text}”应只留一种，如“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return re.sub("[，。；、：]", "", match.group())
