"""PDF: text and pictures with pdfium, ruled tables with pdfplumber where they are asked for.

pdfium is not thread-safe: read PDFs in processes, never in threads.
"""

from __future__ import annotations

import ctypes
import hashlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from zgc_lint.load.content import Content, UnreadableError, damaged
from zgc_lint.load.image import MIN_EMBEDDED
from zgc_lint.load.layout import Glyph, plain
from zgc_lint.load.paragraphs import MAX_GLYPHS, MAX_PAGES, MAX_SIDE, Collector, Spot
from zgc_lint.load.pdf_weight import weigh
from zgc_lint.load.ruled import find_tables
from zgc_lint.model import Box, Page, Picture, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Frame", "Spots", "frame_of", "open_pdf", "read_pdf", "spots_in_pdf"]

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
        weigh(data)  # refuses what pdfium must not load
        tables = find_tables(data) if with_tables else {}
        collector = Collector()
        pages: list[Page] = []
        pictures: list[Picture] = []
        for number in range(1, len(document) + 1):
            with closing(_page(document, number)) as page:
                frame = frame_of(page, number)
                glyphs = _glyphs(page, frame)
                pages.append(Page(number, frame.width, frame.height, sum(not g.text.isspace() for g in glyphs)))
                collector.add_page(number, frame.height, glyphs, tables.get(number, ()))
                pictures.extend(_pictures(page, frame, number, path))
    paragraphs, found = collector.finish()
    return Content(paragraphs, found, tuple(pictures), tuple(pages))


@dataclass(frozen=True, slots=True)
class Spots:
    """Where the characters of a PDF stand, paragraph by paragraph, and the frames of its pages."""

    paragraphs: list[list[Spot | None]]
    frames: list[Frame]


def spots_in_pdf(data: bytes, *, with_tables: bool = False) -> Spots:
    """Where the characters stand of the paragraphs that `read_pdf` finds, which has read these bytes before."""
    with closing(open_pdf(data)) as document:
        tables = find_tables(data) if with_tables else {}
        collector = Collector()
        frames = []
        for number in range(1, len(document) + 1):
            with closing(document[number - 1]) as page:
                frame = frame_of(page, number)
                frames.append(frame)
                collector.add_page(number, frame.height, _glyphs(page, frame), tables.get(number, ()))
    return Spots(collector.spots(), frames)


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


def _page(document: Any, number: int) -> Any:
    """Page `number`, which the caller closes. Raises UnreadableError."""
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise damaged("PDF", f"第 {number} 页无法读取") from error


# The page as it is shown.


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a page as shown, in points, and the ways from its own coordinates to Box and back.

    Its own coordinates are left, bottom, right, top, with the origin wherever the file has it.
    """

    width: float
    height: float
    to_box: Callable[[float, float, float, float], Box]
    from_box: Callable[[Box], tuple[float, float, float, float]]


def frame_of(page: Any, number: int) -> Frame:
    """The frame of page `number`. Raises UnreadableError for an absurd size."""
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
    returns: dict[int, Callable[[Box], tuple[float, float, float, float]]] = {
        0: lambda box: (box.left + x0, y1 - box.bottom, box.right + x0, y1 - box.top),
        90: lambda box: (box.top + x0, box.left + y0, box.bottom + x0, box.right + y0),
        180: lambda box: (x1 - box.right, box.top + y0, x1 - box.left, box.bottom + y0),
        270: lambda box: (x1 - box.bottom, y1 - box.right, x1 - box.top, y1 - box.left),
    }
    rotation = page.get_rotation() % 360
    return Frame(width, height, turns[rotation], returns[rotation])


def _glyphs(page: Any, frame: Frame) -> list[Glyph]:
    """The characters of a page in the order of its text layer."""
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > MAX_GLYPHS:
            raise UnreadableError(f"PDF 一页上的文字超过 {MAX_GLYPHS} 个", "请重新导出后放入")
        return [glyph for index in range(count) if (glyph := _glyph(text, index, frame))]


def _glyph(text: Any, index: int, frame: Frame) -> Glyph | None:
    """One character; None for a control character and for one that has no Unicode."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code in {0, 0xFFFE, 0xFFFF} or (code < 0x20 and code not in {0x09, 0x0A, 0x0D}) or 0xD800 <= code < 0xE000:
        return None
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle))
    box = frame.to_box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    made = pdfium.FPDFText_IsGenerated(text, index) == 1
    return Glyph(plain(chr(code)), box, pdfium.FPDFText_GetFontSize(text, index), made)


# Pictures.


def _pictures(page: Any, frame: Frame, number: int, path: str) -> Iterator[Picture]:
    """The pictures on a page, in drawing order."""
    count = 0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        width, height = image.get_px_size()
        if min(width, height) < MIN_EMBEDDED:
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
