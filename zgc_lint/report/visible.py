"""Text from filings made fit for XML and for the eye: what cannot be seen, or turns the line round, is spelt out."""

from __future__ import annotations

import re

__all__ = ["visible"]

# Not allowed in XML; bidirectional controls (they reverse what follows, "gpj.exe"); line and paragraph separators.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """`text` with such characters written as ``[U+202E]``; a carriage return is a line break.

    >>> visible("a\\x00b\\u202ec")
    'a[U+0000]b[U+202E]c'
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", unified)
