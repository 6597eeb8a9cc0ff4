"""Red frames with straight sides and red writing inside: square and oblong seals, and what looks like them.

Of such a mark no more can be said than that it may be a seal: stamps of receipt and printed boxes look the same.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["has_oblong"]

_SHORTEST, _LONGEST = 0.02, 0.35  # of the page's longer side: 6 and 104 mm on A4; a table is longer
_SLIMMEST = 7.0  # long by short side
_REACH = 0.06  # of the short side, by which the frame may stray from a straight line
_SIDE, _SIDES = 0.5, 0.65  # share of one side that is inked at least, and of all four
_INSIDE = 0.16  # of the short side: farther in stands the writing
_THIN, _FULL = 0.08, 0.68  # share of the inside that is ink: writing, neither a bare frame nor a flag
_STROKES = 0.04  # changes between ink and paper, a pixel, across the inside in both directions


def has_oblong(strong: NDArray[np.uint8], *, alone: bool = False) -> bool:
    """Whether the mask of red ink (0 and 255) of a page shows such a frame; `alone`: of a picture of nothing else."""
    import cv2

    page = max(strong.shape)
    reach = max(3, int(page * 0.006) | 1)
    joined = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    longest = 0.8 if alone else _LONGEST
    for outline in outlines:
        middle, size, degrees = cv2.minAreaRect(outline)
        short, long = sorted(size)
        if not (_SHORTEST * page <= short and long <= min(longest * page, _SLIMMEST * short)):
            continue
        if _is_framed_writing(_upright(strong, middle, size, degrees)):
            return True
    return False


def _upright(
    mask: NDArray[np.uint8], middle: Sequence[float], size: Sequence[float], degrees: float
) -> NDArray[np.bool_]:
    """The rectangle cut out and set straight."""
    import cv2

    width, height = (max(1, round(side)) for side in size)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    across, down = np.meshgrid(np.arange(width) - width / 2 + 0.5, np.arange(height) - height / 2 + 0.5)
    x, y = middle[0] + across * cos - down * sin, middle[1] + across * sin + down * cos
    return np.asarray(cv2.remap(mask, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR) > 127)


def _is_framed_writing(ink: NDArray[np.bool_]) -> bool:
    short = min(ink.shape)
    reach, inset = max(2, round(_REACH * short)), max(3, round(_INSIDE * short))
    sides = [
        float(edge.any(axis=axis).mean())
        for edge, axis in ((ink[:reach], 0), (ink[-reach:], 0), (ink[:, :reach], 1), (ink[:, -reach:], 1))
    ]
    inside = ink[inset:-inset, inset:-inset]
    if min(sides) < _SIDE or sum(sides) < 4 * _SIDES or not inside.size:
        return False
    changes = min(float((inside[1:] != inside[:-1]).mean()), float((inside[:, 1:] != inside[:, :-1]).mean()))
    return _THIN <= float(inside.mean()) <= _FULL and changes >= _STROKES
