"""Text of filings made harmless for formats that other programs show: marks that cannot be seen are written out."""

from __future__ import annotations

import unicodedata

__all__ = ["harmless"]

# Control characters, the marks that turn the direction of writing (Trojan Source), other invisible format characters,
# separators of lines and paragraphs, code points that are no character, and halves of surrogate pairs. Among them are
# all that XML does not allow.
_HIDDEN = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
_KEPT = {"\n", "\t", "\u200d"}  # the joiner holds emoji together


def harmless(text: str) -> str:
    """`text` with what cannot be seen written out; line breaks, as line feeds, and tabulators stay.

    >>> harmless("a\\x00b\\u202ec")
    'a[U+0000]b[U+202E]c'
    """
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        f"[U+{ord(char):04X}]" if char not in _KEPT and unicodedata.category(char) in _HIDDEN else char
        for char in unified
    )
