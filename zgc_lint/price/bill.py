"""Findings and case records in, a bill out: what each finding costs, and what each month adds up to.

Source of the rules: 管理方案 一(二) for prices, 管理方案 二 for the version by filing date, 合同 6.4
for the rights to terminate. All amounts are RMB, as `Decimal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, get_args

from zgc_lint.errors import UsageError
from zgc_lint.model import CaseRecord, Confidence, Finding, Place, Unjudged
from zgc_lint.price.month import CaseKey, Charge, Due, Price, price_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zgc_lint.price.schedule import Answerer, Contract, Row, Schedule, Schedules, Unit

__all__ = [
    "NO_NAME", "UNKNOWN_MONTH", "Bill", "Charged", "MonthSum", "PricedFinding", "RowSum", "Sums", "plain", "price",
    "price_readings",
]  # fmt: skip

#: The month of findings that no date and no folder ties to one.
UNKNOWN_MONTH = "未知"

#: Stands for the specialist or reviewer where the papers name none.
NO_NAME = "未填"

_ADVICE = Price(Decimal(0), "", "now", Decimal(0), Decimal(0), "建议，不计价")


#: A finding with the record of its case.
Charged: TypeAlias = tuple[Finding, CaseRecord]


@dataclass(frozen=True, slots=True)
class PricedFinding:
    """A finding with its price.

    `row` is None for advice (priced 0) and where `price` is None: no price list was in force. `termination`
    is the clause of 合同 6.4 that the finding may let the client use. `person` answers for it ("未填" where
    the papers do not say who, "" without a row).
    """

    finding: Finding
    month: str
    price: Price | None
    row: Row | None = None
    termination: str | None = None
    person: str = ""

    @property
    def clause(self) -> str | None:
        """The clause the price is taken under, "管理方案 一(二)3(4)"."""
        return self.row.clause if self.row else None

    @property
    def row_name(self) -> str:
        """The Chinese name of the price list's row, "" without one."""
        return self.row.name if self.row else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums in RMB by what is due. `void` prices turned out not to be owed; they count nowhere else."""

    now: Decimal = Decimal(0)
    confirmed: Decimal = Decimal(0)
    if_lost: Decimal = Decimal(0)
    void: Decimal = Decimal(0)

    @property
    def at_stake(self) -> Decimal:
        """Everything that is or may become due, in RMB: now + confirmed + if lost."""
        return self.now + self.confirmed + self.if_lost


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSum(Sums):
    """A month's sums of one row of the price list, and its findings and cases (件) that are not void."""

    row: Row
    count: int
    cases: int

    @property
    def unit(self) -> Unit:
        """The unit of the row's price."""
        return self.row.unit

    @property
    def amount(self) -> Decimal:
        """The row's sum at stake, in RMB."""
        return self.at_stake


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSum(Sums):
    """What one calendar month adds up to.

    `by_row` is in the order of the price list; `by_specialist` and `by_reviewer` hold, by name, the rows that
    the one or the other answers for. `threshold` is RMB a month (合同 6.4(1)); `termination` lists the
    clauses of 合同 6.4 that the month's findings and its sum may let the client use.
    """

    month: str
    threshold: Decimal
    termination: tuple[str, ...]
    by_row: Mapping[str, RowSum]
    by_specialist: Mapping[str, Sums]
    by_reviewer: Mapping[str, Sums]

    @classmethod
    def empty(cls, month: str, contract: Contract) -> MonthSum:
        """A month in which nothing has a price."""
        return cls(
            month=month, threshold=contract.threshold, termination=(), by_row={}, by_specialist={}, by_reviewer={}
        )

    @property
    def share_of_threshold(self) -> Decimal:
        """The sum at stake as a share of the threshold (1: reached); rounded only where it is written."""
        return self.at_stake / self.threshold


@dataclass(frozen=True, slots=True)
class Bill:
    """All findings, in the order they came in, and the months by name, in order, "未知" last.

    A month in which nothing has a price is absent. `schedules` are the ids of the versions used, in order;
    `unpriced` says, once a case, why findings have no price; `readings` are the options taken.
    """

    findings: tuple[PricedFinding, ...]
    months: Mapping[str, MonthSum]
    schedules: tuple[str, ...]
    unpriced: tuple[Unjudged, ...]
    readings: Mapping[str, str]

    @property
    def total(self) -> Sums:
        """The sums over all months, in RMB."""
        return Sums(**_by_due(self.findings))


def price(
    findings: Iterable[Finding],
    cases: Mapping[str, CaseRecord],
    schedules: Schedules,
    *,
    month: str | None = None,
    readings: Mapping[str, str] | None = None,
    earlier: Sequence[Charged] = (),
) -> Bill:
    """Price `findings`; `cases` holds the records by case number, `month` ("2026-06") is the batch's.

    `earlier` are findings of earlier runs: they count in the months' ranks and sums, and are not in the bill.

    A finding belongs to the calendar month of its case's filing date; without one to the batch's month, else
    to that of the complaint's receipt. The version of the price list is the one in force on the filing date,
    else on the month's first day; for an unknown month it is the newest. Hints and findings without a row
    cost nothing. No price depends on the order of the findings, and none that is certain on an exposure.

    Raises UsageError for a month or a reading that cannot be used.
    """
    if month is not None and not re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", month):
        raise UsageError(f"月份应写作 2026-06 的样子，现为 {month}")
    chosen = schedules.choose(readings)
    own = [(f, cases.get(f.case or "") or CaseRecord(f.case or "", f.place.document)) for f in findings]
    tickets = [_ticket(finding, record, schedules, month) for finding, record in (*own, *earlier)]

    prices: dict[int, Price] = {}
    charges = {n: ticket.charge for n, ticket in enumerate(tickets) if ticket.charge is not None}
    for name in {tickets[n].month for n in charges}:
        numbers = [n for n in charges if tickets[n].month == name]
        prices.update(zip(numbers, price_month([charges[n] for n in numbers], chosen), strict=True))

    priced = tuple(_priced(ticket, prices.get(n)) for n, ticket in enumerate(tickets))
    used = {charge.schedule.id for charge in charges.values()}
    return Bill(
        findings=priced[: len(own)],
        months=_months([(priced[n], charge) for n, charge in charges.items()], schedules.contract),
        schedules=tuple(version.id for version in schedules.versions if version.id in used),
        unpriced=_unpriced(tickets[: len(own)]),
        readings=chosen,
    )


def price_readings(
    findings: Sequence[Finding],
    cases: Mapping[str, CaseRecord],
    schedules: Schedules,
    *,
    month: str | None = None,
    earlier: Sequence[Charged] = (),
) -> list[tuple[dict[str, str], Mapping[str, MonthSum]]]:
    """The month sums under every combination of readings, the defaults first; else as `price`."""
    return [
        (readings, price(findings, cases, schedules, month=month, readings=readings, earlier=earlier).months)
        for readings in schedules.combinations()
    ]


def plain(amount: Decimal) -> int | float:
    """An amount as a number for JSON: an int where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


# --- one finding ---


@dataclass(frozen=True, slots=True)
class _Ticket:
    """A finding on its way to a price: a charge, advice, or unpriced with the reason in `why`."""

    finding: Finding
    record: CaseRecord
    month: str
    charge: Charge | None = None
    why: str = ""


def _ticket(finding: Finding, record: CaseRecord, schedules: Schedules, month: str | None) -> _Ticket:
    its_month = _month(record, month)
    if finding.row is None or Confidence(finding.confidence) is Confidence.HINT:
        return _Ticket(finding, record, its_month)
    schedule = _schedule(record, its_month, schedules)
    if schedule is None:
        day = f"申报日期 {record.filed_on}" if record.filed_on else f"申报日期不明，所属月份 {its_month}"
        return _Ticket(finding, record, its_month, why=f"{day} 没有适用的扣款标准")
    row = schedule.rows.get(finding.row)
    if row is None:
        return _Ticket(finding, record, its_month, why=f"扣款标准 {schedule.id} 中没有 {finding.row} 一行")
    case = CaseKey(record.filed_on or date.max, record.case, "" if record.case else finding.place.document)
    charge = Charge(_order(finding), case, row, _due(row, record), schedule)
    return _Ticket(finding, record, its_month, charge)


def _month(record: CaseRecord, month: str | None) -> str:
    if record.filed_on:
        return f"{record.filed_on:%Y-%m}"
    if month or not record.received_on:
        return month or UNKNOWN_MONTH
    return f"{record.received_on:%Y-%m}"


def _schedule(record: CaseRecord, month: str, schedules: Schedules) -> Schedule | None:
    if record.filed_on:
        return schedules.on(record.filed_on)
    return schedules.newest if month == UNKNOWN_MONTH else schedules.on(date.fromisoformat(f"{month}-01"))


def _due(row: Row, record: CaseRecord) -> Due:
    if not row.if_lost:
        return "now"
    outcomes: dict[bool | None, Due] = {None: "if-lost", True: "confirmed", False: "void"}
    return outcomes[record.outcome.lost]


def _order(finding: Finding) -> tuple[Any, ...]:
    """A total order: findings that tie in it are the same finding twice."""
    place = finding.place
    numbers = (-1 if number is None else number for number in (place.page, place.paragraph, place.start))
    return (
        finding.case or "", place.document, *numbers, place.cell or (), finding.code, finding.text,
        finding.message, finding.row or "", Confidence(finding.confidence).value,
        -1 if place.end is None else place.end, place.field or "", place.box or (), finding.suggest or "",
        finding.fingerprint,
    )  # fmt: skip


def _priced(ticket: _Ticket, its_price: Price | None) -> PricedFinding:
    charge = ticket.charge
    if charge is None or its_price is None:
        return PricedFinding(ticket.finding, ticket.month, None if ticket.why else _ADVICE)
    record, row = ticket.record, charge.row
    name = record.specialist if row.answers == "剔除专员" else record.reviewer
    return PricedFinding(
        ticket.finding, ticket.month, its_price, row, _termination(charge, record), name.strip() or NO_NAME
    )


def _termination(charge: Charge, record: CaseRecord) -> str | None:
    right = charge.row.termination
    if right is None or charge.due == "void" or (right.when == "失分" and record.outcome.lost is False):
        return None
    return right.clause


def _unpriced(tickets: Sequence[_Ticket]) -> tuple[Unjudged, ...]:
    """Each reason once a case (once a document where there is no case)."""
    reasons: dict[tuple[str, str], Unjudged] = {}
    for path, case, why in sorted((t.record.path, t.record.case, t.why) for t in tickets if t.why):
        reasons.setdefault((case or path, why), Unjudged(Place(path), why))
    return tuple(reasons.values())


# --- sums ---


class _ByDue(TypedDict):
    now: Decimal
    confirmed: Decimal
    if_lost: Decimal
    void: Decimal


def _by_due(findings: Iterable[PricedFinding]) -> _ByDue:
    sums = dict.fromkeys(get_args(Due), Decimal(0))
    for its_price in (finding.price for finding in findings):
        if its_price is not None:
            sums[its_price.due] += its_price.amount
    return {
        "now": sums["now"],
        "confirmed": sums["confirmed"],
        "if_lost": sums["if-lost"],
        "void": sums["void"],
    }


def _months(items: Sequence[tuple[PricedFinding, Charge]], contract: Contract) -> dict[str, MonthSum]:
    names = sorted({finding.month for finding, _ in items})
    return {name: _month_sum(name, [i for i in items if i[0].month == name], contract) for name in names}


def _month_sum(name: str, items: Sequence[tuple[PricedFinding, Charge]], contract: Contract) -> MonthSum:
    findings = [finding for finding, _ in items]
    sums = _by_due(findings)
    clauses = {finding.termination for finding in findings if finding.termination}
    if Sums(**sums).at_stake >= contract.threshold:
        clauses.add(contract.threshold_clause)
    versions = sorted((charge.schedule for _, charge in items), key=lambda version: version.effective_from)
    rows = {row.id: row for version in versions for row in version.rows.values()}  # as the newest words them
    items_of = {name: [item for item in items if item[1].row.id == name] for name in rows}
    return MonthSum(
        **sums,
        month=name,
        threshold=contract.threshold,
        termination=tuple(sorted(clauses)),
        by_row={name: _row_sum(row, items_of[name]) for name, row in rows.items() if items_of[name]},
        by_specialist=_by_person(findings, "剔除专员"),
        by_reviewer=_by_person(findings, "审核专员"),
    )


def _row_sum(row: Row, items: Sequence[tuple[PricedFinding, Charge]]) -> RowSum:
    cases = [charge.case for _, charge in items if charge.due != "void"]
    sums = _by_due(finding for finding, _ in items)
    return RowSum(**sums, row=row, count=len(cases), cases=len(set(cases)))


def _by_person(findings: Sequence[PricedFinding], answerer: Answerer) -> dict[str, Sums]:
    theirs = [finding for finding in findings if finding.row and finding.row.answers == answerer]
    names = sorted({finding.person for finding in theirs})
    return {name: Sums(**_by_due(f for f in theirs if f.person == name)) for name in names}
