"""The word list: which characters make a word, and which words sound alike."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import SIZE, UNKNOWN
from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.table import HashTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["LONGEST", "READINGS", "Words"]

LONGEST = 4  # characters
READINGS = 3  # of one character


class Words:
    """The lexicon that `dictionaries/models/build_channel.py` makes."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._table = HashTable({name: arrays[name] for name in ("marks", "rest")}, ())
        self._readings = arrays["readings"].astype(np.uint16)
        self._sounds = np.asarray(arrays["sounds"])
        #: The words by their sounds, a row each, filled up with 0; what sounds in two ways stands there twice.
        self.spelled = np.asarray(arrays["spelled"])

    def spans(self, windows: NDArray[np.uint16]) -> dict[int, NDArray[np.bool_]]:
        """By length from 2, whether a word begins at each column of each window."""
        found: dict[int, NDArray[np.bool_]] = {}
        for length in range(2, LONGEST + 1):
            keys = keys_of(windows, length)
            found[length] = self._table.find(keys.ravel()).reshape(keys.shape) >= 0
        return found

    @staticmethod
    def covering(spans: Mapping[int, NDArray[np.bool_]], start: int, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
        """The length of the longest word of two and more that holds all ``lengths`` characters from column `start`."""
        longest = np.zeros(len(lengths), dtype=np.int64)
        for n in range(2, LONGEST + 1):
            for offset in range(n):
                inside = lengths + offset <= n
                if start - offset >= 0:
                    longest[inside & spans[n][:, start - offset]] = n
        return longest

    def swapped(self, codes: NDArray[np.uint16]) -> NDArray[np.int64]:
        """Where two characters stand that are no word, but are one the other way round."""
        if len(codes) < 2:
            return np.zeros(0, dtype=np.int64)
        pairs = np.stack([codes[:-1], codes[1:]], axis=1)
        is_word, is_other = (self._table.find(keys_of(p, 2).ravel()) >= 0 for p in (pairs, pairs[:, ::-1]))
        is_text = (pairs > UNKNOWN).all(axis=1)  # the table takes one in some 10,000 pairs for a word that is none
        return np.flatnonzero(is_other & ~is_word & is_text & (pairs[:, 0] != pairs[:, 1]))

    def alike(self, codes: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.int64]]:
        """Words that sound like what stands in `codes` and differ in two characters or more.

        Where they would stand, their codes (filled up with 0), their lengths.
        """
        readings = self._readings[np.minimum(codes, len(self._readings) - 1)].astype(np.uint64)
        readings[codes >= len(self._readings)] = 0
        where: list[NDArray[np.int64]] = []
        rows: list[NDArray[np.int64]] = []
        sizes: list[NDArray[np.int64]] = []
        for length in range(2, LONGEST + 1):
            if len(codes) < length:
                break
            places = len(codes) - length + 1
            for choice in product(range(READINGS if length == 2 else 2), repeat=length):
                key = np.zeros(places, dtype=np.uint64)
                readable = np.ones(places, dtype=bool)
                for offset, column in enumerate(choice):
                    sound = readings[offset : offset + places, column]
                    readable &= sound > 0
                    key = key * np.uint64(SIZE) + sound
                at = np.flatnonzero(readable)
                low = np.searchsorted(self._sounds, key[at], side="left")
                count = np.searchsorted(self._sounds, key[at], side="right") - low
                ends = np.cumsum(count)
                total = int(ends[-1]) if len(ends) else 0
                where.append(np.repeat(at, count))
                rows.append(np.arange(total) - np.repeat(ends - count, count) + np.repeat(low, count))
                sizes.append(np.full(total, length))
        if not where:
            none = np.zeros(0, dtype=np.int64)
            return none, np.zeros((0, LONGEST), dtype=np.uint16), none
        place, row, size = np.concatenate(where), np.concatenate(rows), np.concatenate(sizes)
        spelled = self.spelled[row]
        padded = np.append(codes, np.zeros(LONGEST, dtype=np.uint16))
        differ = np.zeros(len(place), dtype=np.int64)
        for offset in range(LONGEST):
            differ += (spelled[:, offset] != padded[place + offset]) & (offset < size)
        wanted = differ >= 2
        return place[wanted], spelled[wanted], size[wanted]
