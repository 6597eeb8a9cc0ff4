"""Seals on a page: where, how sure, and whether the page can be judged at all.

Round and oval seals are known by what makes them: a thin closed rim, paper inside it, strokes of writing around the
band of the name. A frame with straight sides may be a seal or another stamp, so it leaves the page in doubt. Other
shapes (triangles, diamonds) are not looked for.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.look.arc import read_arc
from zgc_lint.look.ellipses import Ellipse, refined, suspects
from zgc_lint.look.frames import FrameKind
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.oblongs import has_oblong
from zgc_lint.look.redness import middle_grey, redness
from zgc_lint.look.rings import BROKEN, Band, Ring, chord, measured
from zgc_lint.look.seal_prints import ink_print, thumbnail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zgc_lint.look.frames import Frame
    from zgc_lint.model import Box

__all__ = ["Doubt", "Seal", "SealSight", "SealsFound", "SealsSight", "find_seals", "see"]

_WORK = 1_200  # pixels of the longer side on which is searched; 42 mm of an A4 page are 170
_SURE, _SURE_IN_GREY, _POSSIBLE = 0.5, 0.6, 0.3  # scores
_SMALLEST = 0.036  # radius by the page's longer side: 21 mm wide on A4, what is smaller is no doubtful seal either
_LINE = 0.94  # of a straight line across is ink: a date stamp
_LEAST, _LEAST_ALONE = 400, 140  # pixels of the longer side: on a smaller page a seal is a smudge; of a lone seal
_NARROWEST = 24  # pixels of the shorter side


class Doubt(str, enum.Enum):
    """Why nothing can be said of a page on which no seal was found."""

    NONE = ""
    GREY = "grey"  # the page has no colour: a seal looks like any other ring, or is lost in the print
    SMALL = "small"
    OBLONG = "oblong"  # a red frame with straight sides and writing in it
    FAINT = "faint"  # something like a seal is there, too pale or too little of it


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal: its outline in pixels of the array.

    `score` is 0-1. `red` is how far (Lab a*) its ink stands above the paper, 0.0 for one found in grey.
    """

    outline: Ellipse
    score: float
    red: float

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y)."""
        return self.outline.x, self.outline.y

    @property
    def diameter(self) -> float:
        """The mean of the axes."""
        return 2 * self.outline.radius

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        x, y, a, b, turn = self.outline
        across = math.hypot(a * math.cos(turn), b * math.sin(turn))
        down = math.hypot(a * math.sin(turn), b * math.cos(turn))
        return x - across, y - down, x + across, y + down


@dataclass(frozen=True, slots=True)
class SealsFound:
    """The seals of a page, the surest first; `doubt` is set where none was found and that proves nothing."""

    seals: tuple[Seal, ...] = ()
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class SealSight:
    """A seal as the fact gets it: box and diameter in units of the original (`About`).

    `name` is what was read on its arc and `name_score` how well (0-1); "" for a seal that is cut off or grey.
    `print` is its ink, to be compared by `alike`.
    """

    box: Box
    diameter: float
    score: float
    red: float
    name: str
    name_score: float
    print: bytes


@dataclass(frozen=True, slots=True)
class SealsSight:
    """What `see` returns; `thumbnail` is the page made small where it bears a seal, to be compared by `same_page`."""

    seals: tuple[SealSight, ...]
    doubt: Doubt
    thumbnail: bytes


def find_seals(pixels: NDArray[np.uint8], *, alone: bool = False) -> SealsFound:
    """The seals on a page of upright RGB pixels (h, w, 3); `alone`: on a picture that may be a seal and nothing else.

    Raises NotInstalledError without OpenCV.
    """
    try:
        import cv2
    except ImportError:
        raise NotInstalledError from None
    height, width = pixels.shape[:2]
    if max(height, width) < (_LEAST_ALONE if alone else _LEAST) or min(height, width) < _NARROWEST:
        return SealsFound(doubt=Doubt.SMALL)
    cv2.setNumThreads(1)  # whole files run side by side
    scale = min(1.0, _WORK / max(height, width))
    page = pixels
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        page = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    ink = redness(page)
    if not ink.coloured:
        grey = middle_grey(page)
        found = [each for each in _search(grey, grey) if each[0] >= _SURE_IN_GREY]
        return SealsFound(_told(found, scale, 0.0), Doubt.NONE if found else Doubt.GREY)
    found = _search(ink.strong, ink.weak)
    sure = [each for each in found if each[0] >= _SURE]
    if sure:
        return SealsFound(_told(sure, scale, ink.level))
    least_radius = _SMALLEST * max(page.shape)
    doubtful = [each for each in found or _search(ink.weak, ink.weak) if each[1].radius >= least_radius]
    if doubtful:
        return SealsFound(doubt=Doubt.FAINT)
    return SealsFound(doubt=Doubt.OBLONG if has_oblong(ink.strong, alone=alone) else Doubt.NONE)


def see(frame: Frame) -> SealsSight:
    """The seals of a frame, in units of the original; see `zgc_lint.look.stage.Want`.

    A picture within a document may be a seal and nothing else: it is given a margin first.
    """
    if frame.is_blank:  # or what stands there could not be drawn
        return SealsSight((), Doubt.GREY, b"")
    alone = frame.about.kind is FrameKind.EMBEDDED
    height, width = frame.pixels.shape[:2]
    margin = max(height, width) // 3 if alone else 0
    pixels = (
        np.pad(frame.pixels, ((margin,) * 2, (margin,) * 2, (0, 0)), constant_values=255) if margin else frame.pixels
    )
    found = find_seals(pixels, alone=alone)
    seals = tuple(_sight(frame, pixels, margin, seal) for seal in found.seals)
    return SealsSight(seals, found.doubt, thumbnail(frame.pixels) if seals else b"")


def _sight(frame: Frame, pixels: NDArray[np.uint8], margin: int, seal: Seal) -> SealSight:
    left, top, right, bottom = seal.box
    height, width = pixels.shape[:2]
    legible = seal.red > 0 and left >= 0 and top >= 0 and right <= width and bottom <= height
    name, score = _name(pixels, seal.outline) if legible else ("", 0.0)
    return SealSight(
        frame.box(left - margin, top - margin, right - margin, bottom - margin),
        round(seal.diameter * frame.scale, 1),
        seal.score,
        seal.red,
        name,
        round(score, 3),
        ink_print(pixels, seal.outline) if legible else b"",
    )


def _name(pixels: NDArray[np.uint8], outline: Ellipse) -> tuple[str, float]:
    try:
        return read_arc(pixels, outline)
    except NotInstalledError:  # OpenCV is there, the recogniser is not: the seal is seen and its name unread
        return "", 0.0


def _search(strong: NDArray[np.uint8], weak: NDArray[np.uint8]) -> list[tuple[float, Ellipse]]:
    """What may be a seal, with its score, the best first; of rings within one another the outermost."""
    found: list[tuple[float, Ellipse]] = []
    for suspect in suspects(strong):
        ellipse = refined(weak, suspect)
        ring = measured(weak, ellipse)
        score = _score(ring) if ring is not None else 0.0
        score = min(score, max(_POSSIBLE, _ramp(ellipse.roundness, 0.58, 0.66)))  # words ringed with a pen are flatter
        if score >= _SURE and chord(strong, ellipse) > _LINE:
            score = _POSSIBLE
        if score >= _POSSIBLE:
            found.append((score, ellipse))
    kept: list[tuple[float, Ellipse]] = []
    for score, ellipse in sorted(found, key=lambda each: (each[0] < _SURE, -each[1].radius)):
        if all(math.hypot(ellipse.x - other.x, ellipse.y - other.y) > 0.6 * other.radius for _, other in kept):
            kept.append((score, ellipse))
    return sorted(kept, key=lambda each: -each[0])


def _score(ring: Ring) -> float:
    """How much a ring looks like a seal, 0-1: as much as the least fitting of its measures.

    The bounds were set on the tuning seeds that benchmarks/results/evidence_seals.md names.
    """
    rim = min(
        _ramp(ring.hit, BROKEN, 0.95),
        _ramp(ring.longest, 0.35, 0.10),
        _ramp(ring.thick, 0.215, 0.17),  # a rim is 0.06; doubled, or blurred on a small picture, up to 0.18
        _ramp(ring.gap, 0.20, 0.60),
        _ramp(ring.outside, 0.60, 0.20),
    )
    # The figures of a dial stand close to the rim, too: writing there alone leaves it in doubt.
    return min(rim, max(_written(ring.name), min(_written(ring.close), _POSSIBLE)))


def _written(band: Band) -> float:
    return min(_ramp(band.text, 0.20, 0.60), _ramp(band.strokes, 0.010, 0.050), _ramp(band.fill, 0.75, 0.45))


def _ramp(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high` and beyond; `low` may be the larger."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _told(found: list[tuple[float, Ellipse]], scale: float, level: float) -> tuple[Seal, ...]:
    return tuple(
        Seal(Ellipse(e.x / scale, e.y / scale, e.a / scale, e.b / scale, e.turn), round(score, 3), round(level, 1))
        for score, e in found
    )
