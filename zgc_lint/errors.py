"""The one exception that ends a run: something only the user can put right."""

from __future__ import annotations

__all__ = ["UsageError"]


class UsageError(Exception):
    """A setting, dictionary or argument that cannot be used. The message, Chinese, says what to do; exit code 2."""
