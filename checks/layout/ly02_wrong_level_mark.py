"""LY02: the order of the levels 一、 （一） 1. （1） turned round."""

import itertools
from collections.abc import Iterator, Sequence

from zgc_lint.api import Check, Confidence, Document, Finding, Mark, NoOptions, Outline, Prose, Quote


class WrongLevelMark(Check):
    code, name, title = "LY02", "wrong-level-mark", "层次序号颠倒"
    row = "layout"
    scope = "document"
    needs = (Outline, Prose)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield the first mark of each list whose marks belong to a higher level than those around it."""
        for marks in ([mark for mark in group if not mark.loose] for group in document[Outline].groups()):
            for position, (outer, inner) in enumerate(itertools.pairwise(marks), 1):
                if inner.depth < outer.depth and inner.number == 1 and _continues(outer, inner, marks[position + 1 :]):
                    yield Finding(
                        inner.place,
                        f"层次序号颠倒：“{outer.text}”之下不能用“{inner.text}”，应按“一、”“（一）”“1.”“（1）”的顺序使用",
                        text=inner.text,
                        evidence=(Quote(outer.place, outer.text + outer.rest[:12]),),
                        confidence=Confidence.LIKELY,
                        case=inner.case,
                    )


def _continues(outer: Mark, inner: Mark, following: Sequence[Mark]) -> bool:
    """Whether the outer count goes on behind the inner one, which therefore stands inside it.

    Where the inner count goes on too, 1. （一） 2. 3. （二） 4., it is the outer one that runs through its parts.
    """
    last = inner.number
    for position, mark in enumerate(following):
        if mark.depth == outer.depth:
            later = next((other.number for other in following[position:] if other.depth <= inner.depth), None)
            return mark.number == outer.number + 1 and later != last + 1
        if mark.depth < inner.depth:
            return False
        if mark.depth == inner.depth:
            last = mark.number
    return False
