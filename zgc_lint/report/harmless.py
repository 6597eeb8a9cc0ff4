"""Text of filings made harmless for formats that other programs show: marks that cannot be seen are written out."""

from __future__ import annotations

import unicodedata

__all__ = ["harmless"]

# Control characters, the marks that turn the direction of writing (Trojan Source), other invisible format
# characters, code points that are no character, and halves of surrogate pairs, which cannot be written as UTF-8.
_HIDDEN = {"Cc", "Cf", "Cs", "Cn"}
_KEPT = {"\n", "\t", "\u200d"}  # the joiner holds emoji together


def harmless(text: str) -> str:
    """`text` with what cannot be seen written out, e.g. ``<U+202E>``; line breaks and tabulators stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"<U+{ord(char):04X}>" if char not in _KEPT and unicodedata.category(char) in _HIDDEN else char for char in text
    )
