"""Cutting the runs of a Word document in two, so that some of their characters can be marked."""

from __future__ import annotations

import itertools
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.package import attribute, kind
from zgc_lint.load.styles import child
from zgc_lint.rewrite.xml import like, parent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

__all__ = ["AROUND_RUNS", "Runs"]

#: What may stand between a paragraph and a run that is to be marked.
AROUND_RUNS = frozenset(
    {
        *("w:hyperlink", "w:fldSimple", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:ins"),
        *("w:dir", "w:bdo"),
    }
)
#: Notes on who changed a run's formatting; not for text that is new.
_CHANGES = {"w:rPrChange", "w:ins", "w:del", "w:moveFrom", "w:moveTo"}


@dataclass(slots=True)
class Runs:
    """The runs of one document. Marks that are made or copied get numbers that it has not used."""

    _ids: Iterator[int]

    @classmethod
    def of(cls, roots: Iterable[Element]) -> Runs:
        """The runs of the document whose parts have these roots."""
        used = {attribute(element, "w:id") for root in roots for element in root.iter() if kind(element)}
        return cls(number for number in itertools.count(1) if str(number) not in used)

    def split(self, element: Element, *, after: bool) -> Element:
        """Cut a run before (or after) one of its elements; returns the run in which the element now is."""
        run = parent_of(element)
        children = [inner for inner in run if kind(inner) != "w:rPr"]
        at = children.index(element) + (1 if after else 0)
        if at in (0, len(children)):
            return run
        second = like(run, self.formatting(run, new=False))
        second.extend(children[at:])
        second.tail, run.tail = run.tail, None
        run.addnext(second)
        return run if after else second

    def formatting(self, run: Element, *, new: bool) -> Element | None:
        """A copy of a run's properties; for `new` text without the notes on who changed them."""
        own = child(run, "w:rPr")
        if own is None:
            return None
        copied = deepcopy(own)
        copied.tail = None
        for inner in list(copied):
            if kind(inner) in _CHANGES:
                if new:
                    copied.remove(inner)
                else:
                    self.number(inner)
        return copied

    def number(self, mark: Element) -> None:
        """Give `mark` a number of its own."""
        namespace = str(mark.tag).partition("}")[0] + "}"
        mark.set(f"{namespace}id", str(next(self._ids)))
