"""RP09: a screenshot of parent or child says something else of the order than export, ledger and form do."""

from collections.abc import Iterator

from zgc_lint.api import (
    Check,
    Confidence,
    Filing,
    Finding,
    NoOptions,
    Order,
    Orders,
    Quote,
    Reading,
    ShownOrders,
    Told,
    Unjudged,
    agree,
    differing_positions,
    is_full_name,
    may_be,
    read_phones,
    same_name,
    same_phone,
)

MOMENTS = ("received_at", "dispatched_at", "closed_at")


class MismatchedScreenshot(Check):
    code, name, title = "RP09", "mismatched-screenshot", "工单截图与登记不一致"
    row = "attachment-mismatch"
    needs = (Orders, ShownOrders)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Hold what each screenshot shows of the filing's order and its parents against what is on record of them."""
        orders = filing.batch[Orders] if filing.batch is not None else None
        own = orders.get(filing.case) if orders is not None else None
        if orders is None or own is None or not own.is_repeat:
            return
        wanted = {own.number, *(parent.number for parent in own.parents)}
        seen: set[tuple[str, str, str]] = set()
        for told in filing[ShownOrders].orders:
            order = orders.get(told.number) if told.number in wanted else None
            for outcome in self._compare(told, order, orders) if order is not None else ():
                key = told.number, getattr(outcome, "text", ""), str(outcome.place)
                if key not in seen:
                    seen.add(key)
                    yield outcome

    def _compare(self, told: Told, order: Order, orders: Orders) -> Iterator[Finding | Unjudged]:
        for key in MOMENTS:
            shown, known = told.moment(key), order.moment(key)
            if shown is not None and known is not None and not agree(shown, known):
                yield from self._differ(key, told, order, str(shown), str(known))
        shown_phones = read_phones(told.value("phone"))
        if same_phone(shown_phones, order.phones) is False:
            yield from self._differ("phone", told, order, shown_phones[0].number, order.phones[0].number)
        shown_name, name = told.value("complainant"), order.value("complainant")
        legible = not told.is_read or is_full_name(shown_name)  # of 王** a single character would have to decide
        if legible and same_name(shown_name, name, orders.anonymous) is False:
            yield from self._differ("complainant", told, order, shown_name, name)

    def _differ(self, key: str, told: Told, order: Order, shown: str, known: str) -> Iterator[Finding | Unjudged]:
        """A finding; not judged where a character may have been misread."""
        one, other = told.reading(key), order.reading(key)
        if one is None or other is None or one.place.document == other.place.document:
            return
        name = self.knowledge.fields.name_of(key)
        misread = may_be(shown, known) or (key == "complainant" and not set(shown).isdisjoint(known))
        if told.is_read and misread:
            seen = f"截图中工单 {told.number} 的{name}识别为“{one.text}”，与登记的“{other.text}”相近"
            yield Unjudged(one.place, f"{seen}，可能是识别误差，请人工核对")
            return
        sure = not told.is_read and key != "complainant"
        yield Finding(
            one.place,
            f"截图中工单 {told.number} 的{name}为“{one.text}”，登记为“{other.text}”{_where(key, shown, known)}",
            text=one.text,
            suggest=other.text,
            evidence=[_quote(one), _quote(other)],
            confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        )


def _quote(reading: Reading) -> Quote:
    return Quote(reading.place, reading.text)


def _where(key: str, shown: str, known: str) -> str:
    """Where two telephones differ: they are masked in reports, so the digits alone would not show it."""
    positions = differing_positions(shown, known) if key == "phone" else []
    return f"（第 {'、'.join(map(str, positions))} 位不同）" if positions else ""
