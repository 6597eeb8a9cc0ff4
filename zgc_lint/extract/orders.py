"""The work orders of a batch, each with what export, ledger and filing say of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import Moment, agree, compare
from zgc_lint.extract.fields import Fields, Reading, case_ids
from zgc_lint.extract.outcome import read_outcome
from zgc_lint.extract.people import Phone, differing_positions, read_phones, same_name, same_phone
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow
from zgc_lint.extract.similarity import Complaint, Matter, compare_matters, is_same_matter
from zgc_lint.extract.text import squeeze
from zgc_lint.model import Batch, Filing, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from zgc_lint.knowledge import FieldNames, Item, Knowledge

__all__ = ["SAME_PERSON", "Order", "Orders", "Parent", "Repeat"]

SAME_PERSON = "same_person"  # the key in exclusions.yaml of the item 同人同诉


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent that is named for an order: its number and where it is named."""

    number: str
    place: Place


@dataclass(frozen=True, slots=True)
class Repeat:
    """An order that is filed as a repeat of an earlier one, and one of the parents named for it.

    `parent` is None where none is named; `order` is the parent's order, where any source knows it.
    """

    child: Order
    parent: Parent | None
    order: Order | None


@dataclass(eq=False)
class Order:
    """One work order. Where sources differ, the export counts before the ledger, and that before the form."""

    number: str
    exported: list[SheetRow] = field(default_factory=list)
    ledger: list[SheetRow] = field(default_factory=list)
    filing: Filing | None = None
    fields: Fields | None = None  # the filing's
    parents: list[Parent] = field(default_factory=list)
    item: Item | None = None
    item_text: str = ""
    outcome: Outcome = field(default_factory=Outcome)  # of its own appeal, where it is filed

    @property
    def is_filed(self) -> bool:
        """Whether an exclusion is applied for: it has a ledger row or a filing folder."""
        return bool(self.ledger) or self.filing is not None

    @property
    def is_repeat(self) -> bool:
        """Whether it is filed as a repeat (同人同诉): by its item, or because a parent is named."""
        return bool(self.parents) or (self.item is not None and self.item.key == SAME_PERSON)

    def reading(self, key: str) -> Reading | None:
        """The field's value from the source that counts."""
        for row in (*self.exported, *self.ledger):
            found = row.reading(key)
            if found is not None:
                return found
        return self.fields.first(key) if self.fields is not None else None

    def value(self, key: str) -> str:
        """The field's text, "" where no source gives it."""
        reading = self.reading(key)
        return reading.text if reading else ""

    def moment(self, key: str) -> Moment | None:
        """The field's date and time from the first source that gives a possible one.

        A source after it that agrees with it may make it more exact.
        """
        found = [row.moment(key) for row in (*self.exported, *self.ledger)]
        if self.fields is not None:
            found.append(self.fields.moment(key))
        moments = [moment for moment in found if moment is not None]
        best = next(iter(moments), None)
        for moment in moments:
            if best is not None and moment.precision > best.precision and agree(moment, best):
                best = moment
        return best

    @property
    def place(self) -> Place:
        """Where a finding about the order as a whole belongs: its form, else its ledger row, else its export row."""
        if self.filing is not None and self.fields is not None:
            first = self.fields.first("case_id")
            return first.place if first else Place(next((d.path for d in self.filing.documents), self.filing.path))
        return next((row.place() for row in (*self.ledger, *self.exported)), Place())

    @cached_property
    def called(self) -> Moment | None:
        """When the call came."""
        return self.moment("received_at")

    @cached_property
    def phones(self) -> list[Phone]:
        """The caller's telephone numbers."""
        return read_phones(self.value("phone"))

    @cached_property
    def complaint(self) -> Complaint:
        """Category, address and text."""
        return Complaint(self.value("category"), self.value("address"), self.value("complaint"))

    def compare_matter(self, other: Order) -> Matter:
        """How the two orders' categories, addresses and texts compare."""
        return compare_matters(self.complaint, other.complaint)


@dataclass(frozen=True)
class Orders:
    """All orders of the batch by number."""

    by_number: dict[str, Order]
    anonymous: frozenset[str]
    void_statuses: tuple[str, ...]
    undecided_statuses: tuple[str, ...]
    exports: Exports
    ledger: Ledger

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Orders:
        """Put together the exports, the ledgers and the filings of `batch`."""
        orders: dict[str, Order] = {}

        def order(number: str) -> Order:
            return orders.setdefault(number, Order(number))

        for row in batch[Exports].rows:
            if row.case:
                order(row.case).exported.append(row)
        for row in batch[Ledger].rows:
            if row.case:
                order(row.case).ledger.append(row)
        for filing in batch.filings:
            if filing.number and order(filing.number).filing is None:
                orders[filing.number].filing, orders[filing.number].fields = filing, filing[Fields]
        for entry in orders.values():
            if entry.is_filed:
                entry.parents = list(_parents(entry, knowledge.fields))
                entry.item_text, entry.item = _item(entry, knowledge)
                lost, district, city = map(entry.value, ("lost", "district_result", "city_result"))
                entry.outcome = read_outcome(lost, district, city, knowledge.fields)
        names = knowledge.fields
        return cls(
            orders, names.anonymous, names.void_statuses, names.undecided_statuses, batch[Exports], batch[Ledger]
        )

    def get(self, number: str) -> Order | None:
        """The order of that number, where any source knows it."""
        return self.by_number.get(number)

    def filed(self) -> Iterator[Order]:
        """The orders that are filed for exclusion, by number."""
        return (self.by_number[number] for number in sorted(self.by_number) if self.by_number[number].is_filed)

    def repeats(self) -> Iterator[Repeat]:
        """Each filed repeat with each parent named for it (once with None where none is)."""
        for order in self.filed():
            if order.is_repeat:
                for parent in order.parents or (None,):
                    yield Repeat(order, parent, self.get(parent.number) if parent else None)

    def pairs(self) -> Iterator[tuple[Order, Order, Place]]:
        """Each filed repeat with each of its parents that is another order some source knows, and where it is named."""
        for repeat in self.repeats():
            if repeat.parent is not None and repeat.order is not None and repeat.order is not repeat.child:
                yield repeat.child, repeat.order, repeat.parent.place

    def is_void(self, order: Order) -> bool | None:
        """Whether its status says that the order was withdrawn or is void; None for 退单申请中 or 撤单未通过."""
        status = order.value("status")
        if not any(word in status for word in self.void_statuses):
            return False
        return None if any(word in status for word in self.undecided_statuses) else True

    @cached_property
    def _by_phone(self) -> dict[str, list[Order]]:
        """The orders of each telephone whose time is known, the earliest first."""
        found: defaultdict[str, list[Order]] = defaultdict(list)
        for order in sorted((o for o in self.by_number.values() if o.called), key=_by_call):
            for ending in {phone.number[-8:] for phone in order.phones if not phone.is_masked}:
                found[ending].append(order)
        return found

    def earlier(self, order: Order) -> Iterator[Order]:
        """The orders provably before `order`, of the same caller on the same matter, the earliest first.

        The caller is the same where the telephone is and the names do not differ.
        """
        called = order.called
        endings = {phone.number[-8:] for phone in order.phones if not phone.is_masked}
        groups = [self._by_phone.get(ending, []) for ending in endings]
        candidates = groups[0] if len(groups) == 1 else sorted({o for group in groups for o in group}, key=_by_call)
        for other in candidates:
            if called is None or other.called is None or other.called.at > called.at:
                return
            if compare(other.called, called) == -1 and self._is_repeated_in(order, other):
                yield other

    def _is_repeated_in(self, later: Order, earlier: Order) -> bool:
        return (
            is_same_matter(later.complaint, earlier.complaint)
            and same_phone(later.phones, earlier.phones) is True
            and not self._names_differ(later, earlier)
        )

    def same_person(self, one: Order, other: Order) -> bool | None:
        """Whether two orders come from the same person; None where that can be neither proven nor refuted.

        An equal telephone proves it. Different telephones *and* different names refute it: one person may
        have two numbers, and a couple may share one.
        """
        phone = same_phone(one.phones, other.phones)
        if phone:
            return True
        return False if phone is False and self._names_differ(one, other) else None

    def _names_differ(self, one: Order, other: Order) -> bool:
        """Whether the names are proven different; 王建国 and 王健国 may be one name that was misheard."""
        left, right = one.value("complainant"), other.value("complainant")
        if left == right or same_name(left, right, self.anonymous) is not False:
            return False
        return len(squeeze(left)) < 3 or len(differing_positions(squeeze(left), squeeze(right))) != 1


def _by_call(order: Order) -> tuple[datetime, str]:
    if order.called is None:
        raise ValueError("only orders whose time is known are put in order")
    return order.called.at, order.number


def _parents(order: Order, names: FieldNames) -> Iterator[Parent]:
    readings = list(order.fields.all("parent_id")) if order.fields else []
    readings += [reading for row in order.ledger if (reading := row.reading("parent_id"))]
    seen: set[str] = set()
    for reading in readings:
        for number in case_ids(reading.text, names):
            if number not in seen:
                seen.add(number)
                yield Parent(number, reading.place)


def _item(order: Order, knowledge: Knowledge) -> tuple[str, Item | None]:
    texts = [order.fields.text("exclusion_item")] if order.fields else []
    texts += [row.value("exclusion_item") for row in order.ledger]
    text = next((text for text in texts if text), "")
    return text, knowledge.catalogue.find(text) if text else None
