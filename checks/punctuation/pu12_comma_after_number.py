"""PU12: 、 after an Arabic number that numbers a line: 1、"""

import re

from zgc_lint.api import Passage, PatternCheck

_FILE = re.compile(
    r"[^，。；：？！]{0,60}\.(?:jpe?g|png|pdf|docx?|xlsx?|wps|et|ofd|heic|zip|rar|txt|mp[34])\s*$", re.IGNORECASE
)


class CommaAfterNumber(PatternCheck):
    """、 follows a Chinese number (一、); an Arabic one takes a dot."""

    code = "PU12"
    name = "comma-after-number"
    title = "阿拉伯数字序号后用顿号"
    row = "punctuation"
    pattern = re.compile(
        r"(?<!\S)([0-9]{1,2})、(?=[ \t\u3000]*(?:[\u4e00-\u9fffA-Za-z“《（]|[0-9]{4}年|[0-9]{1,2}月[0-9]))"
    )
    message = "阿拉伯数字序号之后用下脚点，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return match.group().replace("、", ".")

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        lead = passage.text[: match.start()].rpartition("\n")[2].strip()
        rest = passage.text[match.end() :].partition("\n")[0]
        named = passage.kind == "line" and _FILE.match(rest)
        return bool(lead or named or re.match(r"[一二三四五六七八九十]、", rest))
