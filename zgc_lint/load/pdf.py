"""PDF: text and pictures with pdfium, ruled tables with pdfplumber where they are asked for.

pdfium is not thread-safe: read PDFs in processes, never in threads.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from zgc_lint.load.content import Content, UnreadableError, damaged
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
from zgc_lint.load.ruled import RuledTable, find_tables
from zgc_lint.model import Box, Cell, Page, Paragraph, Part, Picture, Place, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["open_pdf", "read_pdf"]

MAX_PAGES = 2_000
MAX_SIDE = 14_400.0  # points: the largest page that PDF itself allows
_MAX_GLYPHS = 200_000  # on one page
_MIN_PICTURE = 100  # pixels a side: what is smaller is a mark or a rule

_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·.\s]*")
_FOOTER_FROM = 0.88  # of the page's height
_SENTENCE_ENDS = "。！？：；!?"
_TITLE_WITHIN = 3  # a title stands among the first lines
_TITLE_LENGTH = 40
_TITLE_GROWTH = 1.15  # of the usual type size

_FILTER_FORMATS = {
    "DCTDecode": "JPEG",
    "JPXDecode": "JPEG2000",
    "CCITTFaxDecode": "CCITT",
    "JBIG2Decode": "JBIG2",
}


def read_pdf(data: bytes, path: str, *, with_tables: bool = False) -> Content:
    """Read a PDF. `path` is the document's, for places; `with_tables` looks for ruled tables too (slow).

    Raises UnreadableError.
    """
    with closing(open_pdf(data)) as document:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"PDF 共 {len(document)} 页，超过 {MAX_PAGES} 页", "请拆分后重新放入")
        tables = find_tables(data) if with_tables else {}
        collector = _Collector()
        pages: list[Page] = []
        pictures: list[Picture] = []
        for number in range(1, len(document) + 1):
            with closing(document[number - 1]) as page:
                frame = _frame(page, number)
                glyphs = _glyphs(page, frame)
                pages.append(Page(number, frame.width, frame.height, sum(not g.text.isspace() for g in glyphs)))
                collector.add_page(number, frame.height, glyphs, tables.get(number, ()))
                pictures.extend(_pictures(page, frame, number, path))
    paragraphs, found = collector.finish()
    return Content(paragraphs, found, tuple(pictures), tuple(pages))


def open_pdf(data: bytes) -> Any:
    """The document, which the caller closes. Raises UnreadableError: encrypted, damaged, without pages."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("PDF 已加密", "请去除密码后重新放入") from error
        raise damaged("PDF") from error
    if not len(document):
        document.close()
        raise damaged("PDF", "没有页面")
    return document


# The page as it is shown.


@dataclass(frozen=True, slots=True)
class _Frame:
    """The size of a page as shown, in points, and the way from its own coordinates to Box."""

    width: float
    height: float
    to_box: Callable[[float, float, float, float], Box]


def _frame(page: Any, number: int) -> _Frame:
    width, height = page.get_size()
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise UnreadableError(f"PDF 第 {number} 页的尺寸异常（{width:.0f}×{height:.0f} 磅）", "请按 A4 重新导出")
    x0, y0, x1, y1 = page.get_bbox()
    turns: dict[int, Callable[[float, float, float, float], Box]] = {
        0: lambda left, bottom, right, top: Box(left - x0, y1 - top, right - x0, y1 - bottom),
        90: lambda left, bottom, right, top: Box(bottom - y0, left - x0, top - y0, right - x0),
        180: lambda left, bottom, right, top: Box(x1 - right, bottom - y0, x1 - left, top - y0),
        270: lambda left, bottom, right, top: Box(y1 - top, x1 - right, y1 - bottom, x1 - left),
    }
    return _Frame(width, height, turns[page.get_rotation() % 360])


def _glyphs(page: Any, frame: _Frame) -> list[Glyph]:
    """The characters of a page in the order of its text layer."""
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > _MAX_GLYPHS:
            raise UnreadableError(f"PDF 一页上的文字超过 {_MAX_GLYPHS} 个", "请重新导出后放入")
        return [glyph for index in range(count) if (glyph := _glyph(text, index, frame))]


def _glyph(text: Any, index: int, frame: _Frame) -> Glyph | None:
    """One character; None for a control character and for one that has no Unicode."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code in {0, 0xFFFE, 0xFFFF} or (code < 0x20 and code not in {0x09, 0x0A, 0x0D}) or 0xD800 <= code < 0xE000:
        return None
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle))
    box = frame.to_box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    made = pdfium.FPDFText_IsGenerated(text, index) == 1
    return Glyph(_plain(chr(code)), box, pdfium.FPDFText_GetFontSize(text, index), made)


def _plain(character: str) -> str:
    """The ordinary character for a radical or compatibility form, which bad fonts give in its place."""
    if "\u2f00" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return character


# Paragraphs and tables.


@dataclass(slots=True)
class _Draft:
    """A paragraph that later lines may still be added to."""

    text: str
    page: int
    part: Part = Part.BODY
    cell: OpenCell | None = None
    heading: bool = False


class _Collector:
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
        self._drafts.extend(_Draft(line.text, number, Part.FOOTER) for line in footers)

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

    def _add_lines(self, lines: Sequence[Line], margins: Margins, page: int) -> None:
        """Add lines that stand in no table."""
        for index, line in enumerate(lines):
            goes_on = continues(lines[index - 1], line, margins) if index else self._goes_over_the_page(line, margins)
            if self._open and goes_on:
                draft = self._open[0]
                draft.text = join(draft.text, line.text)
            else:
                draft = _Draft(line.text, page, heading=self._is_title(line, lines, margins))
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
                self._drafts[-1].text = join(self._drafts[-1].text, line.text)
            else:
                self._drafts.append(_Draft(line.text, page, cell=cell))


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


# Pictures.


def _pictures(page: Any, frame: _Frame, number: int, path: str) -> Iterator[Picture]:
    """The pictures on a page, in drawing order."""
    count = 0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        width, height = image.get_px_size()
        if min(width, height) < _MIN_PICTURE:
            continue
        count += 1
        filters = image.get_filters()
        yield Picture(
            name=f"第{number}页图片{count}",
            width=width,
            height=height,
            format=_FILTER_FORMATS.get(filters[-1], "RAW") if filters else "RAW",
            sha256=hashlib.sha256(bytes(image.get_data())).hexdigest(),
            place=Place(path, page=number, box=frame.to_box(*image.get_bounds())),
        )
