from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zgc_lint.typo.alphabet import LINE_START, SIZE, Alphabet
from zgc_lint.typo.kneser_ney import Estimates, count, estimate
from zgc_lint.typo.ngrams import BACKOFF_STEP, ORDER, PROBABILITY_STEP, NgramModel, keys_of
from zgc_lint.typo.table import HashTable

TEXTS = st.text(alphabet="甲乙丙丁\n", min_size=6, max_size=200)


def _stream(text: str) -> NDArray[np.uint16]:
    return Alphabet("甲乙丙丁").encode(text)


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, length=st.integers(2, 5))
def test_counts_equal_a_naive_count(text: str, length: int) -> None:
    naive = Counter(text[i : i + length] for i in range(len(text) - length + 1) if "\n" not in text[i + 1 : i + length])
    keys, counts = count(_stream(text), length)
    expected = {int(keys_of(_stream(gram)[None, :], length)[0, 0]): n for gram, n in naive.items()}
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == expected


def _model(estimates: dict[int, Estimates]) -> NgramModel:
    arrays: dict[str, NDArray[np.generic]] = {"unigram": estimates[1].probability, "backoff": estimates[1].backoff}
    for length in range(2, ORDER + 1):
        one = estimates[length]
        columns = {"probability": np.clip(np.rint(-one.probability / PROBABILITY_STEP), 0, 255).astype(np.uint8)}
        if length < ORDER:
            columns["backoff"] = np.clip(np.rint(-one.backoff / BACKOFF_STEP), 0, 255).astype(np.uint8)
        arrays.update({f"{name}{length}": a for name, a in HashTable.build(one.keys, columns).items()})
    return NgramModel(arrays)


class _Naive:
    """The back-off model's definition, by dictionaries."""

    def __init__(self, estimates: dict[int, Estimates]) -> None:
        self.value = {n: dict(zip(e.keys.tolist(), e.probability.tolist(), strict=True)) for n, e in estimates.items()}
        self.weight = {n: dict(zip(e.keys.tolist(), e.backoff.tolist(), strict=True)) for n, e in estimates.items()}

    def __call__(self, codes: list[int]) -> float:
        key, context = _key(codes), _key(codes[:-1])
        if key in self.value[len(codes)]:
            return float(self.value[len(codes)][key])
        return float(self.weight[len(codes) - 1].get(context, 0.0)) + self(codes[1:])


def _key(codes: list[int]) -> int:
    result = 0
    for code in codes:
        result = result * SIZE + code
    return result


TEXT = "甲乙丙丁甲乙丙丙\n丁甲乙丙乙甲甲乙\n丙丁丁甲乙丙丁甲\n" * 3 + "乙乙丙甲丁\n丁丙乙甲甲\n"


@pytest.fixture(scope="module")
def estimates() -> dict[int, Estimates]:
    return estimate(_stream("\n" + TEXT), ORDER, {2: 1, 3: 2, 4: 2, 5: 2})


def test_score_is_that_of_the_definition(estimates: dict[int, Estimates]) -> None:
    model, naive = _model(estimates), _Naive(estimates)
    rng = np.random.default_rng(1)
    windows = rng.integers(2, 6, size=(200, 8)).astype(np.uint16)
    scores = model.score(windows, 4)
    for row, window in enumerate(windows.tolist()):
        for column in range(4, 8):
            assert scores[row, column - 4] == pytest.approx(naive(window[column - 4 : column + 1]), abs=0.12)


def test_lower_orders_look_at_less(estimates: dict[int, Estimates]) -> None:
    model = _model(estimates)
    windows = np.array([[2, 3, 4, 5, 2]], dtype=np.uint16)
    assert model.score(windows, 2, 3)[0, 2] == pytest.approx(_Naive(estimates)([4, 5, 2]), abs=0.1)


def test_probabilities_sum_to_one(estimates: dict[int, Estimates]) -> None:
    naive = _Naive(estimates)
    total = sum(np.exp(naive([2, 3, code])) for code in range(SIZE))
    assert total == pytest.approx(1, abs=0.01)


def test_alphabet_folds_digits_letters_and_marks() -> None:
    alphabet = Alphabet("0A，甲")
    assert alphabet.encode("1９zQ,，甲乙\n\U00020000").tolist() == [2, 2, 3, 3, 4, 4, 5, 1, LINE_START, 1]
    assert alphabet.character(5) == "甲"
    assert Alphabet.load(alphabet.dump()).characters == "0A，甲"
