"""LG01: an order that meets an exclusion condition and was not filed."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from zgc_lint.api import (
    SAME_PERSON,
    Batch,
    Check,
    Confidence,
    Cue,
    Finding,
    Item,
    Matter,
    Order,
    Orders,
    Place,
    Quote,
    Unjudged,
    Window,
    same_phone,
    words_pattern,
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
    Options = Window
    settings_of = "RP08"

    def run(self, batch: Batch, options: Window) -> Iterator[Finding | Unjudged]:
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
            yield from self._candidate(order, orders, options)

    def _candidate(self, order: Order, orders: Orders, window: Window) -> Iterator[Finding]:
        """The strongest reason for which the order should have been filed, if there is one.

        A repeat of an order outside the window could not be filed as one.
        """
        first: Order | None = None
        for earlier in orders.earlier(order):
            if orders.is_void(earlier) is not False:
                continue
            if earlier.is_repeat or not earlier.is_filed:
                if first is None and orders.may_be_parent(earlier, order, window):
                    first = earlier
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

    def _by_cue(self, order: Order) -> Iterator[Finding]:
        catalogue = self.knowledge.catalogue
        texts = {key: order.value(key) for key in ("complaint", "statement")}
        if not any(self._telling.search(text) for text in texts.values()):
            return
        found = {key: catalogue.words.find(text) for key, text in texts.items()}
        against = {cue.item for cues in found.values() for cue in cues if cue.against}
        for key, pattern in catalogue.words.complaint_cues.items():
            told = pattern.search(texts["complaint"])
            if told is not None and key not in against:
                yield self._by_words(order, catalogue.items[key], [told.group()], "complaint", TELLING)
                return
        possible = [entry for key, signs in found.items() for entry in _possible(texts[key], signs, key)]
        if possible:
            item, words, key = max(possible, key=lambda entry: len(entry[1]))
            if not any(len(entry[1]) == len(words) and entry[0] != item for entry in possible):
                yield self._by_words(order, catalogue.items[item], words, key, POSSIBLE)

    @cached_property
    def _telling(self) -> re.Pattern[str]:
        """Any word that an item's complaints or reasons are known by: few orders hold one."""
        items = self.knowledge.catalogue.items.values()
        return words_pattern(chain.from_iterable((*item.complaint_cues, *item.cues) for item in items))

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


def _possible(text: str, cues: Sequence[Cue], key: str) -> Iterator[tuple[str, list[str], str]]:
    """Each item of which a text holds enough words and none to the contrary, those words, and `key`."""
    for item in dict.fromkeys(cue.item for cue in cues):
        own = [cue for cue in cues if cue.item == item]
        words = list(dict.fromkeys(text[cue.start : cue.end] for cue in own))
        if len(words) >= LEAST and not any(cue.against for cue in own):
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
