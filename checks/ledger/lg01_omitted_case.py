"""LG01: an order that meets an exclusion condition and was not filed."""

from collections.abc import Iterator

from zgc_lint.api import (
    SAME_PERSON,
    Batch,
    Check,
    Confidence,
    Finding,
    NoOptions,
    Order,
    Orders,
    Place,
    Quote,
    Unjudged,
)


class OmittedCase(Check):
    code, name, title = "LG01", "omitted-case", "符合剔除条件未申报"
    row = "omission"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield the exported orders nobody filed that repeat an earlier one, or whose complaint names a condition."""
        if not batch.whole or not batch.filings:
            return
        orders = batch[Orders]
        if not orders.exports.present:
            flaw = orders.exports.flaw
            why = f"工单导出表{flaw}" if flaw else "没有找到工单导出表（文件名含“工单”的 xlsx 或 csv）"
            yield Unjudged(Place(), f"{why}，无法核对是否漏报")
            return
        if not orders.ledger.complete:
            yield Unjudged(Place(), f"台账{orders.ledger.flaw}，无法核对是否漏报")
            return
        named_parents = {parent.number for order in orders.filed() for parent in order.parents}
        for number in sorted(orders.by_number):
            order = orders.by_number[number]
            if order.is_filed or number in named_parents or orders.is_void(order) is not False:
                continue
            earlier = next((other for other in orders.earlier(order) if _counts(other, orders)), None)
            yield from self._repeat(order, earlier) if earlier else self._by_cue(order)

    def _repeat(self, order: Order, earlier: Order) -> Iterator[Finding]:
        item = self.knowledge.catalogue.items.get(SAME_PERSON)
        yield Finding(
            order.place,
            f"工单 {order.number} 与 {earlier.number} 为同一电话、同一诉求（{order.compare_matter(earlier)}），"
            f"符合“{item.name if item else '同人同诉'}”，没有申报",
            text=order.number,
            evidence=[
                Quote(earlier.place, f"{earlier.number}，来电时间 {earlier.value('received_at')}"),
                Quote(order.place, f"{order.number}，来电时间 {order.value('received_at')}"),
            ],
            confidence=Confidence.LIKELY,
            case=order.number,
        )

    def _by_cue(self, order: Order) -> Iterator[Finding]:
        complaint = order.reading("complaint")
        if complaint is None:
            return
        for item in self.knowledge.catalogue.items.values():
            cue = next((cue for cue in item.complaint_cues if cue in complaint.text), None)
            if cue is not None and not any(word in complaint.text for word in item.anti_cues):
                yield Finding(
                    order.place,
                    f"工单 {order.number} 的诉求内容写有“{cue}”，符合剔除项“{item.name}”的条件，没有申报",
                    text=order.number,
                    evidence=[Quote(complaint.place, complaint.text)],
                    confidence=Confidence.LIKELY,
                    case=order.number,
                )
                return


def _counts(order: Order, orders: Orders) -> bool:
    """Whether a later call repeats this order: it is not void, nor filed for another reason than being a repeat."""
    return orders.is_void(order) is False and (order.is_repeat or not order.is_filed)
