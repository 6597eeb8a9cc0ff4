from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from zgc_lint.look.seal_prints import alike, maybe_alike

cv2 = pytest.importorskip("cv2")
LEAST = 0.992


def prints(count: int) -> list[bytes]:
    """Six invented pictures of ink, shifted and made worse; some empty, one of a single tone."""
    random = np.random.default_rng(1)
    noise = [random.integers(0, 255, (126, 126)).astype(np.uint8) for _ in range(6)]
    ink = [cv2.GaussianBlur(each, (0, 0), 2) for each in noise]
    found = [bytes(120 * 120)]
    for number in range(count):
        down, right = random.integers(2, 5, 2)
        cut = ink[number % 6][down : down + 120, right : right + 120].astype(float)
        worse = np.clip(cut + random.normal(0, random.choice([0, 1, 3]), cut.shape), 0, 255).astype(np.uint8)
        found.append(worse.tobytes() if number % 11 else b"")
    return found


def test_no_pair_that_is_alike_is_sifted_out() -> None:
    every = prints(140)
    pairs = maybe_alike(every, LEAST)
    alike_ones = [pair for pair in combinations(range(len(every)), 2) if alike(every[pair[0]], every[pair[1]]) >= LEAST]
    assert len(alike_ones) > 50
    assert [pair for pair in pairs if alike(every[pair[0]], every[pair[1]]) >= LEAST] == alike_ones
    assert pairs == sorted(pairs)
    assert len(pairs) < 2 * len(alike_ones)


@pytest.mark.parametrize("at_once", [1, 7])
def test_how_many_are_reckoned_at_once_makes_no_difference(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    every = prints(60)
    expected = maybe_alike(every, LEAST)
    assert expected
    monkeypatch.setattr("zgc_lint.look.seal_prints._AT_ONCE", at_once)
    monkeypatch.setattr("zgc_lint.look.seal_prints._AGAINST", 2 * at_once)
    monkeypatch.setattr("zgc_lint.look.seal_prints._HELD", 3 * at_once)
    monkeypatch.setattr("zgc_lint.look.seal_prints._ROWS", 2 * at_once)
    assert maybe_alike(every, LEAST) == expected
    across = [(i, j) for i, j in expected if i < 20 <= j]
    assert maybe_alike(every, LEAST, split=20) == across


def test_pairs_of_which_both_are_known_are_left_out() -> None:
    every = prints(150)
    known = set(range(0, 150, 2))
    rest = [pair for pair in maybe_alike(every, LEAST) if not known.issuperset(pair)]
    assert maybe_alike(every, LEAST, known) == rest


@pytest.mark.parametrize("few", [[], [b""], [b"", b""], [bytes(120 * 120), b""]])
def test_few_are_no_pair(few: list[bytes]) -> None:
    assert not maybe_alike(few, LEAST)
