"""RP06: the parent does not stay counted: it is filed for exclusion itself, withdrawn or void."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, NoOptions, Orders, Quote, Unjudged


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
            void = orders.is_void(parent)
            if void:
                reading = parent.reading("status")
                why, quote = f"工单状态为“{parent.value('status')}”", parent.value("status")
            elif parent.is_filed and not parent.is_repeat and parent.item_text:
                reading = parent.reading("exclusion_item")
                why, quote = f"自身已按“{parent.item_text}”申报剔除", parent.item_text
            else:
                if void is None:
                    words = f"工单状态为“{parent.value('status')}”，不能确定是否仍计入考评"
                    yield Unjudged(place, f"母单 {parent.number} {words}")
                elif parent.is_filed and not parent.is_repeat:
                    words = "在台账或申报材料中，没有写明剔除项，不能确定是否申报剔除"
                    yield Unjudged(place, f"母单 {parent.number} {words}")
                continue
            yield Finding(
                place,
                f"母单 {parent.number} {why}，不再计入考评，不能作母单",
                text=parent.number,
                evidence=[Quote(reading.place if reading else parent.place, quote)],
                case=child.number,
            )
