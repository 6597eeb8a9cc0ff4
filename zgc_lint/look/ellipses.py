"""Ellipses in a mask: where rings may be, and the mask seen from a ring's middle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["ANGLES", "Ellipse", "polar", "refined", "suspects"]

ANGLES = 256  # directions in which a ring is looked at
_LARGEST, _SMALLEST = 0.75, 0.045  # diameter as a share of the page's longer side
_FLATTEST = 0.55  # shorter by longer axis: an oval seal is 0.75, photographed askew a little less
_BLOBS = 14  # at most so many patches of ink are looked into, the largest first
_FEWEST = 40  # points of ink, at half the size, in a patch that is looked into
_TRIES, _POINTS = 240, 360
_NEAR = 0.035  # of the radius: a point so close to a circle lies on it


class Ellipse(NamedTuple):
    """An ellipse: middle, half axes (pixels), and the angle (radians) of the first axis from the x axis."""

    x: float
    y: float
    a: float
    b: float
    turn: float

    @property
    def radius(self) -> float:
        """The mean of the half axes."""
        return (self.a + self.b) / 2

    @property
    def roundness(self) -> float:
        """1.0 for a circle."""
        return min(self.a, self.b) / max(self.a, self.b)


def polar(picture: NDArray[Any], ellipse: Ellipse, radii: NDArray[np.float64], angles: int = ANGLES) -> NDArray[Any]:
    """`picture` seen from the middle of `ellipse`: (radii, angles), radius 1 on the ellipse, 0 beyond the picture.

    Angles go clockwise as on a dial, the first pointing along the x axis.
    """
    import cv2

    theta = np.arange(angles) * (math.tau / angles)
    x, y = _at(ellipse, np.ones(1), theta)
    xs = np.float32(ellipse.x) + np.outer(radii, x - ellipse.x).astype(np.float32)
    ys = np.float32(ellipse.y) + np.outer(radii, y - ellipse.y).astype(np.float32)
    return cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderValue=0)


def inside(shape: tuple[int, ...], ellipse: Ellipse, angles: int = ANGLES) -> NDArray[np.bool_]:
    """Which of the directions of `polar` meet the ellipse within the picture."""
    x, y = _at(ellipse, np.ones(1), np.arange(angles) * (math.tau / angles))
    found: NDArray[np.bool_] = (x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])
    return found


def _at(
    ellipse: Ellipse, radii: NDArray[np.float64], theta: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    cos, sin = math.cos(ellipse.turn), math.sin(ellipse.turn)
    u, v = radii * np.cos(theta - ellipse.turn) * ellipse.a, radii * np.sin(theta - ellipse.turn) * ellipse.b
    return ellipse.x + u * cos - v * sin, ellipse.y + u * sin + v * cos


def suspects(mask: NDArray[np.uint8]) -> Iterator[Ellipse]:
    """Ellipses that the ink of `mask` may form; several for a patch of ink, each still to be measured.

    Patches joined over small gaps; in each the ellipse through its outermost points, and circles through three
    points (RANSAC) by the number of points on them.
    """
    import cv2

    if cv2.countNonZero(mask) < _FEWEST:
        return
    page = max(mask.shape)
    half = cv2.resize(
        cv2.dilate(mask, np.ones((2, 2), np.uint8)), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST
    )
    reach = max(3, int(page * 0.006) | 1)
    joined = cv2.morphologyEx(half, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    blobs = []
    for blob in range(1, count):
        left, top, width, height, _ = (int(number) for number in stats[blob])
        if max(width, height) * 2 >= page * _SMALLEST and min(width, height) * 2 >= page * 0.03:
            blobs.append((width * height, blob, left, top, width, height))
    chance = np.random.default_rng(0)
    for _, blob, left, top, width, height in sorted(blobs, reverse=True)[:_BLOBS]:
        window = (slice(top, top + height), slice(left, left + width))
        ink = (labels[window] == blob) & (half[window] > 0)
        points = np.argwhere(ink)[:, ::-1].astype(np.float64)
        if len(points) < _FEWEST:
            continue
        for found in _in_blob(points, (width / 2, height / 2), chance):
            ellipse = Ellipse((found.x + left) * 2, (found.y + top) * 2, found.a * 2, found.b * 2, found.turn)
            if _is_possible(ellipse, page):
                yield ellipse


def _is_possible(ellipse: Ellipse, page: int) -> bool:
    if not all(map(math.isfinite, ellipse)) or min(ellipse.a, ellipse.b) < 1:
        return False
    diameter = 2 * ellipse.radius / page
    return _SMALLEST <= diameter <= _LARGEST and ellipse.roundness >= _FLATTEST


def _in_blob(
    points: NDArray[np.float64], middle: tuple[float, float], chance: np.random.Generator
) -> Iterator[Ellipse]:
    rim = _outermost(points, middle)
    fitted = fitted_ellipse(rim)
    if fitted is not None:
        yield fitted
    some = points if len(points) <= _POINTS else points[chance.choice(len(points), _POINTS, replace=False)]
    for pool in (rim, some):
        left = pool
        for _ in range(2):  # two seals may touch
            circle = _circle(left, chance)
            if circle is None:
                break
            yield circle
            away = np.abs(np.hypot(left[:, 0] - circle.x, left[:, 1] - circle.y) - circle.a) > 2 * _NEAR * circle.a
            left = left[away]


def _outermost(points: NDArray[np.float64], middle: tuple[float, float]) -> NDArray[np.float64]:
    """The point farthest from `middle` in each of 180 directions."""
    across, down = points[:, 0] - middle[0], points[:, 1] - middle[1]
    direction = ((np.arctan2(down, across) + math.pi) * (180 / math.tau)).astype(int) % 180
    order = np.argsort(np.hypot(across, down))
    last = np.full(180, -1)
    last[direction[order]] = order
    chosen: NDArray[np.float64] = points[last[last >= 0]]
    return chosen


def fitted_ellipse(points: NDArray[np.float64]) -> Ellipse | None:
    """The ellipse of least squares through `points` (n, 2), None for fewer than 12."""
    import cv2

    if len(points) < 12:
        return None
    (x, y), (width, height), degrees = cv2.fitEllipse(points.astype(np.float32))
    return Ellipse(x, y, width / 2, height / 2, math.radians(degrees))


def _circle(points: NDArray[np.float64], chance: np.random.Generator) -> Ellipse | None:
    """The circle that most of `points` lie on, of those through three points drawn by lot."""
    if len(points) < 30:
        return None
    drawn = points[chance.integers(0, len(points), (_TRIES, 3))]
    (ax, ay), (bx, by), (cx, cy) = (drawn[:, corner].T for corner in range(3))
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    good = np.abs(twice) > 1e-6
    squares = [x * x + y * y for x, y in ((ax, ay), (bx, by), (cx, cy))]
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (squares[0] * (by - cy) + squares[1] * (cy - ay) + squares[2] * (ay - by)) / twice
        y = (squares[0] * (cx - bx) + squares[1] * (ax - cx) + squares[2] * (bx - ax)) / twice
    radius = np.hypot(ax - x, ay - y)
    extent = float(np.ptp(points, axis=0).max())
    good &= (radius > extent * 0.04) & (radius < extent * 1.2)
    if not good.any():
        return None
    x, y, radius = x[good], y[good], radius[good]
    coarse = points.astype(np.float32)
    across, down = (coarse[:, side] - middle[:, None].astype(np.float32) for side, middle in ((0, x), (1, y)))
    squares_away = across * across + down * down  # compared as they are: the root of each is dear
    least, most = ((share * radius[:, None]).astype(np.float32) ** 2 for share in (1 - _NEAR, 1 + _NEAR))
    near = (squares_away > least) & (squares_away < most)
    on_it = np.count_nonzero(near, axis=1) / np.sqrt(radius)  # else the largest always wins
    best = int(on_it.argmax())
    return Ellipse(float(x[best]), float(y[best]), float(radius[best]), float(radius[best]), 0.0)


def refined(mask: NDArray[np.uint8], ellipse: Ellipse) -> Ellipse:
    """`ellipse` moved onto the ring of ink nearest to it; as it was where there is none."""
    for width in (0.22, 0.12, 0.07):
        radii = np.linspace(1 - width, 1 + width * 0.8, 25)
        ink = polar(mask, ellipse, radii) > 127
        hit = ink.any(axis=0)
        if hit.mean() < 0.3:
            return ellipse
        outer = radii[len(radii) - 1 - ink[::-1].argmax(axis=0)]
        theta = np.arange(ANGLES) * (math.tau / ANGLES)
        x, y = _at(ellipse, outer, theta)
        points = np.column_stack([x, y])[hit]
        moved = fitted_ellipse(points)
        for _ in range(2):
            if moved is None:
                return ellipse
            points = points[_distance(moved, points) < width * 0.5]
            moved = fitted_ellipse(points)
        if moved is None or not _is_near(moved, ellipse):
            return ellipse
        ellipse = moved
    return ellipse


def _distance(ellipse: Ellipse, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far points lie from the ellipse, in radii."""
    cos, sin = math.cos(ellipse.turn), math.sin(ellipse.turn)
    across, down = points[:, 0] - ellipse.x, points[:, 1] - ellipse.y
    u, v = (across * cos + down * sin) / ellipse.a, (down * cos - across * sin) / ellipse.b
    away: NDArray[np.float64] = np.abs(np.hypot(u, v) - 1)
    return away


def _is_near(moved: Ellipse, ellipse: Ellipse) -> bool:
    shift = math.hypot(moved.x - ellipse.x, moved.y - ellipse.y)
    return (
        all(map(math.isfinite, moved))
        and shift < ellipse.radius * 0.4
        and 0.6 < moved.radius / ellipse.radius < 1.5
        and moved.roundness >= _FLATTEST
    )
