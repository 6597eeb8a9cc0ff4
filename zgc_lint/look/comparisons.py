"""Comparing each of a row of things with each later one: pairs that were compared in an earlier run are left out, and
very many are parted into blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Block", "Compare", "Comparisons", "Digests", "blocks"]

#: Two numbers of things, the smaller first, and what came of comparing them.
Pair = tuple[int, int, Any]
#: Given things, the numbers of those that are known to one another, and perhaps where they are split in two: what came
#: of each other pair that is alike; with a split only of those with one thing before it and one from there on.
Compare = Callable[[Sequence[Any], Collection[int], "int | None"], Iterable[Pair]]

_MANY = 2**23  # pairs: what one process compares in some seconds
_SMALLEST, _MOST = 512, 64  # things of a block; blocks of a row, unless that makes them smaller
_LITTLE = 0.5  # of the things: where fewer are known to one another, that is not worth being heeded


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs of one thing of `rows` and one of `columns`; where these are the same, of one and a later one."""

    rows: range
    columns: range

    @property
    def numbers(self) -> list[int]:
        """Those of its things among all things, its rows first."""
        return [*self.rows, *(self.columns if self.split is not None else ())]

    @property
    def split(self) -> int | None:
        """Where its things are split in two."""
        return None if self.rows == self.columns else len(self.rows)

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return len(self.rows) * len(self.columns) // (2 if self.split is None else 1)

    def of(self, things: Sequence[Any]) -> list[Any]:
        """The things of this block."""
        return [things[number] for number in self.numbers]

    def numbered(self, found: Iterable[Pair]) -> Iterator[Pair]:
        """What came of the things of this block, with their numbers among all things."""
        numbers = self.numbers
        return ((numbers[first], numbers[second], what) for first, second, what in found)


def blocks(count: int, firsts: int) -> list[Block]:
    """So many things in blocks that hold once each pair with one of the `firsts`; none where these are no many."""
    if firsts * (count - firsts / 2) <= _MANY:
        return []
    size = max(_SMALLEST, -(-count // _MOST))
    parts = [range(start, min(start + size, count)) for start in range(0, count, size)]
    every = ((rows, columns) for number, rows in enumerate(parts) for columns in parts[number:])
    return [Block(rows, columns) for rows, columns in every if rows.start < firsts]


@dataclass(frozen=True, slots=True)
class Digests(Sequence[bytes]):
    """Digests in one piece, a third of the memory that they take one by one."""

    data: bytes = b""
    size: int = 32  # bytes of each

    def __len__(self) -> int:
        return len(self.data) // self.size

    def __getitem__(self, number: Any) -> Any:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.data[number * self.size : (number + 1) * self.size]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The names of things in the order in which each was compared with each later one, and what came of it where they
    were alike. A name tells all that a comparison depends on; which thing is the first of the two counts.
    """

    names: Digests = Digests()
    found: Mapping[tuple[bytes, bytes], Any] = field(default_factory=dict)

    def go_on(
        self, names: Digests, compare: Callable[[Collection[int]], Iterable[Pair]]
    ) -> tuple[list[Pair], Comparisons]:
        """What comes of the things of these `names`, in order; and what to go on with the next time. `compare` is given
        the numbers of those that are known to one another.
        """
        known = self._known(names)
        found = [*self._found_among(known), *compare(frozenset(known.values()))]
        found.sort(key=lambda entry: entry[:2])
        return found, Comparisons(names, {(names[first], names[second]): what for first, second, what in found})

    def _known(self, names: Digests) -> dict[bytes, int]:
        """The numbers of those that stand in the same order as before; none where these are few, so that all can be
        compared by many hands.
        """
        ranks: dict[bytes, int] = {}
        for rank, name in enumerate(self.names):
            ranks.setdefault(name, rank)
        known: dict[bytes, int] = {}
        last = -1
        for number, name in enumerate(names):
            if ranks.get(name, -1) > last:
                last = ranks[name]
                known[name] = number
        return known if known and len(known) >= _LITTLE * len(set(names)) else {}

    def _found_among(self, known: Mapping[bytes, int]) -> Iterable[Pair]:
        for (first, second), what in self.found.items():
            if first in known and second in known and known[first] < known[second]:
                yield known[first], known[second], what
