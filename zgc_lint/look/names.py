"""How alike the name read on a seal is to the name of a body."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

__all__ = ["likeness", "nearest"]

_NO_NAME = re.compile(r"[^\u4e00-\u9fff〇]")


def likeness(read: str, name: str) -> float:
    """0-1: twice the characters in common, in order, by the characters of both; only Chinese characters count."""
    return SequenceMatcher(None, _NO_NAME.sub("", read), _NO_NAME.sub("", name), autojunk=False).ratio()


def nearest(read: str, names: list[str]) -> tuple[str, float, float]:
    """The most alike of `names`, how alike it is, and by how much more than the second; ("", 0.0, 0.0) of none."""
    ranked = sorted(((likeness(read, name), name) for name in dict.fromkeys(names)), reverse=True)
    if not ranked:
        return "", 0.0, 0.0
    best, name = ranked[0]
    return name, best, best - (ranked[1][0] if len(ranked) > 1 else 0.0)
