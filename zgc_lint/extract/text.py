"""Folding characters one to one, so that offsets in the folded text are offsets in the original."""

from __future__ import annotations

__all__ = ["HAN", "fold", "squeeze"]

#: Character class (inside brackets) of the Han characters, extensions A–G and compatibility forms included.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def fold(text: str) -> str:
    """`text` with full-width ASCII as half-width, length unchanged.

    >>> fold("２０２６年６月　１４：０３")
    '2026年6月 14:03'
    """
    return text.translate(_HALF_WIDTH)


def squeeze(text: str) -> str:
    """`text` folded and without any white space: for comparing values, not for offsets."""
    return "".join(fold(text).split())
