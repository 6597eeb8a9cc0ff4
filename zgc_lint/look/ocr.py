"""Text in pictures: PP-OCR detector and recogniser (rapidocr on onnxruntime, models from its wheel)."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Corners", "TextLine", "find_lines", "read_lines", "recognise_strip"]

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

_LONGEST = 2000  # px: what the detector is given at most; a larger array is reduced to it
_LEAST_SCORE = 0.5
_SMALLEST = 8  # px: no legible line is lower
_SLIMMEST = 60  # long side / short side: what is slimmer the engine cannot scale
_STRIP = 48  # px: the height at which the recogniser reads a line
_LEAST_WIDTH = 16  # px of a strip
_NARROWED = 0.7  # of a line's width by its height: the recogniser's cost is that of the width, and it reads as well
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
    return _thread().submit(_found, _bgr(pixels)).result() if _has_room(pixels) else ()


def recognise_strip(pixels: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1) of an RGB array that holds just one line; ("", 0.0) where nothing is read.

    Only the recogniser runs. Raises ImportError where the extra `evidence` is missing.
    """
    return _thread().submit(_read, _bgr(pixels)).result() if _has_room(pixels) else ("", 0.0)


def _has_room(pixels: NDArray[np.uint8]) -> bool:
    short, long = sorted(map(int, pixels.shape[:2]))
    return short >= _SMALLEST and long <= _SLIMMEST * short


def _bgr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(pixels[:, :, ::-1])


# In the engine's thread; arrays are BGR.


def _read_lines(pixels: NDArray[np.uint8], share: float) -> tuple[TextLine, ...]:
    picture = _bgr(pixels)
    lines = []
    for corners in _found(picture, share):
        text, score = _read(_strip(picture, corners))
        if text and score >= _LEAST_SCORE:
            lines.append(TextLine(text, score, corners))
    return tuple(lines)


def _found(picture: NDArray[np.uint8], share: float = 1.0) -> tuple[Corners, ...]:
    import cv2

    if share < 1:
        size = [max(_SMALLEST, round(side * share)) for side in picture.shape[1::-1]]
        shares = [side / whole for side, whole in zip(size, picture.shape[1::-1], strict=True)]
        found = _found(cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False))
        return tuple(_corners([(x / shares[0], y / shares[1]) for x, y in corners]) for corners in found)
    told = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    return tuple(_corners(quad) for quad in told.boxes) if told.boxes is not None else ()


def _read(strip: NDArray[np.uint8]) -> tuple[str, float]:
    told = _engine()(strip, use_det=False, use_cls=False, use_rec=True)
    return (told.txts[0].strip(), float(told.scores[0])) if told.txts else ("", 0.0)


def _strip(picture: NDArray[np.uint8], corners: Corners) -> NDArray[np.uint8]:
    """The line at `corners` set straight, as high as the recogniser takes it and narrower than it is."""
    import cv2

    first, second, third, fourth = corners
    width = max(1, int(max(math.dist(first, second), math.dist(fourth, third))))
    height = max(1, int(max(math.dist(first, fourth), math.dist(second, third))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    strip = cv2.warpPerspective(
        picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    if height >= _UPRIGHT * width:
        strip, width, height = np.rot90(strip), height, width
    size = min(_LONGEST, max(_LEAST_WIDTH, round(width * _STRIP / height * _NARROWED))), _STRIP
    how = cv2.INTER_AREA if height > _STRIP else cv2.INTER_LINEAR
    return cv2.resize(np.ascontiguousarray(strip), size, interpolation=how).astype(np.uint8, copy=False)


def _corners(quad: Any) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in quad)
    return first, second, third, fourth


@cache
def _thread() -> ThreadPoolExecutor:
    """The one thread the engine runs in, so that what `_flush_denormals` does to a thread is done to no other."""
    return ThreadPoolExecutor(1, "ocr")


@cache
def _engine() -> Any:
    """The process's one engine; made at the first call, its models loaded when first needed (1 s)."""
    # Newer builds of onnxruntime report to their maker once they are loaded, unless told not to; nothing here may.
    os.environ.update({"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"})
    import rapidocr
    from rapidocr import RapidOCR

    folder = Path(rapidocr.__file__).parent / "models"
    _flush_denormals(folder / "ch_ppocr_mobile_v2.0_cls_mobile.onnx")
    detector, recogniser = folder / "PP-OCRv6_det_small.onnx", folder / "PP-OCRv6_rec_small.onnx"
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": _LEAST_SCORE,
            "Global.max_side_len": _LONGEST,
            # Named, so that nothing is ever fetched: without a path a missing model would be downloaded.
            "Det.model_path": str(detector),
            "Rec.model_path": str(recogniser),
            # By default small arrays are enlarged to a short side of 736 px: dear, and no gain on bands.
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST,
            # By default lines are padded to a width of 320 px.
            "Rec.rec_img_shape": [3, _STRIP, _LEAST_WIDTH],
            # Else the memory of each call is fetched from the system anew and given back.
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
            # One thread is the cheapest in CPU seconds; whole files run side by side instead (measured 2026-06).
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _flush_denormals(model: Path) -> None:
    """Let this thread take numbers below 1e-38 for 0, on which a processor is a hundred times as slow.

    Inside the detector there are many: without them it costs half, and what it finds is the same. onnxruntime does so
    for the thread that makes the first session of the process, if that asks for it; a small `model` will do.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
