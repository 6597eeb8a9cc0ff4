"""The surroundings in which a word of a list is no slip: columns ``skip_before`` and ``skip_after``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.knowledge.patterns import compiled

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Patterns of the text that ends before a word, and of the text that begins after it; None for any."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Surroundings:
        """Those of a list's row. Raises re.error where a column is no regular expression."""
        before, after = row["skip_before"], row["skip_after"]
        return cls(compiled(f"(?:{before})$") if before else None, compiled(after) if after else None)

    def allow(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, a word of the list, is lawful where it stands.

        >>> Surroundings.read({"skip_before": "可", "skip_after": "济"}).allow("可以经营", 1, 3)
        True
        """
        if self.before and self.before.search(text[:start]):
            return True
        return bool(self.after and self.after.match(text[end:]))
