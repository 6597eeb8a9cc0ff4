"""Characters as small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LINE_START", "SIZE", "UNKNOWN", "Alphabet"]

#: Codes are below this: the largest base whose five-digit numbers fit into 64 bits is 7131.
SIZE = 7000
LINE_START = 0
UNKNOWN = 1

_FOLDED = dict(zip(",;:?!()", "，；：？！（）", strict=True))


class Alphabet:
    """The characters a model knows. `characters[i]` has the code ``i + 2``; every digit is 0, every letter A."""

    def __init__(self, characters: str) -> None:
        if len(characters) > SIZE - 2:
            raise ValueError(f"at most {SIZE - 2} characters")
        self.characters = characters
        self._codes = np.full(0x10000, UNKNOWN, dtype=np.uint16)
        for code, character in enumerate(characters, 2):
            if ord(character) < len(self._codes):
                self._codes[ord(character)] = code
        for group in ("0123456789０１２３４５６７８９", "".join(map(chr, (*range(65, 91), *range(97, 123))))):
            self._codes[[ord(c) for c in group]] = self._codes[ord("0" if "0" in group else "A")]
        for half, full in _FOLDED.items():
            self._codes[ord(half)] = self._codes[ord(full)]
        self._codes[ord("\n")] = LINE_START

    @classmethod
    def load(cls, code_points: NDArray[np.uint16]) -> Alphabet:
        """The alphabet saved by `dump`."""
        return cls("".join(map(chr, code_points.tolist())))

    def dump(self) -> NDArray[np.uint16]:
        """The code points, by code."""
        return np.array([ord(character) for character in self.characters], dtype=np.uint16)

    def encode(self, text: str) -> NDArray[np.uint16]:
        """The codes of `text`, one for each character."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes: NDArray[np.uint16] = self._codes[np.where(points < len(self._codes), points, 0xFFFF)]
        return codes

    def character(self, code: int) -> str:
        """The character of a code that is neither line start nor unknown."""
        return self.characters[code - 2]
