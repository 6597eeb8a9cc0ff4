"""How words of everyday Chinese follow one another: a word-bigram model in hash tables.

The character n-grams were counted on statutes and official documents; this model has read what people write besides,
and knows 聘请 and 清晨, which those hardly hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.table import HashTable, mix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["BACKOFF_STEP", "LONGEST", "PROBABILITY_STEP", "Phrases", "pair_keys"]

LONGEST = 4  # characters of a word
#: Logarithms are kept as bytes, in these steps below 0.
PROBABILITY_STEP = 1 / 12
BACKOFF_STEP = 1 / 32
_STRANGER = np.float32(-18.0)  # a Han character that is no word by itself
_IMPOSSIBLE = np.float32(-1e9)


def pair_keys(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The keys of pairs of words, from the keys of both (see `keys_of`)."""
    keys: NDArray[np.uint64] = mix(first) + second
    return keys


class Phrases:
    """The model that `dictionaries/models/build_phrases.py` makes.

    han: whether a code stands for a Han character; and the arrays of two `HashTable`s, named ``word_marks``,
    ``pair_marks`` and so on: words with their probability and back-off weight, pairs with their probability.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.han = arrays["han"].astype(bool)
        self._words, self._pairs = (
            HashTable({name.removeprefix(of): arrays[name] for name in arrays if name.startswith(of)}, columns)
            for of, columns in (("word_", ("probability", "backoff")), ("pair_", ("probability",)))
        )

    def score(self, windows: NDArray[np.uint16]) -> NDArray[np.float32]:
        """The log-probability (natural) of each window's best division into words (Viterbi 1967), as bigrams.

        A window is at least twice `LONGEST` wide.
        What is no Han character costs nothing and is no word; what follows it is told by itself.
        """
        count, width = windows.shape
        keys, there, alone, backoff = self._look_up(windows)
        # best[end, n]: of what stands before `end`, where the last word has n characters; impossible as yet
        best = np.full((width + 1, LONGEST + 1, count), _IMPOSSIBLE, dtype=np.float32)
        # after[start, m, n]: a word of n characters at `start`, after one of m
        after = np.full((width, LONGEST + 1, LONGEST + 1, count), _IMPOSSIBLE, dtype=np.float32)
        for m in range(1, LONGEST + 1):
            for n in range(1, LONGEST + 1):
                starts = width - m - n + 1
                value = backoff[m][:, :starts] + alone[n][:, m : m + starts]
                rows, columns = np.nonzero(there[m][:, :starts] & there[n][:, m : m + starts])
                position = self._pairs.find(pair_keys(keys[m][rows, columns], keys[n][rows, columns + m]))
                known = np.flatnonzero(position >= 0)
                value[rows[known], columns[known]] = self._pairs.column("probability", position[known]) * np.float32(
                    -PROBABILITY_STEP
                )
                after[m : m + starts, m, n] = value.T
        for end in range(1, width + 1):
            for n in range(1, min(LONGEST, end) + 1):
                start = end - n
                best[end, n] = alone[n][:, 0] if start == 0 else (best[start, 1:] + after[start, 1:, n]).max(axis=0)
        result: NDArray[np.float32] = best[width, 1:].max(axis=0)
        return result

    def frequency(self, words: NDArray[np.uint64]) -> NDArray[np.float32]:
        """The log-probability (natural) of each word, by its key; far below all others where it is unknown."""
        position = self._words.find(words.ravel()).reshape(words.shape)
        value = self._words.column("probability", position) * np.float32(-PROBABILITY_STEP)
        found: NDArray[np.float32] = np.where(position >= 0, value, _IMPOSSIBLE)
        return found

    def holds(self, codes: NDArray[np.uint16]) -> bool:
        """Whether the word of `codes` is known."""
        return bool(self._words.find(keys_of(codes[None, :], len(codes)).ravel())[0] >= 0)

    def _look_up(
        self, windows: NDArray[np.uint16]
    ) -> tuple[
        dict[int, NDArray[np.uint64]],
        dict[int, NDArray[np.bool_]],
        dict[int, NDArray[np.float32]],
        dict[int, NDArray[np.float32]],
    ]:
        """By length, of the word at each column: its key, whether it is one, its log-probability and back-off."""
        keys, there, alone, backoff = {}, {}, {}, {}
        for length in range(1, LONGEST + 1):
            keys[length] = keys_of(windows, length)
            position = self._words.find(keys[length].ravel()).reshape(keys[length].shape)
            there[length] = position >= 0
            missing = _STRANGER if length == 1 else _IMPOSSIBLE
            value = self._words.column("probability", position) * np.float32(-PROBABILITY_STEP)
            alone[length] = np.where(there[length], value, missing)
            weight = self._words.column("backoff", position) * np.float32(-BACKOFF_STEP)
            backoff[length] = np.where(there[length], weight, np.float32(0))
        other = ~self.han[windows]
        there[1] &= ~other
        alone[1][other] = 0
        backoff[1][other] = 0
        return keys, there, alone, backoff
