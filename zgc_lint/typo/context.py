"""How well a character fits what stands up to twenty places around it.

Each place around is a feature: which character stands how far off (to six places), which two or three stand together
there (hashed), and which characters are near at all. A feature and a character are vectors of `WIDTH`; a character's
score is its vector times the sum of the features', plus its bias. Trained to tell a character from those it is mistaken
for, so that it sees what n-grams do not: across the place in question, and farther off. (A bag of hashed features under
a linear classifier, as in Joulin et al. 2017, "Bag of tricks for efficient text classification".)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START, SIZE, UNKNOWN
from zgc_lint.typo.table import mix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["BAG", "FAR", "GROUPS", "HASHED", "HASH_BITS", "NEAR", "ROWS", "WIDTH", "Context", "within_line"]

NEAR, FAR = 6, 20  # places on either side: with their distance, and without it
HASH_BITS = 18
WIDTH = 32
#: Offsets of the places that are looked at together.
GROUPS = (
    (-2, -1), (1, 2), (-1, 1), (-3, -2), (2, 3), (-2, 1), (-1, 2), (-3, -2, -1), (1, 2, 3), (-2, -1, 1), (-1, 1, 2),
)  # fmt: skip
#: The rows of the features: 2 × NEAR × SIZE by distance, SIZE near at all, the hashed groups.
BAG = 2 * NEAR * SIZE
HASHED = BAG + SIZE
ROWS = HASHED + 2**HASH_BITS

_OFFSETS = [offset for offset in range(-NEAR, NEAR + 1) if offset]


def within_line(windows: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Windows of FAR characters either side of the middle one, with line starts for all beyond the middle's line."""
    inside = windows != LINE_START
    before = np.logical_and.accumulate(inside[:, FAR - 1 :: -1], axis=1)[:, ::-1]
    after = np.logical_and.accumulate(inside[:, FAR + 1 :], axis=1)
    kept = np.concatenate([before, np.ones((len(windows), 1), dtype=bool), after], axis=1)
    return np.where(kept, windows, np.uint16(LINE_START))


class Context:
    """The vectors that `dictionaries/models/build_context.py` trains.

    features: a row of bytes each (`ROWS`); scale: what a row's bytes are to be multiplied by; characters, bias: by
    code.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._features = np.asarray(arrays["features"])
        self._scale = np.asarray(arrays["scale"])
        self._characters = arrays["characters"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)

    def surroundings(self, windows: NDArray[np.uint16]) -> NDArray[np.float32]:
        """The sum of the features around the middle of each window (2 × FAR + 1 codes, see `within_line`)."""
        wide = windows.astype(np.int64)
        rows = [slot * SIZE + wide[:, FAR + offset] for slot, offset in enumerate(_OFFSETS)]
        for number, group in enumerate(GROUPS, 1):
            key = np.full(len(wide), number, dtype=np.uint64)
            for offset in group:
                key = key * np.uint64(SIZE) + windows[:, FAR + offset].astype(np.uint64)
            rows.append(HASHED + (mix(key) >> np.uint64(64 - HASH_BITS)).astype(np.int64))
        total = self._rows(np.stack(rows, axis=1)).sum(axis=1)
        around = np.delete(wide, FAR, axis=1)
        known = around > UNKNOWN
        bag = (self._rows(BAG + around) * known[..., None]).sum(axis=1)
        result: NDArray[np.float32] = total + bag / np.sqrt(known.sum(axis=1, keepdims=True) + 1, dtype=np.float32)
        return result

    def score(self, surroundings: NDArray[np.float32], codes: NDArray[np.uint16]) -> NDArray[np.float32]:
        """How well each character fits; only differences between characters at one place mean anything."""
        result: NDArray[np.float32] = (self._characters[codes] * surroundings).sum(axis=1) + self._bias[codes]
        return result

    def _rows(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = self._features[rows] * self._scale[rows].astype(np.float32)[..., None]
        return vectors
