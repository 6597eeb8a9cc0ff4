"""The word-bigram model of everyday Chinese."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.typo.alphabet import LINE_START, Alphabet
from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.phrases import LONGEST, PROBABILITY_STEP, Phrases, pair_keys
from zgc_lint.typo.store import load
from zgc_lint.typo.table import HashTable

FOLDER = dictionaries_folder() / "models"


@pytest.fixture(scope="module")
def alphabet() -> Alphabet:
    return Alphabet.load(load(FOLDER / "ngrams")["alphabet"].astype(np.uint16))


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases(load(FOLDER / "phrases"))


def window(alphabet: Alphabet, text: str) -> NDArray[np.uint16]:
    codes = np.full((1, max(len(text), 2 * LONGEST)), LINE_START, dtype=np.uint16)
    codes[0, : len(text)] = alphabet.encode(text)
    return codes


def score(phrases: Phrases, alphabet: Alphabet, text: str) -> float:
    return float(phrases.score(window(alphabet, text))[0])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("聘请她担任", "骋请她担任"),
        ("态度十分诚恳", "态度十分成恳"),
        ("每周五清晨", "每周五青晨"),
        ("陆续出售", "陆序出售"),
    ],
)
def test_everyday_words_are_likelier_than_slips(phrases: Phrases, alphabet: Alphabet, right: str, wrong: str) -> None:
    assert score(phrases, alphabet, right) > score(phrases, alphabet, wrong) + 3


def test_words_it_holds(phrases: Phrases, alphabet: Alphabet) -> None:
    assert phrases.holds(alphabet.encode("清晨"))
    assert not phrases.holds(alphabet.encode("青晨"))


def test_best_division_is_the_best_of_all(alphabet: Alphabet) -> None:
    """Against every division of a short text, each scored word by word."""
    words = {"甲": -5.0, "乙": -6.0, "甲乙": -7.0, "乙丙": -4.0, "甲乙丙": -9.5}
    pairs = {("甲", "乙丙"): -3.0, ("甲乙", "甲"): -1.0}
    keys = {word: int(keys_of(alphabet.encode(word)[None, :], len(word))[0, 0]) for word in words}

    def table(names: list[int], values: list[float], **more: list[int]) -> dict[str, NDArray[np.generic]]:
        columns = {"probability": np.array([round(-value / PROBABILITY_STEP) for value in values], dtype=np.uint8)}
        columns |= {name: np.array(column, dtype=np.uint8) for name, column in more.items()}
        return HashTable.build(np.array(names, dtype=np.uint64), columns)

    of_words = table([keys[word] for word in words], list(words.values()), backoff=[0] * len(words))
    of_pairs = table(
        [int(pair_keys(*(np.array([keys[word]], dtype=np.uint64) for word in pair))[0]) for pair in pairs],
        list(pairs.values()),
    )
    han = np.arange(len(alphabet.characters) + 2) > 1
    model = Phrases(
        {"han": han}
        | {f"word_{name}": array for name, array in of_words.items()}
        | {f"pair_{name}": array for name, array in of_pairs.items()}
    )

    def divisions(text: str) -> list[list[str]]:
        if not text:
            return [[]]
        return [
            [text[:n], *rest]
            for n in range(1, min(LONGEST, len(text)) + 1)
            if n == 1 or text[:n] in words
            for rest in divisions(text[n:])
        ]

    def worth(division: list[str]) -> float:
        total = words.get(division[0], -18.0)
        for one, other in pairwise(division):
            total += pairs.get((one, other), words.get(other, -18.0))
        return total

    for text in ("甲乙丙", "甲乙甲", "甲乙丙甲", "丁甲乙", "甲"):
        best = max(map(worth, divisions(text)))
        assert score(model, alphabet, text) == pytest.approx(best, abs=0.2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("的一是工单街道12，。\n\ud800", min_size=6, max_size=6), min_size=1, max_size=4))
def test_a_window_does_not_depend_on_others(phrases: Phrases, alphabet: Alphabet, texts: list[str]) -> None:
    windows = np.concatenate([window(alphabet, text) for text in texts])
    together = phrases.score(windows)
    alone = [float(phrases.score(row[None, :])[0]) for row in windows]
    assert together.tolist() == pytest.approx(alone)
    assert (together <= 0).all()


def test_what_is_no_character_costs_nothing(phrases: Phrases) -> None:
    assert float(phrases.score(np.full((1, 8), LINE_START, dtype=np.uint16))[0]) == 0
