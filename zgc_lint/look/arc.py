"""The name on a seal's arc: unrolled into a line of print, then read by the recogniser alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.look.ellipses import Ellipse, polar
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.ocr import recognise_strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ink_around", "read_arc", "unrolled"]

_HEIGHT = 64  # pixels of the strip; the recogniser works at 48
_OUTER, _INNER = 0.94, 0.52  # radii of the strip's upper and lower edge: the name with some room, without the rim
_BAND = (0.62, 0.80)  # radii where the name has ink, and the number along the lower rim has none
_ANGLES = 720
_BREAK = 15.0  # degrees without ink that end the name; a short name is set 18 degrees a character, half of it ink
_MARGIN = 3.0  # degrees left on both sides of the name
_LEAST_INK = 18  # of 255: red above the other colours


def read_arc(pixels: NDArray[np.uint8], outline: Ellipse) -> tuple[str, float]:
    """Text and score (0-1) of the name on the arc of the seal at `outline` on RGB `pixels`; ("", 0.0) if none.

    Raises NotInstalledError where the recogniser is missing.
    """
    strip = unrolled(pixels, outline)
    if strip is None:
        return "", 0.0
    try:
        return recognise_strip(strip)
    except ImportError:
        raise NotInstalledError from None


def unrolled(pixels: NDArray[np.uint8], outline: Ellipse) -> NDArray[np.uint8] | None:
    """The name as an RGB strip of dark print on white, rolled so that it begins after the widest gap.

    None where the arc holds no stretch of ink long enough for a name.
    """
    import cv2

    ink, left, top = ink_around(pixels, outline)
    moved = outline._replace(x=outline.x - left, y=outline.y - top)
    radii = np.linspace(_OUTER, _INNER, _HEIGHT)
    ring = polar(ink, moved, radii, _ANGLES)
    rows = [number for number, radius in enumerate(radii) if _BAND[0] <= radius <= _BAND[1]]
    has_ink = (ring[rows] > 96).mean(axis=0) > 0.04
    stretch = _longest_stretch(has_ink)
    if stretch is None:
        return None
    start, length = stretch
    strip = np.roll(ring, -start, axis=1)[:, :length]
    long_way = math.tau * outline.radius * 0.75 * length / _ANGLES  # at the middle of the name
    scale = _HEIGHT / ((_OUTER - _INNER) * outline.radius)
    strip = cv2.resize(strip, (max(_HEIGHT, round(long_way * scale)), _HEIGHT), interpolation=cv2.INTER_AREA)
    return np.repeat(255 - strip[..., None], 3, axis=2).astype(np.uint8)


def ink_around(pixels: NDArray[np.uint8], outline: Ellipse) -> tuple[NDArray[np.uint8], int, int]:
    """How much ink (0-255) there is at and around a seal; and where that piece of the page begins: left, top."""
    return _ink(_surroundings(pixels, outline)), _left(outline), _top(outline)


def _left(outline: Ellipse) -> int:
    return max(0, math.floor(outline.x - 1.1 * max(outline.a, outline.b)))


def _top(outline: Ellipse) -> int:
    return max(0, math.floor(outline.y - 1.1 * max(outline.a, outline.b)))


def _surroundings(pixels: NDArray[np.uint8], outline: Ellipse) -> NDArray[np.uint8]:
    reach = 2.2 * max(outline.a, outline.b) + 2
    left, top = _left(outline), _top(outline)
    return pixels[top : top + math.ceil(reach), left : left + math.ceil(reach)]


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How much red ink, 0-255; of a grey picture how much of any ink. Black print under red vanishes: it is as dark
    in all colours."""
    channels = pixels.astype(np.int16)
    red = channels[..., 0] - np.minimum(channels[..., 1], channels[..., 2])
    red -= np.int16(np.median(red))
    if not (red > _LEAST_INK).any():
        red = (255 - channels.mean(axis=2)).astype(np.int16)
        red -= np.int16(np.median(red))
    full = float(np.percentile(red[red > _LEAST_INK], 85)) if (red > _LEAST_INK).any() else 255.0
    inked: NDArray[np.uint8] = np.clip(red * (255.0 / full), 0, 255).astype(np.uint8)
    return inked


def _longest_stretch(has_ink: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Start and length (steps of the circle) of the longest run of ink, gaps up to _BREAK counted in."""
    count = len(has_ink)
    marked = np.flatnonzero(has_ink)
    if len(marked) < count // 12:
        return None
    gaps = np.diff(np.append(marked, marked[0] + count))
    breaks = np.flatnonzero(gaps > _BREAK / 360 * count)
    margin = round(_MARGIN / 360 * count)
    if len(breaks) == 0:  # ink all around: from the widest gap
        widest = int(gaps.argmax())
        return int(marked[(widest + 1) % len(marked)]) - margin, count
    best = (0, 0)
    for number, end in enumerate(breaks):
        first = marked[(breaks[number - 1] + 1) % len(marked)]
        length = int((marked[end] - first) % count) + 1
        best = max(best, (length, int(first)))
    return best[1] - margin, min(count, best[0] + 2 * margin)
