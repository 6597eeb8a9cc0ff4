"""The PP-OCR detector on onnxruntime: where lines of text stand in a picture.

The model tells of each pixel how likely it lies in the inner part of a line ("differentiable binarization",
https://arxiv.org/abs/1911.08947); patches of such pixels, grown by what the model was trained to leave out, are lines.
Limits as in rapidocr, from whose wheel the model is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.look.engine import as_input, model, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

__all__ = ["Corners", "detect", "forget_model"]

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

_LONGEST = 2000  # px: what the model is given at most
_STEP = 32  # px: the model works on multiples of it
_INSIDE, _LEAST_SCORE = 0.3, 0.5  # probability: of a pixel in a line, and the mean of a line's pixels
_GROWN = 1.6  # times area by circumference
_LOWEST, _LOWEST_GROWN = 3, 5  # px of the model's picture


def detect(picture: NDArray[np.uint8], share: float = 1.0) -> tuple[Corners, ...]:
    """The lines of RGB pixels (h, w, 3), from above: their corners (x, y) in px, from the top left clockwise.

    The model is given the picture reduced to `share` of its sides. Raises ImportError where the extra `evidence` is
    missing.
    """
    import cv2

    height, width = picture.shape[:2]
    share = min(share, _LONGEST / max(height, width))
    size = (_steps(width * share), _steps(height * share))
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    detector = _detector()
    values = as_input(cv2.resize(np.ascontiguousarray(picture), size, interpolation=how).astype(np.uint8, copy=False))
    (told,) = detector.run(None, {detector.get_inputs()[0].name: values})
    across, down = width / size[0], height / size[1]
    found = (
        _clockwise([(min(max(x * across, 0.0), width - 1.0), min(max(y * down, 0.0), height - 1.0)) for x, y in points])
        for points in _lines(told[0, 0])
    )
    return tuple(sorted(found, key=lambda corners: corners[0][::-1]))


def _steps(side: float) -> int:
    return max(1, round(side / _STEP)) * _STEP


def _lines(chances: NDArray[np.float32]) -> Iterator[list[tuple[float, float]]]:
    """The corners, in any order, of the rectangles around patches of likely pixels."""
    import cv2

    likely = cv2.dilate((chances > _INSIDE).astype(np.uint8), np.ones((2, 2), np.uint8))
    patches, _ = cv2.findContours(likely, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for patch in patches:
        middle, (width, height), degrees = cv2.minAreaRect(patch)
        inner = np.asarray(cv2.boxPoints((middle, (width, height), degrees)), np.float32)
        if min(width, height) < _LOWEST or _score(chances, inner) < _LEAST_SCORE:
            continue
        more = 1 + 2 * _GROWN * width * height / (2 * (width + height))
        if min(width, height) + more >= _LOWEST_GROWN:
            yield [(float(x), float(y)) for x, y in cv2.boxPoints((middle, (width + more, height + more), degrees))]


def _score(chances: NDArray[np.float32], corners: NDArray[np.float32]) -> float:
    """The mean chance within a rectangle."""
    import cv2

    least = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, None)
    most = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = chances[least[1] : most[1], least[0] : most[0]]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - least).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _clockwise(points: list[tuple[float, float]]) -> Corners:
    """Four corners from the top left."""
    by_x = sorted(points)
    (first, fourth), (second, third) = (sorted(side, key=lambda point: point[1]) for side in (by_x[:2], by_x[2:]))
    return first, second, third, fourth


def forget_model() -> None:
    """Let go of the model: it is loaded again when it is needed."""
    _detector.cache_clear()


@cache
def _detector() -> InferenceSession:
    """The process's one detector."""
    return session(model("PP-OCRv6_det_small.onnx"))
