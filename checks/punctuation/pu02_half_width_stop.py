"""PU02: a half-width "." where a Chinese sentence ends."""

import re

from zgc_lint.api import HAN, Passage, PatternCheck

_WORD = 4  # characters: between words no longer than this it may stand for 、
_NUMBERING = re.compile(r"\s*第?[一二三四五六七八九十]{1,3}$")
#: Characters that spell foreign names: 买买提.艾力 lacks a middle dot, not a full stop.
_SPELLING = frozenset(
    "阿艾爱巴伯布达德迪尔丁法菲夫格古哈赫吉加江杰卡凯克拉莱兰雷里力丽利莉林鲁伦罗洛马买麦曼米莫姆木穆娜纳尼努诺"
    "帕普热萨赛沙山苏斯索塔泰坦提特图吐托瓦维沃乌西希肖谢亚扬依伊尤约扎"
)
_FILE_OR_DOMAIN = re.compile(
    r"\.(?:中国|公司|网络|集团)"
    r"|\.[^\s，。；：？！、《》“”（）]{0,40}\.(?:jpe?g|png|pdf|docx?|xlsx?|wps|et|ofd|heic|zip|rar|txt|mp[34])(?![A-Za-z0-9])",
    re.IGNORECASE,
)


class HalfWidthStop(PatternCheck):
    """A Chinese sentence ends with 。, not with a half-width dot."""

    code = "PU02"
    name = "half-width-stop"
    title = "用半角点号作句号"
    row = "punctuation"
    pattern = re.compile(rf"(?:(?<=[{HAN}”’》〉）〕】」』])|(?<=[{HAN}]\)))\.(?=[{HAN}“《（]|\s*\Z|[ \t]*\n)")
    message = "汉字之后用了半角点号“{text}”；句末应写句号“。”，并列词语之间应写顿号“、”"

    def suggest(self, match: re.Match[str]) -> str | None:
        before = re.search(f"(?<![{HAN}])[{HAN}]*$", match.string[: match.start()])
        after = re.match(f"[{HAN}]*", match.string[match.end() :])
        words = [len(found.group()) for found in (before, after) if found]
        return None if words[1] and max(words) <= _WORD else "。"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        text, start = passage.text, match.start()
        spelled = text[start - 1] in _SPELLING and text[start + 1 : start + 2] in _SPELLING
        numbering = _NUMBERING.fullmatch(text[:start].rpartition("\n")[2])
        return bool(spelled or numbering or _FILE_OR_DOMAIN.match(text, start))
