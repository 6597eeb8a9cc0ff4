"""Texts judged together: how many at once, and joined into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeVar

    _Row = TypeVar("_Row")

__all__ = ["Joined", "in_batches"]

_AT_ONCE = 3000  # characters: more would cost memory, less time


def in_batches(rows: Iterable[_Row], sizes: Iterable[int]) -> Iterator[list[_Row]]:
    """The rows in order, as many at once as together have 3,000 characters or just more; each row's are in `sizes`."""
    batch: list[_Row] = []
    characters = 0
    for row, size in zip(rows, sizes, strict=True):
        batch.append(row)
        characters += size
        if characters >= _AT_ONCE:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


class Joined:
    """Texts joined by line ends: the `text` they make, and the places in it where they start.

    >>> Joined(["甲乙", "丙"]).locate(3)
    (1, 0)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self.starts = np.cumsum([0, *(len(text) + 1 for text in texts)])[: len(texts)]

    def locate(self, place: int) -> tuple[int, int]:
        """Which of the texts holds that place, and where in it. The line end after a text is its own."""
        number = int(np.searchsorted(self.starts, place, side="right")) - 1
        return number, int(place - self.starts[number])
