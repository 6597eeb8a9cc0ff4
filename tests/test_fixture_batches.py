"""The fixture batches give exactly the findings of their answer files: precision and recall 1.0 per code."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.fixtures import EXACT, FILINGS, LOGIC, evaluate
from benchmarks.logic import FAMILIES, Scored, evaluate_logic
from tests.markup.read_back import CHARACTERS, read_back
from tests.schemas import valid_gitlab, valid_junit, valid_sarif
from zgc_lint.cli import CLEAN, FINDINGS, run
from zgc_lint.testing import read_expected


@pytest.mark.parametrize("name", EXACT)
def test_findings_are_those_expected(name: str) -> None:
    comparison = evaluate(name)
    assert not comparison.missed
    assert not comparison.surplus
    assert bool(comparison.matched) is (name != "clean")


def test_slips_of_the_pen() -> None:
    """Some are missed; what is reported is right, and of rules that need no model nearly all are found."""
    slips = evaluate("seeded-text")
    found, missed, surplus = len(slips.matched), len(slips.missed), len(slips.surplus)
    assert found + missed >= 120
    assert found / (found + surplus) >= 0.97
    kinds = slips.by_kind()
    assert sum(sum(counts) for counts in kinds.values()) == found + missed
    for kind in ("punctuation", "layout", "doubled"):
        right, wrong = kinds[kind]
        assert right / (right + wrong) >= 0.85, kind


@pytest.fixture(scope="module")
def logic() -> Scored:
    return evaluate_logic()


@pytest.mark.parametrize("family", FAMILIES)
def test_logic_by_family(logic: Scored, family: str) -> None:
    """Contradictions, items, repeats, omissions, missing papers: some are missed; hardly one is reported wrongly."""
    score = logic.of(FAMILIES[family])
    assert score.seeded >= 6
    assert score.recall >= 0.90, [entry for entry in logic.missed if entry.code.startswith(FAMILIES[family])]
    assert score.precision >= 0.95, [found for found in logic.false if found.code.startswith(FAMILIES[family])]
    assert score.sure == 0


def test_every_defect_is_seeded_twice() -> None:
    """But for those that take a package which is not installed here; their case files run with a stand-in."""
    from zgc_lint.check.registry import discover

    entries = [entry for name in ("seeded", LOGIC) for entry in read_expected(FILINGS / name / "expected.yaml")]
    seeded = Counter(entry.code for entry in entries)
    codes = {code for code, check in discover().checks.items() if not check.extra}
    assert {code for code in codes if seeded[code] < 2} == set()


def test_the_clean_month_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(FILINGS / "clean")]) == CLEAN
    assert "zgc-lint" in capsys.readouterr().out


def test_the_demo_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For machines valid, and every finding is told; in the marked-up copies at the very characters."""
    formats = ("json", "sarif", "junit", "github", "gitlab")
    outputs = [f"--output={name}={tmp_path / name}" for name in formats]
    copies = tmp_path / "批注稿"
    assert run(["check", str(FILINGS / "demo"), "--reveal", *outputs, f"--output=docx={copies}/"]) == FINDINGS
    said = capsys.readouterr()
    assert "zgc-lint" in said.out
    assert "没有写入批注稿、只列在检查结果中的：工单.xlsx 2 条、台账.csv 5 条" in said.err
    tally = read_back(tmp_path / "json", FILINGS / "demo", copies)
    assert tally.amiss == []
    assert tally.findings[CHARACTERS] >= 20
    assert tally.findings.total() == tally.right.total() + tally.without.total()
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in formats}
    findings = len(json.loads(texts["json"])["findings"])
    assert len(valid_sarif(texts["sarif"])["results"]) == findings
    assert len(valid_junit(texts["junit"]).findall(".//testcase")) > findings
    assert len(valid_gitlab(texts["gitlab"])) > findings
    assert len(texts["github"].splitlines()) > findings
