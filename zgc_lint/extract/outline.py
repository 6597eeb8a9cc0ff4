"""The numbered headings and items of a document: 一、 （一） 1. （1） ①, typed or set by Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.prose import Passage, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Document, Place

__all__ = ["Mark", "Outline"]

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_ALONE = rf"(?!\s*(?:(?:[、，和或至及—-]\s*)?[（(](?:{_NUMERAL}|\d{{1,2}})[）)]|项))"  # not （四）、（五）项所列情形
_MARK = re.compile(
    rf"[ \t\u3000]*(?:({_NUMERAL})、|[（(]({_NUMERAL})[）)]{_ALONE}"
    rf"|(\d{{1,2}})[.．、]|[（(](\d{{1,2}})[）)]{_ALONE}|([①-⑳]))"
)
_FIGURE = 3  # depth of 1.
_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the beginning of a line.

    `depth` is 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 5 for ①; `text` is the number as written and `rest`
    what follows it on its line; `group` tells apart running text and the single fields and cells, each of which
    counts for itself. `loose` is a number before a figure, which may as well be part of it: 2.3号楼已修复,
    3.5万元. `place` is that of the number, or of the beginning of the paragraph where Word set it.
    """

    depth: int
    number: int
    text: str
    rest: str
    place: Place
    group: int
    loose: bool = False
    case: str | None = None


@dataclass(frozen=True)
class Outline:
    """The marks of the office's own prose, in reading order."""

    marks: tuple[Mark, ...]

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> Outline:
        """Read the marks of a document."""
        labels = {paragraph.number: paragraph.label for paragraph in document.paragraphs if paragraph.label}
        groups: dict[object, int] = {}
        marks: list[Mark] = []
        for passage in document[Prose].passages:
            place = passage.place
            group = groups.setdefault((place.field, place.cell), len(groups))
            label = labels.get(place.paragraph or 0, "") if not place.start else ""
            marks.extend(_marks_in(passage, label, group))
        return cls(tuple(marks))

    def groups(self) -> Iterator[list[Mark]]:
        """The marks of the running text, and of each field and cell."""
        for group in dict.fromkeys(mark.group for mark in self.marks):
            yield [mark for mark in self.marks if mark.group == group]


def _marks_in(passage: Passage, label: str, group: int) -> Iterator[Mark]:
    start = 0
    for line in passage.text.split("\n"):
        match = _MARK.match(label + line)
        if match:
            end = match.end() - len(label)
            number = match.start() + len(match.group()) - len(match.group().lstrip())
            begin = max(0, number - len(label))
            if not passage.is_quoted(start + begin, start + max(begin + 1, end)):
                depth, rest = match.lastindex or 1, line[max(0, end) :]
                yield Mark(
                    depth,
                    _value(match.group(depth)),
                    match.group().strip(),
                    rest,
                    passage.place.within(start + begin, start + max(begin, end)),
                    group,
                    loose=depth == _FIGURE and rest[:1].isdecimal() and not label,
                    case=passage.case,
                )
        start += len(line) + 1
        label = ""


def _value(text: str) -> int:
    """The number that 十二, 12 or ⑫ writes.

    >>> _value("十"), _value("二十一"), _value("⑫")
    (10, 21, 12)
    """
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.find(ones[:1]) + 1 if ones else 0
    return value + 10 * (_DIGITS.find(tens[:1]) + 1 if tens else 1) if ten else value
