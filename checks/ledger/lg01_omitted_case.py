"""LG01: an order that meets an exclusion condition and was not filed."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from zgc_lint.api import (
    SAME_PERSON,
    Batch,
    Check,
    Confidence,
    Finding,
    Item,
    Matter,
    NoOptions,
    Order,
    Orders,
    Place,
    Quote,
    Unjudged,
    any_of,
    same_phone,
)

#: How much each sign of a repeat weighs: person, place, category, text, time (domain.md 2.1).
PERSON, PLACE, CATEGORY, TEXT, TIME = 0.3, 0.3, 0.2, 0.1, 0.1
LONG = 365  # days after which nearness in time weighs nothing
TELLING = 0.8  # of an order whose complaint names a condition
POSSIBLE = 0.4  # of one whose complaint or answer only holds words of an item
LEAST = 2  # words of an item that make it possible


class OmittedCase(Check):
    code, name, title = "LG01", "omitted-case", "符合剔除条件未申报"
    row = "omission"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield the exported orders nobody filed that repeat an earlier one, or whose text names a condition."""
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
        for number in sorted(orders.exports.by_case):
            order = orders.by_number[number]
            if order.is_filed or number in named_parents or orders.is_void(order) is not False:
                continue
            yield from self._candidate(order, orders)

    def _candidate(self, order: Order, orders: Orders) -> Iterator[Finding]:
        """The strongest reason for which the order should have been filed, if there is one."""
        first: Order | None = None
        for earlier in orders.earlier(order):
            if orders.is_void(earlier) is not False:
                continue
            if earlier.is_repeat or not earlier.is_filed:
                first = first or earlier
            elif earlier.item is not None and earlier.item.complaint_cues and not earlier.outcome.lost:
                yield self._still_there(order, earlier, earlier.item)
                return
        if first is not None:
            yield self._repeat(order, first)
        else:
            yield from self._by_cue(order)

    def _repeat(self, order: Order, earlier: Order) -> Finding:
        item = self.knowledge.catalogue.items.get(SAME_PERSON)
        by_phone = same_phone(order.phones, earlier.phones) is True
        matter = order.compare_matter(earlier)
        strength = _strength(order, earlier, matter, by_phone=by_phone)
        return Finding(
            order.place,
            f"工单 {order.number}{_when(order)}与 {earlier.number}{_when(earlier)}"
            f"为{'同一电话' if by_phone else '同一姓名、住址或证件'}、同一诉求（{matter}），"
            f"符合“{item.name if item else '同人同诉'}”（符合程度 {strength:.2f}），没有申报",
            text=order.number,
            evidence=[earlier.cite("complaint"), order.cite("complaint")],
            confidence=Confidence.LIKELY if by_phone else Confidence.HINT,
            case=order.number,
        )

    def _still_there(self, order: Order, earlier: Order, item: Item) -> Finding:
        """The same person's earlier order on the matter was filed because it lies with a court or another body."""
        matter = order.compare_matter(earlier)
        return Finding(
            order.place,
            f"同一诉求人就同一诉求的工单 {earlier.number}{_when(earlier)}已按“{item.name}”申报，"
            f"工单 {order.number}{_when(order)}也可能符合该项（{matter}；"
            f"符合程度 {_strength(order, earlier, matter, by_phone=True):.2f}），没有申报",
            text=order.number,
            evidence=[earlier.cite("exclusion_item", "complaint"), order.cite("complaint")],
            confidence=Confidence.LIKELY,
            case=order.number,
        )

    @cached_property
    def _telling(self) -> re.Pattern[str]:
        """Any word that an item's complaints or reasons are known by: few orders hold one."""
        items = self.knowledge.catalogue.items.values()
        return re.compile(any_of(chain.from_iterable((*item.complaint_cues, *item.cues) for item in items)))

    def _by_cue(self, order: Order) -> Iterator[Finding]:
        texts = [order.value("complaint"), order.value("statement")]
        if not any(self._telling.search(text) for text in texts):
            return
        for item in self.knowledge.catalogue.items.values():
            cue = next((cue for cue in item.complaint_cues if cue in texts[0]), None)
            if cue is not None and not any(word in texts[0] for word in item.anti_cues):
                yield self._by_words(order, item, [cue], "complaint", TELLING)
                return
        possible = [found for item in self.knowledge.catalogue.items.values() for found in _possible(order, item)]
        if possible:
            item, words, key = max(possible, key=lambda found: len(found[1]))
            rivals = [found for found in possible if len(found[1]) == len(words) and found[0] is not item]
            if not rivals:
                yield self._by_words(order, item, words, key, POSSIBLE)

    def _by_words(self, order: Order, item: Item, words: list[str], key: str, strength: float) -> Finding:
        sure = strength >= TELLING
        reading = order.reading(key)
        named = "”“".join(words)
        return Finding(
            order.place,
            f"工单 {order.number} 的{self.knowledge.fields.name_of(key)}写有“{named}”，{'' if sure else '可能'}"
            f"符合剔除项“{item.name}”的条件（符合程度 {strength:.2f}），没有申报",
            text=order.number,
            evidence=[Quote(reading.place, reading.text)] if reading is not None else [],
            confidence=Confidence.LIKELY if sure else Confidence.HINT,
            case=order.number,
        )


def _possible(order: Order, item: Item) -> Iterator[tuple[Item, list[str], str]]:
    """The item, the words of it that the complaint or the office's answer holds, where they are enough, and where."""
    for key in ("complaint", "statement"):
        text = order.value(key)
        words = [cue for cue in item.cues if cue in text]
        if len(words) >= LEAST and not any(word in text for word in item.anti_cues):
            yield item, words, key


def _strength(order: Order, earlier: Order, matter: Matter, *, by_phone: bool) -> float:
    """How much speaks for the same person and the same matter, 0 to 1, soon after one another."""
    strength = PERSON * (1 if by_phone else 0.8) + TEXT * (matter.text or 0)
    for weight, sign in ((PLACE, matter.address), (CATEGORY, matter.category)):
        strength += weight * (0.5 if sign is None else sign)
    if order.called is not None and earlier.called is not None:
        apart = (order.called.day - earlier.called.day).days
        strength += TIME * max(0.0, 1 - apart / LONG)
    return strength


def _when(order: Order) -> str:
    return f"（来电 {order.called}）" if order.called is not None else ""
