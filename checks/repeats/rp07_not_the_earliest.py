"""RP07: an order of the same person on the same matter is older than the parent that is named."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, Order, Orders, Window, same_phone


class NotTheEarliest(Check):
    code, name, title = "RP07", "not-the-earliest", "母单不是最早的工单"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)
    Options = Window
    settings_of = "RP08"

    def run(self, batch: Batch, options: Window) -> Iterator[Finding]:
        """Yield each parent before which the same person had called on the same matter, within the window."""
        orders = batch[Orders]
        for child, parent, place in orders.pairs():
            earlier = _earlier(child, parent, orders, options)
            if earlier is None:
                continue
            matter = child.compare_matter(earlier)
            yield Finding(
                place,
                f"同一诉求人更早的工单是 {earlier.number}（来电时间 {earlier.called}），"
                f"所填母单 {parent.number}（来电时间 {parent.called}）不是最早的；"
                f"与子单 {child.number}（来电时间 {child.called}）相比，{matter}",
                text=parent.number,
                suggest=earlier.number,
                evidence=[order.cite("complaint", "category", "address") for order in (earlier, parent, child)],
                confidence=_confidence(child, earlier),
                case=child.number,
            )


def _confidence(child: Order, earlier: Order) -> Confidence:
    """Certain where the telephone is the same and both category and address are."""
    matter = child.compare_matter(earlier)
    sure = same_phone(child.phones, earlier.phones) and matter.category and matter.address
    return Confidence.CERTAIN if sure else Confidence.LIKELY


def _earlier(child: Order, parent: Order, orders: Orders, window: Window) -> Order | None:
    """The first order, still counted and not itself filed, before the parent on the matter of both parent and child.

    One too long before the child cannot be its parent.
    """
    for other in orders.earlier(parent):
        counted = other.number != child.number and not other.is_filed and orders.is_void(other) is False
        if counted and orders.may_be_parent(other, child, window) and child.compare_matter(other).same:
            return other
    return None
