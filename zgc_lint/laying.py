"""Values of a batch that lie aside, a few together, until they are asked for; see `zgc_lint.folding`.

What they hold of subjects of the batch, and of the office's knowledge, stays where it is.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zgc_lint.folding import FAST, Aside
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Subject

if TYPE_CHECKING:
    from zgc_lint.folding import Laid

__all__ = ["LaidList"]

V = TypeVar("V")

_TOGETHER = 4  # values that are laid aside as one
_OPEN = 64  # of these that are open at once


class LaidList(Sequence[V], Generic[V]):
    """Values laid `aside`; each time one is brought back may give another object. They are not to be changed."""

    def __init__(self, values: Iterable[V], aside: Aside) -> None:
        """Raises what pickle does for what it cannot pack."""
        self._aside = aside
        self._staying: list[Any] = []
        self._laid: list[Laid] = []
        self._size = 0
        numbers: dict[int, int] = {}  # of what stays, by its identity
        rest = iter(values)
        while group := list(islice(rest, _TOGETHER)):
            self._size += len(group)
            self._laid.append(aside.put(self._packed(group, numbers)))
        self._group = lru_cache(maxsize=_OPEN)(self._opened)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(self._size))]
        if not -self._size <= number < self._size:
            raise IndexError(number)
        group, place = divmod(number % self._size, _TOGETHER)
        return self._group(group)[place]

    def _packed(self, group: list[V], numbers: dict[int, int]) -> bytes:
        file = io.BytesIO()
        _Packer(file, self._staying, numbers).dump(group)
        return zlib.compress(file.getvalue(), FAST)

    def _opened(self, number: int) -> list[V]:
        file = io.BytesIO(zlib.decompress(self._aside.get(self._laid[number])))
        group: list[V] = _Unpacker(file, self._staying).load()
        return group


class _Packer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, staying: list[Any], numbers: dict[int, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._staying = staying
        self._numbers = numbers

    def persistent_id(self, obj: Any) -> int | None:
        """The number of what stays."""
        if not isinstance(obj, (Subject, Knowledge, Aside)):
            return None
        number = self._numbers.setdefault(id(obj), len(self._staying))
        if number == len(self._staying):
            self._staying.append(obj)
        return number


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, staying: Sequence[Any]) -> None:
        super().__init__(file)
        self._staying = staying

    def persistent_load(self, pid: Any) -> Any:
        """What stays under that number."""
        return self._staying[pid]
