"""Ruled tables on PDF pages: where their cells are."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.content import damaged
from zgc_lint.load.grid import OpenCell
from zgc_lint.load.pdf_weight import weigh
from zgc_lint.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["RuledCell", "RuledTable", "find_tables"]

logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its warnings would show what is in the file

_MAX_PAGES = 30  # pdfplumber takes up to seconds for a page
_MAX_DRAWING = 2 * 2**20  # bytes of instructions on those pages together: 15 seconds a megabyte
_TOLERANCE = 3.0  # points within which two edges are the same line


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table: its place on the page (points) and in the grid."""

    box: Box
    cell: OpenCell


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of a table in reading order."""

    top: float
    cells: Sequence[RuledCell]


def find_tables(data: bytes) -> Mapping[int, Sequence[RuledTable]]:
    """The ruled tables of a PDF by page number (from 1), from top to bottom. Raises UnreadableError."""
    weights = weigh(data)
    try:
        return _find_tables(data, weights)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # pdfminer has many, most of them those of Python
        raise damaged("PDF", "其中的表格无法读取") from error


def _find_tables(data: bytes, weights: Mapping[int, int]) -> Mapping[int, Sequence[RuledTable]]:
    import pdfplumber
    from pdfminer.pdfinterp import PDFResourceManager

    class Fontless(PDFResourceManager):
        """Rules need no letters; and a font of a hundred bytes can ask pdfminer for the widths of a billion."""

        def get_font(self, objid: object, spec: Mapping[str, object]) -> None:  # type: ignore[override]
            """No font: text set in it is passed over."""

    found: dict[int, Sequence[RuledTable]] = {}
    drawn = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pdf.rsrcmgr = Fontless()
        for number, page in enumerate(pdf.pages[:_MAX_PAGES], 1):
            drawn += weights.get(number, 0)
            if drawn > _MAX_DRAWING:
                break
            left, top = page.bbox[0], page.bbox[1]
            tables = [
                _arrange([Box(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells])
                for table in page.find_tables()
                if len(table.cells) > 1  # a single one is a frame
            ]
            found[number] = sorted(tables, key=lambda table: table.top)
            page.close()
    return found


def _arrange(boxes: Sequence[Box]) -> RuledTable:
    """The cells of one table with their places in the grid that their edges form."""
    rows = _edges(edge for box in boxes for edge in (box.top, box.bottom))
    columns = _edges(edge for box in boxes for edge in (box.left, box.right))
    cells = []
    for box in boxes:
        row, column = _nearest(box.top, rows), _nearest(box.left, columns)
        height, width = _nearest(box.bottom, rows) - row, _nearest(box.right, columns) - column
        cells.append(RuledCell(box, OpenCell(row + 1, column + 1, max(height, 1), max(width, 1))))
    cells.sort(key=lambda ruled: (ruled.cell.row, ruled.cell.column))
    return RuledTable(min(box.top for box in boxes), cells)


def _edges(positions: Iterable[float]) -> list[float]:
    """The distinct lines that edges lie on, in order."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _TOLERANCE:
            edges.append(position)
    return edges


def _nearest(position: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
