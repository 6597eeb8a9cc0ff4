"""Estimating n-gram probabilities by interpolated modified Kneser-Ney smoothing, over whole arrays.

Chen and Goodman 1998, "An empirical study of smoothing techniques for language modeling", section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START, SIZE
from zgc_lint.typo.ngrams import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Estimates", "count", "estimate"]


@dataclass(frozen=True)
class Estimates:
    """The n-grams of one length: sorted keys, log-probabilities, log-weights for what is not known after them."""

    keys: NDArray[np.uint64]
    probability: NDArray[np.float64]
    backoff: NDArray[np.float64]


def count(stream: NDArray[np.uint16], length: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The sorted keys of the n-grams of `stream` and how often each occurs.

    An n-gram may begin with a line's start but not go over one.
    """
    starts = np.flatnonzero(stream == LINE_START)
    over = np.zeros(len(stream), dtype=bool)
    for offset in range(1, length):
        over[starts[starts >= offset] - offset] = True
    keys = keys_of(stream, length)
    keys, counts = np.unique(keys[~over[: len(keys)]], return_counts=True)
    return keys, counts.astype(np.int64)


def estimate(stream: NDArray[np.uint16], order: int, keep: Mapping[int, int]) -> dict[int, Estimates]:
    """The model of `stream` up to `order`; n-grams counted less than ``keep[length]`` times are left out of it.

    For length 1 there is an estimate for every code, in order.
    """
    raw = {length: count(stream, length) for length in range(2, order + 1)}
    model: dict[int, Estimates] = {1: _unigrams(raw[2][0])}
    full: dict[int, tuple[NDArray[np.uint64], NDArray[np.float64]]] = {
        1: (np.arange(SIZE, dtype=np.uint64), np.exp(model[1].probability))
    }
    kept = {1: full[1]}
    for length in range(2, order + 1):
        keys, counts = raw[length]
        base = np.uint64(SIZE) ** np.uint64(length - 1)
        used = counts if length == order else _continuations(keys, counts, raw[length + 1][0], base)
        lower_keys, lower = full[length - 1]
        probability = _interpolate(keys, used, lower[_at(lower_keys, keys % base)])
        full[length] = (keys, probability)
        chosen = counts >= keep[length]
        kept[length] = (keys[chosen], probability[chosen])
    for length in range(1, order + 1):
        keys, probability = kept[length]
        backoff: NDArray[np.float64] = np.zeros(len(keys))
        if length < order:
            longer, their = kept[length + 1]
            if length > 1:  # a context that was itself dropped cannot be found: none, as a context is seen more often
                longer_context = _at(keys, longer // np.uint64(SIZE))
            else:
                longer_context = (longer // np.uint64(SIZE)).astype(np.int64)
            lower_keys, lower = full[length]
            base = np.uint64(SIZE) ** np.uint64(length)
            shorter = lower[_at(lower_keys, longer % base)]
            taken = np.bincount(longer_context, their, minlength=len(keys))
            freed = np.bincount(longer_context, shorter, minlength=len(keys))
            backoff = np.log(np.clip(1 - taken, 1e-6, None) / np.clip(1 - freed, 1e-6, None))
        model[length] = Estimates(keys, np.log(probability), np.minimum(backoff, 0))
    return model


def _unigrams(bigrams: NDArray[np.uint64]) -> Estimates:
    """How many different characters each one follows, with one added."""
    follows = np.bincount((bigrams % np.uint64(SIZE)).astype(np.int64), minlength=SIZE) + 1.0
    return Estimates(np.arange(SIZE, dtype=np.uint64), np.log(follows / follows.sum()), np.zeros(SIZE))


def _at(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The positions of `wanted`, all of which stand in the sorted `keys`."""
    return np.searchsorted(keys, wanted)


def _continuations(
    keys: NDArray[np.uint64], counts: NDArray[np.int64], longer: NDArray[np.uint64], base: np.uint64
) -> NDArray[np.int64]:
    """How many different characters stand before each n-gram; the plain count where it begins a line."""
    after = np.bincount(_at(keys, longer % (base * np.uint64(SIZE))), minlength=len(keys))
    return np.where((keys // base == LINE_START) | (after == 0), counts, after)


def _interpolate(
    keys: NDArray[np.uint64], counts: NDArray[np.int64], lower: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The probability of each n-gram's last character after the others, mixed with that of a shorter context."""
    discounts = _discounts(counts)
    context: NDArray[np.int64]
    _, context = np.unique(keys // np.uint64(SIZE), return_inverse=True)
    total = np.bincount(context, counts)
    off = discounts[np.minimum(counts, 3)]
    freed = np.bincount(context, off)
    result: NDArray[np.float64] = (counts - off + freed[context] * lower) / total[context]
    return result


def _discounts(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """What is taken off counts of 0, 1, 2, and 3 or more."""
    once, twice, thrice, four = (max(1, int((counts == n).sum())) for n in (1, 2, 3, 4))
    y = once / (once + 2 * twice)
    found = np.array([0, 1 - 2 * y * twice / once, 2 - 3 * y * thrice / twice, 3 - 4 * y * four / thrice])
    result: NDArray[np.float64] = np.clip(found, [0, 0.1, 0.1, 0.1], [0, 0.95, 1.9, 2.9])
    return result
