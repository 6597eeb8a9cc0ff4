"""Word documents (.docx): the lines of the walk become paragraphs, tables and pictures."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from zgc_lint.load.content import Content
from zgc_lint.load.package import attribute
from zgc_lint.load.walk import Line, Walk
from zgc_lint.model import Font, Paragraph, Part, Picture, Place, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_docx"]

_END_MARKS = "。！？；：，、.!?;:,"

_TITLE_WITHIN = 5  # a title stands among the first paragraphs
_TITLE_LENGTH = 40
_TITLE_SIZE = 32  # half points: 三号


def read_docx(data: bytes, path: str) -> Content:
    """Read a .docx (.docm, .dotx), strict or transitional. `path` is the document's, for places.

    Raises UnreadableError, which names the part that is broken.
    """
    reader = _Reader(Walk(data), path)
    reader.read_all()
    return Content(tuple(reader.paragraphs), tuple(reader.tables()), tuple(reader.pictures))


class _Reader:
    """Gathers what a walk comes by."""

    def __init__(self, walk: Walk, path: str) -> None:
        self._walk = walk
        self._path = path
        self._measures: dict[str, tuple[int, int, str, str]] = {}
        self.paragraphs: list[Paragraph] = []
        self.pictures: list[Picture] = []

    def read_all(self) -> None:
        """Go through the whole document."""
        for line in self._walk.lines():
            if line.number is not None:
                self._add_paragraph(line, line.number)
            self._add_pictures(line)

    def tables(self) -> Iterator[Table]:
        """The tables, in the order of their numbers."""
        texts = {paragraph.number: paragraph.text for paragraph in self.paragraphs}
        return (grid.finish(number, texts) for number, grid in enumerate(self._walk.grids, 1))

    def _add_paragraph(self, line: Line, number: int) -> None:
        text = line.text
        heading = self._walk.styles.is_heading(line.properties) or self._looks_like_title(text, line)
        address = line.cells[-1].address if line.cells else None
        self.paragraphs.append(
            Paragraph(text, number, None, line.part, address, heading, line.label, _mixed_fonts(line))
        )
        for cell in line.cells:
            cell.paragraphs.append(number)

    def _looks_like_title(self, text: str, line: Line) -> bool:
        """A short centred line in bold or large type near the beginning, without a mark at its end."""
        if line.part is not Part.BODY or line.cells or len(self.paragraphs) >= _TITLE_WITHIN:
            return False
        centred = attribute(line.properties.of_paragraph("w:jc"), "w:val") == "center"
        weighty = all(line.bold) or min(line.sizes, default=0) >= _TITLE_SIZE
        return centred and weighty and len(text) <= _TITLE_LENGTH and not text.rstrip().endswith(tuple(_END_MARKS))

    def _add_pictures(self, line: Line) -> None:
        """Place a paragraph's pictures: at its number, or at the one before it where it has no text."""
        cell = line.cells[-1].address if line.cells else None
        for part, shape in line.pictures:
            width, height, format_, digest = self._measure(part)
            place = Place(self._path, paragraph=len(self.paragraphs) or None, cell=cell)
            name = shape.name or part.rpartition("/")[2]
            self.pictures.append(Picture(name, width, height, format_, digest, place, shape.floating))

    def _measure(self, part: str) -> tuple[int, int, str, str]:
        """Width, height, format and SHA-256 of a picture part."""
        if part not in self._measures:
            from zgc_lint.load.image import measure

            data = self._walk.package.read(part)
            self._measures[part] = (*measure(data, part), hashlib.sha256(data).hexdigest())
        return self._measures[part]


def _mixed_fonts(line: Line) -> tuple[Font, ...]:
    """The fonts of a paragraph one after the other, neighbours of one font together; () where there is but one."""
    fonts: list[Font] = []
    for start, end, name, size in line.fonts:
        if fonts and fonts[-1][2:] == (name, size):
            fonts[-1] = fonts[-1]._replace(end=end - line.skipped)
        else:
            fonts.append(Font(max(0, start - line.skipped), end - line.skipped, name, size))
    return tuple(fonts) if len(fonts) > 1 else ()
