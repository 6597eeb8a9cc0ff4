"""Lines of text that belong together, and whether they are an app's print or text in the scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul
from typing import TYPE_CHECKING

from zgc_lint.look.patterns import Datum, Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.look.bands import Line

__all__ = ["Block", "Read", "blocks"]

_LEVEL = 0.8  # degrees: mean slope of an app's lines as the detector gives them is below
_UPWARDS = 45.0  # degrees: what runs more steeply is no line of print, or two beginnings of lines taken for one
_ASLANT = 8.0  # degrees between neighbours: seen from the side, the lines of a sign differ by less
_SAME_INK = 40  # of 255 a channel
_SIDE = 0.08  # of the width: an app's margin is 3 to 5 %
_BELOW, _ABOVE = 0.12, 0.09  # of the short side: likewise; below, a line that was not read may follow
_LEFTMOST = 0.5  # line heights by which the left (or right) edges of a block's lines may differ


@dataclass(frozen=True, slots=True)
class Read:
    """A piece, and the line it was read in."""

    piece: Piece
    line: Line

    @property
    def weight(self) -> float:
        """Which of two readings of the same field is taken: the surer, the larger; one that is labelled first."""
        return self.line.score + min(self.line.height, 80) / 200


@dataclass
class Block:
    """Lines that stand close together. `size` is the picture's width and height in the same pixels."""

    lines: list[Line]
    size: tuple[int, int]

    @cached_property
    def reads(self) -> list[Read]:
        """What the lines say; a place that runs on in the next line is put together."""
        reads = [Read(piece, line) for line in self.lines for piece in pieces(line.text)]
        return [self._whole_place(read) if read.piece.datum is Datum.PLACE else read for read in reads]

    @cached_property
    def marks(self) -> set[Datum]:
        """The kinds of its pieces."""
        return {read.piece.datum for read in self.reads}

    @property
    def text(self) -> str:
        """The lines, one after the other, shortened."""
        return " ".join(line.text for line in self.lines)[:30]

    @property
    def is_overlay(self) -> bool:
        """Whether it is an app's print: level, and either it names the app, or it stands in a corner and tells when."""
        if not self.is_level:
            return False
        if self.marks & {Datum.BRAND, Datum.PROOF, Datum.CODE}:
            return True
        return self.in_corner and self._tells and not self.is_paper and not self.is_glowing

    @property
    def might_be(self) -> bool:
        """Whether it may be a watermark after all: date and time anywhere, or in a corner two things that one tells."""
        if {Datum.DATE, Datum.TIME} <= self.marks:
            return True
        told = self.marks & {Datum.DATE, Datum.TIME, Datum.WEEKDAY, Datum.WEATHER, Datum.PLACE, Datum.LABEL}
        return len(told) >= 2 and self.is_level and self.in_corner

    @property
    def _tells(self) -> bool:
        if {Datum.DATE, Datum.TIME} <= self.marks or {Datum.LATITUDE, Datum.LONGITUDE} <= self.marks:
            return True
        more = self.marks & {Datum.WEEKDAY, Datum.WEATHER, Datum.LATITUDE, Datum.LONGITUDE, Datum.LABEL, Datum.PLACE}
        if self.marks & {Datum.DATE, Datum.TIME}:
            return len(more) >= 2 or (len(self.lines) == 1 and not more and Datum.DATE in self.marks)
        return False

    @property
    def is_level(self) -> bool:
        """Whether the lines run straight across, as print does and a sign seen from the side does not."""
        across = [line for line in self.lines if abs(line.slope) < _UPWARDS]  # labels one below the other read as one
        weights = [(line.right - line.left) ** 2 for line in across]  # of a short line the slope is but roughly known
        slopes = [abs(line.slope) for line in across]
        return bool(across) and sum(map(mul, slopes, weights)) <= _LEVEL * sum(weights)

    @property
    def in_corner(self) -> bool:
        """Whether it stands at the left or right margin, and at the upper or lower."""
        width, height = self.size
        short = min(width, height)
        left, right = min(n.left for n in self.lines), max(n.right for n in self.lines)
        top, bottom = min(n.top for n in self.lines), max(n.bottom for n in self.lines)
        beside = left <= _SIDE * width or right >= width - _SIDE * width
        return beside and (bottom >= height - _BELOW * short or top <= _ABOVE * short)

    @property
    def is_paper(self) -> bool:
        """Whether it is rather a paper or a board: line upon line, more than an app prints."""
        return self._rows > 12

    @property
    def _rows(self) -> int:
        """Lines that stand beside one another, as labels and values do, counted as one."""
        rows, end = 0, float("-inf")
        for line in self.lines:  # from above
            if (line.top + line.bottom) / 2 > end:
                rows, end = rows + 1, line.bottom
        return rows

    @property
    def is_glowing(self) -> bool:
        """Whether it is written in red or green, as the figures of a running-light clock are; no app does that."""
        glowing = [line for line in self.lines if _is_red_or_green(line.ink)]
        return 2 * len(glowing) > len(self.lines)

    def belongs_to(self, others: Sequence[Block]) -> bool:
        """Whether it is print that names a place in another corner, in the ink and about the size of `others`."""
        if not (self.is_level and self.in_corner and self.marks & {Datum.PLACE, Datum.LATITUDE}):
            return False
        return any(_is_alike(line, other) for line in self.lines for block in others for other in block.lines)

    def _whole_place(self, read: Read) -> Read:
        """A place with the line below it, where that has the same left edge and says nothing else."""
        line = read.line
        for following in self.lines:
            gap = following.top - line.bottom
            if following is line or not -0.3 * line.height <= gap <= 0.9 * line.height:
                continue
            if ":" in following.text or "：" in following.text:
                continue
            if {piece.datum for piece in pieces(following.text)} - {Datum.PLACE}:
                continue
            aligned = abs(following.left - line.left) <= _LEFTMOST * line.height
            if aligned and 0.75 <= following.height / line.height <= 1.33:
                value = f"{read.piece.value}{following.text}"
                return replace(read, piece=Piece(Datum.PLACE, value, value))
        return read


def blocks(lines: Sequence[Line], size: tuple[int, int]) -> list[Block]:
    """The lines of a picture of `size` px grouped by nearness."""
    groups: list[list[Line]] = []
    for line in lines:
        near = [group for group in groups if any(_near(line, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(member for group in near for member in group), line])
    return [Block(sorted(group, key=lambda n: (n.top, n.left)), size) for group in groups]


def _near(line: Line, other: Line) -> bool:
    if abs(line.slope - other.slope) > _ASLANT and max(abs(line.slope), abs(other.slope)) < _UPWARDS:
        return False  # a company's name slanted all over the picture crosses an app's lines
    tall = max(line.height, other.height)
    apart = max(line.left - other.right, other.left - line.right)
    above = max(line.top - other.bottom, other.top - line.bottom)
    return apart <= 1.5 * tall and above <= 1.0 * tall


def _is_alike(line: Line, other: Line) -> bool:
    """Whether two lines have the same ink and about the same height."""
    inks = zip(line.ink, other.ink, strict=True)
    return max(abs(one - two) for one, two in inks) <= _SAME_INK and 0.6 <= line.height / other.height <= 1.6


def _is_red_or_green(ink: tuple[int, int, int]) -> bool:
    red, green, blue = ink
    strongest = max(ink)
    if strongest < 90 or strongest - min(ink) < 0.5 * strongest:
        return False
    return green < 0.45 * red or (green == strongest and red < 0.6 * green and blue < 0.75 * green)
