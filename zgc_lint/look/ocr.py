"""Text in pictures: the PP-OCR detector finds lines, the recogniser reads them."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from zgc_lint.look import detector, recogniser
from zgc_lint.look.detector import Corners, detect
from zgc_lint.look.recogniser import recognise

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Corners", "TextLine", "find_lines", "forget_models", "read_lines", "recognise_strip"]

_LEAST_SCORE = 0.5
_SMALLEST = 8  # px: no legible line is lower
_SLIMMEST = 60  # long side / short side: what is slimmer the engine cannot scale
_UPRIGHT = 1.5  # a line so many times as high as wide runs up or down


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in a picture.

    `corners` are (x, y) in px of the array, from the line's top left clockwise as it is read; `score` is the
    recogniser's mean probability, 0 to 1.
    """

    text: str
    score: float
    corners: Corners

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in px of the array."""
        xs, ys = zip(*self.corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def moved(self, right: float, down: float) -> TextLine:
        """The line in the picture of which the array is a part, one that begins so far from its left and its top."""
        first, second, third, fourth = ((x + right, y + down) for x, y in self.corners)
        return TextLine(self.text, self.score, (first, second, third, fourth))


def read_lines(pixels: NDArray[np.uint8], share: float = 1.0) -> tuple[TextLine, ...]:
    """The lines of an upright RGB array (h, w, 3), top to bottom; none where nothing legible was seen.

    They are looked for in the array reduced to `share` of its sides, and read from the array itself: small print is
    found at half the size at which it can be read, and the detector's cost is that of the area.
    Lines the recogniser gives less than 0.5 are left out. Raises ImportError where the extra `evidence` is missing.
    """
    return _thread().submit(_read_lines, pixels, share).result() if _has_room(pixels) else ()


def find_lines(pixels: NDArray[np.uint8]) -> tuple[Corners, ...]:
    """Where lines stand in an RGB array (h, w, 3), in px, unread: a third of the cost of reading them.

    Raises ImportError where the extra `evidence` is missing.
    """
    return _thread().submit(detect, pixels).result() if _has_room(pixels) else ()


def recognise_strip(pixels: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1) of an RGB array that holds just one line; ("", 0.0) where nothing is read.

    Only the recogniser runs. Raises ImportError where the extra `evidence` is missing.
    """
    return _thread().submit(recognise, pixels).result() if _has_room(pixels) else ("", 0.0)


def forget_models() -> None:
    """Let go of the models and of what they hold, a third of a gigabyte; what is read next loads them again."""
    for part in (detector, recogniser):
        _thread().submit(part.forget_model).result()


def _has_room(pixels: NDArray[np.uint8]) -> bool:
    short, long = sorted(map(int, pixels.shape[:2]))
    return short >= _SMALLEST and long <= _SLIMMEST * short


# In the engine's thread.


def _read_lines(pixels: NDArray[np.uint8], share: float) -> tuple[TextLine, ...]:
    picture = np.ascontiguousarray(pixels)
    lines = []
    for corners in detect(picture, share):
        text, score = recognise(_strip(picture, corners))
        if text and score >= _LEAST_SCORE:
            lines.append(TextLine(text, score, corners))
    return tuple(lines)


def _strip(picture: NDArray[np.uint8], corners: Corners) -> NDArray[np.uint8]:
    """The line at `corners`, set straight."""
    import cv2

    first, second, third, fourth = corners
    width = max(1, int(max(math.dist(first, second), math.dist(fourth, third))))
    height = max(1, int(max(math.dist(first, fourth), math.dist(second, third))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    how = cv2.INTER_CUBIC
    strip: Any = cv2.warpPerspective(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=how)
    return np.rot90(strip) if height >= _UPRIGHT * width else strip


@cache
def _thread() -> ThreadPoolExecutor:
    """The one thread the engine runs in, so that what `engine.session` does to a thread is done to no other."""
    return ThreadPoolExecutor(1, "ocr")
