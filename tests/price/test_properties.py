"""What holds for any month of findings: no order, nothing twice, hints and void prices change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_lint.model import CaseRecord, Finding, Outcome, Place
from zgc_lint.price import ROWS, Bill, MonthSum, Schedules, price

Month = tuple[list[Finding], dict[str, CaseRecord]]

NUMBERS = [f"20260{n}" for n in range(1, 9)]
ONCE_A_CASE = ("omission", "overdue", "same-person", "wrong-item", "attachment-missing", "ambiguity")

readings = st.fixed_dictionaries({"contradiction_extra": st.sampled_from("AB"), "core_count": st.sampled_from("AB")})
places = st.builds(
    Place,
    document=st.sampled_from(["申报表.docx", "情况说明.docx"]),
    page=st.none() | st.integers(1, 2),
    paragraph=st.none() | st.integers(1, 3),
    start=st.none() | st.integers(0, 3),
)
findings = st.builds(
    Finding,
    place=places,
    message=st.just("有误"),
    case=st.sampled_from([*NUMBERS, None]),
    row=st.sampled_from([*ROWS, None]),
    confidence=st.sampled_from(["certain", "likely", "hint"]),
)


@st.composite
def months(draw: st.DrawFn, lost: tuple[bool | None, ...] = (None, True, False)) -> Month:
    """Up to 25 findings in eight cases of two months, some cases without a date."""
    days = [None, date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 30), date(2026, 7, 1)]
    records = {
        number: CaseRecord(
            number, number, filed_on=draw(st.sampled_from(days)), outcome=Outcome(draw(st.sampled_from(lost)))
        )
        for number in NUMBERS
    }
    return draw(st.lists(findings, max_size=25)), records


def amounts(bill: Bill) -> list[tuple[Finding, object]]:
    return [(f.finding, f.price and (f.price.amount, f.price.due)) for f in bill.findings]


def at_stake(months: dict[str, MonthSum]) -> dict[str, object]:
    return {name: month.at_stake for name, month in months.items() if month.at_stake}


def is_void(finding: Finding, records: dict[str, CaseRecord], schedules: Schedules) -> bool:
    lost = records[finding.case].outcome.lost if finding.case else None
    return finding.row is not None and schedules.newest.rows[finding.row].if_lost and lost is False


@settings(deadline=None)
@given(month=months(), readings=readings, seed=st.integers())
def test_order_does_not_matter(month: Month, readings: dict[str, str], seed: int, schedules: Schedules) -> None:
    found, records = month
    shuffled = found.copy()
    Random(seed).shuffle(shuffled)  # noqa: S311
    one, two = (price(order, records, schedules, readings=readings) for order in (found, shuffled))
    assert list(one.months) == list(two.months)
    assert one.months == two.months
    assert sorted(map(repr, amounts(one))) == sorted(map(repr, amounts(two)))


@settings(deadline=None)
@given(month=months(), readings=readings)
def test_nothing_is_counted_twice(month: Month, readings: dict[str, str], schedules: Schedules) -> None:
    found, records = month
    bill = price(found, records, schedules, readings=readings)
    assert [f.finding for f in bill.findings] == found
    prices = [f.price for f in bill.findings if f.price]
    assert all(p.amount == p.base + p.extra for p in prices)
    for due, field in (("now", "now"), ("confirmed", "confirmed"), ("if-lost", "if_lost"), ("void", "void")):
        total = sum(p.amount for p in prices if p.due == due)
        assert total == sum(getattr(m, field) for m in bill.months.values()) == getattr(bill.total, field)
        for m in bill.months.values():
            people = [*m.by_specialist.values(), *m.by_reviewer.values()]
            assert sum(getattr(s, field) for s in people) == getattr(m, field)
            assert sum(getattr(r, field) for r in m.by_row.values()) == getattr(m, field)
    for m in bill.months.values():
        assert m.share_of_threshold == m.at_stake / 38560
        assert ("合同 6.4(1)" in m.termination) == (m.at_stake >= 38560)


@settings(deadline=None)
@given(month=months(), readings=readings)
def test_one_price_for_each_row_and_case(month: Month, readings: dict[str, str], schedules: Schedules) -> None:
    found, records = month
    carriers = [
        (f.finding.row, f.finding.case or f.finding.place.document, f.month)
        for f in price(found, records, schedules, readings=readings).findings
        if f.price and f.price.amount and f.finding.row in ONCE_A_CASE
    ]
    assert len(carriers) == len(set(carriers))


@settings(deadline=None)
@given(month=months(), hint=findings, readings=readings)
def test_a_hint_changes_no_sum(month: Month, hint: Finding, readings: dict[str, str], schedules: Schedules) -> None:
    found, records = month
    before = price(found, records, schedules, readings=readings)
    after = price([replace(hint, confidence="hint"), *found], records, schedules, readings=readings)
    assert after.months == before.months


@settings(deadline=None)
@given(month=months(), readings=readings)
def test_void_findings_change_no_other_price(month: Month, readings: dict[str, str], schedules: Schedules) -> None:
    found, records = month
    rest = [finding for finding in found if not is_void(finding, records, schedules)]
    everything = price(found, records, schedules, readings=readings)
    assert at_stake(dict(everything.months)) == at_stake(
        dict(price(rest, records, schedules, readings=readings).months)
    )
    for f in everything.findings:
        if f.price and f.price.due == "void":
            assert f.termination is None
            assert f.price.extra == 0


@settings(deadline=None)
@given(month=months(), readings=readings)
def test_what_is_due_does_not_depend_on_exposures(month: Month, readings: dict[str, str], schedules: Schedules) -> None:
    found, records = month
    bill = price(found, records, schedules, readings=readings)
    certain = [f.finding for f in bill.findings if f.price and f.price.due in ("now", "confirmed")]
    alone = price(certain, records, schedules, readings=readings)
    assert alone.total == replace(bill.total, if_lost=bill.total.if_lost * 0, void=bill.total.void * 0)
    assert amounts(alone) == [
        (f.finding, (f.price.amount, f.price.due))
        for f in bill.findings
        if f.price and f.price.due in ("now", "confirmed")
    ]


@settings(deadline=None)
@given(month=months(lost=(None,)), readings=readings)
def test_losing_every_case_makes_due_what_was_at_stake(
    month: Month, readings: dict[str, str], schedules: Schedules
) -> None:
    found, records = month
    found = [finding for finding in found if finding.case]
    lost = {number: replace(record, outcome=Outcome(lost=True)) for number, record in records.items()}
    before = price(found, records, schedules, readings=readings).total
    after = price(found, lost, schedules, readings=readings).total
    assert after == replace(before, confirmed=before.if_lost, if_lost=before.confirmed)
