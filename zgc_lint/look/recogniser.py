"""The PP-OCR recogniser on onnxruntime: a strip of print becomes text.

It is run without rapidocr, from whose wheel the model is: importing that takes longer than all of this, and a paper
with nothing but a seal needs no detector.
"""

from __future__ import annotations

import os
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
# Of a line's width by its height, since the cost is that of the width. Chinese characters are read as well at 0.6; of
# equal figures side by side one is lost at 0.8 in 1 line of 60, at 0.85 in none of 240 (2026-11).
_NARROWED = 0.85
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


def recognise(strip: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1, the mean of its characters) of BGR pixels (h, w, 3) that hold one line; else ("", 0.0).

    Raises ImportError where the extra `evidence` is missing.
    """
    import cv2

    height, width = strip.shape[:2]
    size = min(_WIDEST, max(_NARROWEST, round(width * _HEIGHT / height * _NARROWED))), _HEIGHT
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(np.ascontiguousarray(strip), size, interpolation=how)
    values = scaled.astype(np.float32).transpose(2, 0, 1)[None] / np.float32(127.5) - np.float32(1)
    recogniser = load_recogniser()
    (told,) = recogniser.session.run(None, {recogniser.input: values})
    classes: NDArray[np.int64] = told[0].argmax(axis=1)
    first = np.flatnonzero(np.diff(classes, prepend=_BLANK) * classes)  # a character goes on until the class changes
    text = "".join(recogniser.characters[number] for number in classes[first]).strip()
    return (text, float(told[0].max(axis=1)[first].mean())) if text else ("", 0.0)


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
