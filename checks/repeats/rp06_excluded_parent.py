"""RP06: the parent does not stay counted: it is filed for exclusion itself, withdrawn, void, or another street's."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    HAN,
    Batch,
    Check,
    Confidence,
    Finding,
    NoOptions,
    Order,
    Orders,
    Place,
    Unjudged,
    squeeze,
)

_STREET = re.compile(rf"(?:[{HAN}]{{2,3}}市)?(?:[{HAN}]{{1,3}}[区县](?!街道))?([{HAN}]{{2,8}}?(?:街道|镇|乡|地区))")


class ExcludedParent(Check):
    code, name, title = "RP06", "excluded-parent", "母单已申报剔除或已撤销"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each such parent. One that is filed as a child is RP02's."""
        orders = batch[Orders]
        for child, parent, place in orders.pairs():
            if parent.outcome.lost:
                continue  # a parent whose own appeal was refused stays counted
            excluded = list(_excluded(child, parent, orders, place))
            yield from excluded
            if not any(isinstance(entry, Finding) for entry in excluded):
                yield from _of_another_street(child, parent, place)


def _excluded(child: Order, parent: Order, orders: Orders, place: Place) -> Iterator[Finding | Unjudged]:
    """The parent is void or filed for exclusion itself, in this batch or in an earlier month."""
    void = orders.is_void(parent)
    if void:
        why, key = f"工单状态为“{parent.value('status')}”", "status"
    elif parent.is_filed and not parent.is_repeat and parent.item_text:
        when = "" if parent.is_current else "在以前月份"
        why, key = f"自身已{when}按“{parent.item_text}”申报剔除", "exclusion_item"
    else:
        if void is None:
            words = f"工单状态为“{parent.value('status')}”，不能确定是否仍计入考评"
            yield Unjudged(place, f"母单 {parent.number} {words}")
        elif parent.is_filed and not parent.is_repeat:
            words = "在台账或申报材料中，没有写明剔除项，不能确定是否申报剔除"
            yield Unjudged(place, f"母单 {parent.number} {words}")
        return
    yield Finding(
        place,
        f"母单 {parent.number} {why}，不再计入考评，不能作母单",
        text=parent.number,
        evidence=[parent.cite(key), child.cite("received_at")],
        case=child.number,
    )


def _of_another_street(child: Order, parent: Order, place: Place) -> Iterator[Finding]:
    """Both name the street that handles them, and it is not the same one."""
    above, below = _street(parent), _street(child)
    if above and below and above != below:
        yield Finding(
            place,
            f"母单 {parent.number} 由{above}承办，子单 {child.number} 由{below}承办，母单不计入本单位考评，不能作母单",
            text=parent.number,
            evidence=[parent.cite("department"), child.cite("department")],
            confidence=Confidence.LIKELY,
            case=child.number,
        )


def _street(order: Order) -> str:
    match = _STREET.match(squeeze(order.value("department")))
    return match.group(1) if match else ""
