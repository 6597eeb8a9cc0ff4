"""Counting bits in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bit_count"]


def _counted(words: NDArray[np.uint64]) -> NDArray[Any]:
    """The bits set in each word (Knuth, TAOCP 4A, 7.1.3), for a numpy before 2.0."""
    one, two, four, top = (np.uint64(n) for n in (1, 2, 4, 56))
    words = words - ((words >> one) & np.uint64(0x5555555555555555))
    words = (words & np.uint64(0x3333333333333333)) + ((words >> two) & np.uint64(0x3333333333333333))
    words = (words + (words >> four)) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.asarray((words * np.uint64(0x0101010101010101)) >> top)


#: The number of bits set in each word of an array of uint64.
bit_count = getattr(np, "bitwise_count", _counted)
