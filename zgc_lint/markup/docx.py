"""Word documents: remarks become comments at the very characters they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.load.package import attribute, kind
from zgc_lint.load.walk import Line, Walk
from zgc_lint.markup.comments import Comments
from zgc_lint.markup.ranges import Range, mark_element, mark_line, move_references
from zgc_lint.model import Part
from zgc_lint.rewrite.package import marked, with_members
from zgc_lint.rewrite.runs import Runs
from zgc_lint.rewrite.spans import copies_of
from zgc_lint.rewrite.splice import Splicer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element as Element

    from zgc_lint.markup.remarks import Remark
    from zgc_lint.model import Place

__all__ = ["MistakeError", "mark_docx"]

_NOTES = {"w:footnote": "w:footnoteReference", "w:endnote": "w:endnoteReference"}


class MistakeError(Exception):
    """A copy does not read as the original; it must not be written."""


def mark_docx(data: bytes, remarks: Iterable[Remark]) -> bytes:
    """The document with a comment for each remark, marked as a copy of ours. Its own comments stay.

    A remark without characters is on its paragraph or cell, else on the first paragraph of the body. Word takes no
    comment in a header, a footer or a note: those are on the first paragraph, and on the sign that leads to the note.
    Raises MistakeError, UnreadableError.
    """
    walk = Walk(data)
    lines = list(walk.lines())
    before = [line.text for line in lines]
    comments, runs = Comments(walk), Runs.of(walk.roots.values())
    ranges: dict[int, list[Range]] = {}
    signs: list[tuple[Element, Element, int]] = []
    finder = _Finder(lines)
    for remark in remarks:
        at = finder.line_for(remark.place)
        line = lines[at]
        number = comments.add(remark.lines)
        if line.part is Part.NOTE and (found := finder.sign_of_note(line)) is not None:
            signs.append((*found, number))
        elif line.part in (Part.HEADER, Part.FOOTER, Part.NOTE):
            first = finder.first()
            ranges.setdefault(first, []).append(Range(0, len(before[first]), number))
        else:
            ranges.setdefault(at, []).append(_range(remark.place, line, number))
    jobs = [([lines[at], *copies_of(walk, lines[at])], own) for at, own in ranges.items()]
    havens = {at: haven for at in ranges if (haven := finder.haven(lines[at])) is not None}
    touched = [line.paragraph for group, _ in jobs for line in group] + [paragraph for _, paragraph, _ in signs]
    touched += havens.values()
    splicer = Splicer(walk.package.read(walk.main), walk.roots[walk.main], touched)
    for group, own in jobs:
        for line in group:
            mark_line(line, own, runs)
    for at, haven in havens.items():
        move_references(lines[at].paragraph, haven, [found.number for found in ranges[at]])
    for sign, paragraph, number in signs:
        mark_element(sign, paragraph, number)
    members = {walk.package.true_name(walk.main): splicer.changed(), **comments.members()}
    copy = marked(with_members(data, members))
    if [line.text for line in Walk(copy).lines()] != before:
        raise MistakeError("the copy does not read as the original")
    return copy


def _range(place: Place, line: Line, number: int) -> Range:
    """The characters of a place in its line; all of them where it names none."""
    length = len(line.text)
    if place.paragraph is None or place.start is None or place.end is None:
        return Range(0, length, number)
    return Range(min(place.start, length), min(place.end, length), number)


class _Finder:
    """Finds the line that a place is about."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._by_number = {line.number: at for at, line in enumerate(lines) if line.number is not None}

    def line_for(self, place: Place) -> int:
        """The index of the line: of the paragraph, of the cell, or else the first one of the body."""
        if place.paragraph in self._by_number:
            return self._by_number[place.paragraph]
        if place.cell is not None:
            for at, line in enumerate(self._lines):
                if line.cells and line.cells[-1].address == place.cell:
                    return at
        return self.first()

    def first(self) -> int:
        """The first line of the body with text; without any the first of all. Raises MistakeError without lines."""
        body = [at for at, line in enumerate(self._lines) if line.part is Part.BODY]
        if not body:
            raise MistakeError("no paragraph in the body")
        return next((at for at in body if self._lines[at].number is not None), body[0])

    def haven(self, line: Line) -> Element | None:
        """Another paragraph for the references of the comments on a line that is the first of a content control.

        There LibreOffice (7.4) leaves out the text before a reference. A later paragraph, where there is one; None for
        other lines, and where all paragraphs are such.
        """
        if line.part is not Part.BODY or not _begins_control(line.paragraph):
            return None
        at = next(n for n, other in enumerate(self._lines) if other is line)
        others = (*self._lines[at + 1 :], *reversed(self._lines[:at]))
        return next((o.paragraph for o in others if o.part is Part.BODY and not _begins_control(o.paragraph)), None)

    def sign_of_note(self, line: Line) -> tuple[Element, Element] | None:
        """The sign in the body that leads to the note in which a line stands, and its paragraph."""
        note = next((outer for outer in line.paragraph.iterancestors() if kind(outer) in _NOTES), None)
        if note is None:
            return None
        for other in self._lines:
            if other.part is Part.BODY:
                for element in other.paragraph.iter():
                    if kind(element) == _NOTES[kind(note)] and attribute(element, "w:id") == attribute(note, "w:id"):
                        return element, other.paragraph
        return None


def _begins_control(paragraph: Element) -> bool:
    """Whether a paragraph is the first one of a content control around it."""
    controls = (outer for outer in paragraph.iterancestors() if kind(outer) == "w:sdtContent")
    return any(next(el for el in outer.iter() if kind(el) == "w:p") is paragraph for outer in controls)
