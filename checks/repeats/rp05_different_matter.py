"""RP05: parent and child are not about the same matter."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, NoOptions, Order, Orders, Quote, Unjudged


class DifferentMatter(Check):
    code, name, title = "RP05", "different-matter", "母子单不是同一诉求"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each pair that category, address and text tell apart, two of them at least and none against it."""
        for child, parent, place in batch[Orders].pairs():
            matter = child.compare_matter(parent)
            if matter.same is None:
                why = f"母单 {parent.number} 与子单 {child.number} 是否同一诉求不能确定（{matter}），请人工核对"
                yield Unjudged(place, why)
            elif not matter.same:
                yield Finding(
                    place,
                    f"母单 {parent.number} 与子单 {child.number} 不是同一诉求：{matter}",
                    text=parent.number,
                    evidence=[_matter(parent), _matter(child)],
                    confidence=Confidence.LIKELY,
                    case=child.number,
                )


def _matter(order: Order) -> Quote:
    reading = order.reading("complaint") or order.reading("category")
    words = "；".join(filter(None, (order.value("category"), order.value("address"), order.value("complaint"))))
    return Quote(reading.place if reading else order.place, f"{order.number}：{words}")
