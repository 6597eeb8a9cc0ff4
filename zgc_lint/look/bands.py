"""Strips of a photograph, read: where watermarks stand, at the size at which they read best for the money.

Measured on 120 photographs of 12 megapixels (2026-06): the lower 38 %, and the top 15 % only if nothing was found, with
the picture's short side at 810 px: the least time at the accuracy of a reading of the whole picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from zgc_lint.look.ocr import read_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Line", "read_band"]

_SHORT_SIDE = 810


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its box in px of the whole array; `slope` in degrees, `score` 0 to 1."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float
    slope: float

    @property
    def height(self) -> float:
        """In px of the array."""
        return self.bottom - self.top


def read_band(pixels: NDArray[np.uint8], first: float, last: float, short_side: int = _SHORT_SIDE) -> list[Line]:
    """The lines between two heights (shares of the picture's), top to bottom. `pixels` is the whole picture, RGB."""
    height, width = pixels.shape[:2]
    top, bottom = round(height * first), round(height * last)
    share = min(1.0, short_side / min(height, width))
    band = pixels[top:bottom]
    if share < 1:
        size = (max(1, round(width * share)), max(1, round((bottom - top) * share)))
        band = np.asarray(Image.fromarray(band).resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0))
    lines = []
    for told in read_lines(band):
        left, upper, right, lower = (side / share for side in told.box)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = told.corners
        slope = math.degrees(math.atan2(y1 - y0 + y2 - y3, x1 - x0 + x2 - x3))
        lines.append(Line(told.text, told.score, left, upper + top, right, lower + top, slope))
    return sorted(lines, key=lambda line: (line.top, line.left))
