"""What the checks of repeats and omissions say does not depend on the order of rows, or on filings of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.batches import CASE, export_row, ledger_row, write_batch, write_sheet
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.config import load_config
from zgc_lint.errors import UsageError
from zgc_lint.extract.people_named import PeopleNamed
from zgc_lint.knowledge import Knowledge
from zgc_lint.pipeline import check
from zgc_lint.testing.papers import make_batch

Row = Mapping[str, Any]
CHECKS = [kind for code, kind in discover().checks.items() if code.startswith(("RP", "LG"))]
NUMBERS = [f"2026060{day}01234{day}" for day in range(1, 8)]
PEOPLE = [("王建国", "13800001111"), ("李梅", "13800001111"), ("王先生", "13900002222"), ("保密", "")]
MATTERS = [
    ("电梯", "知春里1号楼", "电梯停运。"),
    ("电梯", "知春里1号楼", "电梯停运。另外反映盲道被占。"),
    ("停车", "科育小区", "盲道被占。"),
]
LATE = {"申报截止": "2026-06-20", "申报日期": "2026-06-21"}
IN_TIME = {"申报截止": "2026-06-20", "申报日期": "2026-06-19"}
TIMES = ["2026-06-01 09:00:00", "2026-06-01 09:00:01", "2026-06-03", "2026-06-05 10:00:00", ""]
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _row(number: str, person: tuple[str, str], matter: tuple[str, str, str], time: str, status: str) -> Row:
    labels = ("工单编号", "诉求人", "联系电话", "诉求分类", "诉求地址", "诉求内容", "来电时间", "工单状态")
    return dict(zip(labels, (number, *person, *matter, time, status), strict=True))


EXPORTS = st.tuples(
    *(
        st.builds(_row, st.just(number), st.sampled_from(PEOPLE), st.sampled_from(MATTERS), st.sampled_from(TIMES),
                  st.sampled_from(["已办结", "撤单", "办理中"]))
        for number in NUMBERS
    )
)  # fmt: skip
PARENTS = st.lists(st.sampled_from([*NUMBERS, "", "20260501099999"]), min_size=3, max_size=3)


def _filings(parents: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"case": number, "form": {"工单编号": number, "剔除项": "同人同诉", "母单编号": parent}}
        for number, parent in zip(NUMBERS[-3:], parents, strict=True)
    ]


def _ledger(parents: Sequence[str]) -> list[Row]:
    return [
        {
            "工单编号": number,
            "剔除项": "同人同诉",
            "母单编号": parent,
            "申报截止": "2026-06-20",
            "申报日期": "2026-06-21",
        }
        for number, parent in zip(NUMBERS[-3:], parents, strict=True)
    ]


def _said(knowledge: Knowledge, **spec: Any) -> set[tuple[str, str, str, str]]:
    result = run(make_batch(spec, knowledge), CHECKS, knowledge, {})
    return {(f.code, str(f.case), f.message, str(f.confidence)) for f in result.findings}


@SETTINGS
@given(EXPORTS, PARENTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_folders_does_not_matter(
    knowledge: Knowledge, rows: Sequence[Row], parents: Sequence[str], chance: Any
) -> None:
    export, ledger, filings = list(rows), _ledger(parents), _filings(parents)
    before = _said(knowledge, export=export, ledger=ledger, filings=filings)
    for part in (export, ledger, filings):
        chance.shuffle(part)
    assert _said(knowledge, export=export, ledger=ledger, filings=filings) == before


@SETTINGS
@given(EXPORTS, PARENTS)
def test_an_unrelated_filing_adds_no_finding_to_another(
    knowledge: Knowledge, rows: Sequence[Row], parents: Sequence[str]
) -> None:
    number = "20260609055555"
    matter = ("绿化", "杏林公园南门", "护栏倒了一段。")
    row = _row(number, ("许文", "13800009999"), matter, "2026-06-09 10:00:00", "已办结")
    before = _said(knowledge, export=rows, ledger=_ledger(parents), filings=_filings(parents))
    entry = {
        "工单编号": number,
        "剔除项": "非本级职责",
        "母单编号": "",
        "申报截止": "2026-06-20",
        "申报日期": "2026-06-19",
    }
    after = _said(
        knowledge,
        export=[*rows, row],
        ledger=[*_ledger(parents), entry],
        filings=[*_filings(parents), {"case": number, "form": {"工单编号": number, "剔除项": "非本级职责"}}],
    )
    assert after == before


def test_a_parent_of_last_month_is_found_where_the_office_names_its_folder(tmp_path: Path) -> None:
    month, before = tmp_path / "2026-06", tmp_path / "2026-05"
    before.mkdir()
    parent = "20260531000001"
    write_batch(month)
    write_sheet(month / "台账.xlsx", [ledger_row(剔除项="同人同诉", 母单编号=parent)])
    write_sheet(before / "工单.xlsx", [export_row(工单编号=parent, 来电时间="2026-05-31 10:00:00")])
    write_sheet(before / "台账.xlsx", [ledger_row(工单编号=parent, 剔除项="非本级职责")])
    config = replace(load_config(None, [month]), select=("RP",))
    codes = {priced.finding.code for priced in check([month], config).bill.findings}
    assert codes == {"RP03"}
    (month / "zgc-lint.yaml").write_text("earlier: [../2026-05]\n", encoding="utf-8")
    config = replace(load_config(None, [month]), select=("RP",))
    audit = check([month], config)
    assert {priced.finding.code for priced in audit.bill.findings} == {"RP06"}
    assert "王建国" not in repr(replace(audit, rules={}))  # the checks' own words give invented examples
    assert [record.case for record in audit.filings] == [CASE]


def test_an_earlier_month_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "zgc-lint.yaml").write_text("earlier: [../没有]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="没有"):
        load_config(None, [tmp_path])


def test_a_name_that_only_a_screenshot_tells_is_hidden_like_the_others(knowledge: Knowledge) -> None:
    spec = {
        "case": NUMBERS[0],
        "form": {
            "工单编号": NUMBERS[0],
            "诉求人": "王建国",
            "联系电话": "13800001111",
            "剔除项": "同人同诉",
            "母单编号": NUMBERS[1],
        },
        "attachments": {"1.母单截图.docx": f"工单编号 {NUMBERS[1]}\n诉求人 李梅\n联系电话 13900002222"},
    }
    batch = make_batch(spec, knowledge)
    (finding,) = run(batch, [discover().checks["RP04"]], knowledge, {}).findings
    assert any("李梅" in quote.text for quote in finding.evidence)
    assert {"李梅", "王建国"} <= batch[PeopleNamed].names
