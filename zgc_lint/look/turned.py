"""Places in a picture that was turned to be read, told as places in the picture as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from zgc_lint.model import Box

__all__ = ["turned_back"]


def turned_back(
    box: Callable[[float, float, float, float], Box], turn: int, width: int, height: int
) -> Callable[[float, float, float, float], Box]:
    """Boxes of an array turned left by quarters, as boxes of the array (`width` × `height`) before that."""
    if turn == 1:
        return lambda left, top, right, bottom: box(width - bottom, left, width - top, right)
    if turn == 2:
        return lambda left, top, right, bottom: box(width - right, height - bottom, width - left, height - top)
    return lambda left, top, right, bottom: box(top, height - right, bottom, height - left)
