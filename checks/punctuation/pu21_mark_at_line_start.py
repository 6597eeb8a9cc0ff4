"""PU21: a paragraph that begins with a mark which belongs to what precedes it."""

import re

from zgc_lint.api import Confidence, Document, Passage, PatternCheck

_CLOSING = "）》〉”’〕】」』"


class MarkAtLineStart(PatternCheck):
    """Stops and closing marks stand at the end of what they close, never at the start of a paragraph."""

    code = "PU21"
    name = "mark-at-line-start"
    title = "段首出现点号或后半标号"
    row = "punctuation"
    pattern = re.compile(rf"(?<!\S)(?:[，。、；：？！]+|[{_CLOSING}])")
    message = "“{text}”不能出现在段首，应移到上文末尾或删去"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        if passage.text[: match.start()].rpartition("\n")[2].strip():
            return True
        return passage.kind == "value" and match.start() == 0 and match.group() == "："  # the label's colon

    def sureness(self, match: re.Match[str], document: Document) -> Confidence:
        sure = document.format in ("docx", "xlsx", "txt") and match.group() not in _CLOSING
        return Confidence.CERTAIN if sure else Confidence.LIKELY
