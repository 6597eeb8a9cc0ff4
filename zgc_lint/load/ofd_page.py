"""What is drawn on an OFD page: runs of text with the place of each character, and pictures.

OFD measures in millimetres from the upper left of the page; what leaves this module is in points. An object's
boundary moves its own coordinates, its CTM turns and stretches them (GB/T 33190-2016, 8.5); DeltaX and DeltaY are
the steps from character to character, ``g 3 5.2`` being short for three times 5.2 (11.3).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.layout import Glyph, plain
from zgc_lint.load.ofd_package import child, children, local, numbers
from zgc_lint.load.paragraphs import MAX_GLYPHS
from zgc_lint.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

__all__ = ["MM", "Drawn", "Matrix", "Painter", "Run", "in_rows"]

MM = 72 / 25.4  # points

_MAX_OBJECTS = 1_000_000  # in one file
_MAX_DEPTH = 8  # composite objects in composite objects
_ASCENT, _DESCENT = 0.88, 0.12  # of the type size
_HALF = 0.5  # of the type size: the width of a Latin letter or figure
_SLANT = 0.02
_BLANK = 0.3  # of the type size: a gap between two runs of one line that may be a blank


class Matrix(NamedTuple):
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, inner: Matrix) -> Matrix:
        """The matrix that applies `inner` first."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box around what a rectangle becomes."""
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def is_upright(self) -> bool:
        """Whether text stays horizontal and reads from left to right."""
        return self.a > 0 and self.d > 0 and abs(self.b) <= _SLANT * self.a


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that were written in one go; not `upright` where they run downwards or aslant."""

    glyphs: tuple[Glyph, ...]
    upright: bool

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(slots=True)
class Drawn:
    """What stands on a page: its runs of text, and its pictures by the id of their resource."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[tuple[str, Box]] = field(default_factory=list)
    characters: int = 0


class Painter:
    """Goes through the objects of the pages of one file. Raises UnreadableError where there are far too many."""

    def __init__(self) -> None:
        self._objects = 0

    def paint(self, block: Element, drawn: Drawn, matrix: Matrix, units: Mapping[str, Element]) -> None:
        """Add the objects in `block` (a layer, a page block, an annotation's appearance) to `drawn`.

        `matrix` leads from the block's millimetres to points on the page; `units` are the composite objects by id.
        """
        self._paint(block, drawn, matrix, units, 0)

    def _paint(self, block: Element, drawn: Drawn, matrix: Matrix, units: Mapping[str, Element], depth: int) -> None:
        for element in block:
            self._objects += 1
            if self._objects > _MAX_OBJECTS:
                raise UnreadableError(f"OFD 内的对象超过 {_MAX_OBJECTS} 个", "请拆分后重新放入")
            if element.get("Visible") == "false":
                continue
            kind = local(element)
            if kind in {"Layer", "PageBlock"}:
                self._paint(element, drawn, matrix, units, depth)
            elif kind == "TextObject":
                self._add_text(element, drawn, matrix)
            elif kind == "ImageObject":
                drawn.pictures.append((element.get("ResourceID", ""), _extent(element, matrix)))
            elif kind == "CompositeObject" and depth < _MAX_DEPTH:
                unit = child(units.get(element.get("ResourceID", "")), "Content")
                if unit is not None:
                    self._paint(unit, drawn, _inside(element, matrix), units, depth + 1)

    @staticmethod
    def _add_text(element: Element, drawn: Drawn, matrix: Matrix) -> None:
        size = _number(element.get("Size"), 0.0)
        if size <= 0:
            return
        inner = _inside(element, matrix)
        width = size * _number(element.get("HScale"), 1.0)
        across = inner.is_upright and element.get("ReadDirection", "0") == "0"
        x = y = 0.0
        for code in children(element, "TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            steps = list(_places(code, width))
            drawn.characters += sum(not character.isspace() for character, _, _ in steps)
            if drawn.characters > MAX_GLYPHS:
                raise UnreadableError(f"OFD 一页上的文字超过 {MAX_GLYPHS} 个", "请重新导出后放入")
            glyphs = tuple(
                Glyph(
                    plain(character),
                    inner.box(
                        x + dx, y + dy - _ASCENT * size, x + dx + _width(character, width), y + dy + _DESCENT * size
                    ),
                    size * abs(inner.d or inner.b),
                )
                for character, dx, dy in steps
            )
            if any(not glyph.text.isspace() for glyph in glyphs):
                level = len(steps) < 2 or abs(steps[-1][2]) <= abs(steps[-1][1])
                drawn.runs.append(Run(glyphs, across and level))


def in_rows(runs: Sequence[Run]) -> list[Glyph]:
    """The characters of upright runs line by line, each from left to right.

    Forms keep their labels in a template and the values elsewhere, so the order of drawing is not that of reading.
    A wide gap between two runs becomes a blank that was made (see `Glyph`).
    """
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.glyphs[0].box.top + run.glyphs[0].box.bottom):
        if rows and _is_level(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    glyphs: list[Glyph] = []
    for row in rows:
        if glyphs:
            glyphs.append(Glyph("\n", glyphs[-1].box, glyphs[-1].font_size, made=True))
        last: Glyph | None = None
        for run in sorted(row, key=lambda run: run.glyphs[0].box.left):
            first = run.glyphs[0]
            if last and first.box.left - last.box.right > _BLANK * min(first.font_size, last.font_size):
                glyphs.append(Glyph(" ", last.box, last.font_size, made=True))
            glyphs.extend(run.glyphs)
            last = run.glyphs[-1]
    return glyphs


def _is_level(one: Run, other: Run) -> bool:
    """Whether two runs stand on one line: the lower type overlaps the other by half."""
    first, second = one.glyphs[0].box, other.glyphs[0].box
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap >= min(first.bottom - first.top, second.bottom - second.top) / 2


def _inside(element: Element, matrix: Matrix) -> Matrix:
    """The way from an object's own coordinates to the page."""
    boundary = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    moved = matrix.after(Matrix(e=boundary[0], f=boundary[1]))
    own = numbers(element.get("CTM"), 6)
    return moved.after(Matrix(*own)) if own else moved


def _extent(element: Element, matrix: Matrix) -> Box:
    """The box of an object's boundary on the page."""
    x, y, width, height = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    return matrix.box(x, y, x + width, y + height)


def _number(text: str | None, default: float) -> float:
    found = numbers(text, 1)
    return found[0] if found else default


def _width(character: str, full: float) -> float:
    return full * _HALF if character.isascii() else full


def _places(code: Element, width: float) -> Iterator[tuple[str, float, float]]:
    """The characters of a TextCode with their distances from its beginning."""
    text = code.text or ""
    if "\n" in text:  # laid out by whoever wrote the XML
        text = text.strip()
    across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    has_down = code.get("DeltaY") is not None
    x = y = 0.0
    for character in text:
        if character.isprintable() or character.isspace():
            yield character, x, y
        x += next(across, 0.0 if has_down else _width(character, width))
        y += next(down, 0.0)


def _steps(text: str | None) -> Iterator[float]:
    """The values of a DeltaX or DeltaY; what is no number ends them."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, value = _number(next(words, None), 0.0), _number(next(words, None), 0.0)
            yield from itertools.repeat(value, max(0, int(count)))
            continue
        found = numbers(word, 1)
        if not found:
            return
        yield found[0]
