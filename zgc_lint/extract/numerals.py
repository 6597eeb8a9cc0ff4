"""Numbers in words: 十七, 两百零五, and the formal figures of money, 人民币叁仟伍佰元整."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["MONEY_WORDS", "read_amount", "read_count", "read_formal", "write_formal"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_FORMAL = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)) | {"贰": 2, "弍": 2, "叄": 3, "參": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_FORMAL_DIGITS = "".join(_FORMAL)
_ALL = _DIGITS | _FORMAL

#: Matches an amount in formal figures; the whole of it is for `read_formal`.
MONEY_WORDS = (
    rf"[{_FORMAL_DIGITS}拾佰仟万萬亿億]{{1,30}}[元圆](?:[{_FORMAL_DIGITS}]角)?零?(?:[{_FORMAL_DIGITS}]分)?[整正]?"
)

_PLAIN = re.compile(r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<group>万|亿)?")


def read_count(text: str) -> int | None:
    """The whole number that digits or Chinese numerals state, None where they state none.

    >>> [read_count(t) for t in ("17", "十七", "两百零五", "二〇二六", "一千二百", "三万")]
    [17, 17, 205, 2026, 1200, 30000]
    """
    text = text.strip()
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not text or any(c not in _ALL and c not in _UNITS and c not in _GROUPS for c in text):
        return None
    if not any(c in _UNITS or c in _GROUPS for c in text):
        return int("".join(str(_ALL[c]) for c in text)) if len(text) != 1 or text in _ALL else None
    return _by_place(text)


def _by_place(text: str) -> int:
    total = section = digit = 0
    for c in text:
        if c in _GROUPS:
            total = (total + section + digit) * _GROUPS[c] if _GROUPS[c] == 10**8 else total + (section + digit) * 10**4
            section = digit = 0
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = _ALL[c]
    return total + section + digit


def read_amount(text: str) -> Decimal | None:
    """The RMB that figures state: 3,500 or 1.2万; None where they state none."""
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        return None
    return Decimal(match["figure"].replace(",", "")) * _GROUPS.get(match["group"] or "", 1)


def read_formal(text: str) -> Decimal | None:
    """The RMB that formal figures state, None where they state none.

    >>> read_formal("叁仟伍佰元整"), read_formal("壹万零贰拾元伍角")
    (Decimal('3500'), Decimal('10020.5'))
    """
    match = re.fullmatch(r"([^元圆]+)[元圆](?:(.)角)?零?(?:(.)分)?[整正]?", text)
    if match is None or any(c not in _FORMAL and c not in _UNITS and c not in _GROUPS for c in match[1]):
        return None
    cents = _FORMAL.get(match[2] or "零", 0) * 10 + _FORMAL.get(match[3] or "零", 0)
    return Decimal(_by_place(match[1])) + (Decimal(cents) / 100 if cents else 0)


def write_formal(amount: Decimal) -> str:
    """An amount below 10^12 RMB, with at most two decimals, in formal figures.

    >>> write_formal(Decimal("10020.50"))
    '壹万零贰拾元伍角整'
    """
    cents = int(amount * 100)
    yuan, fraction = divmod(cents, 100)
    words = (_whole(yuan) or "零") + "元"
    if not fraction:
        return words + "整"
    dimes, fen = divmod(fraction, 10)
    words += f"{_figure(dimes)}角" if dimes else "零"
    return words + (f"{_figure(fen)}分" if fen else "整")


def _figure(digit: int) -> str:
    return "零壹贰叁肆伍陆柒捌玖"[digit]


def _whole(number: int) -> str:
    words = ""
    for value, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, value)
        if not group:
            continue
        if words and (group < 1000 or words.endswith("零")):
            words = words.rstrip("零") + "零"
        words += _group(group) + name
    return words


def _group(group: int) -> str:
    words, gap = "", False
    for value, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, value)
        if digit:
            words += ("零" if gap and words else "") + _figure(digit) + name
            gap = False
        else:
            gap = True
    return words
