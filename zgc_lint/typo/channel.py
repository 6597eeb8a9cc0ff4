"""Which characters a character may stand for: those of the same or nearly the same sound, and look-alikes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["NEAR_SOUND", "SAME_SOUND", "SHAPE", "SOUND_WORD", "SWAP", "Channel"]

SAME_SOUND, NEAR_SOUND, SHAPE, SOUND_WORD, SWAP = range(5)


class Channel:
    """The candidate lists that `dictionaries/models/build_channel.py` makes."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._start = arrays["start"].astype(np.int64)
        self._of = arrays["of"].astype(np.uint16)
        self._kind = arrays["kind"].astype(np.uint8)

    def candidates(
        self, codes: NDArray[np.uint16], positions: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint8]]:
        """For the characters at `positions`: the position, the other character's code, and the kind of likeness."""
        known = np.minimum(codes[positions].astype(np.int64), len(self._start) - 2)
        first, count = self._start[known], self._start[known + 1] - self._start[known]
        where = np.repeat(positions, count)
        ends = np.cumsum(count)
        index = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - count, count) + np.repeat(first, count)
        return where, self._of[index], self._kind[index]
