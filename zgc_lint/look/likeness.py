"""Fingerprints of pictures and how alike two pictures are, as plain data; `zgc_lint.look.prints` makes them."""

from __future__ import annotations

import enum
import hashlib
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zgc_lint.folding import Aside, Laid

__all__ = ["UPRIGHT", "LaidPrint", "LaidPrints", "Likeness", "Match", "Print"]

UPRIGHT = 4 * (8 + 32)  # bytes of the hashes of one turn: for each of 4 windows a dhash and a phash
_IN_USE = 256  # fingerprints of those that are laid aside: two blocks that are compared
_FEATURES = 12  # tiles that show something; of a photo, not counting any one edge


@dataclass(frozen=True, slots=True)
class Print:
    """The fingerprint of a picture.

    `hashes` holds for each of the 8 turns and 4 windows a dhash (a word of 64 bits) and a phash (4 words), `detail` the
    packed cells (128 × 128), `fine` those of a page or a screen (256 × 256), else nothing. `features` counts the tiles
    that show something; where they are few (a blank page, a wall, the dark) nothing can be told.
    """

    hashes: bytes
    detail: bytes
    fine: bytes
    features: int

    @property
    def name(self) -> bytes:
        """What tells it from other fingerprints: a digest."""
        return hashlib.sha256(b"|".join((self.hashes, self.detail, self.fine, b"%d" % self.features))).digest()

    @property
    def is_page(self) -> bool:
        """Whether it is paper or a screen: light, with the same ground all over."""
        return bool(self.fine)

    @property
    def is_blank(self) -> bool:
        """Whether it shows too little to be known again."""
        return self.features < _FEATURES

    @property
    def is_upright(self) -> bool:
        """Whether it is without the turned hashes."""
        return len(self.hashes) == UPRIGHT

    def whole(self) -> Print:
        """Itself; see `LaidPrint`."""
        return self

    def upright(self) -> Print:
        """The same without the turned hashes: enough for what others are compared with."""
        return replace(self, hashes=self.hashes[:UPRIGHT])


@dataclass(frozen=True, slots=True, eq=False)
class LaidPrint:
    """A fingerprint that is laid aside, and what is asked of it often; see `Print`."""

    name: bytes
    is_page: bool
    is_blank: bool
    _laid: Laid
    _aside: Aside

    @classmethod
    def of(cls, print_: Print, aside: Aside) -> LaidPrint:
        """Lay a fingerprint aside."""
        packed = pickle.dumps(print_, pickle.HIGHEST_PROTOCOL)  # what is large of it is compressed already
        return cls(print_.name, print_.is_page, print_.is_blank, aside.put(packed), aside)

    def whole(self) -> Print:
        """The fingerprint."""
        print_: Print = pickle.loads(self._aside.get(self._laid))  # noqa: S301 (never left this run)
        return print_


class LaidPrints(Sequence[Print]):
    """So many fingerprints, of which each is brought back when it is asked for."""

    def __init__(self, count: int, brought: Callable[[int], Print]) -> None:
        self._count = count
        self._whole = lru_cache(maxsize=_IN_USE)(brought)

    def __getitem__(self, number: Any) -> Any:
        return self._whole(number)

    def __len__(self) -> int:
        return self._count


class Likeness(str, enum.Enum):
    """How alike two pictures are."""

    SAME = "same"  # the same picture, at most saved anew or turned
    CHANGED = "changed"  # the same picture with something else written or drawn on part of it
    NEAR = "near"  # perhaps a cut of the other, or the next shot


@dataclass(frozen=True, slots=True)
class Match:
    """That two pictures are alike: how, the share of tiles that agree, the turn (0: none) that brings them together."""

    likeness: Likeness
    share: float
    turn: int
