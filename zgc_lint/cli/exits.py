"""Exit codes."""

from __future__ import annotations

__all__ = ["CLEAN", "FINDINGS", "INCOMPLETE"]

#: Nothing found; findings; not everything could be checked.
CLEAN, FINDINGS, INCOMPLETE = 0, 1, 2
