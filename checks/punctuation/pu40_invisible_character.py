"""PU40: characters that cannot be seen or cannot be shown, and 巿 for 市."""

import re

from zgc_lint.api import Confidence, Document, PatternCheck


class InvisibleCharacter(PatternCheck):
    """Zero-width and control characters, U+FFFD, private use characters and U+5DFF; a run is one place."""

    code = "PU40"
    name = "invisible-character"
    title = "不可见字符、乱码字符"
    row = "punctuation"
    pattern = re.compile(
        "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+|[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+"
        "|(?<!北京)\u5dff(?!民)"
    )
    message = "“{context}”中夹有看不见、无法显示或形似而实非的字符，应删去或改正"

    def suggest(self, match: re.Match[str]) -> str | None:
        char = match.group()[0]
        if char == "\u5dff":
            return "市"
        return None if char == "\ufffd" or (char >= "\ue000" and char < "\ufe00") or char >= "\U000f0000" else ""

    def sureness(self, match: re.Match[str], document: Document) -> Confidence:
        return Confidence.CERTAIN if document.format in ("docx", "xlsx", "txt") else Confidence.LIKELY
