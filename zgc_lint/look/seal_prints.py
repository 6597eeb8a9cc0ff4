"""The print of a seal's ink, by which the same picture of a seal is known again on another paper."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zgc_lint.look.ellipses import Ellipse

__all__ = ["alike", "ink_print", "maybe_alike", "same_page", "thumbnail"]

_SIDE, _SHIFT = 120, 2
_HOPELESS = 0.6  # correlation of prints that no shift will mend
_ROUNDED = 2e-3  # more than what reckoning in single precision costs, or a unit vector in half precision (2**-11)
_AT_ONCE, _AGAINST = 16, 16  # prints, so many in 1 MB; these are held against so many
_HELD, _ROWS = 4096, 256  # outlines that are held at once, 7 MB; of these so many are multiplied at once
_SHIFTS = tuple((down, right) for down in range(2 * _SHIFT + 1) for right in range(2 * _SHIFT + 1))
_BLOCKS = 29  # a side, in which prints are held against each other first: stampings of one seal differ in these, too
_FLAT = 1e-6  # the length of what is all of one tone
_SMALL = 64
_SAME_PAGE = 0.95


def ink_print(pixels: NDArray[np.uint8], outline: Ellipse) -> bytes:
    """The ink within the seal at `outline` on RGB `pixels`, upright as it was stamped, reduced to 120 x 120."""
    import cv2
    import numpy as np

    from zgc_lint.look.arc import ink_around

    ink, left, top = ink_around(pixels, outline)
    step = 2 * outline.radius / _SIDE
    steps = (np.arange(_SIDE) + 0.5 - _SIDE / 2) * step
    x, y = np.meshgrid(outline.x - left + steps, outline.y - top + steps)
    soft = cv2.GaussianBlur(ink, (0, 0), max(0.3, step * 0.5))
    return bytes(
        cv2.remap(soft, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR).astype(np.uint8).tobytes()
    )


def alike(first: bytes, second: bytes) -> float:
    """Correlation of two prints, 1.0 for the same picture, the best over shifts of up to 2 of 120 steps.

    Two stampings of one seal differ in angle and ink; one picture put on two papers does not.
    """
    import numpy as np

    if not first or not second:
        return 0.0
    one, two = (np.frombuffer(each, np.uint8).reshape(_SIDE, _SIDE).astype(np.float32) for each in (first, second))
    if one.std() == 0 or two.std() == 0:
        return 0.0
    if float(np.corrcoef(one.ravel(), two.ravel())[0, 1]) < _HOPELESS:
        return 0.0
    inner = _SIDE - 2 * _SHIFT
    middle = one[_SHIFT:-_SHIFT, _SHIFT:-_SHIFT].ravel()
    return max(
        float(np.corrcoef(middle, two[down : down + inner, right : right + inner].ravel())[0, 1])
        for down in range(2 * _SHIFT + 1)
        for right in range(2 * _SHIFT + 1)
    )


def maybe_alike(
    prints: Sequence[bytes], least: float, known: Collection[int] = (), split: int | None = None
) -> list[tuple[int, int]]:
    """The numbers of two prints, the earlier first, wherever `alike` of them may reach `least`; in order.

    Pairs of which both are `known` are left out; with `split` instead those that have not one print before that number
    and one from there on. A batch has as many pairs as it has seals squared: nearly all are told apart by what is left
    of them when they are made coarse, the rest is reckoned for many at once.
    """
    every = [number for number, each in enumerate(prints) if each]
    if split is not None:
        before = bisect_left(every, split)
        return sorted(_near(prints, every[:before], every[before:], least))
    new = [number for number in every if number not in known]
    old = [number for number in every if number in known]
    return sorted([*_near(prints, new, every, least), *_near(prints, old, new, least)])


def _near(
    prints: Sequence[bytes], firsts: Sequence[int], seconds: Sequence[int], least: float
) -> Iterator[tuple[int, int]]:
    """The pairs of one of `firsts` and a later one of `seconds` that may be alike."""
    for some in _parted(firsts, _HELD):
        yield from _near_some(prints, some, seconds, least)


def _near_some(
    prints: Sequence[bytes], firsts: Sequence[int], seconds: Sequence[int], least: float
) -> Iterator[tuple[int, int]]:
    """The same of no more than `_HELD` firsts."""
    import numpy as np

    numbers = np.array(firsts)
    held = _held_outlines(prints, firsts)
    for others in _parted([number for number in seconds if number > firsts[0]], _AGAINST):
        pictures = _pictures(prints, others)
        shifted = np.concatenate(list(_outlines(pictures, _SHIFTS))).T
        for begin in range(0, int(np.searchsorted(numbers, others[-1])), _ROWS):
            rows = numbers[begin : begin + _ROWS]
            products = (held[begin : begin + _ROWS].astype(np.float32) @ shifted).reshape(len(rows), -1, len(others))
            hopeful = (products.max(axis=1) >= least - _ROUNDED) & (rows[:, None] < np.array(others))
            for ones in _parted(rows[hopeful.any(axis=1)].tolist(), _AT_ONCE):
                yield from _alike_among(prints, ones, others, pictures, least)


def _alike_among(
    prints: Sequence[bytes], ones: Sequence[int], others: Sequence[int], pictures: NDArray[np.uint8], least: float
) -> Iterator[tuple[int, int]]:
    """The pairs of one of `ones` and a later one of `others`, whose `pictures` are given, that may be alike."""
    import numpy as np

    middles = _windows(_pictures(prints, ones), _SHIFT, _SHIFT)
    products = [middles @ _windows(pictures, *shift).T for shift in _SHIFTS]
    for row, column in np.argwhere(np.max(products, axis=0) >= least - _ROUNDED).tolist():
        if ones[row] < others[column]:
            yield ones[row], others[column]


def _held_outlines(prints: Sequence[bytes], numbers: Sequence[int]) -> NDArray[np.float16]:
    """The outlines of many prints without a shift: in half precision, since all are held at once."""
    import numpy as np

    held = np.empty((len(numbers), _BLOCKS**2 + 1), dtype=np.float16)
    for begin in range(0, len(numbers), _AT_ONCE):
        few = numbers[begin : begin + _AT_ONCE]
        (held[begin : begin + len(few)],) = _outlines(_pictures(prints, few), ((_SHIFT, _SHIFT),))
    return held


def _parted(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[begin : begin + size] for begin in range(0, len(numbers), size))


def _pictures(prints: Sequence[bytes], numbers: Sequence[int]) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(b"".join(prints[number] for number in numbers), np.uint8).reshape(-1, _SIDE, _SIDE)


def _windows(pictures: NDArray[np.uint8], down: int, right: int) -> NDArray[np.float32]:
    """The part of each picture that is left by a shift, as a vector whose product with another's is a correlation."""
    import numpy as np

    inner = _SIDE - 2 * _SHIFT
    shifted = pictures[:, down : down + inner, right : right + inner]
    cut: NDArray[np.float32] = shifted.reshape(len(pictures), -1).astype(np.float32)
    cut -= cut.mean(axis=1, keepdims=True)
    lengths = np.sqrt(np.einsum("ij,ij->i", cut, cut))[:, np.newaxis]  # `linalg.norm` makes a copy of 7 MB
    cut /= np.where(lengths > 0, lengths, 1)
    return cut


def _outlines(pictures: NDArray[np.uint8], shifts: Iterable[tuple[int, int]]) -> Iterator[NDArray[np.float32]]:
    """For each shift what `_windows` gives, made coarse: vectors whose product is never less than the correlation.

    Such a vector holds what there is of the window in the means of its blocks, and the length of the rest: by Cauchy
    and Schwarz two rests have no greater product than their lengths.
    """
    import numpy as np

    inner = _SIDE - 2 * _SHIFT
    edges = np.linspace(0, inner, _BLOCKS + 1).astype(int)
    sizes = np.outer(np.diff(edges), np.diff(edges))
    whole = pictures.astype(np.int32)  # all squares together are 10**9 at most
    corners, squares = (
        np.pad(each.cumsum(axis=1, dtype=np.int32).cumsum(axis=2, dtype=np.int32), ((0, 0), (1, 0), (1, 0)))
        for each in (whole, whole * whole)
    )
    for down, right in shifts:
        sums = np.diff(np.diff(corners[:, edges[:, None] + down, edges + right], axis=1), axis=2)
        mean = sums.sum(axis=(1, 2), keepdims=True) / inner**2
        top, left, bottom, end = down, right, down + inner, right + inner
        square = squares[:, bottom, end] - squares[:, top, end] - squares[:, bottom, left] + squares[:, top, left]
        length = np.sqrt(np.maximum(square - inner**2 * mean[:, 0, 0] ** 2, 0.0))
        length[length < _FLAT] = 1.0
        blocks = ((sums - sizes * mean) / np.sqrt(sizes)).reshape(len(pictures), -1) / length[:, None]
        rest = np.sqrt(np.maximum(1.0 - np.einsum("ij,ij->i", blocks, blocks), 0.0))
        yield np.column_stack([blocks, rest]).astype(np.float32)


def thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """RGB `pixels` as 64 x 64 grey ones."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return bytes(cv2.resize(grey, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA).astype(np.uint8).tobytes())


def same_page(first: bytes, second: bytes) -> bool:
    """Whether two thumbnails show the same paper, so that a seal found on both is found twice, not copied."""
    import numpy as np

    one, two = (np.frombuffer(each, np.uint8).astype(np.float64) for each in (first, second))
    if one.std() == 0 or two.std() == 0:
        return first == second
    return bool(np.corrcoef(one, two)[0, 1] >= _SAME_PAGE)
