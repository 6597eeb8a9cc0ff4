"""Characters and words: folding one to one, so that offsets stay what they are; patterns of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HAN", "any_of", "fold", "sentence_at", "squeeze"]

#: Character class (inside brackets) of the Han characters, extensions A–G and compatibility forms included.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_STOP = re.compile("[。；\n]")
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


def any_of(words: Iterable[str]) -> str:
    """A pattern, to be put in a group, that matches any of `words`, the longer ones first; none matches nothing.

    >>> any_of(["物业", "物业公司"]), any_of([])
    ('物业公司|物业', '(?!)')
    """
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"


def sentence_at(text: str, at: int) -> str:
    """The sentence that character `at` of `text` stands in: from one 。 or ； or end of line to the next.

    >>> sentence_at("已清理。诉求人认可；建议剔除。", 5)
    '诉求人认可'
    """
    return _STOP.split(text[:at])[-1] + _STOP.split(text[at:])[0]
