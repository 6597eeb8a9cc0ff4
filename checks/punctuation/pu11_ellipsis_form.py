"""PU11: an ellipsis that is not ……"""

import re

from zgc_lint.api import Passage, PatternCheck

_DENG = re.compile(r"等(?![待候于级价])")


class EllipsisForm(PatternCheck):
    """An ellipsis is six dots in two characters; twelve, alone on a line, stand for paragraphs left out."""

    code = "PU11"
    name = "ellipsis-form"
    title = "省略号形式不当"
    row = "punctuation"
    pattern = re.compile(
        r"(?<![….·．⋯])(?:…|…{3,}|⋯+"
        r"|(?<=[\u4e00-\u9fff，、”》）])(?:\.{3,8}|·{3,6}|．{3,6})(?=[\u4e00-\u9fff，。；”、）]|\s*$))(?![….·．⋯])"
    )
    message = "省略号应写“……”（六个点，占两个字），不写“{text}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "……"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        text, (start, end) = passage.text, match.span()
        return bool(
            (match.group() == "…" * 4 and not text[:start].rpartition("\n")[2].strip())
            or re.match("[0-9A-Za-z]", text[end : end + 1])  # a formula: X1, …, Xn
            or text[start - 1 : start] == "等"
            or _DENG.match(text, end)  # PU10 corrects these
            or (passage.kind == "line" and not re.search("[，。；、]", text))  # a blank to fill in, a line of contents
        )
