"""How single prices come about, months, persons, termination risks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from zgc_lint.errors import UsageError
from zgc_lint.price import Bill, Schedules, Sums, plain, price

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.price.conftest import MakeCase, MakeFinding
    from zgc_lint.model import CaseRecord, Finding


def amounts(bill: Bill) -> list[int | float | None]:
    return [None if f.price is None else plain(f.price.amount) for f in bill.findings]


def whys(bill: Bill) -> list[str | None]:
    return [None if f.price is None else f.price.why for f in bill.findings]


def by_due(people: Mapping[str, Sums]) -> dict[str, list[int | float]]:
    return {name: [plain(s.now), plain(s.confirmed), plain(s.if_lost)] for name, s in people.items()}


def cases_of(*cases: CaseRecord) -> dict[str, CaseRecord]:
    return {case.case: case for case in cases}


def test_one_price_a_case_and_row_on_the_first_finding(
    schedules: Schedules, case: MakeCase, finding: MakeFinding
) -> None:
    findings = [finding("attachment-missing", "1", start) for start in (20, 0, 10)]
    bill = price(findings, cases_of(case("1")), schedules)
    assert amounts(bill) == [0, 1500, 0]
    assert whys(bill) == ["同一件已计价", "1,500 元/件", "同一件已计价"]
    assert [f.finding for f in bill.findings] == findings


def test_fourth_case(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 6)))
    bill = price([finding("omission", number) for number in cases], cases, schedules)
    assert amounts(bill) == [1000, 1000, 1000, 2000, 2000]
    assert whys(bill)[2:4] == ["1,000 元/件", "当月第4件起 2,000 元/件"]


def test_extra_once_a_month(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 4)))
    bill = price([finding("wrong-item", number) for number in cases], cases, schedules)
    assert amounts(bill) == [2000, 2800, 2000]
    second = bill.findings[1].price
    assert second is not None
    assert second.base == 2000
    assert second.extra == 800
    assert second.why == "2,000 元/件；当月第2件，另加 800 元（每月一次）"


def test_extra_on_the_first_finding_of_each_case(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("1"), case("2"))
    findings = [finding("contradiction", number, start) for number in cases for start in (0, 10)]
    assert amounts(price(findings, cases, schedules)) == [1000, 500, 1000, 500]
    reading_b = price(findings, cases, schedules, readings={"contradiction_extra": "B"})
    assert amounts(reading_b) == [500, 500, 1000, 500]
    assert whys(reading_b)[2] == "500 元/次；当月累计达2件，另加 500 元/件"


def test_third_core_case(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 4)))
    findings = [
        finding("attachment-form", "1", 0), finding("attachment-form", "1", 5),
        finding("attachment-mismatch", "2"),
        finding("attachment-form", "3", 0),
        finding("attachment-missing", "3", 5),
        finding("attachment-form", "3", 9),
    ]  # fmt: skip
    bill = price(findings, cases, schedules)
    assert amounts(bill) == [120, 120, 1400, 2500, 0, 0]
    assert whys(bill)[3:5] == ["当月第3件起 2,500 元/件", "同一件已计价"]
    assert amounts(price(findings, cases, schedules, readings={"core_count": "B"})) == [
        120, 120, 1400, 120, 1500, 120,
    ]  # fmt: skip


def test_certain_cases_rank_before_exposures(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    """Three exposures filed earlier do not push a confirmed case to the third place."""
    early = [case(str(n), f"2026-06-0{n}") for n in range(1, 4)]
    cases = cases_of(*early, case("9", "2026-06-30", lost=True))
    bill = price([finding("attachment-missing", number) for number in cases], cases, schedules)
    assert amounts(bill) == [1500, 2500, 2500, 1500]
    assert bill.months["2026-06"].confirmed == 1500
    assert bill.months["2026-06"].if_lost == 6500


def test_cases_of_one_day_rank_by_number(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("c"), case("a"), case("b"), case("z", "2026-06-01"))
    bill = price([finding("omission", number) for number in cases], cases, schedules)
    assert amounts(bill) == [2000, 1000, 1000, 1000]


def test_an_extra_that_only_exposures_cause_is_an_exposure(
    penalties: Path, tmp_path: Path, case: MakeCase, finding: MakeFinding
) -> None:
    """Were 3(2) due only if lost, a second case at risk must not make a confirmed first one dearer."""
    text = penalties.read_text(encoding="utf-8")
    row = "name: 前后矛盾、逻辑混乱\n        price: 500\n        unit: 次\n        if_lost: "
    assert row in text
    path = tmp_path / "penalties.yaml"
    path.write_text(text.replace(f"{row}false", f"{row}true"), encoding="utf-8")
    cases = cases_of(case("1", lost=True), case("2"))
    bill = price([finding("contradiction", number) for number in cases], cases, Schedules.read(path))
    assert amounts(bill) == [500, 1500]
    assert whys(bill)[1] == "500 元/次；当月累计达2件，连同之前的1件，另加 500 元/件"


def test_a_certain_finding_carries_the_price_of_its_case(
    penalties: Path, tmp_path: Path, case: MakeCase, finding: MakeFinding
) -> None:
    """Were 120-RMB places due at once, they and not the exposure before them would carry the third case."""
    text = penalties.read_text(encoding="utf-8")
    places = "price: 120\n        unit: 处\n        if_lost: "
    assert places in text
    path = tmp_path / "penalties.yaml"
    path.write_text(text.replace(f"{places}true", f"{places}false"), encoding="utf-8")
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 4)))
    rows = ("attachment-missing", "attachment-form")
    findings = [finding(row, number, start) for number in cases for start, row in enumerate(rows)]
    bill = price(findings, cases, Schedules.read(path))
    assert amounts(bill) == [1500, 120, 1500, 120, 0, 2500]
    assert bill.total.now == 2740


def test_advice_costs_nothing(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    bill = price([finding(None, "1"), finding("same-person", "1", hint=True)], cases_of(case("1")), schedules)
    for advice in bill.findings:
        assert advice.price is not None
        assert advice.price.amount == 0
        assert (advice.price.due, advice.price.why) == ("now", "建议，不计价")
        assert (advice.clause, advice.termination, advice.person, advice.month) == (None, None, "", "2026-06")
    assert bill.months == {}
    assert bill.schedules == ()


def test_void(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    bill = price([finding("overdue", "1"), finding("overdue", "1", 5)], cases_of(case("1", lost=False)), schedules)
    assert amounts(bill) == [1000, 0]
    assert whys(bill) == ["未失分，不扣款（原应 1,000 元/件）", "未失分，不扣款（同一件已计价）"]
    assert bill.months["2026-06"].by_row["overdue"].count == 0


def test_without_a_case_the_document_is_the_case(schedules: Schedules, finding: MakeFinding) -> None:
    findings = [
        finding("omission", None, document="台账.xlsx"),
        finding("omission", None, 5, document="台账.xlsx"),
        finding("omission", None, document="工单.xlsx"),
    ]
    bill = price(findings, {}, schedules, month="2026-06")
    assert amounts(bill) == [1000, 0, 1000]
    assert bill.months["2026-06"].by_row["omission"].cases == 2


@pytest.mark.parametrize(
    ("filed_on", "batch", "received_on", "expected"),
    [
        ("2026-07-01", "2026-06", "2026-06-30", "2026-07"),
        (None, "2026-08", "2026-06-30", "2026-08"),
        (None, None, "2026-06-30", "2026-06"),
        (None, None, None, "未知"),
    ],
)
def test_month(
    filed_on: str | None,
    batch: str | None,
    received_on: str | None,
    expected: str,
    schedules: Schedules,
    case: MakeCase,
    finding: MakeFinding,
) -> None:
    record = case("1", filed_on, received_on=received_on)
    bill = price([finding("typo", "1")], cases_of(record), schedules, month=batch)
    assert [f.month for f in bill.findings] == list(bill.months) == [expected]
    assert bill.total.now == 50


@pytest.mark.parametrize(("batch", "expected"), [("2026-06", "2026-06"), (None, "未知")])
def test_month_without_a_case(batch: str | None, expected: str, schedules: Schedules, finding: MakeFinding) -> None:
    bill = price([finding("typo", None, document="台账.xlsx")], {}, schedules, month=batch)
    assert list(bill.months) == [expected]


@pytest.mark.parametrize("month", ["2026-6", "2026-13", "六月", "2026-06-01", "0000-01"])
def test_unusable_month(month: str, schedules: Schedules) -> None:
    with pytest.raises(UsageError, match="月份应写作 2026-06 的样子"):
        price([], {}, schedules, month=month)


def test_months_in_order_the_unknown_last(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("1", None), case("2", "2026-07-01"), case("3", "2026-06-01"))
    bill = price([finding("typo", number) for number in cases], cases, schedules)
    assert list(bill.months) == ["2026-06", "2026-07", "未知"]


RISKS = [
    # row, lost: None, True, False
    ("omission", "合同 6.4(2)", "合同 6.4(2)", None),
    ("overdue", "合同 6.4(2)", "合同 6.4(2)", None),
    ("same-person", "合同 6.4(3)", "合同 6.4(3)", None),
    ("attachment-forged", "合同 6.4(3)", "合同 6.4(3)", None),
    ("attachment-missing", None, None, None),
    ("typo", None, None, None),
]


@pytest.mark.parametrize(("row", "unknown", "lost", "kept"), RISKS)
def test_termination(
    row: str,
    unknown: str | None,
    lost: str | None,
    kept: str | None,
    schedules: Schedules,
    case: MakeCase,
    finding: MakeFinding,
) -> None:
    for outcome, clause in ((None, unknown), (True, lost), (False, kept)):
        bill = price([finding(row, "1")], cases_of(case("1", lost=outcome)), schedules)
        assert bill.findings[0].termination == clause
        assert bill.months["2026-06"].termination == ((clause,) if clause else ())


def test_clauses_of_a_month_are_sorted_and_distinct(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(*(case(str(n)) for n in range(15)))
    findings = [finding(row, number) for number in cases for row in ("same-person", "overdue")]
    month = price(findings, cases, schedules).months["2026-06"]
    assert month.at_stake == 37500 + 3000 + 24000
    assert month.termination == ("合同 6.4(1)", "合同 6.4(2)", "合同 6.4(3)")


def test_threshold_is_reached_not_passed(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    """771,200 x 5 % = 38,560: 770 typos at 50 (38,500) and two punctuation marks at 30 (60)."""
    findings = [finding("typo", "1", n) for n in range(770)]
    findings += [finding("punctuation", "1", n) for n in (1, 2)]
    cases = cases_of(case("1"))
    reached = price(findings, cases, schedules).months["2026-06"]
    assert reached.at_stake == 38560
    assert reached.share_of_threshold == 1
    assert reached.termination == ("合同 6.4(1)",)
    below = price(findings[:-1], cases, schedules).months["2026-06"]
    assert below.termination == ()
    assert round(float(below.share_of_threshold), 3) == 0.999


def test_who_answers(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("1", specialist="张三", reviewer="李四"), case("2", specialist="张三", lost=True), case("3"))
    findings = [
        finding("typo", "1"), finding("wrong-item", "2"), finding("layout", "3"),
        finding("attachment-form", "1"), finding("attachment-missing", "2"), finding("typo", "1", hint=True),
    ]  # fmt: skip
    bill = price(findings, cases, schedules)
    month = bill.months["2026-06"]
    assert [f.person for f in bill.findings] == ["张三", "张三", "未填", "李四", "未填", ""]
    assert by_due(month.by_specialist) == {"张三": [50, 2000, 0], "未填": [100, 0, 0]}
    assert by_due(month.by_reviewer) == {"未填": [0, 1500, 0], "李四": [0, 0, 120]}


def test_by_row(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("1"), case("2"))
    findings = [finding("typo", "1"), finding("typo", "2"), finding("typo", "2", 5), finding("overdue", "1")]
    by_row = price(findings, cases, schedules).months["2026-06"].by_row
    assert list(by_row) == ["overdue", "typo"]  # as in the price list
    typos = by_row["typo"]
    assert (typos.count, typos.cases, plain(typos.amount), typos.unit) == (3, 2, 150, "处")
    assert by_row["overdue"].row.name == "逾期未报"


def test_clause_and_name(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    first = price([finding("typo", "1")], cases_of(case("1")), schedules).findings[0]
    assert (first.clause, first.row_name) == ("管理方案 一(二)3(4)", "错别字、多字、漏字")


def test_filed_before_any_price_list(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = cases_of(case("1", "2026-05-31"), case("2", "2026-06-01"))
    findings = [finding("typo", "1"), finding("typo", "1", 5), finding("typo", "1", 9, hint=True)]
    findings.append(finding("typo", "2"))
    bill = price(findings, cases, schedules)
    assert amounts(bill) == [None, None, 0, 50]
    assert bill.findings[0].clause is None
    assert [(u.place.document, u.why) for u in bill.unpriced] == [("1", "申报日期 2026-05-31 没有适用的扣款标准")]
    assert list(bill.months) == ["2026-06"]


def test_month_before_any_price_list(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    bill = price([finding("typo", "1")], cases_of(case("1", None)), schedules, month="2026-05")
    assert [u.why for u in bill.unpriced] == ["申报日期不明，所属月份 2026-05 没有适用的扣款标准"]


def test_case_without_a_record(schedules: Schedules, finding: MakeFinding) -> None:
    """An order of the export that was never filed (LG01) has no record."""
    bill = price([finding("omission", "9"), finding("omission", "8")], {}, schedules, month="2026-06")
    assert amounts(bill) == [1000, 1000]
    assert bill.findings[0].person == "未填"


def test_row_the_price_list_does_not_have(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    bill = price([finding("telepathy", "1")], cases_of(case("1")), schedules)
    assert amounts(bill) == [None]
    assert [u.why for u in bill.unpriced] == ["扣款标准 zgc-2026-06-01 中没有 telepathy 一行"]


def test_findings_that_share_place_and_words_but_not_row(
    schedules: Schedules, case: MakeCase, finding: MakeFinding
) -> None:
    missing: Finding = finding("attachment-missing", "3")
    twin = replace(missing, row="attachment-form")
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 4)))
    others = [finding("attachment-missing", "1"), finding("attachment-missing", "2")]
    one = price([*others, missing, twin], cases, schedules)
    two = price([*others, twin, missing], cases, schedules)
    assert one.months == two.months
    assert amounts(one)[2:] == amounts(two)[:1:-1]


@pytest.mark.parametrize(("amount", "number"), [(Decimal("50"), 50), (Decimal("50.00"), 50), (Decimal("12.5"), 12.5)])
def test_plain(amount: Decimal, number: float) -> None:
    assert plain(amount) == number
    assert type(plain(amount)) is type(number)


def test_findings_of_earlier_runs_count_and_are_not_in_the_bill(
    schedules: Schedules, case: MakeCase, finding: MakeFinding
) -> None:
    cases = cases_of(*(case(str(n), f"2026-06-0{n}") for n in range(1, 5)))
    found = [finding("omission", number) for number in cases]
    bill = price(found[3:], cases, schedules, earlier=[(f, cases[f.case or ""]) for f in found[:3]])
    assert amounts(bill) == [2000]
    assert bill.months == price(found, cases, schedules).months
