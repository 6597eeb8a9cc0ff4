"""Changes written as ``w:del`` and ``w:ins``, which Word and WPS show to be accepted or rejected one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.package import kind
from zgc_lint.rewrite.runs import AROUND_RUNS, Runs
from zgc_lint.rewrite.xml import like, new_nodes, parent_of, remove, sibling, split_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from zgc_lint.rewrite.xml import Span

__all__ = ["AUTHOR", "Tracker", "can_be_tracked"]

AUTHOR = "zgc-lint"


def can_be_tracked(element: Element, paragraph: Element) -> bool:
    """Whether a piece of text in `paragraph` stands where changes can be marked."""
    run = element.getparent()
    if run is None or kind(run) != "w:r":
        return False
    for ancestor in run.iterancestors():
        if ancestor is paragraph:
            return True
        if kind(ancestor) not in AROUND_RUNS:
            return False
    return False


@dataclass(slots=True)
class Tracker:
    """Marks changes in one document. `date` is as the file has it: ``2026-06-20T08:00:00Z``."""

    date: str
    _runs: Runs

    @classmethod
    def of(cls, date: str, roots: Iterable[Element]) -> Tracker:
        """A tracker whose marks get numbers that the document has not used."""
        return cls(date, Runs.of(roots))

    def replace(self, spans: list[Span], text: str) -> None:
        """Mark the characters of `spans` as deleted and `text` as inserted in their place."""
        first, *rest = spans
        if first.start == first.end and not rest:
            self._insert_at(first, text)
            return
        deleted: list[Element] = []
        for span in spans:
            run = self._isolate(span)
            before = deleted[-1] if deleted else None
            if before is not None and before.getnext() is run and not (before.tail or "").strip():
                before.append(run)
            else:
                deleted.append(self._wrap(run))
            for inner in run:
                if kind(inner) == "w:t":
                    inner.tag = inner.tag.replace("}t", "}delText")
        if text:
            model = next(inner for inner in deleted[0] if kind(inner) == "w:r")
            self._put_after(deleted[0], self._inserted(model, text))

    def _isolate(self, span: Span) -> Element:
        """A run that holds nothing but the characters of `span`."""
        element = span.element
        if kind(element) == "w:t":
            if span.end < len(element.text or ""):
                split_text(element, span.end)
            if span.start > 0:
                element = split_text(element, span.start)
        self._runs.split(element, after=True)
        return self._runs.split(element, after=False)

    def _insert_at(self, span: Span, text: str) -> None:
        """Insert `text` where the empty `span` lies: after characters of its element, or before them all."""
        element = span.element
        if kind(element) == "w:t" and 0 < span.start < len(element.text or ""):
            split_text(element, span.start)
        run = self._runs.split(element, after=span.start > 0)
        mark = self._inserted(run, text)
        if span.start == 0:
            run.addprevious(mark)
            if _is_inserted(mark):
                self._lift(mark)
        else:
            self._put_after(run, mark)

    def _wrap(self, run: Element) -> Element:
        mark = self._mark(run, "del")
        mark.tail, run.tail = run.tail, None
        run.addprevious(mark)
        mark.append(run)
        return mark

    def _inserted(self, model: Element, text: str) -> Element:
        """A ``w:ins`` with `text`, formatted as the run `model`."""
        mark = self._mark(model, "ins")
        run = like(model, self._runs.formatting(model, new=True))
        run.extend(new_nodes(model, text))
        mark.append(run)
        return mark

    def _put_after(self, place: Element, mark: Element) -> None:
        mark.tail, place.tail = place.tail, None
        place.addnext(mark)
        if _is_inserted(mark):
            self._lift(mark)

    def _lift(self, mark: Element) -> None:
        """Take `mark` out of somebody else's insertion, which is cut in two where something stands on both sides."""
        outer = parent_of(mark)
        following = list(mark.itersiblings())
        outer.addnext(mark)
        if following:
            second = like(outer)
            self._runs.number(second)
            second.extend(following)
            mark.addnext(second)
        if not len(outer):
            remove(outer)

    def _mark(self, model: Element, name: str) -> Element:
        mark = sibling(model, name)
        namespace = str(mark.tag).partition("}")[0] + "}"
        self._runs.number(mark)
        mark.set(f"{namespace}author", AUTHOR)
        mark.set(f"{namespace}date", self.date)
        return mark


def _is_inserted(mark: Element) -> bool:
    parent = mark.getparent()
    return parent is not None and kind(parent) == "w:ins"
