"""The PP-OCR recogniser on onnxruntime: a strip of print becomes text.

It is run in two parts: its last layer weighs each step along the strip against 18,710 characters, a fifth of the cost,
while at most steps nothing stands.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zgc_lint.look.engine import as_input, model, session
from zgc_lint.look.onnx_parts import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

__all__ = ["forget_model", "recognise"]

_HEIGHT = 48  # px: strips are scaled to it
_NARROWEST, _WIDEST = 16, 2_000  # px of a strip so scaled
# Of a line's width by its height, since the cost is that of the width. Chinese characters are read as well at 0.6; of
# equal figures side by side one is lost at 0.8 in 1 line of 60, at 0.85 in none of 240 (2026-11).
_NARROWED = 0.85
_BLANK = 0  # the class that stands for no character
#: The weight of the blank from which a step holds no character: at 18,000 that did it was 24.8 at most (2026-11).
_SURELY_BLANK = 26.0
_STRIP, _FEATURES, _WEIGHTS = "x", "p2o.pd_op.transpose.8.0", "p2o.pd_op.add.79.0"  # values of the model
_PARTS = ((_STRIP, _FEATURES), (_FEATURES, _WEIGHTS))


class _Recogniser(NamedTuple):
    """The model in two parts, strip to features of each step and features to weights of all classes; the weight that
    each feature, and a constant behind them, has for the blank; the character of each class.
    """

    features: InferenceSession
    weights: InferenceSession
    blank: NDArray[np.float32]
    characters: list[str]


def recognise(strip: NDArray[np.uint8]) -> tuple[str, float]:
    """Text and score (0 to 1, the mean of its characters) of RGB pixels (h, w, 3) that hold one line; else ("", 0.0).

    Raises ImportError where the extra `evidence` is missing.
    """
    import cv2

    height, width = strip.shape[:2]
    size = min(_WIDEST, max(_NARROWEST, round(width * _HEIGHT / height * _NARROWED))), _HEIGHT
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(np.ascontiguousarray(strip), size, interpolation=how)
    recogniser = _recogniser()
    (told,) = recogniser.features.run(None, {_STRIP: as_input(scaled.astype(np.uint8, copy=False))})
    return _decoded(recogniser, told[0])


def _decoded(recogniser: _Recogniser, features: NDArray[np.float32]) -> tuple[str, float]:
    """Text and score of a strip by the features of its steps, (steps, features)."""
    likely = np.flatnonzero(features @ recogniser.blank[:-1] + recogniser.blank[-1] < _SURELY_BLANK)
    if not len(likely):
        return "", 0.0
    (told,) = recogniser.weights.run(None, {_FEATURES: features[None, likely]})
    classes = np.full(len(features), _BLANK)
    classes[likely] = told[0].argmax(axis=1)
    is_first = np.diff(classes, prepend=_BLANK) * classes != 0  # a character goes on until the class changes
    text = "".join(recogniser.characters[number] for number in classes[is_first]).strip()
    weights = told[0][is_first[likely]]
    shares = 1 / np.exp(weights - weights.max(axis=1, keepdims=True)).sum(axis=1)  # of the likeliest, by softmax
    return (text, float(shares.mean())) if text else ("", 0.0)


def forget_model() -> None:
    """Let go of the model: it is loaded again when it is needed."""
    _recogniser.cache_clear()


@cache
def _recogniser() -> _Recogniser:
    """The process's one recogniser."""
    features, weights = map(session, parts(model("PP-OCRv6_rec_small.onnx"), *_PARTS))
    characters = features.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Recogniser(features, weights, _blank(weights), ["", *characters, " "])


def _blank(weights: InferenceSession) -> NDArray[np.float32]:
    """What each feature adds to the weight of the blank, and what that is without any."""
    count = weights.get_inputs()[0].shape[-1]
    (told,) = weights.run(None, {_FEATURES: np.eye(count + 1, count, dtype=np.float32)[None]})
    blank = told[0, :, _BLANK]
    return np.append(blank[:-1] - blank[-1], blank[-1])
