"""The charts of the monthly review: drawn once, written as SVG for a page or as PNG for a Word document.

A picture knows only the letters of the font that comes with Pillow, and no Chinese ones: what has a Chinese name is
drawn without it, for the document to write.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from zgc_lint.price import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.history.month import MonthView
    from zgc_lint.history.review import Line

__all__ = ["Drawing", "row_bars", "rows_chart", "trend_chart"]

NOW, BEFORE, LINE, INK = "#1f5fa8", "#b4c8e0", "#c0392b", "#333333"

_SCALE = 3  # pixels of the PNG for one unit
_ROOM, _AMOUNT = 420, 80  # units for a bar, and for the amount at its end
_ROWS_TITLE = "各事项金额"


@dataclass(frozen=True, slots=True)
class _Bar:
    left: float
    top: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class _Words:
    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class _Stroke:
    points: tuple[tuple[float, float], ...]
    colour: str
    dashed: bool = False


@dataclass(slots=True)
class Drawing:
    """A chart, in units of about a pixel of a screen."""

    width: float
    height: float
    title: str
    bars: list[_Bar] = field(default_factory=list)
    words: list[_Words] = field(default_factory=list)
    strokes: list[_Stroke] = field(default_factory=list)

    def svg(self) -> str:
        """The chart as an SVG element, its texts escaped."""
        frame = f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" font-size="12" fill="{INK}"'
        label = quoteattr(self.title)
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {frame} role="img" aria-label={label}>']
        parts += [
            f'<rect x="{bar.left:.1f}" y="{bar.top:.1f}" width="{bar.width:.1f}" height="{bar.height:.1f}" '
            f'fill="{bar.colour}"/>'
            for bar in self.bars
        ]
        for stroke in self.strokes:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in stroke.points)
            dash = ' stroke-dasharray="5 4"' if stroke.dashed else ""
            parts.append(f'<polyline points="{points}" fill="none" stroke="{stroke.colour}" stroke-width="2"{dash}/>')
        parts += [
            f'<text x="{word.x:.1f}" y="{word.y:.1f}" text-anchor="{word.anchor}">{escape(word.text)}</text>'
            for word in self.words
        ]
        return "".join((*parts, "</svg>"))

    def png(self) -> bytes:
        """The chart as a PNG picture."""
        from PIL import Image, ImageDraw, ImageFont

        picture = Image.new("RGB", (round(self.width * _SCALE), round(self.height * _SCALE)), "white")
        draw = ImageDraw.Draw(picture)
        font = ImageFont.load_default(12 * _SCALE)
        for bar in self.bars:
            right, bottom = bar.left + bar.width, bar.top + bar.height
            draw.rectangle([n * _SCALE for n in (bar.left, bar.top, right, bottom)], fill=bar.colour)
        for stroke in self.strokes:
            points = [(x * _SCALE, y * _SCALE) for x, y in stroke.points]
            draw.line(points, fill=stroke.colour, width=2 * _SCALE)
        anchors = {"start": "ls", "middle": "ms", "end": "rs"}
        for word in self.words:
            place = (word.x * _SCALE, word.y * _SCALE)
            draw.text(place, word.text, fill=INK, font=font, anchor=anchors[word.anchor])
        written = io.BytesIO()
        picture.save(written, "PNG")
        return written.getvalue()


def rows_chart(lines: Sequence[Line], *, compared: bool) -> Drawing:
    """RMB at stake by row of the price list, by name; where `compared`, over the month before."""
    most, step, left = _most(lines), 36, 200
    drawing = Drawing(left + _ROOM + _AMOUNT, step * max(1, len(lines)) + 8, _ROWS_TITLE)
    for n, line in enumerate(lines):
        top = n * step + 6
        drawing.words.append(_Words(left - 8, top + 17, line.name, "end"))
        _draw_bars(drawing, line, most, left, top, compared=compared)
    return drawing


def row_bars(lines: Sequence[Line], *, compared: bool) -> list[Drawing]:
    """The same row by row without the names, which a Word document writes beside them."""
    drawings = []
    for line in lines:
        drawing = Drawing(_ROOM + _AMOUNT, 26, f"{_ROWS_TITLE}：{line.name}")
        _draw_bars(drawing, line, _most(lines), 0, 1, compared=compared)
        drawings.append(drawing)
    return drawings


def _most(lines: Sequence[Line]) -> Decimal:
    """What the longest bar stands for."""
    return max((max(line.amount, line.amount_before) for line in lines), default=Decimal(0)) or Decimal(1)


def _draw_bars(drawing: Drawing, line: Line, most: Decimal, left: float, top: float, *, compared: bool) -> None:
    for amount, offset, colour in ((line.amount, 0, NOW), (line.amount_before, 13, BEFORE)):
        if colour == NOW or compared:
            width = float(amount / most) * _ROOM
            drawing.bars.append(_Bar(left, top + offset, max(width, 1), 11, colour))
            drawing.words.append(_Words(left + width + 6, top + offset + 10, money(amount)))


def trend_chart(views: Sequence[MonthView]) -> Drawing:
    """RMB at stake by month as columns, with the line of 合同 6.4(1) where a column comes near it."""
    step, height, base = 68, 200, 170
    drawing = Drawing(max(300, step * len(views) + 80), height, "各月金额")
    sums = [view.total.at_stake for view in views]
    threshold = views[-1].total.threshold
    most = max(sums, default=0) or 1
    if most * 2 >= threshold:
        most = max(most, threshold)
        level = base - float(threshold / most) * 140
        drawing.strokes.append(_Stroke(((20, level), (drawing.width - 70, level)), LINE, dashed=True))
        drawing.words.append(_Words(drawing.width - 66, level + 4, money(threshold)))
    for n, (view, amount) in enumerate(zip(views, sums, strict=True)):
        tall = float(amount / most) * 140
        left = n * step + 28
        drawing.bars.append(_Bar(left, base - tall, 36, max(tall, 1), NOW if view is views[-1] else BEFORE))
        drawing.words.append(_Words(left + 18, base - tall - 5, money(amount), "middle"))
        drawing.words.append(_Words(left + 18, base + 18, view.month, "middle"))
    return drawing
