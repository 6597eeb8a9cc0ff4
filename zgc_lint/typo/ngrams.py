"""How likely a character is after the four before it: an interpolated, modified Kneser-Ney model in hash tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START, SIZE, UNKNOWN
from zgc_lint.typo.table import HashTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["BACKOFF_STEP", "CONTEXT", "ORDER", "PROBABILITY_STEP", "NgramModel", "keys_of"]

ORDER = 5
CONTEXT = ORDER - 1
#: Logarithms are kept as bytes, in these steps below 0.
PROBABILITY_STEP = 1 / 16
BACKOFF_STEP = 1 / 32
_UNKNOWN_COST = np.float32(-10.0)  # of a character outside the alphabet, whatever is before it


def keys_of(windows: NDArray[np.generic], length: int) -> NDArray[np.uint64]:
    """The keys of the n-grams of `length` that end at each column of `windows` from column ``length - 1`` on."""
    columns = windows.shape[-1] - length + 1
    keys = windows[..., :columns].astype(np.uint64)
    for offset in range(1, length):
        keys = keys * np.uint64(SIZE) + windows[..., offset : offset + columns].astype(np.uint64)
    return keys


class NgramModel:
    """The model; `arrays` as `dictionaries/models/build_ngrams.py` saves them.

    unigram, backoff: by code; and for each length from 2 the arrays of a `HashTable`, named ``marks3`` and so on.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.unigram = arrays["unigram"].astype(np.float32)
        self._backoff = arrays["backoff"].astype(np.float32)
        self._tables = {
            length: HashTable(
                {name.rstrip("2345"): arrays[name] for name in arrays if name.endswith(str(length))},
                ("probability", "backoff") if length < ORDER else ("probability",),
            )
            for length in range(2, ORDER + 1)
        }

    def score(self, windows: NDArray[np.uint16], start: int, order: int = ORDER) -> NDArray[np.float32]:
        """The log-probability (natural) of each window's characters from column `start` on, given those before them.

        At most ``order - 1`` characters before are looked at; at least so many must stand before `start`, or less is
        looked at.
        """
        count, width = windows.shape
        score = self.unigram[windows[:, start:]]
        # what follows a context that is known: only there a longer n-gram can be known
        context = self._backoff[windows[:, start - 1 : width - 1]] if start > 0 else None
        for length in range(2, order + 1):
            if context is None:
                break
            low = max(start - 1, length - 1)  # the first column whose n-gram is needed
            keys = keys_of(windows[:, low - length + 1 :], length)
            position = self._tables[length].find(keys.ravel()).reshape(count, width - low)
            known = position >= 0
            inside = start - low  # 0 where the first predicted column has too few before it
            probability = self._tables[length].column("probability", position[:, inside:]) * np.float32(
                -PROBABILITY_STEP
            )
            backed = score[:, low + inside - start :] + context[:, low + inside - start :]
            score[:, low + inside - start :] = np.where(known[:, inside:], probability, backed)
            if length == order or inside < 1:
                break
            context = np.where(
                known[:, :-1],
                self._tables[length].column("backoff", position[:, :-1]) * np.float32(-BACKOFF_STEP),
                np.float32(0),
            )
        predicted = windows[:, start:]
        score[predicted == LINE_START] = 0
        score[predicted == UNKNOWN] = _UNKNOWN_COST
        return score

    def holds(self, codes: NDArray[np.uint16]) -> bool:
        """Whether the n-gram of two to five `codes` is known."""
        return bool(self._tables[len(codes)].find(keys_of(codes[None, :], len(codes)).ravel())[0] >= 0)

    def known(self, windows: NDArray[np.uint16], start: int, lengths: NDArray[np.int64]) -> NDArray[np.float32]:
        """For n-grams of 2, 3 and 4: the share of those over each window's `lengths` characters that are known.

        At least three characters must stand before column `start`, and three after what is asked for.
        """
        shares = np.zeros((len(windows), 3), dtype=np.float32)
        for index, length in enumerate((2, 3, 4)):
            for size in np.unique(lengths):
                chosen = np.flatnonzero(lengths == size)
                part = windows[chosen, start - length + 1 : start + size + length - 1]
                keys = keys_of(part, length)
                known = self._tables[length].find(keys.ravel()).reshape(keys.shape) >= 0
                shares[chosen, index] = known.mean(axis=1)
        return shares
