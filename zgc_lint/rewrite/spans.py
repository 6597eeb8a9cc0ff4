"""Where the characters of a line stand, and where the copies of the line are that Word keeps for old programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.load.package import kind
from zgc_lint.rewrite.xml import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from zgc_lint.load.walk import Line, Walk

__all__ = ["copies_of", "point_in", "spans_in"]


def spans_in(line: Line, start: int, end: int) -> list[Span]:
    """The elements that hold ``text[start:end]`` of a line; [] where there is no such text."""
    return [
        Span(element, max(start, first) - first, min(end, last) - first)
        for element, first, last in _pieces(line)
        if first < end and last > start
    ]


def point_in(line: Line, at: int, *, forward: bool = False) -> Span | None:
    """An empty span before character `at` of a line, or after the last one; None where the line has no such place.

    Between two elements it is at the end of the first, with `forward` at the beginning of the second.
    """
    begun = False
    for element, first, last in _pieces(line):
        if first < at < last or (at == first and (forward or not begun)) or (at == last and not forward):
            return Span(element, at - first, at - first)
        begun = True
    return None


def copies_of(walk: Walk, line: Line) -> Iterator[Line]:
    """The lines that say the same in the other alternatives around a line (``mc:Choice``, ``mc:Fallback``)."""
    inner: Element = line.paragraph
    for ancestor in line.paragraph.iterancestors():
        if kind(ancestor) == "mc:AlternateContent":
            own = _same_lines(walk, line, inner)
            rank = next(i for i, same in enumerate(own) if same.paragraph is line.paragraph)
            for other in ancestor:
                same_lines = _same_lines(walk, line, other) if other is not inner else []
                if rank < len(same_lines):
                    yield same_lines[rank]
        inner = ancestor


def _pieces(line: Line) -> Iterator[tuple[Element, int, int]]:
    """The elements with text, with where it begins and ends in the text of the line."""
    at = -line.skipped
    for piece in line.pieces:
        if piece.text:
            yield piece.element, at, at + len(piece.text)
            at += len(piece.text)


def _same_lines(walk: Walk, line: Line, container: Element) -> list[Line]:
    paragraphs = (element for element in container.iter() if kind(element) == "w:p")
    found = (walk.line_of(paragraph, line.source) for paragraph in paragraphs)
    return [same for same in found if same.text == line.text]
