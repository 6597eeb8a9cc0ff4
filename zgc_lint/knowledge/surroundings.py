"""The surroundings in which a word of a list is no slip: columns ``skip_before`` and ``skip_after``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from zgc_lint.knowledge.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Surroundings"]

_LONGEST = 60  # characters before a word that are looked at


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Patterns of the text that ends before a word, and of the text that begins after it; empty for any.

    `COLUMNS` are those of a list that hold them (`Knowledge.rows`). They are compiled when their word is first met:
    most words of a list stand in no filing.
    """

    before: str
    after: str
    COLUMNS: ClassVar = ("skip_before", "skip_after")

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Surroundings:
        """Those of a list's row."""
        return cls(row["skip_before"], row["skip_after"])

    def allow(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, a word of the list, is lawful where it stands.

        >>> Surroundings.read({"skip_before": "可", "skip_after": "济"}).allow("可以经营", 1, 3)
        True
        """
        if self.before and _compiled(f"(?:{self.before})$").search(text, max(0, start - _LONGEST), start):
            return True
        return bool(self.after and _compiled(self.after).match(text[end:]))


_compiled = cache(compiled)
