import numpy as np
import pytest

pytest.importorskip("rapidocr")

from zgc_lint.look.engine import model, session
from zgc_lint.look.onnx_parts import parts

RECOGNISER = "PP-OCRv6_rec_small.onnx"
STRIP, FEATURES, WEIGHTS = "x", "p2o.pd_op.transpose.8.0", "p2o.pd_op.add.79.0"


def test_two_parts_compute_what_the_whole_does() -> None:
    whole = model(RECOGNISER)
    first, second = map(session, parts(whole, (STRIP, FEATURES), (FEATURES, WEIGHTS)))
    strip = np.random.default_rng(1).uniform(-1, 1, (1, 3, 48, 96)).astype(np.float32)
    (features,) = first.run(None, {STRIP: strip})
    (weights,) = second.run(None, {FEATURES: features})
    shares = np.exp(weights - weights.max(axis=2, keepdims=True))
    (expected,) = session(whole).run(None, {STRIP: strip})
    np.testing.assert_allclose(shares / shares.sum(axis=2, keepdims=True), expected, atol=1e-4)


def test_parts_hold_only_their_own_weights() -> None:
    whole = model(RECOGNISER)
    first, second = parts(whole, (STRIP, FEATURES), (FEATURES, WEIGHTS))
    assert len(first) + len(second) < len(whole) * 1.02


@pytest.mark.parametrize(("start", "end"), [(STRIP, "nothing"), ("nothing", WEIGHTS), (FEATURES, STRIP)])
def test_parts_there_are_not(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"value of the model|alone"):
        parts(model(RECOGNISER), (start, end))


def test_bytes_that_are_no_model() -> None:
    with pytest.raises(ValueError, match=r"not an ONNX model|no value"):
        parts(b"\x0f\x01\x02", (STRIP, WEIGHTS))
