"""Which characters a character may stand for: those of the same or nearly the same sound, and look-alikes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["COST_STEP", "NEAR_SOUND", "SAME_SOUND", "SHAPE", "SOUND_WORD", "SWAP", "Channel"]

SAME_SOUND, NEAR_SOUND, SHAPE, SOUND_WORD, SWAP = range(5)
#: The negative logarithm of a slip's probability is kept as a byte, in these steps.
COST_STEP = 1 / 16


class Channel:
    """The candidate lists that build_channel.py makes in `dictionaries/models`, with the costs of build_slips.py.

    start, of, kind: for each code, from where to where its list goes; the other character, how the two are alike.
    cost: the negative logarithm of the probability that the code is written where the other character is meant.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._start = arrays["start"].astype(np.int64)
        self._of = arrays["of"].astype(np.uint16)
        self._kind = arrays["kind"].astype(np.uint8)
        self._cost = np.asarray(arrays["cost"])

    def candidates(
        self, codes: NDArray[np.uint16], positions: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint8], NDArray[np.float32]]:
        """For the characters at `positions`: the position, the other character's code, the kind of likeness, the cost.

        Costs are natural logarithms.
        """
        known = np.minimum(codes[positions].astype(np.int64), len(self._start) - 2)
        first, count = self._start[known], self._start[known + 1] - self._start[known]
        where = np.repeat(positions, count)
        ends = np.cumsum(count)
        index = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - count, count) + np.repeat(first, count)
        return where, self._of[index], self._kind[index], self._cost[index] * np.float32(COST_STEP)
