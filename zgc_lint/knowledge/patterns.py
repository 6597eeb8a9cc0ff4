"""Regular expressions that an office may have written."""

from __future__ import annotations

import re
import warnings

__all__ = ["broken", "compiled"]


def compiled(text: str) -> re.Pattern[str]:
    """The pattern. Raises re.error where `text` is none, one whose numbers or depth no machine takes included.

    >>> compiled("a{99999999999999999999}")
    Traceback (most recent call last):
    re.error: the repetition number is too large
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)  # all that Python 3.10 has for flags in the middle
            return re.compile(text)
    except (OverflowError, RecursionError, DeprecationWarning) as error:
        raise re.error(str(error)) from error


def broken(text: str) -> str | None:
    """What is wrong with a pattern that is to stand among others; None where nothing is.

    >>> broken("[甲")
    'unterminated character set at position 3'
    """
    try:
        compiled(f"(?:{text})")
    except re.error as error:
        return str(error)
    return None
