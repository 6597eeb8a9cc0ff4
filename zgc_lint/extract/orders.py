"""The work orders of a batch, each with what export, ledger and filing say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from zgc_lint.extract.callers import Caller, Candidates, household_of, identity_tail
from zgc_lint.extract.dates import Moment, agree, compare
from zgc_lint.extract.fields import Fields, Reading, case_ids
from zgc_lint.extract.outcome import read_outcome
from zgc_lint.extract.people import Phone, differing_positions, read_phones, same_name, same_phone
from zgc_lint.extract.sheets import Earlier, Exports, Ledger, SheetRow
from zgc_lint.extract.similarity import Complaint, Matter, compare_matters, is_same_matter
from zgc_lint.extract.text import squeeze
from zgc_lint.extract.told import ShownOrders, Told, ToldTimes
from zgc_lint.laying import LaidList
from zgc_lint.model import Batch, Filing, Outcome, Place, Quote

if TYPE_CHECKING:
    from zgc_lint.extract.window import Window
    from zgc_lint.folding import Aside
    from zgc_lint.knowledge import FieldNames, Item, Knowledge

__all__ = ["SAME_PERSON", "Order", "Orders", "Parent", "Repeat"]

_IN_USE = 4096  # orders of an export that are held: some 10 MB
_NOWHERE = -1
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
    """One work order. Where sources differ, the export counts before the ledger, and that before the form; what
    screenshots and running text tell of it counts only where none of these says anything.

    `history` are its rows in the ledgers of earlier months.
    """

    number: str
    exported: list[SheetRow] = field(default_factory=list)
    ledger: list[SheetRow] = field(default_factory=list)
    history: list[SheetRow] = field(default_factory=list)
    filing: Filing | None = None
    fields: Fields | None = None  # the filing's
    told: list[Told] = field(default_factory=list)
    parents: list[Parent] = field(default_factory=list)
    item: Item | None = None
    item_text: str = ""
    outcome: Outcome = field(default_factory=Outcome)  # of its own appeal, where it is filed
    knowledge: Knowledge | None = None

    @property
    def is_current(self) -> bool:
        """Whether an exclusion is applied for in this batch: it has a ledger row or a filing folder."""
        return bool(self.ledger) or self.filing is not None

    @property
    def is_filed(self) -> bool:
        """Whether an exclusion is applied for, in this batch or in an earlier month."""
        return self.is_current or bool(self.history)

    @property
    def is_repeat(self) -> bool:
        """Whether it is filed as a repeat (同人同诉): by its item, or because a parent is named."""
        return bool(self.parents) or (self.item is not None and self.item.key == SAME_PERSON)

    @property
    def rows(self) -> Iterator[SheetRow]:
        """Its rows in exports and ledgers, those that count more first."""
        yield from self.exported
        yield from self.ledger

    def reading(self, key: str) -> Reading | None:
        """The field's value from the source that counts."""
        for row in self.rows:
            found = row.reading(key)
            if found is not None:
                return found
        own = self.fields.first(key) if self.fields is not None else None
        if own is not None:
            return own
        others = [row.reading(key) for row in self.history] + [told.reading(key) for told in self.told]
        return next((reading for reading in others if reading is not None), None)

    def value(self, key: str) -> str:
        """The field's text, "" where no source gives it."""
        for row in self.exported:  # an export is large, and a reading dearer than its text
            text = row.value(key)
            if text:
                return text
        reading = self.reading(key)
        return reading.text if reading else ""

    def moment(self, key: str) -> Moment | None:
        """The field's date and time from the first source that gives a possible one.

        A source after it that agrees with it may make it more exact.
        """
        found = [row.moment(key) for row in self.rows]
        if self.fields is not None:
            found.append(self.fields.moment(key))
        found += [row.moment(key) for row in self.history] + [told.moment(key) for told in self.told]
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
        row = next(iter((*self.ledger, *self.exported, *self.history)), None)
        told = next((reading.place for source in self.told for reading in source.readings), Place())
        return row.place() if row is not None else told

    @property
    def is_only_told(self) -> bool:
        """Whether nothing but screenshots and running text knows of it."""
        return not (self.exported or self.is_filed)

    @property
    def is_only_said(self) -> bool:
        """Whether nothing but the office's running text knows of it."""
        return self.is_only_told and not any(told.is_shown for told in self.told)

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
        formulas = self.knowledge.repeats.formulas if self.knowledge is not None else None
        return Complaint(self.value("category"), self.value("address"), self.value("complaint"), formulas)

    @cached_property
    def caller(self) -> Caller:
        """What tells who called; a name that may be anybody's tells nothing."""
        endings = frozenset(phone.number[-8:] for phone in self.phones if not phone.is_masked)
        seconds = frozenset(filter(None, (household_of(self.value("address")), identity_tail(self.value("id_number")))))
        name = self.value("complainant") if seconds else ""
        anonymous = self.knowledge.fields.anonymous if self.knowledge is not None else ()
        return Caller(endings, squeeze(name) if name and same_name(name, name, anonymous) else "", seconds)

    def cite(self, *keys: str) -> Quote:
        """The order as evidence: its number, when the call came, and what the fields `keys` say, at their place."""
        readings = [reading for key in keys if (reading := self.reading(key)) is not None]
        words = [self.number, f"来电时间 {self.called}" if self.called is not None else "来电时间不详"]
        for reading in readings:
            if reading.field != "received_at":
                name = self.knowledge.fields.name_of(reading.field) if self.knowledge is not None else reading.field
                words.append(f"{name} {reading.text}")
        return Quote(readings[0].place if readings else self.place, "，".join(words))

    def compare_matter(self, other: Order) -> Matter:
        """How the two orders' categories, addresses and texts compare."""
        return compare_matters(self.complaint, other.complaint)


@dataclass(frozen=True)
class Orders:
    """All orders of the batch by number. One may be another object each time: their numbers tell them apart."""

    by_number: Mapping[str, Order]
    anonymous: frozenset[str]
    void_statuses: tuple[str, ...]
    undecided_statuses: tuple[str, ...]
    exports: Exports
    ledger: Ledger

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Orders:
        """Put together the exports, the ledgers and the filings of `batch`, and what earlier months say.

        Screenshots of orders are read (seconds each) only for a parent or child whose time or caller nothing else
        tells.
        """
        sources = _Sources(batch, knowledge)
        numbers = list(sources.numbers())
        for number in numbers:
            if number in sources.filings:
                sources.hear(sources.order(number))
        names = knowledge.fields
        book = _Book(sources, dict.fromkeys((*numbers, *sources.told)), batch.aside)
        return cls(
            book, names.anonymous, names.void_statuses, names.undecided_statuses, sources.exports, sources.ledger
        )

    def get(self, number: str) -> Order | None:
        """The order of that number, where any source knows it."""
        return self.by_number.get(number)

    def filed(self) -> Iterator[Order]:
        """The orders that are filed for exclusion in this batch, by number."""
        return map(self.by_number.__getitem__, self._filed)

    @cached_property
    def _filed(self) -> list[str]:
        return sorted(number for number, order in self.by_number.items() if order.is_current)

    def repeats(self) -> Iterator[Repeat]:
        """Each filed repeat with each parent named for it (once with None where none is)."""
        for order in self.filed():
            if order.is_repeat:
                for parent in order.parents or (None,):
                    yield Repeat(order, parent, self.get(parent.number) if parent else None)

    def pairs(self) -> Iterator[tuple[Order, Order, Place]]:
        """Each filed repeat with each of its parents that is another order some source knows, and where it is named."""
        for repeat in self.repeats():
            if repeat.parent is None or repeat.order is None:
                continue
            if repeat.order.number != repeat.child.number:
                yield repeat.child, repeat.order, repeat.parent.place

    def is_void(self, order: Order) -> bool | None:
        """Whether its status says that the order was withdrawn or is void; None for 退单申请中 or 撤单未通过."""
        status = order.value("status")
        if not any(word in status for word in self.void_statuses):
            return False
        return None if any(word in status for word in self.undecided_statuses) else True

    @cached_property
    def _calls(self) -> _Calls:
        """The orders whose time is known, the earliest first."""
        called = sorted((order.called.at, number) for number, order in self.by_number.items() if order.called)
        return _Calls([number for _, number in called], self.by_number)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self._calls)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {number: position for position, number in enumerate(self._calls.numbers)}

    def earlier(self, order: Order) -> Iterator[Order]:
        """The orders provably before `order`, of the same caller on the same matter, the earliest first.

        The caller is the same where the telephone is and the names do not differ, or where a full name and a second
        sign are.
        """
        position = self._positions.get(order.number)
        for other in self._candidates.before(position) if position is not None else ():
            earlier = self._calls[other]
            if self._is_repeated_in(order, earlier):
                yield earlier

    @staticmethod
    def may_be_parent(earlier: Order, later: Order, window: Window) -> bool:
        """Whether no limit of `window` speaks against `earlier` as the parent of `later`."""
        if earlier.called is None or later.called is None:
            return True
        return window.broken(earlier.called.day, later.called.day) is None

    def _is_repeated_in(self, later: Order, earlier: Order) -> bool:
        return (
            earlier.called is not None
            and later.called is not None
            and compare(earlier.called, later.called) == -1
            and is_same_matter(later.complaint, earlier.complaint)
            and self.same_person(later, earlier) is True
            and not self._names_differ(later, earlier)
        )

    def same_person(self, one: Order, other: Order) -> bool | None:
        """Whether two orders come from the same person; None where that can be neither proven nor refuted.

        An equal telephone proves it, and so do an equal full name and a second sign, the flat or the end of the
        identity number. Different telephones *and* different names refute it: one person may have two numbers, and
        a couple may share one.
        """
        phone = same_phone(one.phones, other.phones)
        if phone or one.caller.shares_second(other.caller):
            return True
        return False if phone is False and self._names_differ(one, other) else None

    def _names_differ(self, one: Order, other: Order) -> bool:
        """Whether the names are proven different; 王建国 and 王健国 may be one name that was misheard."""
        left, right = one.value("complainant"), other.value("complainant")
        if left == right or same_name(left, right, self.anonymous) is not False:
            return False
        return len(squeeze(left)) < 3 or len(differing_positions(squeeze(left), squeeze(right))) != 1


@dataclass(frozen=True)
class _Calls(Sequence[Order]):
    """Orders, each looked up when it is asked for."""

    numbers: Sequence[str]
    by_number: Mapping[str, Order]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, position: Any) -> Any:
        return self.by_number[self.numbers[position]]


class _Book(Mapping[str, Order]):
    """The orders `numbers`: those that are filed, or of which anything is told, lie aside; the rest, rows of an export
    and nothing else, are put together each time.
    """

    def __init__(self, sources: _Sources, numbers: Iterable[str], aside: Aside) -> None:
        self._places: dict[str, int] = {}
        self._laid = LaidList(self._to_lay(sources, numbers), aside)
        self._from_rows = lru_cache(maxsize=_IN_USE)(sources.order)

    def _to_lay(self, sources: _Sources, numbers: Iterable[str]) -> Iterator[Order]:
        count = 0
        for number in numbers:
            order = sources.order(number)
            if order.is_filed or order.told:
                self._places[number] = count
                count += 1
                yield order
            else:
                self._places[number] = _NOWHERE

    def __getitem__(self, number: str) -> Order:
        place = self._places[number]
        return self._from_rows(number) if place == _NOWHERE else self._laid[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Sources:
    """What says anything of orders. `told` holds what filings tell of them, by number, where nothing else does."""

    def __init__(self, batch: Batch, knowledge: Knowledge) -> None:
        self.exports, self.ledger, self._earlier = batch[Exports], batch[Ledger], batch[Earlier]
        self.filings: dict[str, Filing] = {}
        for filing in batch.filings:
            if filing.number:
                self.filings.setdefault(filing.number, filing)
        self.told: defaultdict[str, list[Told]] = defaultdict(list)
        self._knowledge = knowledge

    def numbers(self) -> Iterator[str]:
        """Those in tables and of filings, each once."""
        tables = (self.exports, self.ledger, self._earlier)
        return iter(dict.fromkeys(chain(*(table.by_case for table in tables), self.filings)))

    def order(self, number: str) -> Order:
        """What they say of one."""
        earlier = self._earlier.by_case.get(number, ())
        filing = self.filings.get(number)
        order = Order(
            number,
            [*self.exports.by_case.get(number, ()), *(row for row in earlier if not row.is_of_ledger)],
            list(self.ledger.by_case.get(number, ())),
            [row for row in earlier if row.is_of_ledger],
            filing,
            filing[Fields] if filing is not None else None,
            knowledge=self._knowledge,
        )
        if order.is_filed:
            order.parents = list(_parents(order, self._knowledge.fields))
            order.item_text, order.item = _item(order, self._knowledge)
            lost, district, city = map(order.value, ("lost", "district_result", "city_result"))
            order.outcome = read_outcome(lost, district, city, self._knowledge.fields)
        order.told = list(self.told.get(number, ()))
        return order

    def hear(self, child: Order) -> None:
        """Take down what a repeat's filing tells of it and of its parents where nothing else does."""
        if child.filing is None or not child.is_repeat:
            return
        wanted = [child.number, *(parent.number for parent in child.parents)]
        self._take_down(child.filing[ToldTimes].orders, wanted)
        if any(_is_lacking(self.order(number)) for number in wanted):
            self._take_down(child.filing[ShownOrders].orders, wanted)

    def _take_down(self, orders: Iterable[Told], wanted: Sequence[str]) -> None:
        for told in orders:
            if told.number in wanted:
                self.told[told.number].append(told)


def _parents(order: Order, names: FieldNames) -> Iterator[Parent]:
    readings = list(order.fields.all("parent_id")) if order.fields else []
    rows = order.ledger if order.is_current else order.history
    readings += [reading for row in rows if (reading := row.reading("parent_id"))]
    seen: set[str] = set()
    for reading in readings:
        for number in case_ids(reading.text, names):
            if number not in seen:
                seen.add(number)
                yield Parent(number, reading.place)


def _item(order: Order, knowledge: Knowledge) -> tuple[str, Item | None]:
    texts = [order.fields.text("exclusion_item")] if order.fields else []
    texts += [row.value("exclusion_item") for row in (*order.ledger, *order.history)]
    text = next((text for text in texts if text), "")
    return text, knowledge.catalogue.find(text) if text else None


def _is_lacking(order: Order) -> bool:
    return order.moment("received_at") is None or not order.value("phone")
