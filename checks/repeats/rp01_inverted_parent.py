"""RP01: the parent's call came later than the child's (母子倒挂), or at the same second."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, Moment, NoOptions, Order, Orders, Quote, Unjudged, compare


class InvertedParent(Check):
    code, name, title = "RP01", "inverted-parent", "母子倒挂"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Compare the calls of each child and parent, as far as the coarser of the two times tells."""
        for child, parent, place in batch[Orders].pairs():
            called, before = child.moment("received_at"), parent.moment("received_at")
            if called is None or before is None:
                lacking = child if called is None else parent
                yield Unjudged(place, f"工单 {lacking.number} 没有可读的来电时间，无法核对母子先后")
                continue
            order = compare(before, called)
            if order is None:
                same = min(before, called, key=lambda moment: moment.precision)
                why = f"母单 {parent.number} 与子单 {child.number} 的来电时间同为 {same}，精度不足以分先后"
                yield Unjudged(place, why)
            elif order >= 0:
                yield Finding(
                    place,
                    f"母单 {parent.number} 来电时间 {before} {'晚于' if order else '等于'}"
                    f"子单 {child.number} 来电时间 {called}，母子倒挂",
                    text=parent.number,
                    evidence=[_quote(parent, before), _quote(child, called)],
                    case=child.number,
                )


def _quote(order: Order, called: Moment) -> Quote:
    reading = order.reading("received_at")
    return Quote(reading.place if reading else order.place, f"{order.number} 来电时间 {called}")
