"""PU01: a half-width comma, semicolon, colon, question or exclamation mark in Chinese text."""

import re

from zgc_lint.api import HAN, Passage, PatternCheck

_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
_RATIO = re.compile(r"[一二三四五六七八九十百]:[一二三四五六七八九十百]")
_URL = re.compile(r"(?:https?://|www\.)[!\"$'-.0-<>@-~]{0,100}[/?=&#%]")
_AROUND_URL = re.compile(r"[\s，。；：、）》”]")
_FILE = re.compile(
    r"[^\s，。；：？！、《》“”（）]{0,40}\.(?:jpe?g|png|pdf|docx?|xlsx?|wps|et|ofd|heic|zip|rar|txt|mp[34])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\s*\d{1,2}$")


class HalfWidthMark(PatternCheck):
    """Marks after a Chinese character, or between a digit or letter and one, are full-width."""

    code = "PU01"
    name = "half-width-mark"
    title = "汉字后用半角标点"
    row = "punctuation"
    pattern = re.compile(
        rf"(?:(?<=[{HAN}”’》〉）〕】」』])|(?<=[{HAN}]\)))(?:([,;:])\1*|[?!]+)|(?<=[0-9A-Za-z%℃㎡])[,;?!](?=[{HAN}“《（])"
    )
    message = "“{context}”中的“{text}”是半角标点，应写全角“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        mark = match.group()
        return (mark if mark[0] in "?!" else mark[0]).translate(_FULL_WIDTH)

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        text, (start, end) = passage.text, match.span()
        line = text[:start].rpartition("\n")[2]
        near = text[max(0, start - 15) : end + 15]
        return bool(
            _RATIO.match(text, start - 1)
            or _URL.search(_AROUND_URL.split(line)[-1])
            or _NUMBERING.fullmatch(line)
            or len(re.findall(f"[{HAN}]", near)) < len(re.findall("[A-Za-z]", near))
            or (passage.kind == "line" and match.group() in ",;!" and _FILE.match(text, end))
        )
