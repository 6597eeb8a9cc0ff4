"""HTML pages; mostly what old systems export and call .doc or .xls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from zgc_lint.load.content import Content, damaged
from zgc_lint.load.grid import GridBuilder, OpenCell
from zgc_lint.load.text import decode
from zgc_lint.model import Cell, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["read_html"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "pre", "blockquote"),
    *("section", "article", "header", "footer", "center", "caption"),
}
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "xml"})
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_MAX_SPAN = 512


def read_html(data: bytes) -> Content:
    """The paragraphs and tables of an HTML page. Raises UnreadableError."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_without_declaration(decode(data)), parser)
    if root is None:
        raise damaged("HTML 网页")
    reader = _Reader()
    reader.read(root)
    reader.end_paragraph()
    return Content(tuple(reader.paragraphs), tuple(reader.tables()))


def _without_declaration(text: str) -> str:
    """The text without an XML declaration, whose encoding holds no more once it has been decoded."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)


class _Reader:
    """Walks a page in reading order."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._pieces: list[str] = []
        self._heading = False
        self._grids: list[GridBuilder] = []
        self._cells: list[OpenCell] = []

    def read(self, element: Element) -> None:
        """Read an element and all in it, but not what follows it."""
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _UNSEEN:
            return
        if name == "table":
            self._read_table(element)
            return
        block = name in _BLOCKS
        if block:
            self.end_paragraph()
            self._heading = name in _HEADINGS
        if name == "br":
            self.end_paragraph()
        self._pieces.append(element.text or "")
        for inner in element:
            self.read(inner)
            self._pieces.append(inner.tail or "")
        if block:
            self.end_paragraph()
            self._heading = False

    def end_paragraph(self) -> None:
        """Make a paragraph of the text gathered so far, if there is any."""
        text = _BLANKS.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        if not text:
            return
        number = len(self.paragraphs) + 1
        address = self._cells[-1].address if self._cells else None
        self.paragraphs.append(Paragraph(text, number, cell=address, heading=self._heading))
        for cell in self._cells:
            cell.paragraphs.append(number)

    def tables(self) -> Iterator[Table]:
        """The tables, in the order of their numbers."""
        texts = {paragraph.number: paragraph.text for paragraph in self.paragraphs}
        return (grid.finish(number, texts) for number, grid in enumerate(self._grids, 1))

    def _read_table(self, table: Element) -> None:
        self.end_paragraph()
        grid = GridBuilder()
        self._grids.append(grid)
        number = len(self._grids)
        covered: dict[int, int] = {}  # column (from 0) → rows that a cell above still reaches into
        for row in _inner(table, {"tr"}):
            grid.begin_row()
            self._continue(grid, covered)
            for cell in _inner(row, {"td", "th"}):
                span, depth = _span(cell, "colspan"), _span(cell, "rowspan")
                opened = grid.add_cell(span)
                opened.address = Cell(number, opened.row, opened.column)
                covered.update((opened.column - 1 + i, depth - 1) for i in range(span) if depth > 1)
                self._cells.append(opened)
                self._pieces.append(cell.text or "")
                for inner in cell:
                    self.read(inner)
                    self._pieces.append(inner.tail or "")
                self.end_paragraph()
                self._cells.pop()
                self._continue(grid, covered)

    def _continue(self, grid: GridBuilder, covered: dict[int, int]) -> None:
        """Let cells above reach down at the current place of the current row."""
        while covered.get(grid.width, 0) > 0:
            column = grid.width
            if not grid.continue_above(1):
                return
            covered[column] -= 1


def _inner(container: Element, names: set[str]) -> Iterator[Element]:
    """The rows of a table, also in tbody and the like, or the cells of a row; not those of inner tables."""
    for element in container:
        if element.tag in names:
            yield element
        elif element.tag in {"tbody", "thead", "tfoot", "form"}:
            yield from _inner(element, names)


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() and len(value) < 10 else 1
