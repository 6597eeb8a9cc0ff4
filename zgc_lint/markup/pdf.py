"""PDFs: remarks become highlights of the very characters they are about, added to the end of the file.

What was in the file stays byte for byte, so that signatures in it can still be verified.
"""

from __future__ import annotations

import hashlib
import io
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pypdf import PdfWriter
from pypdf.annotations import Highlight, Rectangle, Text
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from zgc_lint.load.pdf import Spots, spots_in_pdf
from zgc_lint.markup.remarks import AUTHOR, Remark
from zgc_lint.model import Box, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pypdf.annotations import AnnotationDictionary

    from zgc_lint.load.paragraphs import Spot

__all__ = ["is_own_copy", "mark_pdf"]

_MARK = b"\n%zgc-lint markup sha256="
_DIGEST = 64  # characters
_YELLOW = "ffe066"
_RED = (0.84, 0.15, 0.16)
_NOTE_SIZE = 20.0  # points
_CORNER = 12.0  # points from the upper left corner of a page


class _Area(NamedTuple):
    """What is marked on a page: lines of text, or a box, or nothing."""

    page: int
    lines: tuple[Box, ...] = ()
    box: Box | None = None


def mark_pdf(data: bytes, remarks: Iterable[Remark], *, with_tables: bool) -> bytes:
    """The PDF with an annotation for each remark, marked as a copy of ours; `with_tables` is as it was read with.

    A remark without characters and box is a note at the corner of its page. Raises UnreadableError.
    """
    spots = spots_in_pdf(data, with_tables=with_tables)
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    notes: dict[int, int] = {}
    for remark in remarks:
        for area in _areas(remark.place, spots):
            annotation = _annotation(area, spots, notes)
            annotation[NameObject("/Contents")] = TextStringObject("\n".join(remark.lines))
            annotation[NameObject("/T")] = TextStringObject(AUTHOR)
            writer.add_annotation(area.page - 1, annotation)
    buffer = io.BytesIO()
    writer.write(buffer)
    return _marked(buffer.getvalue())


def is_own_copy(data: bytes) -> bool:
    """Whether `data` is a copy that `mark_pdf` made and nobody has changed since."""
    at = len(data) - len(_MARK) - _DIGEST - 1
    return at > 0 and data == _marked(data[:at])


def _marked(data: bytes) -> bytes:
    return data + _MARK + hashlib.sha256(data).hexdigest().encode() + b"\n"


def _areas(place: Place, spots: Spots) -> Iterator[_Area]:
    """The areas of a place, page by page; the first page's corner for one that is nowhere on paper."""
    if place.paragraph is not None and 0 < place.paragraph <= len(spots.paragraphs):
        found = _characters(place, spots.paragraphs[place.paragraph - 1])
        if found:
            for page, group in groupby(found, key=lambda spot: spot.page):
                yield _Area(page, tuple(_lines([spot.box for spot in group])))
            return
    page = place.page if place.page is not None and 0 < place.page <= len(spots.frames) else 1
    yield _Area(page, box=place.box if place.page == page else None)


def _characters(place: Place, spots: list[Spot | None]) -> list[Spot]:
    """Where the characters of a place stand; for a point between two characters, the one before it or after it."""
    start, end = place.start or 0, len(spots) if place.end is None else place.end
    if start == end:
        start, end = (start - 1, end) if start else (start, end + 1)
    return [spot for spot in spots[start:end] if spot is not None]


def _lines(boxes: Iterable[Box]) -> Iterator[Box]:
    """One box for the characters of each line."""
    current: Box | None = None
    for box in boxes:
        if current is not None and min(current.bottom, box.bottom) - max(current.top, box.top) > 0:
            current = Box(
                min(current.left, box.left),
                min(current.top, box.top),
                max(current.right, box.right),
                max(current.bottom, box.bottom),
            )
            continue
        if current is not None:
            yield current
        current = box
    if current is not None:
        yield current


def _annotation(area: _Area, spots: Spots, notes: dict[int, int]) -> AnnotationDictionary:
    """An annotation without words; `notes` counts those at the corners, so that they do not cover each other."""
    frame = spots.frames[area.page - 1]
    if area.lines:
        own = [frame.from_box(box) for box in area.lines]
        rectangle = (min(q[0] for q in own), min(q[1] for q in own), max(q[2] for q in own), max(q[3] for q in own))
        points = [
            FloatObject(n) for left, low, right, top in own for n in (left, top, right, top, left, low, right, low)
        ]
        return Highlight(rect=rectangle, quad_points=ArrayObject(points), highlight_color=_YELLOW)
    if area.box is not None:
        square = Rectangle(rect=frame.from_box(area.box))
        square[NameObject("/C")] = ArrayObject([FloatObject(part) for part in _RED])
        return square
    row = notes.get(area.page, 0)
    notes[area.page] = row + 1
    top = _CORNER + row * _NOTE_SIZE
    corner = Box(_CORNER, top, _CORNER + _NOTE_SIZE, top + _NOTE_SIZE)
    return Text(rect=frame.from_box(corner), text="")
