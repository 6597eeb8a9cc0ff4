"""Rebuilds lines and paragraphs from the characters of a page.

Positions are in points, origin at the upper left of the page as it is shown.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.model import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Glyph", "Line", "Margins",
    "continues", "find_lines", "is_full", "is_indented", "join", "margins_of", "plain", "same_size",
]  # fmt: skip

_CJK = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_CJK_CHARACTER = re.compile(rf"[{_CJK}]")
_DATE_AT_END = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$")
_TIME_AT_START = re.compile(r"\d{1,2}:\d{2}")
_WORD_AT_START = re.compile(r"[0-9A-Za-z.,:/@_-]+")

_INDENT = 1.5  # characters by which the first line of a paragraph is indented at least
_SHORT = 2.0  # characters by which the last line ends before the margin
_WIDE_PITCH = 1.5  # of the usual distance between lines
_VERY_WIDE_PITCH = 3.0  # of the type size
_SIZE_CHANGE = 0.12
_NARROW_GAP = 0.8  # of a character, between two Chinese ones: a blank that pdfium made of less is none
_MIXED_GAP = 0.4  # of a character, beside a figure or letter: word processors set them off by a quarter
_COLUMN_GAP = 2.0  # of a character
_TABLE_COLUMNS = 3  # a line of so many is a row of a table without rules, and no part of a paragraph
_COVERED = 0.4  # of a character's width: more than fonts overlap
_HALF_WIDTH = 0.55  # of a character: the width of a Latin letter or figure


class Glyph(NamedTuple):
    """A character, its box, its font size in the file's own unit; `made` where pdfium put it in itself."""

    text: str
    box: Box
    font_size: float
    made: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: `em` is the width of one Chinese character in points.

    `columns` is how many pieces stand on it with a wide gap between them; `boxes` are those of the characters of
    `text`, None for a blank.
    """

    text: str
    box: Box
    em: float
    font_size: float
    columns: int = 1
    boxes: tuple[Box | None, ...] = ()


class Margins(NamedTuple):
    """Where the lines of a page or cell begin and end, and the usual distance between them, in points."""

    left: float
    right: float
    pitch: float


def plain(character: str) -> str:
    """The ordinary character for a radical or compatibility form, which bad fonts give in its place."""
    if "\u2f00" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return character


def find_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that `glyphs` form: in their order, but for marks that were drawn after the text they stand in."""
    rows: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        breaks = glyph.text in {"\r", "\n"}
        if breaks or (rows[-1] and not glyph.text.isspace() and not _goes_on(rows[-1], glyph)):
            rows.append([])
        if not breaks and (rows[-1] or not glyph.text.isspace()):
            rows[-1].append(glyph)
    return [line for row in _with_late_marks(rows) if (line := _line(row)) is not None]


def margins_of(lines: Sequence[Line]) -> Margins:
    """The margins of the lines of one page or cell; the long lines show them. There must be a line."""
    widest = max(line.box.right - line.box.left for line in lines)
    long = [line for line in lines if line.box.right - line.box.left >= widest / 2]
    steps = [step for above, below in pairwise(lines) if (step := below.box.bottom - above.box.bottom) > 0]
    return Margins(
        min(line.box.left for line in long),
        max(line.box.right for line in long),
        statistics.median(steps) if steps else 0.0,
    )


def continues(above: Line, below: Line, margins: Margins) -> bool:
    """Whether `below`, the next line on the same page, goes on with the paragraph of `above`."""
    step = below.box.bottom - above.box.bottom
    return (
        max(above.columns, below.columns) < _TABLE_COLUMNS
        and 0 < step <= max(margins.pitch * _WIDE_PITCH, above.em)
        and step <= above.em * _VERY_WIDE_PITCH
        and is_full(above, below, margins)
        and not is_indented(below, margins)
        and same_size(above, below)
    )


def is_full(line: Line, following: Line, margins: Margins) -> bool:
    """Whether `line` reaches the right margin, or lacks only room for the word that follows."""
    word = _WORD_AT_START.match(following.text)
    room = _SHORT + (len(word[0]) * _HALF_WIDTH if word else 0)
    return margins.right - line.box.right < room * line.em


def is_indented(line: Line, margins: Margins) -> bool:
    """Whether `line` begins to the right of the left margin, as the first line of a paragraph does."""
    return line.box.left - margins.left >= _INDENT * line.em


def same_size(one: Line, other: Line) -> bool:
    """Whether two lines are set in the same type size."""
    return abs(one.font_size - other.font_size) <= _SIZE_CHANGE * max(one.font_size, other.font_size)


def join(above: str, below: str) -> str:
    """The texts of two lines of one paragraph: with a blank only between two Latin words, or date and time."""
    if _DATE_AT_END.search(above) and _TIME_AT_START.match(below):
        return f"{above} {below}"
    if above[-1:].isascii() and below[:1].isascii() and not (above[-1:].isdigit() and below[:1].isdigit()):
        return f"{above} {below}"
    return above + below


def _goes_on(current: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether `glyph` stands on the line of `current`, to the right."""
    last = next((found for found in reversed(current) if not found.text.isspace()), current[-1]).box
    overlap = min(last.bottom, glyph.box.bottom) - max(last.top, glyph.box.top)
    height = min(last.bottom - last.top, glyph.box.bottom - glyph.box.top)
    return overlap >= height / 2 and glyph.box.left >= last.left


def _with_late_marks(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """`rows` with each piece that fits into a gap of the row before it put there.

    Word processors draw quotation marks of another font after the text that leaves room for them.
    """
    kept: list[list[Glyph]] = []
    for row in rows:
        inked = [glyph for glyph in row if not glyph.text.isspace()]
        if inked and kept and _fits(inked, kept[-1]):
            kept[-1] = _merged(kept[-1], inked)
        elif inked:
            kept.append(row)
    return kept


def _fits(piece: Sequence[Glyph], row: Sequence[Glyph]) -> bool:
    """Whether `piece` stands at the height of `row`, begins between its characters and covers none of them."""
    inked = [glyph.box for glyph in row if not glyph.text.isspace()]
    left, right = min(box.left for box in inked), max(box.right for box in inked)
    if not left <= min(glyph.box.left for glyph in piece) < right:
        return False
    for glyph in piece:
        box = glyph.box
        level = min(inked[0].bottom, box.bottom) - max(inked[0].top, box.top)
        if level < min(inked[0].bottom - inked[0].top, box.bottom - box.top) / 2:
            return False
        width = max(box.right - box.left, 1.0)
        if any(min(other.right, box.right) - max(other.left, box.left) > _COVERED * width for other in inked):
            return False
    return True


def _merged(row: Sequence[Glyph], piece: Sequence[Glyph]) -> list[Glyph]:
    """Both together from left to right; blanks that pdfium made up in the gap are left out."""
    inked = [glyph for glyph in row if not glyph.made] + list(piece)
    return sorted(inked, key=lambda glyph: glyph.box.left)


def _line(glyphs: list[Glyph]) -> Line | None:
    while glyphs and glyphs[-1].text.isspace():
        glyphs.pop()
    if not glyphs:
        return None
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    em = _em(inked)
    pieces: list[str] = []
    boxes: list[Box | None] = []
    columns = 1
    last = glyphs[0]
    for glyph in glyphs:
        if glyph.text.isspace():
            pieces.append("" if glyph.made else " ")
            boxes.extend(None for _ in pieces[-1])
            continue
        gap = glyph.box.left - last.box.right
        columns += gap > _COLUMN_GAP * em
        if pieces and pieces[-1] == "" and gap >= _least_gap(last.text, glyph.text) * em:
            pieces.append(" ")
            boxes.append(None)
        pieces.append(glyph.text)
        boxes.extend(glyph.box for _ in glyph.text)
        last = glyph
    box = Box(
        min(glyph.box.left for glyph in inked),
        min(glyph.box.top for glyph in inked),
        max(glyph.box.right for glyph in inked),
        max(glyph.box.bottom for glyph in inked),
    )
    font_size = statistics.median(glyph.font_size for glyph in inked)
    return Line("".join(pieces), box, em, font_size, columns, tuple(boxes))


def _em(glyphs: Sequence[Glyph]) -> float:
    """The width of a Chinese character: measured on one, else taken from the height of the line."""
    widths = [glyph.box.right - glyph.box.left for glyph in glyphs if _CJK_CHARACTER.match(glyph.text)]
    if widths:
        return max(statistics.median(widths), 1.0)
    return max(statistics.median(glyph.box.bottom - glyph.box.top for glyph in glyphs), 1.0)


def _least_gap(one: str, other: str) -> float:
    """The gap, in characters, that is a blank between two characters where pdfium put one."""
    chinese = bool(_CJK_CHARACTER.match(one)) + bool(_CJK_CHARACTER.match(other))
    return (0.0, _MIXED_GAP, _NARROW_GAP)[chinese]
