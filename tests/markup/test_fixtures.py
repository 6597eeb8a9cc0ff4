"""All findings in the text of the fixtures' Word papers: the characters that are commented on are those found.

The demo with every check on is in tests/test_fixture_batches.py; all batches with every check on are what
``python -m benchmarks.markup`` reads back.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.markup.read_back import CHARACTERS, read_back
from zgc_lint.cli import FINDINGS, run

FILINGS = Path(__file__).parents[2] / "fixtures/filings"
#: Checks that are quick; what they find stands in prose, in tables and in fields.
SELECT = "PU,LY,TX02,TX03,TX04,CO04,AT05"


def papers_of(story: str, folder: Path) -> Path:
    """The Word papers of a batch without anything else; pictures and scans take long and hold no such finding."""
    for source in (FILINGS / story).rglob("*.docx"):
        target = folder / source.relative_to(FILINGS / story)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


@pytest.mark.parametrize("story", ["seeded", "seeded-text"])
def test_commented_characters_are_those_found(story: str, tmp_path: Path) -> None:
    papers, copies, report = papers_of(story, tmp_path / "2026-06"), tmp_path / "批注稿", tmp_path / "a.json"
    before = {path: path.read_bytes() for path in papers.rglob("*.docx")}
    outputs = [f"--output=json={report}", f"--output=docx={copies}/"]
    assert run(["check", str(papers), "--reveal", "--jobs", "1", "--select", SELECT, *outputs]) == FINDINGS
    assert {path: path.read_bytes() for path in papers.rglob("*.docx")} == before
    tally = read_back(report, papers, copies)
    assert tally.amiss == []
    assert tally.findings[CHARACTERS] > 10
    assert tally.right.total() == tally.findings.total()
