"""The text of pictures and pages without a text layer: lines with boxes and scores, in reading order."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from zgc_lint.load.layout import Line, continues, margins_of
from zgc_lint.look.frames import FrameKind
from zgc_lint.look.limits import FEW_CHARACTERS, LAST_PAGE
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.ocr import TextLine, read_lines
from zgc_lint.look.turned import turned_back
from zgc_lint.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zgc_lint.look.frames import Frame

__all__ = ["ReadLine", "see"]

_LONG_SIDE = 960  # px of the reduced array, in which lines are looked for (benchmarks/results/evidence_reading.md)
_SMALLEST = 400  # px a side of the original: a smaller picture in a document is a logo, a seal, a signature
_BLOCK, _MARGIN = 8, 32  # px of the reduced array
_INK, _SPECK = 24, 0.05  # grey levels from the ground, and the share of a block so far from it that is no speck
_LARGE = 1.25  # of the usual type size, from which type is another size: the width of short lines is not exact
_LATIN = 0.55  # of a Chinese character's width
_SAME_ROW = 0.5  # of the lower line's height, by which two pieces of a row overlap at least
_SOME, _UPRIGHT = 3, 2.0  # lines that tell how a page lies; how much longer than wide they are
_UPSIDE_DOWN = 0.8  # mean score: of a page on its head it is lower, of the poorest scan that stands upright higher
_SAME_LINE = 2.0  # characters between two pieces of what is one line of text

# The recogniser knows both scripts and at times gives 書 for a printed 书; these papers are in simplified characters.
_SIMPLIFIED = str.maketrans(
    "書決況減準淨裏為後號門開問間關長東車馬見頁風說話語請訴證據認議許論該調談記訪計設詢時將與無業務區國園圖場報電雲項須題類體處員單嚴權條"
    "機構樓標檢歸歷殘氣沒測訟執協議經紀終結給約級維監願實際陳陽階",
    "书决况减准净里为后号门开问间关长东车马见页风说话语请诉证据认议许论该调谈记访计设询时将与无业务区国园图场报电云项须题类体处员单严权条"
    "机构楼标检归历残气没测讼执协议经纪终结给约级维监愿实际陈阳阶",
)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line: its text, the mean probability of its characters (0 to 1), its box in units of the original.

    `opens` tells that it begins a paragraph; `height` is the line's, in units of the original, the page set straight.
    """

    text: str
    score: float
    box: Box
    opens: bool
    height: float


def see(frame: Frame) -> tuple[ReadLine, ...] | None:
    """The lines of a frame; None for one that need not be read: a page with a text layer, a picture on a page that
    was drawn as a whole, a small picture in a document. Raises NotInstalledError.
    """
    if not _is_wanted(frame):
        return None
    if frame.is_blank:
        return ()
    share = min(1.0, _LONG_SIDE / max(frame.pixels.shape[:2]))
    left, top, right, bottom = _inked(frame.pixels, share)
    part = frame.pixels[top:bottom, left:right]
    try:
        lines, turn = _read(part, share)
    except ImportError as error:
        raise NotInstalledError from error

    def box(*sides: float) -> Box:
        return frame.box(*(side + (left, top)[number % 2] for number, side in enumerate(sides)))

    upright = turned_back(box, turn, part.shape[1], part.shape[0]) if turn else box
    return tuple(
        ReadLine(
            line.text.translate(_SIMPLIFIED),
            line.score,
            upright(*line.box),
            opens,
            round((flat.box.bottom - flat.box.top) * frame.scale, 1),
        )
        for line, flat, opens in _in_order(lines)
    )


def _read(pixels: NDArray[np.uint8], share: float) -> tuple[tuple[TextLine, ...], int]:
    """The lines, and the quarter turns to the left that had to be made to read them: a page may lie on its side."""
    lines = read_lines(pixels, share)
    if _runs_down(lines):
        ways: tuple[int, ...] = (1, 3)
    elif len(lines) >= _SOME and _legibility(lines) < _UPSIDE_DOWN:
        ways = (2,)
    else:
        return lines, 0
    tried = [(lines, 0), *((read_lines(np.ascontiguousarray(np.rot90(pixels, turn)), share), turn) for turn in ways)]
    return max(tried, key=lambda way: sum(len(line.text) * line.score for line in way[0]))


def _runs_down(lines: Sequence[TextLine]) -> bool:
    """Whether most of the lines, by their length, run up or down the page."""
    sizes = [(right - left, bottom - top) for left, top, right, bottom in (line.box for line in lines)]
    down = sum(height for width, height in sizes if height > _UPRIGHT * width)
    across = sum(width for width, height in sizes if width > _UPRIGHT * height)
    return len(lines) >= _SOME and down > 2 * across


def _legibility(lines: Sequence[TextLine]) -> float:
    """The mean score of the characters."""
    return sum(len(line.text) * line.score for line in lines) / max(1, sum(len(line.text) for line in lines))


def _is_wanted(frame: Frame) -> bool:
    about = frame.about
    if about.drawn_with_page or about.characters >= FEW_CHARACTERS or (about.place.page or 1) > LAST_PAGE:
        return False
    return about.kind is not FrameKind.EMBEDDED or min(about.width, about.height) >= _SMALLEST


def _inked(pixels: NDArray[np.uint8], share: float) -> tuple[int, int, int, int]:
    """The part of a page outside of which there is nothing but its ground: left, top, right, bottom.

    The detector's cost is that of the area; half of most pages is margin. It is looked for at `share` of the sides.
    """
    height, width = pixels.shape[:2]
    size = max(1, round(width * share)), max(1, round(height * share))
    grey = np.asarray(Image.fromarray(pixels).convert("L").resize(size, Image.Resampling.BOX), np.int16)
    rows, columns = (side // _BLOCK for side in grey.shape)
    inked = np.abs(grey - int(np.median(grey)))[: rows * _BLOCK, : columns * _BLOCK] > _INK
    blocks = inked.reshape(rows, _BLOCK, columns, _BLOCK).mean(axis=(1, 3)) > _SPECK
    inked_rows, inked_columns = (np.flatnonzero(blocks.any(axis=axis)) for axis in (1, 0))
    if not len(inked_rows):
        return 0, 0, width, height
    left, top = (int(first) * _BLOCK - _MARGIN for first in (inked_columns[0], inked_rows[0]))
    right, bottom = ((int(last) + 1) * _BLOCK + _MARGIN for last in (inked_columns[-1], inked_rows[-1]))
    left, top, right, bottom = (round(side / share) for side in (left, top, right, bottom))
    return max(0, left), max(0, top), min(width, right), min(height, bottom)


def _in_order(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, Line, bool]]:
    """The lines row by row, each with its place on the page set straight and whether it begins a paragraph."""
    turn = _tilt(lines)
    flat = [(line, _straight(line, turn)) for line in lines if line.text]
    if not flat:
        return
    usual = statistics.median(place.em for _, place in flat)
    flat = [(line, replace(place, font_size=_type_size(place.em / usual))) for line, place in flat]
    rows = list(_rows(flat))
    margins = margins_of([place for row in rows for _, place in row])
    before: Line | None = None
    for row in rows:
        for number, (line, place) in enumerate(row):
            if before is None:
                opens = True
            elif number:
                opens = place.box.left - before.box.right > _SAME_LINE * place.em
            else:
                opens = not continues(before, place, margins)
            before = place
            yield line, place, opens


def _type_size(em: float) -> float:
    """The type size (1 the page's usual one) of a line whose characters are `em` times as wide as usual."""
    return em if em >= _LARGE else 1.0


def _tilt(lines: Sequence[TextLine]) -> float:
    """By how much the lines fall to the right, in radians: the median of the longer ones."""
    angles = []
    for line in lines:
        (left, top), (right, upper), *_ = line.corners
        if len(line.text) >= 4 and right > left:
            angles.append(math.atan2(upper - top, right - left))
    return statistics.median(angles) if angles else 0.0


def _straight(line: TextLine, tilt: float) -> Line:
    """The line with its box as it were on a page that is not tilted."""
    cosine, sine = math.cos(tilt), math.sin(tilt)
    xs = [x * cosine + y * sine for x, y in line.corners]
    ys = [y * cosine - x * sine for x, y in line.corners]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    widths = sum(_LATIN if character.isascii() else 1.0 for character in line.text)
    return Line(line.text, box, (box.right - box.left) / max(widths, 1.0), 1.0)


def _rows(lines: Sequence[tuple[TextLine, Line]]) -> Iterator[list[tuple[TextLine, Line]]]:
    """The lines that stand beside one another, from left to right; the rows from above."""
    row: list[tuple[TextLine, Line]] = []
    for entry in sorted(lines, key=lambda entry: entry[1].box.top + entry[1].box.bottom):
        if row and not _beside(row[0][1].box, entry[1].box):
            yield sorted(row, key=lambda other: other[1].box.left)
            row = []
        row.append(entry)
    yield sorted(row, key=lambda other: other[1].box.left)


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)
