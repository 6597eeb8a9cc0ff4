from __future__ import annotations

from typing import Any

import pytest

from zgc_lint.extract.registration import Registration
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch

CASE = "20260605012345"
FORM = {"工单编号": CASE, "诉求人": "王建国", "联系电话": "13800001111"}


def registration(knowledge: Knowledge, **spec: Any) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    found = make_batch(spec, knowledge)[Registration]
    return (
        [filing.case for filing in found.unregistered],
        [row.case for row in found.unfiled],
        [(filing.case, row.case) for filing, row in found.misnumbered],
    )


def test_equal_numbers_belong_together(knowledge: Knowledge) -> None:
    assert registration(knowledge, form=FORM, ledger=[{"工单编号": int(CASE), "诉求人": "王建国"}]) == ([], [], [])


def test_what_has_no_counterpart(knowledge: Knowledge) -> None:
    rows = [{"工单编号": "20260615099999", "诉求人": "李明"}] * 2
    assert registration(knowledge, form=FORM, ledger=rows) == ([CASE], ["20260615099999"], [])


@pytest.mark.parametrize(
    "row",
    [
        {"工单编号": "20260605012354", "诉求人": "王建国", "联系电话": "13800001111"},
        {"工单编号": "20260605012344", "诉求人": "王先生", "联系电话": "138-0000-1111"},
        {"工单编号": "20260605012344", "诉求人": "王建国", "联系电话": ""},
        {"工单编号": "20260605012344", "诉求人": "王建国", "联系电话": "138****1111"},
    ],
)
def test_a_slip_in_the_number_of_the_same_person(knowledge: Knowledge, row: dict[str, str]) -> None:
    assert registration(knowledge, form=FORM, ledger=[row]) == ([], [], [(CASE, row["工单编号"])])


@pytest.mark.parametrize(
    "row",
    [
        {"工单编号": "20260605012354", "诉求人": "李明", "联系电话": "13900002222"},
        {"工单编号": "20260605012354", "诉求人": "王建国", "联系电话": "13900002222"},
        {"工单编号": "20260605012354", "诉求人": "", "联系电话": ""},
        {"工单编号": "20260605012456", "诉求人": "王建国", "联系电话": "13800001111"},
        {"工单编号": "2026060501234", "诉求人": "王建国", "联系电话": "13800001111"},
    ],
)
def test_no_slip(knowledge: Knowledge, row: dict[str, str]) -> None:
    assert registration(knowledge, form=FORM, ledger=[row]) == ([CASE], [row["工单编号"]], [])


def test_two_orders_of_the_export_are_two(knowledge: Knowledge) -> None:
    row = {"工单编号": "20260605012346", "诉求人": "王建国", "联系电话": "13800001111"}
    export = [{"工单编号": CASE, "诉求人": "王建国"}, row]
    assert registration(knowledge, form=FORM, ledger=[row], export=export) == ([CASE], ["20260605012346"], [])
    assert registration(knowledge, form=FORM, ledger=[row], export=[row]) == ([], [], [(CASE, "20260605012346")])


def test_a_row_is_the_slip_of_one_filing_only(knowledge: Knowledge) -> None:
    filings = [{"case": number, "form": {**FORM, "工单编号": number}} for number in (CASE, "20260605012346")]
    row = {"工单编号": "20260605012347", "诉求人": "王建国", "联系电话": "13800001111"}
    found = registration(knowledge, filings=filings, ledger=[row])
    assert found == (["20260605012346"], [], [(CASE, "20260605012347")])


def test_row_of(knowledge: Knowledge) -> None:
    batch = make_batch({"form": FORM, "ledger": [{**FORM, "工单编号": "20260605012344"}]}, knowledge)
    row = batch[Registration].row_of(batch.filings[0])
    assert row is not None
    assert row.case == "20260605012344"
