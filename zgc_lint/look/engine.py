"""onnxruntime and the PP-OCR models in rapidocr's wheel.

The models are run without rapidocr's own code: importing that takes longer than to read two pages.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

__all__ = ["as_input", "model", "session"]


def model(name: str) -> bytes:
    """The file `name` of the models. Raises ImportError where the extra `evidence` is missing."""
    package = importlib.util.find_spec("rapidocr")
    if package is None or package.origin is None:
        raise ImportError("rapidocr")
    return (Path(package.origin).parent / "models" / name).read_bytes()


def session(model: bytes) -> InferenceSession:
    """A model ready to run. All of a process must be made in one thread, and run there.

    That thread takes numbers below 1e-38 for 0 from then on, on which a processor is a hundred times as slow: inside
    the models there are many, without them the detector costs half, and what is found is the same. onnxruntime does so
    for the thread that makes the first session of the process, if that asks for it.
    Raises ImportError where the extra `evidence` is missing.
    """
    # Newer builds of onnxruntime report to their maker once they are loaded, unless told not to; nothing here may.
    os.environ.update({"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"})
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    # One thread is the cheapest in CPU seconds; whole files run side by side instead (measured 2026-06).
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # patterns serve inputs of one size: 60 MB of a process, and no time saved
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def as_input(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """RGB pixels (h, w, 3) as both models take them: (1, 3, h, w), blue first, -1 to 1."""
    values = picture[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32)
    return np.asarray(values / np.float32(127.5) - 1, np.float32)
