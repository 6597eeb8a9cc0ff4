"""Automatic list numbers: the "一、" and "（1）" that Word shows and does not store in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.load.package import attribute, kind
from zgc_lint.load.styles import Properties, child, is_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

__all__ = ["Numbering", "format_number"]

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_MAX_NUMBER = 32_767

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool  # all numbers in it in Arabic figures


class Numbering:
    """The list numbers of one document, counted on as its paragraphs are read in order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._met: set[str] = set()
        self._style_levels: dict[tuple[str, str], int] = {}
        self._counters: dict[str, list[int | None]] = {}
        for entry in root if root is not None else ():
            if kind(entry) == "w:abstractNum":
                self._add_definition(attribute(entry, "w:abstractNumId") or "", entry)
            elif kind(entry) == "w:num":
                self._add_list(attribute(entry, "w:numId") or "", entry)

    def label(self, properties: Properties) -> str:
        """The number shown before a paragraph, or "". Call it once for each paragraph, in order."""
        number = properties.of_paragraph("w:numPr")
        identity = attribute(child(number, "w:numId"), "w:val") or ""
        definition = self._lists.get(identity)
        if definition is None:
            return ""
        depth = self._depth(properties, number, definition)
        level = self._level(identity, definition, depth)
        if level is None:
            return ""
        counters = self._count(identity, definition, depth)

        def shown(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = self._level(identity, definition, index)
            if other is None:
                return ""
            form = "decimal" if level.legal else other.format
            return format_number(counters[index] or other.start, form)

        return "•" if level.format == "bullet" else _PLACEHOLDER.sub(shown, level.text)

    def _depth(self, properties: Properties, number: Element | None, definition: str) -> int:
        """The level (from 0) of a paragraph: as it says itself, else as the list ties it to its style."""
        own = attribute(child(number, "w:ilvl"), "w:val")
        if own is not None and own.isdecimal():
            return min(int(own), _LEVELS - 1)
        style = attribute(properties.of_paragraph("w:pStyle"), "w:val") or ""
        return self._style_levels.get((definition, style), 0)

    def _level(self, identity: str, definition: str, depth: int) -> _Level | None:
        level = self._overrides.get(identity, {}).get(depth) or self._levels.get(definition, {}).get(depth)
        start = self._starts.get(identity, {}).get(depth)
        return level if level is None or start is None else replace(level, start=start)

    def _count(self, identity: str, definition: str, depth: int) -> list[int | None]:
        """Count one paragraph at `depth`; the counters of all levels, None for one that has not begun."""
        counters = self._counters.setdefault(definition, [None] * _LEVELS)
        if identity not in self._met:  # a list with a start of its own begins anew where it is first met
            self._met.add(identity)
            for restarted in self._starts.get(identity, {}):
                counters[restarted:] = [None] * (_LEVELS - restarted)
        level = self._level(identity, definition, depth)
        before = counters[depth]
        counters[depth] = (level.start if level else 1) if before is None else before + 1
        counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counters

    def _add_definition(self, identity: str, entry: Element) -> None:
        levels = self._levels.setdefault(identity, {})
        for inner in entry:
            if kind(inner) == "w:lvl":
                depth = _number(attribute(inner, "w:ilvl"), 0)
                levels[depth] = _read_level(inner)
                style = attribute(child(inner, "w:pStyle"), "w:val")
                if style:
                    self._style_levels[identity, style] = depth

    def _add_list(self, identity: str, entry: Element) -> None:
        self._lists[identity] = attribute(child(entry, "w:abstractNumId"), "w:val") or ""
        for inner in entry:
            if kind(inner) != "w:lvlOverride":
                continue
            depth = min(_number(attribute(inner, "w:ilvl"), 0), _LEVELS - 1)
            start = attribute(child(inner, "w:startOverride"), "w:val")
            if start is not None:
                self._starts.setdefault(identity, {})[depth] = _number(start, 1)
            level = child(inner, "w:lvl")
            if level is not None:
                self._overrides.setdefault(identity, {})[depth] = _read_level(level)


def _read_level(entry: Element) -> _Level:
    return _Level(
        start=_number(attribute(child(entry, "w:start"), "w:val"), 1),
        format=attribute(child(entry, "w:numFmt"), "w:val") or "decimal",
        text=attribute(child(entry, "w:lvlText"), "w:val") or "",
        legal=is_on(child(entry, "w:isLgl")),
    )


def _number(text: str | None, default: int) -> int:
    return min(int(text), _MAX_NUMBER) if text is not None and text.isdecimal() and len(text) < 10 else default


def format_number(number: int, form: str) -> str:
    """A list number in one of Word's number formats; in Arabic figures where the format is not known.

    >>> format_number(12, "chineseCounting"), format_number(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if form == "none":
        return ""
    formatter = _FORMATS.get(form)
    return formatter(number) if formatter else str(number)


def _chinese(number: int) -> str:
    if number < 1 or number >= 10_000:
        return _digit_by_digit(number)
    text, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + name
        pending_zero = bool(text) and not digit
    return text[1:] if text.startswith("一十") else text


def _chinese_formal(number: int) -> str:
    if number == 10:
        return "壹拾"
    plain = _chinese(number)
    full = "一" + plain if plain.startswith("十") else plain
    return full.translate(str.maketrans("零〇一二三四五六七八九十百千", "零零壹贰叁肆伍陆柒捌玖拾佰仟"))


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """A … Z, AA, BB … as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _one_of(characters: str) -> Callable[[int], str]:
    """A format that counts through `characters`, beginning again at their end."""
    return lambda number: characters[(number - 1) % len(characters)]


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    """A format of single characters: `first` is that for 1; beyond `last` there are none."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + i: ord("０") + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({ord("0") + i: ord("０") + i for i in range(10)}),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": _chinese_formal,
    "ideographLegalTraditional": _chinese_formal,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
}
