"""Characters that Word stores as a position in a symbol font (``w:sym``)."""

from __future__ import annotations

__all__ = ["symbol"]

_FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0xA1: "○", 0xA8: "☐", 0xD8: "➢", 0xE0: "→",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
    "symbol": {
        0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xAE: "→",
    },
}  # fmt: skip

_PRIVATE_USE = 0xF000


def symbol(font: str, code: str) -> str:
    """The character for the hexadecimal `code` in `font`; "" where it has no counterpart in Unicode.

    >>> symbol("Wingdings 2", "F052")
    '☑'
    """
    try:
        position = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(position & 0xFF, "")
    return "" if position >= _PRIVATE_USE or position < 0x20 else chr(position)
