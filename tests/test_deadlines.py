"""LG02 where the office has set its own deadline in deadlines.yaml; case files cannot set a dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest

from zgc_lint.check.registry import discover
from zgc_lint.check.runner import RAISE_VARIABLE, run
from zgc_lint.errors import UsageError
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Finding
from zgc_lint.testing.papers import make_batch


def findings(office: Path, rule: str, row: dict[str, str]) -> tuple[list[Finding], int]:
    (office / "deadlines.yaml").write_text(f"version: 1\nfiling: {rule}\n", encoding="utf-8")
    knowledge = Knowledge(office)
    batch = make_batch({"ledger": [{"工单编号": "20260605012345", **row}]}, knowledge)
    result = run(batch, [discover().checks["LG02"]], knowledge, {})
    return list(result.findings), len(result.coverage.not_judged)


@pytest.mark.parametrize(
    ("filed", "late"), [("2026-06-13", False), ("2026-06-13 23:59", False), ("2026-06-14", True), ("2026-07-01", True)]
)
def test_days_are_counted_from_the_moment_named(tmp_path: Path, filed: str, late: bool) -> None:
    row = {"办结时间": "2026-06-10 18:00:00", "申报日期": filed}
    found, not_judged = findings(tmp_path, "{from: closed_at, days: 3}", row)
    assert [finding.text for finding in found] == [filed] * late
    assert not_judged == 0
    assert all("办结时间 2026-06-10 18:00:00 起 3 日内，即 2026-06-13" in finding.message for finding in found)


def test_the_ledger_goes_before_the_rule(tmp_path: Path) -> None:
    row = {"办结时间": "2026-06-10", "申报截止": "2026-06-30", "申报日期": "2026-06-20"}
    assert findings(tmp_path, "{from: closed_at, days: 3}", row) == ([], 0)


def test_without_the_moment_named_nothing_is_judged(tmp_path: Path) -> None:
    assert findings(tmp_path, "{from: dispatched_at, days: 3}", {"申报日期": "2026-06-20"}) == ([], 1)


@pytest.mark.parametrize(("filed", "late"), [("2026-06-22", False), ("2026-06-23", True)])
def test_working_days_leave_out_weekends_and_holidays(tmp_path: Path, filed: str, late: bool) -> None:
    row = {"办结时间": "2026-06-17 18:00:00", "申报日期": filed}  # 19 June is a holiday, 20 and 21 a weekend
    found, not_judged = findings(tmp_path, "{from: closed_at, days: 2, unit: working}", row)
    assert [finding.text for finding in found] == [filed] * late
    assert not_judged == 0


def test_beyond_the_years_whose_holidays_are_known_nothing_is_judged(tmp_path: Path) -> None:
    row = {"办结时间": "2099-06-17", "申报日期": "2099-07-30"}
    assert findings(tmp_path, "{from: closed_at, days: 2, unit: working}", row) == ([], 1)


def test_a_returned_case_has_a_deadline_of_its_own(tmp_path: Path) -> None:
    rule = "{days: null}\nresubmission: {from: returned_on, days: 2, unit: working}"
    row = {"申报截止": "2026-06-10", "申报日期": "2026-06-09", "退回时间": "2026-06-17"}
    assert findings(tmp_path, rule, {**row, "二次上报时间": "2026-06-22"}) == ([], 0)
    found, _ = findings(tmp_path, rule, {**row, "二次上报时间": "2026-06-23"})
    assert ["退回时间 2026-06-17 起 2 个工作日内，即 2026-06-22" in finding.message for finding in found] == [True]


def test_an_unknown_unit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RAISE_VARIABLE, "1")
    with pytest.raises(UsageError, match="unit"):
        findings(tmp_path, "{from: closed_at, days: 2, unit: weeks}", {"办结时间": "2026-06-17"})
