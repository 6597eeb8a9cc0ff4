"""RP01: the parent's call came later than the child's (母子倒挂), or at the same second, or the text swaps the two."""

import re
from collections.abc import Iterator
from datetime import date

from zgc_lint.api import (
    Batch,
    Check,
    Confidence,
    Finding,
    NoOptions,
    Order,
    Orders,
    Place,
    Quote,
    ToldRoles,
    Unjudged,
    compare,
)

_DAY_AT_START = re.compile(r"(20\d{2})(\d{2})(\d{2})(?=\d{4})")


class InvertedParent(Check):
    code, name, title = "RP01", "inverted-parent", "母子倒挂"
    row = "same-person"
    scope = "batch"
    needs = (Orders, ToldRoles)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Compare the calls of each child and parent, as far as the coarser of the two times tells."""
        orders = batch[Orders]
        for child, parent, place in orders.pairs():
            yield from _by_call(child, parent, place)
        for child in orders.filed():
            if child.parents:
                yield from _by_text(child)


def _by_call(child: Order, parent: Order, place: Place) -> Iterator[Finding | Unjudged]:
    called, before = child.moment("received_at"), parent.moment("received_at")
    order = compare(before, called) if called is not None and before is not None else None
    if order is None or called is None or before is None:
        hint = _by_other_signs(child, parent, place)
        yield hint if hint is not None else Unjudged(place, _why_undecided(child, parent))
    elif order >= 0:
        told = parent.is_only_told or (child.is_only_told and not child.is_filed)
        yield Finding(
            place,
            f"母单 {parent.number} 来电时间 {before} {'晚于' if order else '等于'}"
            f"子单 {child.number} 来电时间 {called}，母子倒挂",
            text=parent.number,
            evidence=[parent.cite("received_at"), child.cite("received_at")],
            confidence=Confidence.LIKELY if told else Confidence.CERTAIN,
            case=child.number,
        )


def _why_undecided(child: Order, parent: Order) -> str:
    called, before = child.moment("received_at"), parent.moment("received_at")
    if called is None or before is None:
        lacking = child if called is None else parent
        return f"工单 {lacking.number} 没有可读的来电时间，无法核对母子先后"
    same = min(before, called, key=lambda moment: moment.precision)
    return f"母单 {parent.number} 与子单 {child.number} 的来电时间同为 {same}，精度不足以分先后"


def _by_other_signs(child: Order, parent: Order, place: Place) -> Finding | None:
    """A hint where the calls cannot be compared but the dispatch, or the days in the numbers, are the wrong way."""
    dispatched, before = child.moment("dispatched_at"), parent.moment("dispatched_at")
    if dispatched is not None and before is not None:
        signs = f"派单时间 {before}", f"派单时间 {dispatched}"
        inverted = compare(before, dispatched) == 1
    else:
        days = [_day_in(order.number) for order in (parent, child)]
        signs = f"编号中的日期为 {days[0]}", f"编号中的日期为 {days[1]}"
        inverted = None not in days and days[0] > days[1]  # type: ignore[operator]
    if not inverted:
        return None
    return Finding(
        place,
        f"来电时间分不出先后，但母单 {parent.number} {signs[0]}，晚于子单 {child.number}（{signs[1]}），请核对是否倒挂",
        text=parent.number,
        evidence=[parent.cite("dispatched_at"), child.cite("dispatched_at")],
        confidence=Confidence.HINT,
        case=child.number,
    )


def _day_in(number: str) -> date | None:
    """The day that a number such as 20260605012345 begins with."""
    match = _DAY_AT_START.match(number)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _by_text(child: Order) -> Iterator[Finding]:
    """The running text calls the case itself the parent, or the parent of the form the child."""
    if child.filing is None:
        return
    told = child.filing[ToldRoles]
    parents = {parent.number: parent for parent in child.parents}
    upside = next((m for m in told.mentions if m.role == "parent" and m.number == child.number), None)
    under = next((m for m in told.mentions if m.role == "child" and m.number in parents), None)
    mention = upside or under
    if mention is None or child.number in told.children or not told.parents.isdisjoint(parents):
        return  # the text names both as the form does, too: it is no slip of the whole
    parent = parents[under.number] if under else child.parents[0]
    yield Finding(
        mention.quote.place,
        f"材料文字中称 {mention.number} 为{'母单' if mention.role == 'parent' else '子单'}，"
        f"而母单编号一栏填的是 {parent.number}，子单是 {child.number}，母子颠倒",
        text=mention.number,
        evidence=[Quote(parent.place, f"母单编号 {parent.number}"), *(m.quote for m in (upside, under) if m)],
        confidence=Confidence.CERTAIN if upside and under else Confidence.LIKELY,
        case=child.number,
    )
