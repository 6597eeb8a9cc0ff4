"""Putting the marks of comments around characters of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.package import attribute, kind
from zgc_lint.rewrite.runs import AROUND_RUNS, Runs
from zgc_lint.rewrite.spans import point_in, spans_in
from zgc_lint.rewrite.xml import parent_of, sibling, split_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element as Element

    from zgc_lint.load.walk import Line

__all__ = ["Range", "mark_element", "mark_line", "move_references"]

_INSIDE = AROUND_RUNS | {"w:moveTo"}


class Range(NamedTuple):
    """The characters of a line from `start` to `end` (excluded) that comment `number` is about."""

    start: int
    end: int
    number: int


def mark_line(line: Line, ranges: Sequence[Range], runs: Runs) -> None:
    """Mark `ranges` in a line; a line without text is marked as a whole.

    A formula, and what stands in a drawing, is marked as a whole where the range begins or ends in it.
    """
    _cut(line, {at for found in ranges for at in (found.start, found.end)})
    for found in ranges:
        spans = spans_in(line, found.start, found.end)
        if spans:
            first = _anchor(spans[0].element, line.paragraph, runs, after=False)
            last = _anchor(spans[-1].element, line.paragraph, runs, after=True)
            _mark(first, last, found.number)
        elif (point := point_in(line, found.start)) is not None:
            after = point.start > 0
            anchor = _anchor(point.element, line.paragraph, runs, after=after)
            _mark_point(anchor, found.number, after=after)
        else:
            _mark_all(line.paragraph, found.number)


def mark_element(element: Element, paragraph: Element, number: int) -> None:
    """Mark the run in which `element`, such as the sign of a footnote, stands."""
    anchor = _outermost(element, paragraph)[0]
    _mark(anchor, anchor, number)


def move_references(paragraph: Element, haven: Element, numbers: Iterable[int]) -> None:
    """Move the references of these comments from a paragraph to the beginning of another; the ranges stay."""
    wanted = {str(number) for number in numbers}
    references = [e for e in paragraph.iter() if kind(e) == "w:commentReference" and attribute(e, "w:id") in wanted]
    properties = next((n for n, inner in enumerate(haven) if kind(inner) == "w:pPr"), -1)
    for n, reference in enumerate(references, properties + 1):
        haven.insert(n, parent_of(reference))


def _cut(line: Line, places: Iterable[int]) -> None:
    """Cut the text elements of a line so that an element begins or ends at each of `places`."""
    pieces, at = [], -line.skipped
    for piece in line.pieces:
        inner = sorted((p - at for p in places if at < p < at + len(piece.text)), reverse=True)
        parts = []
        for cut in inner if kind(piece.element) == "w:t" else []:
            second = split_text(piece.element, cut)
            parts.append(piece._replace(element=second, text=second.text or ""))
        pieces += [piece._replace(text=piece.element.text or "") if parts else piece, *reversed(parts)]
        at += len(piece.text)
    line.pieces[:] = pieces


def _outermost(element: Element, paragraph: Element) -> tuple[Element, Element | None]:
    """The element around `element` beside which marks may stand, and what of it `element` is in."""
    inner: Element | None = None
    path = [element]
    for ancestor in element.iterancestors():
        if ancestor is paragraph:
            break
        path.append(ancestor)
    while len(path) > 1 and kind(path[-1]) in _INSIDE:
        path.pop()
    if len(path) > 1:
        inner = path[-2]
    return path[-1], inner


def _anchor(element: Element, paragraph: Element, runs: Runs, *, after: bool) -> Element:
    """What a mark for a piece of text is put before (or after): a run that begins (or ends) with it, if it can be."""
    outer, inner = _outermost(element, paragraph)
    return runs.split(element, after=after) if kind(outer) == "w:r" and inner is element else outer


def _mark(first: Element, last: Element, number: int) -> None:
    first.addprevious(_new(first, "commentRangeStart", number))
    last.addnext(_reference(last, number))
    last.addnext(_new(last, "commentRangeEnd", number))


def _mark_point(anchor: Element, number: int, *, after: bool) -> None:
    marks = [
        _new(anchor, "commentRangeStart", number),
        _new(anchor, "commentRangeEnd", number),
        _reference(anchor, number),
    ]
    for mark in reversed(marks) if after else marks:
        if after:
            anchor.addnext(mark)
        else:
            anchor.addprevious(mark)


def _mark_all(paragraph: Element, number: int) -> None:
    """Mark all that stands in a paragraph, which may be nothing."""
    start = _new(paragraph, "commentRangeStart", number)
    properties = next((inner for inner in paragraph if kind(inner) == "w:pPr"), None)
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph.insert(0, start)
    paragraph.append(_new(paragraph, "commentRangeEnd", number))
    paragraph.append(_reference(paragraph, number))


def _new(model: Element, name: str, number: int) -> Element:
    mark = sibling(model, name)
    namespace = str(mark.tag).partition("}")[0] + "}"
    mark.set(f"{namespace}id", str(number))
    return mark


def _reference(model: Element, number: int) -> Element:
    run = sibling(model, "r")
    run.append(_new(model, "commentReference", number))
    return run
