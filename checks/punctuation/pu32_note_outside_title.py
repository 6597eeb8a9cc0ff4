"""PU32: （试行） and the like after the title instead of inside it."""

import re

from zgc_lint.api import Confidence, PatternCheck


class NoteOutsideTitle(PatternCheck):
    """A note that is part of the title stands inside the title marks: 《……办法（试行）》."""

    code = "PU32"
    name = "note-outside-title"
    title = "“（试行）”在书名号之外"
    row = "punctuation"
    confidence = Confidence.HINT
    safe = False
    pattern = re.compile(r"》（(试行|暂行|试行稿|修订)）")
    message = "“{text}”中的括注如果是文件标题的一部分，应放在书名号之内，写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return f"（{match.group(1)}）》"
