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
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from zgc_lint.look.bits import bit_count
from zgc_lint.look.frames import FrameKind
from zgc_lint.look.likeness import UPRIGHT, Likeness, Match, Print

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from zgc_lint.look.frames import Frame

__all__ = ["compare", "fingerprint", "pairs", "see"]

_GRID, _FINE = 128, 256  # cells a side
_TILES = 16  # a side
#: left, top, right, bottom as shares of the picture: the whole, without the watermark, without 5 and 10 % at the edges
_WINDOWS = ((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.7), (0.025, 0.025, 0.975, 0.975), (0.05, 0.05, 0.95, 0.95))
_OF_WINDOW = UPRIGHT // 8 // len(_WINDOWS)  # words
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


@lru_cache(maxsize=64)
def _inflated(packed: bytes) -> bytes:
    return zlib.decompress(packed)


# Comparison of two, and search among many.


def compare(first: Print, second: Print) -> Match | None:
    """How alike two pictures are, `first` with its turns; None where they are not or one shows too little to tell."""
    if first.is_blank or second.is_blank:
        return None
    return _decided(first, second, _distances(_words(first), _words(second)[0]))


def _distances(turned: NDArray[np.uint64], upright: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits that differ, as (..., turn, pair of windows, dhash or phash), of (..., turn, window, word) and (..., window,
    word).
    """
    mine, other = ([pair[side] for pair in _COMPARED] for side in (0, 1))
    counts = bit_count(turned[..., mine, :] ^ upright[..., None, other, :]).astype(np.int64)
    return np.stack([counts[..., 0], counts[..., 1:].sum(-1)], axis=-1)


def _words(entry: Print) -> NDArray[np.uint64]:
    """The hashes as (turn, window, word), the upright turn first; word 0 is the dhash."""
    return np.frombuffer(entry.hashes, dtype="<u8").reshape(-1, len(_WINDOWS), _OF_WINDOW)


def _decided(first: Print, second: Print, distances: NDArray[np.int64]) -> Match | None:
    """The match in the best of the turns whose hashes are near enough; `distances` as (turn, windows, hash)."""
    candidates = _within(distances, _DHASH, _PHASH)
    found = [match for turn in np.flatnonzero(candidates) if (match := _match(first, second, int(turn)))]
    if found:
        return max(found, key=lambda match: match.share)
    near = _within(distances, _NEAR_DHASH, _NEAR_PHASH)
    if near.any() and not (first.is_page or second.is_page):
        return Match(Likeness.NEAR, 0.0, int(near.argmax()))
    return None


def _within(distances: NDArray[np.int64], dhash: int, phash: int) -> NDArray[np.bool_]:
    """Whether in any pair of windows neither hash differs in more bits."""
    return np.asarray(((distances[..., 0] <= dhash) & (distances[..., 1] <= phash)).any(-1))


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
    (light, dark), (other_light, other_dark) = _tiles(first.fine, turn), _tiles(second.fine, 0)
    opposite = bit_count((light & other_dark) | (dark & other_light))
    one = bit_count((light | dark) ^ (other_light | other_dark))
    if _is_contrary(opposite, one):  # 8 × 8 cells lie in a window: most pages differ at first sight
        return False
    mine, other = _turn(_unpacked(first.fine, _FINE), turn), _unpacked(second.fine, _FINE)
    _, *cells = _compared(mine, other)
    return not _is_contrary(*(_box_sum(each.astype(np.float32), 4) for each in cells))


def _is_contrary(opposite: NDArray[Any], one: NDArray[Any]) -> bool:
    """Whether there are too many cells in any place at which two pages say the contrary, or one of them something."""
    return bool(opposite.max() >= _WINDOW_OPPOSITE + 0.5 or (opposite + 0.5 * one).max() > _WINDOW_DIFFERENT)


@lru_cache(maxsize=160)  # a block of pages, 16 KB each
def _tiles(packed: bytes, turn: int) -> NDArray[np.uint64]:
    """The lighter and the darker cells of a turned page, 8 × 8 of them in a word."""
    bits = np.frombuffer(_inflated(packed), dtype=np.uint8)
    if turn:
        cells = _turn(_unpacked(packed, _FINE), turn)
        bits = np.packbits(np.stack([cells > 0, cells < 0]))
    side = _FINE // 8
    rows = bits.reshape(2, side, 8, side).transpose(0, 1, 3, 2)
    return np.ascontiguousarray(rows).view("<u8").reshape(2, -1)


def _turn(cells: NDArray[np.int8], turn: int) -> NDArray[np.int8]:
    return np.rot90(cells.T if turn >= 4 else cells, turn % 4)


def _compared(
    mine: NDArray[np.int8], other: NDArray[np.int8]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Where both say the same, where the contrary, and where only one of them says anything."""
    product = mine * other
    return product > 0, product < 0, (mine != 0) != (other != 0)


_BLOCK = 128  # pictures that are held against so many others, of which no more are fetched at once
_AT_ONCE = 2**14  # pairs of pictures, each in 8 turns: 1 MB of hashes
_HITS_AT_ONCE = 2**8  # pairs, with all hashes: 0.5 MB


def pairs(
    prints: Sequence[Print], known: Collection[int] = (), split: int | None = None
) -> Iterator[tuple[int, int, Match]]:
    """The pairs that are alike: (i, j, match), i < j. Those that are `upright` only, of earlier months, come last.

    Pairs of which both are `known` are left out, and with `split` those that have not one print before that number and
    one from there on.

    All hashes are held against all others in array operations on some thousand pairs; the detail decides on the
    candidates that leaves. Of those of earlier months none is held against another, nor are cut pictures looked for
    among them.
    """
    if not prints:
        return
    sieve = _Sieve(prints, known)
    end = min(sieve.of_now, len(prints) if split is None else split)
    try:
        for row in range(0, end, _BLOCK):
            turned = np.stack([_words(prints[number]) for number in range(row, min(row + _BLOCK, end))])
            for column in range(row if split is None else split, len(prints), _BLOCK):
                for i, j, distances in sieve.candidates(row, turned, column):
                    if (match := _decided(prints[i], prints[j], distances)) is not None:
                        yield i, j, match
    finally:
        _inflated.cache_clear()
        _tiles.cache_clear()


class _Sieve:
    """The hashes of `prints`, to be held against each other block by block; `of_now` have all turns. See `pairs`."""

    def __init__(self, prints: Sequence[Print], known: Collection[int]) -> None:
        self._upright = np.empty((len(prints), len(_WINDOWS), _OF_WINDOW), dtype="<u8")
        self._is_page, self._is_out, is_of_past = np.empty((3, len(prints)), dtype=bool)
        for number, entry in enumerate(prints):
            self._upright[number] = _words(entry)[0]
            self._is_page[number], self._is_out[number] = entry.is_page, entry.is_blank
            is_of_past[number] = entry.is_upright
        self.of_now = len(prints) - int(is_of_past.sum())
        self._is_known = np.zeros(len(prints), dtype=bool)
        self._is_known[list(known)] = True

    def candidates(
        self, row: int, turned: NDArray[np.uint64], column: int
    ) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """The pairs of a print of the block that begins at `row`, whose hashes are given with all their turns, and a
        later one of the block at `column` which may be alike, with how their hashes differ (see `_distances`).
        """
        if self._is_known[row : row + len(turned)].all() and self._is_known[column : column + _BLOCK].all():
            return
        hits = np.argwhere(self._hits(turned, column)) + np.array((row, column))
        i, j = hits.T
        hits = hits[(i < j) & ~(self._is_known[i] & self._is_known[j]) & ~(self._is_out[i] | self._is_out[j])]
        for start in range(0, len(hits), _HITS_AT_ONCE):
            few = hits[start : start + _HITS_AT_ONCE]
            i, j = few.T
            distances = _distances(turned[i - row], self._upright[j])
            candidates = _within(distances, _DHASH, _PHASH).any(-1)
            near = _within(distances, _NEAR_DHASH, _NEAR_PHASH).any(-1)
            for place in np.flatnonzero(candidates | (near & ~(self._is_page[i] | self._is_page[j]))):
                yield int(i[place]), int(j[place]), distances[place]

    def _hits(self, turned: NDArray[np.uint64], column: int) -> NDArray[np.bool_]:
        """Which of the rows, given with all their turns, have a dhash near that of which column."""
        dhashes = np.ascontiguousarray(self._upright[column : column + _BLOCK, :, 0].T)  # (window, picture)
        hit = np.zeros((len(turned), dhashes.shape[1]), dtype=bool)
        rows_at_once = max(1, _AT_ONCE // dhashes.shape[1])
        for start in range(0, len(turned), rows_at_once):
            some = turned[start : start + rows_at_once, :, :, 0]
            for mine, other in _COMPARED:
                end = dhashes.shape[1] if mine == other else max(0, self.of_now - column)
                differing = bit_count(some[:, :, mine, None] ^ dhashes[None, None, other, :end])
                hit[start : start + rows_at_once, :end] |= (differing <= _DHASH).any(axis=1)
        return hit
