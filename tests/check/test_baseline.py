from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batches import CASE, FORM, write_batch, write_form
from zgc_lint.check.baseline import Baseline
from zgc_lint.check.runner import Result
from zgc_lint.cli import CLEAN, FINDINGS, INCOMPLETE, run
from zgc_lint.errors import UsageError
from zgc_lint.model import Coverage, Finding, Known, Place, Suppressed

TYPO = Finding(Place("情况说明.docx"), "错", text="布署", code="TX01", fingerprint="0" * 15 + "1")
COMMA = Finding(Place("情况说明.docx"), "错", text=",", code="PU01", fingerprint="0" * 15 + "2")
BROKEN = Finding(Place("坏.docx"), "坏", code="ZZ01", fingerprint="0" * 15 + "3")


def test_known_findings_are_left_out_and_new_ones_stay() -> None:
    result = Baseline.of([TYPO, BROKEN]).subtract(
        Result((TYPO, COMMA, BROKEN), Coverage(files=1)), {"TX01", "PU01"}, whole=True
    )
    assert result.findings == (COMMA, BROKEN)
    assert result.coverage.suppressed == (Suppressed(TYPO, "已列入基线", baseline=True),)
    assert (result.coverage.compared, result.coverage.absent) == (True, ())


@pytest.mark.parametrize(
    ("ran", "whole", "suppressed", "absent"),
    [
        ({"TX01", "PU01"}, True, (), [TYPO, COMMA]),
        ({"PU01"}, True, (), [COMMA]),
        ({"TX01", "PU01"}, False, (), []),
        ({"TX01", "PU01"}, True, (TYPO,), [COMMA]),
    ],
)
def test_entries_that_no_longer_occur(
    ran: set[str], whole: bool, suppressed: tuple[Finding, ...], absent: list[Finding]
) -> None:
    left_out = tuple(Suppressed(finding, "原文如此") for finding in suppressed)
    result = Baseline.of([TYPO, COMMA]).subtract(Result((), Coverage(suppressed=left_out)), ran, whole=whole)
    assert set(result.coverage.absent) == {Known(finding.code, finding.fingerprint) for finding in absent}


def test_the_file_can_be_read_again_and_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    text = Baseline.of([COMMA, TYPO, replace(TYPO, fingerprint="f" * 16)]).text()
    path.write_text(text, encoding="utf-8")
    assert Baseline.read(path).text() == text
    assert "布署" not in text
    assert "情况说明" not in text


HEAD = '{\n  "zgc-lint": "baseline 1",\n'


@pytest.mark.parametrize("text", ["", "{}", HEAD, HEAD + '"findings": 3}', HEAD + '"findings": {"TX01": ["王建国"]}}'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "别的.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="基线"):
        Baseline.read(path)


def test_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = tmp_path / "2026-06"
    write_batch(month)
    form = month / CASE / "申报表.docx"
    write_form(form, FORM | {"剔除理由": "经核实,问题己解决。"})
    known = tmp_path / "基线.json"
    select = ["--select", "TX01,PU01"]
    assert run(["baseline", str(month), "-o", str(known), *select]) == CLEAN
    assert "已把 2 条问题记入" in capsys.readouterr().err
    assert "己" not in known.read_text(encoding="utf-8")

    assert run(["check", str(month), "--baseline", str(known), *select]) == CLEAN
    out = capsys.readouterr().out
    assert "已列入基线（共 2 条，不计价）" in out
    assert "没有发现问题" in out

    write_form(form, FORM | {"剔除理由": "经核实,情况属实,已按要求布署。"})
    assert run(["check", str(month), "--baseline", str(known), "--format", "json", *select]) == FINDINGS
    data = json.loads(capsys.readouterr().out)
    assert [(f["code"], f["text"]) for f in data["findings"]] == [("PU01", ","), ("TX01", "布署")]
    assert [entry["by"] for entry in data["coverage"]["suppressed"]] == ["baseline"]
    assert [entry["code"] for entry in data["coverage"]["absent"]] == ["TX01"]

    run(["check", str(month), "--baseline", str(known), *select])
    assert "基线中有 1 条（TX01）已不再出现" in capsys.readouterr().out
    assert run(["check", str(month), "--baseline", str(form)]) == INCOMPLETE
    assert run(["baseline", str(month), "-o", str(form), *select]) == INCOMPLETE
    assert "没有覆盖" in capsys.readouterr().err
