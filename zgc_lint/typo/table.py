"""Hash tables in plain arrays: no object for each entry, nothing to parse, mapped straight from the file.

Eight entries share a bucket of 16 bytes, which one memory access fetches; a key is known by its bucket and 16 bits
more, so that one look-up in some 10,000 of absent keys answers by mistake. What a full bucket cannot take is kept
with its whole key in a short sorted list. (Bucketed fingerprints as in Fan, Andersen, Kaminsky and Mitzenmacher 2014,
"Cuckoo filter: practically better than Bloom", without the moves.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["HashTable", "mix"]

_SLOTS = 8
_LOAD = 6.4  # entries a bucket has on average


def mix(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): each key to another one, evenly spread."""
    mixed: NDArray[np.uint64] = keys ^ (keys >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


class HashTable:
    """Maps 64-bit keys to a small number of bytes; `columns` are named by the caller.

    Absent keys have the position -1; see `find`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], columns: Sequence[str]) -> None:
        # a plain view of a mapped file is as lazy, and quicker to index
        self._marks = np.asarray(arrays["marks"])
        self._rest = np.asarray(arrays["rest"])
        self._columns = {name: np.asarray(arrays[name]) for name in columns}

    @staticmethod
    def build(keys: NDArray[np.uint64], columns: Mapping[str, NDArray[np.uint8]]) -> dict[str, NDArray[np.generic]]:
        """The arrays of a table of these distinct keys. `columns` hold a byte for each key."""
        buckets = max(1, int(len(keys) / _LOAD))
        mixed = mix(keys)
        bucket = _bucket(mixed, buckets)
        order = np.argsort(bucket, kind="stable")
        bucket = bucket[order]
        first = np.searchsorted(bucket, bucket, side="left")
        rank = np.arange(len(keys)) - first
        fits = rank < _SLOTS
        slot = bucket[fits] * _SLOTS + rank[fits]
        spilt = order[~fits]
        spilt = spilt[np.argsort(keys[spilt])]
        arrays: dict[str, NDArray[np.generic]] = {}
        marks = np.zeros(buckets * _SLOTS, dtype=np.uint16)
        marks[slot] = _mark(mixed[order[fits]])
        arrays["marks"] = marks.reshape(buckets, _SLOTS)
        arrays["rest"] = keys[spilt]
        for name, values in columns.items():
            column = np.zeros(buckets * _SLOTS + len(spilt), dtype=np.uint8)
            column[slot] = values[order[fits]]
            column[buckets * _SLOTS :] = values[spilt]
            arrays[name] = column
        return arrays

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Where the keys' values stand in each column, -1 for absent ones."""
        mixed = mix(keys)
        bucket = _bucket(mixed, len(self._marks))
        marks = self._marks[bucket]
        equal = marks == _mark(mixed)[:, None]
        slot = equal.argmax(axis=1)
        found = equal[np.arange(len(keys)), slot]
        position = np.where(found, bucket * _SLOTS + slot, -1)
        if len(self._rest):
            lost = np.flatnonzero(~found & (marks[:, -1] != 0))  # only a full bucket has spilt
            at = np.searchsorted(self._rest, keys[lost])
            at[at == len(self._rest)] = 0
            spilt = self._rest[at] == keys[lost]
            position[lost[spilt]] = self._marks.size + at[spilt]
        return position

    def column(self, name: str, positions: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The values of a column at positions that `find` gave; what an absent key (-1) gets has no meaning."""
        values: NDArray[np.uint8] = self._columns[name][positions]
        return values


def _bucket(mixed: NDArray[np.uint64], buckets: int) -> NDArray[np.int64]:
    bucket: NDArray[np.uint64] = ((mixed >> np.uint64(32)) * np.uint64(buckets)) >> np.uint64(32)
    return bucket.astype(np.int64)


def _mark(mixed: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """16 bits that say which key of the bucket it is; never 0, which stands for an empty slot."""
    mark: NDArray[np.uint64] = np.maximum(mixed & np.uint64(0xFFFF), np.uint64(1))
    return mark.astype(np.uint16)
