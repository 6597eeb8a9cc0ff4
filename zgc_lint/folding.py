"""Values folded up: pickled and compressed, a tenth of the size they have in use, until they are wanted again.

So the papers of a whole month can be held at once. They lie in memory, or where `Aside` puts them.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

__all__ = ["FAST", "Aside", "Folds", "Laid", "folded", "packed_by_fields", "unfolded"]

T = TypeVar("T")

#: What stands for a packed value that was laid aside: itself, or its place.
Laid: TypeAlias = "bytes | int"

FAST = 1  # of zlib's levels: the next ones take twice the time for a twentieth of the size


def folded(value: Any) -> bytes:
    """The value folded up. Raises what pickle does for what it cannot pack."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), FAST)


def unfolded(packed: bytes) -> Any:
    """The value that `folded` was given; for bytes of this very process only."""
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 (never left this process)


def packed_by_fields(kind: type[T]) -> type[T]:
    """Have a dataclass of several fields pickled as their values: by itself one with slots that is frozen takes two to
    three times as long, and a batch packs millions of these.
    """
    values = attrgetter(*(each.name for each in fields(kind)))  # type: ignore[arg-type]

    def reduce(self: T) -> tuple[type[T], tuple[Any, ...]]:
        if type(self) is kind:
            return kind, values(self)
        return type(self), tuple(getattr(self, each.name) for each in fields(self))  # type: ignore[arg-type]

    kind.__reduce__ = reduce  # type: ignore[method-assign,assignment]
    return kind


class Aside:
    """Where packed values lie as long as they are not in use: here, in memory. See `zgc_lint.work.spool`."""

    def put(self, packed: bytes) -> Laid:
        """What stands for the value from now on."""
        return packed

    def get(self, laid: Laid) -> bytes:
        """The value. Raises OSError where it cannot be had."""
        if isinstance(laid, int):
            raise OSError("laid aside elsewhere")
        return laid


class Folds(MutableMapping[Any, Any]):
    """A dictionary that can be folded up, each value by itself, and laid `aside`."""

    __slots__ = ("_aside", "_folded", "_open")

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._open: dict[Any, Any] = {}
        self._folded: dict[Any, Laid] = {}  # may hold what is open, too

    def __getitem__(self, key: Any) -> Any:
        if key not in self._open:
            self._open[key] = unfolded(self._aside.get(self._folded[key]))
        return self._open[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._folded.pop(key, None)
        self._open[key] = value

    def __delitem__(self, key: Any) -> None:
        del (self._open if key in self._open else self._folded)[key]
        self._folded.pop(key, None)

    def __contains__(self, key: object) -> bool:
        return key in self._open or key in self._folded

    def __iter__(self) -> Iterator[Any]:
        return iter({**self._folded, **self._open})

    def __len__(self) -> int:
        return len(self._folded.keys() | self._open.keys())

    def fold(self, kept: Callable[[Any], bool] = lambda key: False) -> None:
        """Fold up all values that are open, but for those `kept` elsewhere, which are dropped.

        They are not to be changed in themselves after they were put in.
        """
        for key, value in self._open.items():
            if key not in self._folded and not kept(key):
                self._folded[key] = self._aside.put(folded(value))
        self._open = {}  # one that was in use keeps its size
