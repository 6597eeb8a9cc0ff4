"""The watermark a camera app prints on a photograph: is there one, and what does it say.

Text that stands in the scene is told from it by where it stands and how: an app's lines are level, sit in a corner at a
fixed small margin, and say date with time, or name the app. Notices, clocks, shop signs and photographed papers fail
one or the other. A watermark proves nothing: programs that draw one are public (so no verdict is "genuine").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.look.bands import read_band, turns
from zgc_lint.look.blocks import Block, blocks
from zgc_lint.look.frames import FrameKind
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.patterns import Datum
from zgc_lint.look.turned import turned_back
from zgc_lint.look.watermark import FIELDS, Overlay, OverlayField
from zgc_lint.model import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zgc_lint.look.frames import Frame

__all__ = ["find_overlay", "see"]

_LOWER = 0.62
_UPPER = 0.15
_CLOSER = 1080  # px of the short side, for looking: where of date and time one was not read
_CARD = 0.3  # where the tallest card of labels and values begins
_SMALLEST = 200  # px of the short side: below, a watermark of 3 % is no longer legible
_LEGIBLE = 480  # px of the short side: below, what is missing from a watermark may just be too small to be read
_FLAT = 6.0  # grey levels between the 1st and 99th percentile: a black or blank picture
_DARK = 24.0  # grey level under which nearly all of a picture lies that is too dark to judge


def see(frame: Frame) -> Overlay | None:
    """The overlay of a picture, boxes in units of the original; None for a page, which is no photograph."""
    if frame.about.kind is FrameKind.PAGE and frame.about.characters:
        return None
    try:
        return find_overlay(frame.pixels, frame.box)
    except ImportError as error:
        raise NotInstalledError from error


def find_overlay(pixels: NDArray[np.uint8], box: Callable[[float, float, float, float], Box] = Box) -> Overlay:
    """Look for a watermark in an upright RGB array (h, w, 3). `box` turns px of the array into what is wanted.

    Raises ImportError where the extra `evidence` is not installed.
    """
    why = _unfit(pixels)
    if why:
        return Overlay("unclear", why=why)
    found, others = _upright(pixels)
    if found:
        overlay = _told(found, box)
        why = _why_incomplete(found, others, pixels) if overlay.verdict == "incomplete" else ""
        return replace(overlay, verdict="unclear", why=why) if why else overlay
    for turn in turns(pixels):
        turned = np.rot90(pixels, turn)
        on_side, _ = _upright(turned)
        if on_side:
            return _told(on_side, turned_back(box, turn, pixels.shape[1], pixels.shape[0]))
    doubtful = next((block for block in others if block.might_be), None)
    if doubtful is not None:
        return Overlay("unclear", why=f"图中有“{doubtful.text}”字样，看不出是水印还是拍到的文字")
    return Overlay("absent")


def _upright(pixels: NDArray[np.uint8]) -> tuple[list[Block], list[Block]]:
    """The blocks of text that are print, and the others.

    The lower band is read, and where that does not give a whole watermark, the upper; a tall card that reaches out of
    the lower band is read with what is above, and half a moment once more from closer by.
    """
    size = (pixels.shape[1], pixels.shape[0])
    lower = blocks(read_band(pixels, _LOWER, 1.0), size)
    if any(block.is_overlay for block in lower) and not _is_whole(_overlays(lower)) and _is_cut(lower, size):
        lower = blocks(read_band(pixels, _CARD, 1.0), size)
    if _is_half(_overlays(lower)):
        closer = blocks(read_band(pixels, _LOWER, 1.0, _CLOSER), size)
        lower = lower if _is_half(_overlays(closer)) else closer
    if _is_whole(_overlays(lower)):
        return _overlays(lower), []
    every = [*lower, *blocks(read_band(pixels, 0.0, _UPPER), size)]
    found = _overlays(every)
    found += [block for block in every if not block.is_overlay and block.belongs_to(found)]
    return found, [block for block in every if block not in found]


def _why_incomplete(found: Sequence[Block], others: Sequence[Block], pixels: NDArray[np.uint8]) -> str:
    """Why what is missing from a watermark may be there all the same; "" where it is missing."""
    if min(pixels.shape[:2]) < _LEGIBLE:
        return "水印文字过小，没有读全"
    told = {mark for block in found for mark in block.marks}
    wanted = {Datum.DATE, Datum.TIME, Datum.PLACE, Datum.LATITUDE} - told
    doubtful = next((block for block in others if block.is_level and block.in_corner and block.marks & wanted), None)
    return f"图中另有“{doubtful.text}”字样，看不出是不是水印的一部分" if doubtful else ""


def _overlays(found: Sequence[Block]) -> list[Block]:
    return [block for block in found if block.is_overlay]


def _is_cut(found: Sequence[Block], size: tuple[int, int]) -> bool:
    """Whether a block of print begins right at the upper edge of the lower band."""
    lines = [line for block in found if block.is_overlay for line in block.lines]
    return any(line.top - _LOWER * size[1] < 1.5 * line.height for line in lines)


def _is_whole(found: Sequence[Block]) -> bool:
    marks = {mark for block in found for mark in block.marks}
    return {Datum.DATE, Datum.TIME} <= marks and bool({Datum.PLACE, Datum.LATITUDE} & marks)


def _is_half(found: Sequence[Block]) -> bool:
    """Whether of date and time just one was read."""
    return len({Datum.DATE, Datum.TIME} & {mark for block in found for mark in block.marks}) == 1


def _unfit(pixels: NDArray[np.uint8]) -> str:
    if min(pixels.shape[:2]) < _SMALLEST:
        return "图片过小，水印文字无法辨认"
    grey = pixels[::8, ::8].mean(axis=2)
    low, high = np.percentile(grey, (1, 99))
    if high - low < _FLAT or high < _DARK:
        return "图片过暗或没有内容，无法辨认"
    return ""


def _told(found: Sequence[Block], box: Callable[[float, float, float, float], Box]) -> Overlay:
    fields = []
    for datum in FIELDS:
        reads = [read for block in found for read in block.reads if read.piece.datum is datum]
        if reads:
            best = max(reads, key=lambda read: read.weight)
            line = best.line
            place = box(line.left, line.top, line.right, line.bottom)
            fields.append(OverlayField(datum, best.piece.value, best.piece.text, round(line.score, 3), place))
    lines = [line for block in found for line in block.lines]
    hull = box(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
    return Overlay("present" if _is_whole(found) else "incomplete", tuple(fields), hull)
