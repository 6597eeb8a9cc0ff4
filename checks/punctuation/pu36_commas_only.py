"""PU36: a very long sentence with no other mark than ，."""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck

_LONGEST = 130  # characters between two stops
_COMMAS = 8


class CommasOnly(PatternCheck):
    """So long a run of clauses wants a full stop or a semicolon somewhere."""

    code = "PU36"
    name = "commas-only"
    title = "一逗到底"
    row = "punctuation"
    confidence = Confidence.HINT
    pattern = re.compile(rf"[^。！？；：…\n]{{{_LONGEST},}}")
    message = "这一句超过一百三十字，中间只有逗号，宜在意思完整处改用句号或分号：“{context}”"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        plain = re.sub("“[^”]*”|（[^）]*）|《[^》]*》", "", match.group())
        return passage.kind == "line" or plain.count("，") < _COMMAS or len(plain) < _LONGEST
