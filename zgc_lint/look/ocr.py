"""Text in pictures: PP-OCR detector and recogniser (rapidocr on onnxruntime, models from its wheel)."""

from __future__ import annotations

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
        """The line where the array is a part of another one that begins so much further to the left and above."""
        first, second, third, fourth = ((x + right, y + down) for x, y in self.corners)
        return TextLine(self.text, self.score, (first, second, third, fourth))


def read_lines(pixels: NDArray[np.uint8]) -> tuple[TextLine, ...]:
    """The lines of an upright RGB array (h, w, 3), top to bottom; none where nothing legible was seen.

    Lines the recogniser gives less than 0.5 are left out. Raises ImportError where the extra `evidence` is missing.
    """
    if not _has_room(pixels):
        return ()
    told = _ask(pixels, find=True, read=True)
    if told.boxes is None or told.txts is None:
        return ()
    lines = []
    for quad, text, score in zip(told.boxes, told.txts, told.scores, strict=True):
        lines.append(TextLine(text.strip(), float(score), _corners(quad)))
    return tuple(lines)


def find_lines(pixels: NDArray[np.uint8]) -> tuple[Corners, ...]:
    """Where lines stand in an RGB array (h, w, 3), in px, unread: a third of the cost of reading them.

    Raises ImportError where the extra `evidence` is missing.
    """
    if not _has_room(pixels):
        return ()
    told = _ask(pixels, find=True, read=False)
    return tuple(_corners(quad) for quad in told.boxes) if told.boxes is not None else ()


def recognise_strip(pixels: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1) of an RGB array that holds just one line; ("", 0.0) where nothing is read.

    Only the recogniser runs. Raises ImportError where the extra `evidence` is missing.
    """
    if not _has_room(pixels):
        return "", 0.0
    told = _ask(pixels, find=False, read=True)
    if not told.txts:
        return "", 0.0
    return told.txts[0].strip(), float(told.scores[0])


def _corners(quad: Any) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in quad)
    return first, second, third, fourth


def _has_room(pixels: NDArray[np.uint8]) -> bool:
    short, long = sorted(map(int, pixels.shape[:2]))
    return short >= _SMALLEST and long <= _SLIMMEST * short


def _bgr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _ask(pixels: NDArray[np.uint8], *, find: bool, read: bool) -> Any:
    """What the engine answers; each switch is named in each call, since it keeps what it was told last."""
    return _thread().submit(lambda: _engine()(_bgr(pixels), use_det=find, use_cls=False, use_rec=read)).result()


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
            # Lines read six at once are all padded to the longest: a fifth of the time for nothing.
            "Rec.rec_batch_num": 1,
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
