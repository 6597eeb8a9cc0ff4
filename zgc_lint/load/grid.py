"""Builds the grid of a table whose cells are merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgc_lint.model import Cell, Table, TableCell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GridBuilder", "OpenCell", "fill_grid"]

_MAX_COLUMNS = 512  # Word itself allows 63


@dataclass(slots=True)
class OpenCell:
    """A cell being read: where it begins (from 1), how far it reaches, the numbers of its paragraphs."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    address: Cell | None = None
    paragraphs: list[int] = field(default_factory=list)

    def finish(self, texts: Mapping[int, str]) -> TableCell:
        """The finished cell; `texts` are the paragraphs by number."""
        return TableCell(
            "\n".join(texts[number] for number in self.paragraphs),
            self.row,
            self.column,
            self.row_span,
            self.column_span,
            tuple(self.paragraphs),
        )


def fill_grid(
    number: int, cells: Sequence[OpenCell], texts: Mapping[int, str], height: int = 0, page: int | None = None
) -> Table:
    """The table number `number` with rows of equal length; places that no cell covers hold empty cells.

    It has at least `height` rows.
    """
    height = max([height, *(cell.row + cell.row_span - 1 for cell in cells)])
    width = max((cell.column + cell.column_span - 1 for cell in cells), default=0)
    grid = [[TableCell("", y, x) for x in range(1, width + 1)] for y in range(1, height + 1)]
    for cell in cells:
        finished = cell.finish(texts)
        left = cell.column - 1
        for row in grid[cell.row - 1 : cell.row - 1 + cell.row_span]:
            row[left : left + cell.column_span] = [finished] * cell.column_span
    return Table(number, tuple(map(tuple, grid)), page=page)


class GridBuilder:
    """Takes a table's cells row by row, from left to right."""

    def __init__(self) -> None:
        self._cells: list[OpenCell] = []
        self._above: list[OpenCell | None] = []
        self._current: list[OpenCell | None] = []
        self._height = 0

    @property
    def width(self) -> int:
        """How many columns of the current row are taken."""
        return len(self._current)

    def begin_row(self, skip: int = 0) -> None:
        """Begin a row that leaves `skip` grid columns free on the left."""
        self._above, self._current = self._current, [None] * min(skip, _MAX_COLUMNS)
        self._height += 1

    def add_cell(self, span: int) -> OpenCell:
        """Add a cell that is `span` columns wide to the current row."""
        span = max(1, min(span, _MAX_COLUMNS - len(self._current)))
        cell = OpenCell(self._height, len(self._current) + 1, column_span=span)
        self._cells.append(cell)
        self._current.extend([cell] * span)
        return cell

    def continue_above(self, span: int) -> bool:
        """Let the cell above reach into the current row; false where there is none to go on."""
        column = len(self._current)
        cell = self._above[column] if column < len(self._above) else None
        if cell is None:
            return False
        cell.row_span = self._height - cell.row + 1
        self._current.extend([cell] * max(1, min(span, _MAX_COLUMNS - column)))
        return True

    def finish(self, number: int, texts: Mapping[int, str]) -> Table:
        """The finished table; see `fill_grid`."""
        return fill_grid(number, self._cells, texts, self._height)
