"""Is an ellipse of ink a seal? What is measured of it, and the verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zgc_lint.look.ellipses import ANGLES, Ellipse, inside, polar

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BROKEN", "Ring", "chord", "measured"]

#: Of a ring no more than this is covered by ink: it is none, and nothing else of it need be measured.
BROKEN = 0.60
_LEAST_SEEN = 0.35  # of an ellipse is on the page
_RADII = np.linspace(0.02, 1.30, 65)  # 0.02 apart
_SECTORS = 32


class Band(NamedTuple):
    """What is measured of a band of writing; see `Ring`."""

    text: float
    strokes: float
    fill: float


class Ring(NamedTuple):
    """What is measured of an ellipse; shares of 0-1.

    `hit`: of the ellipse within the page, covered by ink. `thick`: the rim's thickness in radii (a seal's is 1.2 of
    21 mm). `gap`: directions with blank paper between rim and centre. `name`: the band of the name, `close`: one closer
    to the rim. In each, `text`: sectors that hold ink, `strokes`: changes between ink and paper around it, per
    direction, `fill`: ink within it. `outside`: directions with ink just beyond the rim. `longest`: the longest arc
    without rim.
    """

    hit: float
    thick: float
    gap: float
    name: Band
    close: Band
    outside: float
    longest: float


def measured(weak: NDArray[np.uint8], ellipse: Ellipse) -> Ring | None:
    """Measure `ellipse` on the mask of a page (0 and 255) that holds the weak ink, too.

    None where too little of it is on the page, or covered by ink (BROKEN).
    """
    seen = inside(weak.shape, ellipse)
    if seen.mean() < _LEAST_SEEN:
        return None
    rim = polar(weak, ellipse, _RADII[_between(0.94, 1.06)])[:, seen]
    hit: NDArray[np.bool_] = np.any(rim > 127, axis=0)
    if hit.mean() <= BROKEN:
        return None
    ink = (polar(weak, ellipse, _RADII) > 127)[:, seen]
    return Ring(
        float(hit.mean()),
        _thickness(ink, hit),
        float((~ink[_between(0.78, 0.94)]).any(axis=0).mean()),
        _band(ink[_between(0.48, 0.84)]),
        _band(ink[_between(0.66, 0.90)]),
        float(ink[_between(1.10, 1.24)].mean()),
        _longest(~hit) / max(1, len(hit)),
    )


def chord(mask: NDArray[np.uint8], ellipse: Ellipse) -> float:
    """How much of the fullest straight line across the inside is ink (0-1): that of a date stamp is all of it."""
    import cv2

    slants = np.arange(60)[:, None, None] * (math.pi / 60)
    offsets = np.linspace(-0.6, 0.6, 41)[None, :, None]
    along = np.linspace(-1, 1, 41)[None, None, :] * np.sqrt(0.88**2 - offsets**2)
    u = along * np.cos(slants) - offsets * np.sin(slants)
    v = along * np.sin(slants) + offsets * np.cos(slants)
    cos, sin = math.cos(ellipse.turn), math.sin(ellipse.turn)
    x = ellipse.x + u * ellipse.a * cos - v * ellipse.b * sin
    y = ellipse.y + u * ellipse.a * sin + v * ellipse.b * cos
    rows = (-1, x.shape[2])
    ink = cv2.remap(
        mask, x.reshape(rows).astype(np.float32), y.reshape(rows).astype(np.float32), cv2.INTER_LINEAR, borderValue=0
    )
    return float((np.asarray(ink) > 100).mean(axis=1).max())


def _band(ink: NDArray[np.bool_]) -> Band:
    return Band(_sectors(ink), float(np.abs(np.diff(ink.astype(np.int8), axis=1)).mean()), float(ink.mean()))


def _between(low: float, high: float) -> slice:
    return slice(int(np.searchsorted(_RADII, low)), int(np.searchsorted(_RADII, high)))


def _thickness(ink: NDArray[np.bool_], hit: NDArray[np.bool_]) -> float:
    """The median length, over directions, of the unbroken ink that begins at the rim and goes inwards."""
    if not hit.any():
        return 0.0
    column = ink[: _between(0, 1.06).stop, hit][::-1]  # from outside to the middle
    start = column.argmax(axis=0)
    after = np.arange(len(column))[:, None] >= start
    end = np.where((~column & after).any(axis=0), (~column & after).argmax(axis=0), len(column))
    return float(np.median(end - start) * (_RADII[1] - _RADII[0]))


def _sectors(band: NDArray[np.bool_]) -> float:
    """Share of sectors of the band that hold more than specks."""
    count = max(1, round(_SECTORS * band.shape[1] / ANGLES))
    bounds = np.arange(count + 1) * band.shape[1] // count
    inked = np.add.reduceat(band.mean(axis=0), bounds[:-1]) / np.diff(bounds)
    return float(((inked > 0.07) & (inked < 0.9)).mean())


def _longest(gap: NDArray[np.bool_]) -> int:
    """The longest run of True around the circle."""
    if gap.all():
        return len(gap)
    turned = np.roll(gap, -int(np.flatnonzero(~gap)[0]))
    best = run = 0
    for value in turned:
        run = run + 1 if value else 0
        best = max(best, run)
    return best
