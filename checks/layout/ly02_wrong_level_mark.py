"""LY02: the order of the levels 一、 （一） 1. （1） turned round, or one count written in two of them."""

import itertools
import re
from collections.abc import Iterator, Sequence

from zgc_lint.api import Check, Confidence, Document, Finding, Mark, NoOptions, Outline, Prose, Quote

_HEADING = re.compile(r"\s*[\u4e00-\u9fff]{2,16}\s*$")


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
                elif above := _continued_in_other_form(inner, marks[:position]):
                    yield Finding(
                        inner.place,
                        f"同一层次的序号形式不一：“{above.text}”之后用了“{inner.text}”",
                        text=inner.text,
                        evidence=(Quote(above.place, above.text + above.rest[:12]),),
                        confidence=Confidence.LIKELY,
                        case=inner.case,
                    )


def _continued_in_other_form(inner: Mark, before: Sequence[Mark]) -> Mark | None:
    """The heading whose count `inner`, a heading too, goes on with at a lower level: 一、 二、 （三）."""
    last = next((mark for mark in reversed(before) if mark.depth <= inner.depth), None)
    if last is None or last.depth == inner.depth or inner.number != last.number + 1 or last.number == 1:
        return None
    return last if _HEADING.match(last.rest) and _HEADING.match(inner.rest) else None


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
