"""Comparing each of a row of things with each later one, those pairs left out that were compared in an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Compare", "Comparisons"]

#: Given the numbers of the things that are known to one another: what came of each other pair that is alike.
Compare = Callable[[Collection[int]], "Iterable[tuple[int, int, Any]]"]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The names of things in the order in which each was compared with each later one, and what came of it where they
    were alike. A name tells all that a comparison depends on; which thing is the first of the two counts.
    """

    names: tuple[bytes, ...] = ()
    found: Mapping[tuple[bytes, bytes], Any] = field(default_factory=dict)

    def go_on(self, names: Sequence[bytes], compare: Compare) -> tuple[list[tuple[int, int, Any]], Comparisons]:
        """What comes of the things of these `names`, as (number, later number, what), in order; and what to go on with
        the next time.
        """
        known = self._known(names)
        found = [*self._found_among(known), *compare(frozenset(known.values()))]
        found.sort(key=lambda entry: entry[:2])
        return found, Comparisons(
            tuple(dict.fromkeys(names)), {(names[first], names[second]): what for first, second, what in found}
        )

    def _known(self, names: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those that stand in the same order as before."""
        ranks = {name: rank for rank, name in enumerate(self.names)}
        known: dict[bytes, int] = {}
        last = -1
        for number, name in enumerate(names):
            if ranks.get(name, -1) > last:
                last = ranks[name]
                known[name] = number
        return known

    def _found_among(self, known: Mapping[bytes, int]) -> Iterable[tuple[int, int, Any]]:
        for (first, second), what in self.found.items():
            if first in known and second in known and known[first] < known[second]:
                yield known[first], known[second], what
