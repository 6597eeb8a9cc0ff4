"""PU20: a full stop inside a bracket that stands inside a sentence."""

import re

from zgc_lint.api import Passage, PatternCheck


class StopInsideBracket(PatternCheck):
    """A bracket in mid-sentence does not end with 。."""

    code = "PU20"
    name = "stop-inside-bracket"
    title = "句内括号末尾用句号"
    row = "punctuation"
    pattern = re.compile(r"。[）)](?=[，。；、：])|。[）)](?=[\u4e00-\u9fff“《])")
    message = "句内括号的末尾不用句号，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "）"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        line = passage.text[: match.start()].rpartition("\n")[2]
        opening = _opening(line)
        if opening is None:
            return True
        before, inside = line[:opening].rstrip(), line[opening + 1 :]
        if not re.search(r"[\u4e00-\u9fff0-9A-Za-z》”％%〕]$", before) or re.search("[。！？]", inside):
            return True  # a sentence of its own in brackets, or several
        after = passage.text[match.end()]
        return after not in "，。；、：" and not re.search("[，。；]", before)


def _opening(line: str) -> int | None:
    """Where the bracket that is still open at the end of `line` opens."""
    depth = 0
    for at in range(len(line) - 1, -1, -1):
        if line[at] in "（(":
            if depth == 0:
                return at
            depth -= 1
        elif line[at] in "）)":
            depth += 1
    return None
