"""What stands around places in a stream of codes, and how candidates for one place compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["lead", "windows"]


def windows(stream: NDArray[np.uint16], start: NDArray[np.int64], before: int, after: int) -> NDArray[np.uint16]:
    """A copy of the codes around each start: `before` ones, and `after` from the start on."""
    found: NDArray[np.uint16] = stream[start[:, None] + np.arange(-before, after)]
    return found


def lead(start: NDArray[np.int64], gain: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much more a candidate gains than the best other one at the same place (at most 10)."""
    order = np.lexsort((-gain, start))
    ahead = np.empty_like(gain)
    ranked_start, ranked = start[order], gain[order]
    first = np.append(True, ranked_start[1:] != ranked_start[:-1]) if len(order) else np.zeros(0, dtype=bool)
    leader = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0)) if len(order) else np.zeros(0, dtype=int)
    second = np.where(np.append(~first[1:], False), np.append(ranked[1:], np.float32(0)), ranked - 10)
    ahead[order] = np.where(first, ranked - second, ranked - ranked[leader])
    return np.clip(ahead, -10, 10)
