"""What a picture looks like, in a few kilobytes: the same picture is known again after it was saved anew, or turned.

Kept are, of the picture's brightness whatever its shape and size:

- a 64-bit difference hash (dhash: is a cell darker than its right neighbour) and a 256-bit cosine hash (phash) of four
  windows, in the eight ways in which a picture can be turned and mirrored. The windows are the whole, the upper part (a
  camera's watermark lies below it) and two middles (the edges may have been cut). They find candidates;
- the detail: whether each of 128 × 128 cells is darker or lighter than its surroundings, or neither. It decides.

A photo is the same where the detail agrees in `_AGREEING` of the tiles that show anything: what does not agree is
another watermark. Two shots of one scene agree in fewer, since a hand never holds a camera still to a 128th of the
picture. A page or a screen is the same only where nothing differs, and this on 256 × 256 cells: two notices made from
one template differ in no more than a name and a date. The limits were chosen on pictures drawn for the purpose;
``python -m benchmarks.evidence --only reuse`` measures them on others.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from zgc_lint.look.bits import bit_count
from zgc_lint.look.frames import FrameKind
from zgc_lint.look.likeness import UPRIGHT, Likeness, Match, Print

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from zgc_lint.look.frames import Frame

__all__ = ["compare", "fingerprint", "pairs", "see"]

_GRID, _FINE = 128, 256  # cells a side
_TILES = 16  # a side
#: left, top, right, bottom as shares of the picture: the whole, without the watermark, without 5 and 10 % at the edges
_WINDOWS = ((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.7), (0.025, 0.025, 0.975, 0.975), (0.05, 0.05, 0.95, 0.95))
#: which window of a picture is compared with which of the other
_COMPARED = ((0, 0), (1, 1), (0, 2), (2, 0), (0, 3), (3, 0))

_DHASH, _PHASH = 12, 60  # bits that may differ in a candidate
_NEAR_DHASH, _NEAR_PHASH = 8, 40  # in a picture that is called near whatever its detail
_CERTAIN, _AGREEING = 0.9, 0.42  # share of the tiles that agree
_TILE_AGREES = 0.7  # share of a tile's cells
_BAND = 6  # tiles that such an edge is deep: where a camera writes its watermark
_WINDOW_OPPOSITE, _WINDOW_DIFFERENT = 1, 11.0  # cells in any 9 × 9 of a page
_PAPER_SHARE, _PAPER_TILES, _PAPER_TONE, _SHADES, _GROUNDS = 0.45, 0.62, 180, 8, 3
_TEXT_LAYER = 50  # characters: a page with more is compared as text

_N = 64
_COSINES = np.cos(np.pi * np.arange(16)[:, None] * (2 * np.arange(_N)[None] + 1) / (2 * _N)).astype(np.float32)


def see(frame: Frame) -> Print | None:
    """The fingerprint of a frame; None for a page that has text, which is compared as text."""
    is_text = frame.about.kind is FrameKind.PAGE and frame.about.characters >= _TEXT_LAYER
    return None if is_text else fingerprint(frame.pixels)


def fingerprint(pixels: NDArray[np.uint8]) -> Print:
    """The fingerprint of an upright picture given as RGB (height, width, 3)."""
    image = Image.fromarray(pixels).convert("L")
    grid = _cells(image, _GRID)
    detail = _detail(grid, 2, 2.0)
    hashes = np.stack([_hashes(turned) for turned in _turned(grid)])
    fine = _packed(_detail(_cells(image, _FINE), 3, 3.0)) if _is_page(grid) else b""
    features = _features(detail, whole=bool(fine))
    return Print(hashes.astype("<u8").tobytes(), _packed(detail), fine, features)


def _cells(image: Image.Image, side: int) -> NDArray[np.float32]:
    # Lanczos: the cells of a picture and of its half are alike; with a box they are not. To four times the cells a box
    # does: no cell differs by more than 1 of 255.
    return np.asarray(image.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=4.0), dtype=np.float32)


def _turned(cells: NDArray[np.generic]) -> Iterator[NDArray[np.generic]]:
    """The eight turns, the upright one first."""
    for mirrored in (cells, cells.T):
        for quarter in range(4):
            yield np.rot90(mirrored, quarter)


def _hashes(grid: NDArray[np.generic]) -> NDArray[np.uint64]:
    """The hashes of each window, as (window, word)."""
    image = Image.fromarray(np.ascontiguousarray(grid))
    rows = []
    for window in _WINDOWS:
        left, top, right, bottom = (side * _GRID for side in window)
        box = (left, top, right, bottom)
        small = np.asarray(image.resize((9, 8), Image.Resampling.BOX, box=box))
        waves = _COSINES @ np.asarray(image.resize((_N, _N), Image.Resampling.BOX, box=box)) @ _COSINES.T
        bits = np.concatenate([(small[:, 1:] > small[:, :-1]).ravel(), (waves > np.median(waves)).ravel()])
        rows.append(np.packbits(bits).view("<u8"))
    return np.stack(rows)


def _detail(cells: NDArray[np.float32], radius: int, floor: float) -> NDArray[np.int8]:
    """1 where a cell is lighter than the mean of its (2 radius + 1)² surroundings, -1 where darker, 0 where neither.

    What counts is a difference of half the picture's own standard deviation, at least `floor` of 255.
    """
    local = cells - _box_sum(cells, radius) / (2 * radius + 1) ** 2
    limit = max(floor, 0.5 * float(local.std()))
    return (np.sign(local) * (np.abs(local) > limit)).astype(np.int8)


def _box_sum(cells: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """The sum of each cell's surroundings, the edges repeated outwards."""
    side = 2 * radius + 1
    sums = np.pad(np.pad(cells, radius, mode="edge").cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return np.asarray(sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side], np.float32)


def _by_tile(cells: NDArray[np.bool_], tiles: int = _TILES) -> NDArray[np.int64]:
    size = cells.shape[0] // tiles
    return np.asarray(cells.reshape(tiles, size, tiles, size).sum(axis=(1, 3)))


def _features(detail: NDArray[np.int8], *, whole: bool) -> int:
    """How many tiles show something: of the `whole` of a page; of a photo, without the edge that shows most.

    A dark photo shows its watermark and nothing else; on whichever side that lies, it must not make the picture.
    """
    shows = _by_tile(detail != 0) >= 8
    if whole:
        return int(shows.sum())
    return min(int(np.rot90(shows, quarter)[: _TILES - _BAND].sum()) for quarter in range(4))


def _is_page(grid: NDArray[np.float32]) -> bool:
    """Whether a light tone, or up to three (stripes, the bubbles of a chat), are the ground nearly everywhere.

    So it is on paper and on screens, and hardly ever in a street.
    """
    counts = np.bincount(grid.clip(0, 255).astype(np.int64).ravel(), minlength=256)
    counts[:_PAPER_TONE] = 0
    ground = np.zeros(grid.shape, dtype=bool)
    for _ in range(_GROUNDS):
        tone = int(np.convolve(counts, np.ones(2 * _SHADES + 1), "same").argmax())
        ground |= np.abs(grid - tone) <= _SHADES
        counts[max(0, tone - 2 * _SHADES) : tone + 2 * _SHADES + 1] = 0
        tiles = _by_tile(ground) >= 0.15 * (_GRID // _TILES) ** 2
        if ground.mean() >= _PAPER_SHARE and tiles.mean() >= _PAPER_TILES:
            return True
    return False


def _packed(detail: NDArray[np.int8]) -> bytes:
    return zlib.compress(np.packbits(np.stack([detail > 0, detail < 0])).tobytes(), 6)


def _unpacked(packed: bytes, side: int) -> NDArray[np.int8]:
    bits = np.unpackbits(np.frombuffer(_inflated(packed), dtype=np.uint8)).reshape(2, side, side).astype(np.int8)
    return np.asarray(bits[0] - bits[1], dtype=np.int8)


@lru_cache(maxsize=256)
def _inflated(packed: bytes) -> bytes:
    return zlib.decompress(packed)


# Comparison of two, and search among many.


def compare(first: Print, second: Print) -> Match | None:
    """How alike two pictures are, `first` with its turns; None where they are not or one shows too little to tell."""
    if first.is_blank or second.is_blank:
        return None
    return _decided(first, second, _distances(_words(first), _words(second)[0]))


def _distances(turned: NDArray[np.uint64], upright: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits that differ, as (turn, pair of windows, dhash or phash), of (turn, window, word) and (window, word)."""
    mine, other = ([pair[side] for pair in _COMPARED] for side in (0, 1))
    counts = bit_count(turned[:, mine] ^ upright[None, other]).astype(np.int64)
    return np.stack([counts[..., 0], counts[..., 1:].sum(-1)], axis=-1)


def _words(entry: Print) -> NDArray[np.uint64]:
    """The hashes as (turn, window, word), the upright turn first; word 0 is the dhash."""
    return np.frombuffer(entry.hashes, dtype="<u8").reshape(-1, len(_WINDOWS), UPRIGHT // 8 // len(_WINDOWS))


def _decided(first: Print, second: Print, distances: NDArray[np.int64]) -> Match | None:
    """The match in the best of the turns whose hashes are near enough; `distances` as (turn, windows, hash)."""
    candidates = ((distances[..., 0] <= _DHASH) & (distances[..., 1] <= _PHASH)).any(-1)
    found = [match for turn in np.flatnonzero(candidates) if (match := _match(first, second, int(turn)))]
    if found:
        return max(found, key=lambda match: match.share)
    near = ((distances[..., 0] <= _NEAR_DHASH) & (distances[..., 1] <= _NEAR_PHASH)).any(-1)
    if near.any() and not (first.is_page or second.is_page):
        return Match(Likeness.NEAR, 0.0, int(near.argmax()))
    return None


def _match(first: Print, second: Print, turn: int) -> Match | None:
    """What the detail says, with the first picture turned."""
    if first.is_page != second.is_page or (first.is_page and not _same_page(first, second, turn)):
        return None
    mine, other = _turn(_unpacked(first.detail, _GRID), turn), _unpacked(second.detail, _GRID)
    same, opposite, one = (_by_tile(cells) for cells in _compared(mine, other))
    shows = same + opposite + one >= 8
    agrees = same >= _TILE_AGREES * (same + opposite + 0.5 * one)
    share = float(agrees[shows].mean()) if shows.any() else 0.0
    if first.is_page:
        return Match(Likeness.SAME, share, turn)
    if share < _AGREEING:
        return None
    return Match(Likeness.SAME if share >= _CERTAIN else Likeness.CHANGED, share, turn)


def _same_page(first: Print, second: Print, turn: int) -> bool:
    """Whether there is no place as large as two characters at which the pages differ."""
    mine, other = _turn(_unpacked(first.fine, _FINE), turn), _unpacked(second.fine, _FINE)
    _, opposite, one = _compared(mine, other)
    sums: tuple[Callable[[NDArray[np.bool_]], NDArray[Any]], ...] = (
        lambda cells: _by_tile(cells, _FINE // 8),  # 8 × 8 cells lie in a window: most pages differ at first sight
        lambda cells: _box_sum(cells.astype(np.float32), 4),
    )
    for sum_of in sums:
        contrary = sum_of(opposite)
        if contrary.max() >= _WINDOW_OPPOSITE + 0.5 or (contrary + 0.5 * sum_of(one)).max() > _WINDOW_DIFFERENT:
            return False
    return True


def _turn(cells: NDArray[np.int8], turn: int) -> NDArray[np.int8]:
    return np.rot90(cells.T if turn >= 4 else cells, turn % 4)


def _compared(
    mine: NDArray[np.int8], other: NDArray[np.int8]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Where both say the same, where the contrary, and where only one of them says anything."""
    product = mine * other
    return product > 0, product < 0, (mine != 0) != (other != 0)


_AT_ONCE = 2**14  # pairs of pictures, each in 8 turns: 1 MB of hashes


def pairs(
    prints: Sequence[Print], earlier: Sequence[Print] = (), known: Collection[int] = ()
) -> Iterator[tuple[int, int, Match]]:
    """The pairs that are alike: (i, j, match), i < j, among `prints`; (i, len(prints) + k, match) with `earlier`.

    Pairs of which both are `known` are left out.

    All hashes are held against all others in array operations on some thousand pairs; the detail decides on the
    candidates that leaves. Among `earlier` no cut pictures are looked for.
    """
    if not prints:
        return
    count = len(prints) + len(earlier)
    dhashes = np.stack([_words(entry)[0, :, 0] for entry in chain(prints, earlier)], axis=1)  # (window, picture)
    rows_at_once = max(1, _AT_ONCE // count)
    for start in range(0, len(prints), rows_at_once):
        numbers = range(start, min(start + rows_at_once, len(prints)))
        rows = np.stack([_words(prints[number])[:, :, 0] for number in numbers])
        hit = np.zeros((len(rows), count - start), dtype=bool)
        for mine, other in _COMPARED:
            end = count if mine == other else len(prints)
            differing = bit_count(rows[:, :, mine, None] ^ dhashes[None, None, other, start:end])
            hit[:, : end - start] |= (differing <= _DHASH).any(axis=1)
        for row, column in np.argwhere(hit).tolist():
            i, j = start + row, start + column
            if i >= j or (i in known and j in known):
                continue
            second = prints[j] if j < len(prints) else earlier[j - len(prints)]
            if (match := compare(prints[i], second)) is not None:
                yield i, j, match
