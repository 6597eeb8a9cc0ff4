"""Which pixels of a page are red ink, which are printed in a middle grey; numpy masks of 0 and 255."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Redness", "middle_grey", "redness"]

_STRONG, _WEAK = 9, 4  # Lab a* above the paper's own: what is ink, and what may be ink worn thin
_DARKEST = 35  # Lab L (0-255) below which a pixel tells no colour
_COLOURLESS = 4  # Lab a*, b* units beside the paper's: JPEG noise of a grey picture


@dataclass(frozen=True, slots=True)
class Redness:
    """`strong`: red for certain; `weak`: red or reddish; `coloured`: whether the page has any colour at all.

    `level` is how far (a* units) the strong pixels stand above the paper, 0.0 where there are none.
    """

    strong: NDArray[np.uint8]
    weak: NDArray[np.uint8]
    coloured: bool
    level: float


def redness(pixels: NDArray[np.uint8]) -> Redness:
    """The red ink on a page of RGB `pixels` (h, w, 3).

    Lab a* above the page's own median, so that toned paper and warm light do no harm; hue within the red sector. HSV
    thresholds miss a fifth of the seals and take brown for red (measured).
    """
    import cv2

    light, *colours = cv2.split(cv2.cvtColor(cv2.GaussianBlur(pixels, (3, 3), 0), cv2.COLOR_RGB2LAB))
    red, yellow = (_Channel.of(np.asarray(colour, np.uint8)) for colour in colours)
    coloured = max(red.reach, yellow.reach) > _COLOURLESS
    strong_from = max(_STRONG, int(3.0 * red.restless + 4))
    weak_from = max(_WEAK, int(1.5 * red.restless + 3))
    lit = np.asarray(light) > _DARKEST
    strong = _of_red_hue(lit & (red.values >= red.paper + strong_from), red, yellow, 0)
    weak = _of_red_hue(lit & (red.values >= red.paper + weak_from), red, yellow, 2)
    level = float(np.median(red.values[strong])) - red.paper if strong.any() else 0.0
    return Redness(_mask(strong), _mask(weak), coloured, level)


class _Channel(NamedTuple):
    """Lab a* or b* of a page; `paper` is its median, `restless` the median and `reach` the most that it is away."""

    values: NDArray[np.uint8]
    paper: int
    restless: int
    reach: int

    @classmethod
    def of(cls, values: NDArray[np.uint8]) -> _Channel:
        """All from one count: sorting a page is dear."""
        import cv2

        counts = cv2.calcHist([values], [0], None, [256], [0, 256]).ravel()
        paper = _median(counts)
        away = np.abs(np.arange(256) - paper)
        reach = int(np.abs(values[::3, ::3].astype(np.int16) - paper).max())
        return cls(values, paper, _median(np.bincount(away, counts)), reach)


def middle_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What is darker than the paper around it and paler than print: red ink as a grey scan shows it."""
    import cv2

    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15), (grey.shape[1], grey.shape[0]))
    share = grey.astype(np.float32) / np.maximum(paper, 1)
    print_ = cv2.dilate((share < _PRINT).astype(np.uint8), np.ones((3, 3), np.uint8))
    return _mask((share < _PAPER) & (share >= _PRINT) & (print_ == 0))


_PRINT, _PAPER = 0.34, 0.88  # of the paper's own brightness


def _of_red_hue(among: NDArray[np.bool_], red: _Channel, yellow: _Channel, slack: int) -> NDArray[np.bool_]:
    """Which of the pixels `among` are from crimson (bluish) to vermilion (yellowish)."""
    where = np.flatnonzero(among)  # few of a page
    r, y = (channel.values.ravel()[where].astype(np.int16) - channel.paper for channel in (red, yellow))
    found = np.zeros(among.size, dtype=np.bool_)
    found[where] = (y > -1.3 * r - slack) & (y < 1.25 * r + slack)
    return found.reshape(among.shape)


def _median(counts: NDArray[Any]) -> int:
    return int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))


def _mask(wanted: NDArray[np.bool_]) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = wanted.astype(np.uint8) * np.uint8(255)
    return mask
