"""How alike characters look: their glyphs in an outline font, and pycorrector's lists of strokes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SIDE = 40
_HALVES = {"left": slice(0, 20), "right": slice(13, 40), "narrow": slice(18, 40), "whole": slice(0, 40)}
_PARTS = [  # rows, columns: the right and left of a character, its lower and upper part
    (_HALVES["whole"], _HALVES["right"]), (_HALVES["whole"], _HALVES["narrow"]), (_HALVES["whole"], _HALVES["left"]),
    (_HALVES["right"], _HALVES["whole"]), (_HALVES["narrow"], _HALVES["whole"]), (_HALVES["left"], _HALVES["whole"]),
]  # fmt: skip


def pictures(characters: str, font: Path) -> NDArray[np.float32]:
    """Each character's glyph as `_SIDE` × `_SIDE` grey values."""
    face = ImageFont.truetype(str(font), 36)
    drawn = []
    for character in characters:
        picture = Image.new("L", (_SIDE, _SIDE), 0)
        ImageDraw.Draw(picture).text((_SIDE // 2, _SIDE // 2), character, 255, font=face, anchor="mm")
        drawn.append(np.asarray(picture.filter(ImageFilter.GaussianBlur(1.2)), np.float32))
    return np.array(drawn)


def normal(drawn: NDArray[np.float32]) -> NDArray[np.float32]:
    """As rows whose products are correlations."""
    rows = np.array([np.asarray(Image.fromarray(p).resize((24, 24), Image.Resampling.BOX)) for p in drawn])
    rows = rows.reshape(len(rows), -1)
    rows = rows - rows.mean(axis=1, keepdims=True)
    scaled: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return scaled


def contained(everything: NDArray[np.float32], proposed: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much one character looks like a part of the other (确 and 角, 诉 and 斥): rows all, columns proposed."""
    best = np.zeros((len(everything), len(proposed)), dtype=np.float32)
    whole, wanted = normal(everything), normal(proposed)
    for part in _PARTS:
        np.maximum(best, whole @ normal(proposed[:, part[0], part[1]]).T, out=best)
        np.maximum(best, normal(everything[:, part[0], part[1]]) @ wanted.T, out=best)
    return best


def read_groups(strokes: Path) -> dict[str, set[str]]:
    """By character, those that same_stroke.txt has in one line with it."""
    alike: dict[str, set[str]] = defaultdict(set)
    for line in (strokes / "same_stroke.txt").read_text(encoding="utf-8").splitlines():
        group = set("".join(line.split())) if not line.startswith("#") else set()
        for character in group:
            alike[character] |= group - {character}
    return alike


def read_strokes(strokes: Path) -> dict[str, str]:
    """By character, its strokes in the order of writing (stroke.txt)."""
    pairs = (line.split() for line in (strokes / "stroke.txt").read_text(encoding="utf-8").splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) >= 2 and len(pair[0]) == 1}
