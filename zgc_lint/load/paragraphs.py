"""Gathers the paragraphs and tables of paged documents (PDF, OFD) from the characters of their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.grid import OpenCell, fill_grid
from zgc_lint.load.layout import (
    Glyph,
    Line,
    Margins,
    continues,
    find_lines,
    is_full,
    is_indented,
    join,
    margins_of,
    same_size,
)
from zgc_lint.model import Box, Cell, Paragraph, Part, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zgc_lint.load.ruled import RuledTable

__all__ = ["MAX_GLYPHS", "MAX_PAGES", "MAX_SIDE", "Collector", "Spot"]

MAX_PAGES = 2_000
MAX_SIDE = 14_400.0  # points: the largest page that PDF allows
MAX_GLYPHS = 200_000  # on one page

_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[/／,，]\s*)?(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–－·.\s]*"
)
_FOOTER_FROM = 0.88  # of the page's height
_SENTENCE_ENDS = "。！？：；!?"
_TITLE_WITHIN = 3  # a title stands among the first lines
_TITLE_LENGTH = 40
_TITLE_GROWTH = 1.15  # of the usual type size


class Spot(NamedTuple):
    """Where a character stands: the page, and its box on it."""

    page: int
    box: Box


@dataclass(slots=True)
class _Draft:
    """A paragraph that later lines may still be added to; `spots` are those of the characters of `text`."""

    text: str
    page: int
    part: Part = Part.BODY
    cell: OpenCell | None = None
    heading: bool = False
    spots: list[Spot | None] = field(default_factory=list)

    @classmethod
    def of(cls, line: Line, page: int, *, part: Part = Part.BODY, cell: OpenCell | None = None) -> _Draft:
        """A paragraph that begins with `line`."""
        return cls(line.text, page, part, cell, spots=_spots(line, page))

    def add(self, line: Line, page: int) -> None:
        """Let the paragraph go on with `line`."""
        joined = join(self.text, line.text)
        self.spots.extend(None for _ in range(len(joined) - len(self.text) - len(line.text)))
        self.spots.extend(_spots(line, page))
        self.text = joined


def _spots(line: Line, page: int) -> list[Spot | None]:
    return [Spot(page, box) if box else None for box in line.boxes]


class Collector:
    """Gathers the paragraphs and tables of all pages, in reading order."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._tables: list[tuple[int, RuledTable]] = []
        self._open: tuple[_Draft, Line, Margins] | None = None  # what the next page may go on with

    def add_page(self, number: int, height: float, glyphs: Sequence[Glyph], tables: Sequence[RuledTable]) -> None:
        """Add the text of page `number`, and what of it stands in `tables`."""
        outside, inside = _sort_into_cells(glyphs, tables)
        lines = find_lines(outside)
        footers = [line for line in lines if line.box.top > height * _FOOTER_FROM and _is_page_number(line)]
        lines = [line for line in lines if line not in footers]
        margins = margins_of(lines) if lines else Margins(0, 0, 0)
        for table in tables:
            above = [line for line in lines if line.box.top < table.top]
            lines = [line for line in lines if line.box.top >= table.top]
            self._add_lines(above, margins, number)
            self._open = None
            self._tables.append((number, table))
            for ruled in table.cells:
                self._add_cell(find_lines(inside[id(ruled)]), ruled.cell, number)
        self._add_lines(lines, margins, number)
        self._drafts.extend(_Draft.of(line, number, part=Part.FOOTER) for line in footers)

    def add_apart(self, texts: Iterable[str], page: int) -> None:
        """Add texts that stand outside the lines of page `page`: slanted, from above, in a note stuck on it."""
        self._drafts.extend(_Draft(text, page, Part.TEXT_BOX) for text in texts)

    def finish(self) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
        """The numbered paragraphs, and the tables."""
        addresses: dict[int, Cell] = {}
        for number, (_, table) in enumerate(self._tables, 1):
            addresses.update((id(r.cell), Cell(number, r.cell.row, r.cell.column)) for r in table.cells)
        paragraphs = []
        for number, draft in enumerate(self._drafts, 1):
            address = None
            if draft.cell is not None:
                draft.cell.paragraphs.append(number)
                address = addresses[id(draft.cell)]
            paragraphs.append(Paragraph(draft.text, number, draft.page, draft.part, address, draft.heading))
        texts = {paragraph.number: paragraph.text for paragraph in paragraphs}
        tables = tuple(
            fill_grid(number, [ruled.cell for ruled in table.cells], texts, page=page)
            for number, (page, table) in enumerate(self._tables, 1)
        )
        return tuple(paragraphs), tables

    def spots(self) -> list[list[Spot | None]]:
        """For each paragraph where its characters stand; [] for one that stands outside the lines."""
        return [draft.spots for draft in self._drafts]

    def _add_lines(self, lines: Sequence[Line], margins: Margins, page: int) -> None:
        """Add lines that stand in no table."""
        for index, line in enumerate(lines):
            goes_on = continues(lines[index - 1], line, margins) if index else self._goes_over_the_page(line, margins)
            if self._open and goes_on:
                draft = self._open[0]
                draft.add(line, page)
            else:
                draft = _Draft.of(line, page)
                draft.heading = self._is_title(line, lines, margins)
                self._drafts.append(draft)
            self._open = (draft, line, margins)

    def _goes_over_the_page(self, line: Line, margins: Margins) -> bool:
        """Whether `line`, the first of its page, goes on with the last paragraph of the page before."""
        if self._open is None:
            return False
        draft, last, before = self._open
        return (
            before.pitch > 0  # a single line shows no margins
            and not draft.heading
            and not draft.text.endswith(tuple(_SENTENCE_ENDS))
            and last.box.right - last.box.left > (before.right - before.left) / 2
            and is_full(last, line, before)
            and not is_indented(line, margins)
            and same_size(last, line)
        )

    def _is_title(self, line: Line, lines: Sequence[Line], margins: Margins) -> bool:
        """A short centred line in larger type at the very beginning."""
        if len(self._drafts) >= _TITLE_WITHIN or len(line.text) > _TITLE_LENGTH:
            return False
        sizes = sorted(other.font_size for other in lines)
        off_centre = (line.box.left - margins.left) - (margins.right - line.box.right)
        return (
            line.font_size >= _TITLE_GROWTH * sizes[len(sizes) // 2]
            and abs(off_centre) <= 2 * line.em
            and not line.text.endswith(tuple(_SENTENCE_ENDS))
        )

    def _add_cell(self, lines: Sequence[Line], cell: OpenCell, page: int) -> None:
        """Add the lines of one cell of a table."""
        if not lines:
            return
        margins = margins_of(lines)
        for index, line in enumerate(lines):
            if index and continues(lines[index - 1], line, margins):
                self._drafts[-1].add(line, page)
            else:
                self._drafts.append(_Draft.of(line, page, cell=cell))


def _sort_into_cells(
    glyphs: Sequence[Glyph], tables: Sequence[RuledTable]
) -> tuple[list[Glyph], dict[int, list[Glyph]]]:
    """The characters outside all tables, and those in each cell by the cell's id."""
    cells = [ruled for table in tables for ruled in table.cells]
    outside: list[Glyph] = []
    inside: dict[int, list[Glyph]] = {id(ruled): [] for ruled in cells}
    current = outside
    for glyph in glyphs:
        if not (glyph.made or glyph.text.isspace()):
            x, y = (glyph.box.left + glyph.box.right) / 2, (glyph.box.top + glyph.box.bottom) / 2
            home = next((r for r in cells if r.box.left <= x < r.box.right and r.box.top <= y < r.box.bottom), None)
            current = inside[id(home)] if home else outside
        current.append(glyph)
    return outside, inside


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None
