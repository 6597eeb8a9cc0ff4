"""Regular expressions that an office may have written."""

from __future__ import annotations

import re

__all__ = ["compiled"]


def compiled(text: str) -> re.Pattern[str]:
    """The pattern. Raises re.error where `text` is none, one whose numbers or depth no machine takes included.

    >>> compiled("a{99999999999999999999}")
    Traceback (most recent call last):
    re.error: the repetition number is too large
    """
    try:
        return re.compile(text)
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from error
