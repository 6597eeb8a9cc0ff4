"""Names and telephone numbers: reading them, and whether two may belong to the same person.

Comparisons have three answers: True (proven the same), False (proven different), None (cannot be proven:
masked digits, 王先生, 匿名 …). What cannot be proven is never taken for a difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.text import HAN, fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "COMPOUND_SURNAMES", "HONORIFIC", "SURNAMES", "Phone", "differing_positions", "find_phones", "is_full_name",
    "read_phones", "same_name", "same_phone",
]  # fmt: skip

#: The most frequent surnames of one character; with them a name is told from another short word.
SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)

COMPOUND_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯",
    "宇文", "长孙", "端木",
)  # fmt: skip

#: What stands for the rest of a name: 王先生.
HONORIFIC = re.compile(r"(先生|女士|小姐|同志|老师|阿姨|大爷|大妈|师傅)$")
_HIS, _HER = frozenset({"先生", "大爷"}), frozenset({"女士", "小姐", "阿姨", "大妈"})
_MASK = "*＊×xX某○〇"
_NAME = re.compile(rf"[{HAN}·*×xX○]{{1,20}}")

_HOME = "10"  # the area of a landline number without area code
_PLAIN = re.compile(r"1[3-9]\d{9}", re.A)  # what most cells of an export hold
_PHONE = re.compile(
    r"(?<![\d*A-Za-z-])(?:(?:\+|00)?86[- ]?)?"
    r"(?:0?1[3-9][\d*][- ]?[\d*]{4}[- ]?[\d*]{4}"  # mobile, perhaps masked, perhaps grouped
    r"|\(?0\d{2,3}\)?[- ]?[2-9*][\d*]{2,3}[- ]?[\d*]{4}"  # landline with area code
    r"|[4-8]\d{3}-?[\d*]{4})"  # Beijing landline without; 20260605 is a date
    r"(?![\d*A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: `area` without leading 0 ("" for mobiles or where not given), `number` may hold ``*``."""

    area: str
    number: str
    raw: str

    @property
    def is_masked(self) -> bool:
        """Whether digits are hidden."""
        return "*" in self.number


def find_phones(text: str) -> Iterator[tuple[int, int, Phone]]:
    """The telephone numbers in `text` with their offsets. Longer runs of digits (work orders, IDs) are none."""
    if _PLAIN.fullmatch(text):
        yield 0, len(text), Phone("", text, text)
        return
    folded = fold(text).replace("×", "*")
    for match in _PHONE.finditer(folded):
        phone = _parse(match.group(), text[match.start() : match.end()])
        if phone is not None:
            yield match.start(), match.end(), phone


def read_phones(text: str) -> list[Phone]:
    """The telephone numbers that a field's value gives, in order."""
    return [phone for _, _, phone in find_phones(text)]


def _parse(matched: str, raw: str) -> Phone | None:
    digits = re.sub(r"[^\d*+]", "", matched)
    digits = re.sub(r"^(?:\+|00)86", "", digits)
    if re.match(r"86(?:0?1[3-9]|0\d)", digits) and len(digits) > 11:
        digits = digits[2:]
    if re.match(r"0?1[3-9]", digits) and len(digits) in (11, 12) and not re.match(r"010", digits):
        return Phone("", digits[-11:], raw)
    area = re.match(r"0(10|2\d|[3-9]\d\d)", digits)
    if area:
        number = digits[area.end() :]
        return Phone(area.group(1), number, raw) if 7 <= len(number) <= 8 else None
    return Phone("", digits, raw) if 7 <= len(digits) <= 8 else None


def same_phone(one: Iterable[Phone], other: Iterable[Phone]) -> bool | None:
    """Whether two people with these numbers share one: True if any pair is equal, False if all pairs differ."""
    answers = [_same_number(a, b) for a in one for b in other]
    if not answers:
        return None
    if True in answers:
        return True
    return None if None in answers else False


def _same_number(one: Phone, other: Phone) -> bool | None:
    if len(one.number) != len(other.number) or (one.area and other.area and one.area != other.area):
        return False
    if any(a != b and "*" not in (a, b) for a, b in zip(one.number, other.number, strict=True)):
        return False
    if one.is_masked or other.is_masked:
        return None
    return True if (one.area or _HOME) == (other.area or _HOME) else None


def same_name(one: str, other: str, anonymous: Iterable[str] = ()) -> bool | None:
    """Whether two names are the same: 王建国 / 王建国 True, 王建国 / 李明 or 王先生 / 王女士 False, 王建国 / 王先生 or
    王** None.

    Names in `anonymous` (保密, 匿名 …) prove nothing.
    """
    left, right = squeeze(one), squeeze(other)
    if not left or not right or _is_anonymous(left, anonymous) or _is_anonymous(right, anonymous):
        return None
    if not (_NAME.fullmatch(left) and _NAME.fullmatch(right)):
        return True if left == right and not _hidden(left) else None
    left_bare, right_bare = HONORIFIC.sub("", left), HONORIFIC.sub("", right)
    left_open = left_bare != left or len(left_bare) == 1
    right_open = right_bare != right or len(right_bare) == 1
    titles = {left.removeprefix(left_bare), right.removeprefix(right_bare)}
    if titles & _HIS and titles & _HER:
        return False
    if left_bare == right_bare:
        return None if left_open or right_open or _hidden(left_bare) else True
    if _hidden(left_bare) or _hidden(right_bare):
        return None if _fits(left_bare, right_bare) else False
    if (left_open and right_bare.startswith(left_bare)) or (right_open and left_bare.startswith(right_bare)):
        return None
    return False


def _is_anonymous(name: str, anonymous: Iterable[str]) -> bool:
    """Whether the name is, or holds, a word that stands for nobody (热心市民); a single character must be the whole."""
    return any(word == name or (len(word) > 1 and word in name) for word in anonymous)


def is_full_name(name: str) -> bool:
    """Whether a name, without blanks, is surname and given name, with nothing hidden.

    >>> is_full_name("王建国"), is_full_name("王某"), is_full_name("王")
    (True, False, False)
    """
    return 2 <= len(name) <= 4 and _NAME.fullmatch(name) is not None and not _hidden(name)


def _hidden(name: str) -> bool:
    return any(c in _MASK for c in name)


def _fits(one: str, other: str) -> bool:
    """Whether two names, one of them masked, may be the same; the number of masks is often not that of characters."""
    return _fits_to_mask(one, other) and _fits_to_mask(one[::-1], other[::-1])


def _fits_to_mask(one: str, other: str) -> bool:
    for a, b in zip(one, other, strict=False):
        if a in _MASK or b in _MASK:
            return True
        if a != b:
            return False
    return True


def differing_positions(one: str, other: str) -> list[int]:
    """The positions (from 1) at which two numbers of equal length differ; empty where the lengths differ."""
    if len(one) != len(other):
        return []
    return [i for i, (a, b) in enumerate(zip(one, other, strict=True), 1) if a != b]
