"""The PP-OCR recogniser on onnxruntime: a strip of print becomes text.

It is run without rapidocr, from whose wheel the model is: importing that takes longer than all of this, and a paper
with nothing but a seal needs no detector.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

__all__ = ["load_recogniser", "models_folder", "recognise"]

_HEIGHT = 48  # px: strips are scaled to it
_NARROWEST, _WIDEST = 16, 2_000  # px of a strip so scaled
_LONG, _NARROWED = 500, 0.7  # px of a strip so scaled: what is longer is read at this share of its width
_MANY = 0.4  # of a line's characters are figures, or stand among them
_FIGURES = re.compile(r"[0-9](?:.{0,2}[0-9])*")
_BLANK = 0  # the class that stands for no character


class _Recogniser(NamedTuple):
    """The model, the name of its input, and the character of each class."""

    session: InferenceSession
    input: str
    characters: list[str]


def models_folder() -> Path:
    """The folder of the models in rapidocr's wheel. Raises ImportError where the extra `evidence` is missing."""
    import rapidocr

    return Path(rapidocr.__file__).parent / "models"


class _Reading(NamedTuple):
    """The characters of a strip; of each the probability, and where it was seen as a share of the strip's width."""

    text: str
    scores: NDArray[np.float32]
    places: NDArray[np.float64]


def recognise(strip: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1, the mean of its characters) of BGR pixels (h, w, 3) that hold one line; else ("", 0.0).

    The cost is that of the width. A long line is read narrowed, at which Chinese characters are read as well, but
    equal figures side by side run together; so what stands at its figures is read once more at its full width.
    Raises ImportError where the extra `evidence` is missing.
    """
    reading = (_read_long(strip) if _width(strip) >= _LONG else None) or _read(strip)
    text = reading.text.strip()
    return (text, float(reading.scores.mean())) if text else ("", 0.0)


def _read_long(strip: NDArray[np.uint8]) -> _Reading | None:
    """The reading of a long line; None where that at full width is to be had as cheaply or is safer."""
    reading = _read(strip, _NARROWED)
    figures = [found.span() for found in _FIGURES.finditer(reading.text)]
    if sum(end - start for start, end in figures) > _MANY * len(reading.text):
        return None
    for start, end in reversed(figures):
        closer = _read_closer(strip, reading, start, end)
        if closer is None:
            return None
        reading = closer
    return reading


def _read_closer(strip: NDArray[np.uint8], narrowed: _Reading, start: int, end: int) -> _Reading | None:
    """The reading with its characters from `start` to `end` read at full width, their neighbours with them.

    None where the neighbours are not read as they were: the cut may have gone through a character.
    """
    text, scores, places = narrowed
    first, last = max(0, start - 1), min(len(text), end + 1)
    left = (places[first - 1] + places[first]) / 2 if first else 0.0
    right = (places[last - 1] + places[last]) / 2 if last < len(text) else 1.0
    width = strip.shape[1]
    part = _read(strip[:, round(left * width) : round(right * width)])
    before, after = text[first:start], text[end:last]
    if not (part.text.startswith(before) and part.text.endswith(after) and len(part.text) > len(before + after)):
        return None
    places = np.concatenate([places[:first], left + part.places * (right - left), places[last:]])
    whole = text[:first] + part.text + text[last:]
    return _Reading(whole, np.concatenate([scores[:first], part.scores, scores[last:]]), places)


def _width(strip: NDArray[np.uint8]) -> float:
    return float(strip.shape[1] * _HEIGHT / strip.shape[0])


def _read(strip: NDArray[np.uint8], share: float = 1.0) -> _Reading:
    """The characters of a strip, read at `share` of its width by its height."""
    import cv2

    size = min(_WIDEST, max(_NARROWEST, round(_width(strip) * share))), _HEIGHT
    how = cv2.INTER_AREA if strip.shape[0] > _HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(np.ascontiguousarray(strip), size, interpolation=how)
    values = scaled.astype(np.float32).transpose(2, 0, 1)[None] / np.float32(127.5) - np.float32(1)
    recogniser = load_recogniser()
    (told,) = recogniser.session.run(None, {recogniser.input: values})
    classes: NDArray[np.int64] = told[0].argmax(axis=1)
    seen = np.flatnonzero(np.diff(classes, prepend=_BLANK) * classes)  # a character goes on until the class changes
    text = "".join(recogniser.characters[number] for number in classes[seen])
    return _Reading(text, told[0].max(axis=1)[seen], (seen + 0.5) / len(classes))


@cache
def load_recogniser() -> _Recogniser:
    """The process's one recogniser. Its session must be the first of onnxruntime in the process.

    The thread that makes it takes numbers below 1e-38 for 0 from then on, on which a processor is a hundred times as
    slow: inside the models there are many, without them the detector costs half, and what is found is the same.
    onnxruntime does so for the thread that makes the first session of the process, if that asks for it.
    """
    # Newer builds of onnxruntime report to their maker once they are loaded, unless told not to; nothing here may.
    os.environ.update({"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"})
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    # One thread is the cheapest in CPU seconds; whole files run side by side instead (measured 2026-06).
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    model = models_folder() / "PP-OCRv6_rec_small.onnx"
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Recogniser(session, session.get_inputs()[0].name, ["", *characters, " "])
