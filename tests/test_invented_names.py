"""Invented names of estates, companies, schools, rivers and people in sentences: TX01 is never certain there."""

from __future__ import annotations

from pathlib import Path

import pytest

from zgc_lint.check.registry import discover
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Confidence
from zgc_lint.testing import Case, run_case

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "invented-names.tsv").read_text(encoding="utf-8").splitlines()
]
_AT_ONCE = 7  # few, so that no name stands twice and is known by that


def test_there_are_enough() -> None:
    assert len({name for name, _ in ROWS}) >= 300


@pytest.mark.parametrize("first", range(0, len(ROWS), _AT_ONCE))
def test_no_certain_finding(first: int, knowledge: Knowledge) -> None:
    sentences = [sentence for _, sentence in ROWS[first : first + _AT_ONCE]]
    spec = {"statement": "\n".join(sentences), "options": {"corrector": True}}
    case = Case("names", spec, (), None)
    findings = run_case(case, discover().checks["TX01"], knowledge).findings
    assert [(f.text, f.suggest) for f in findings if f.confidence is Confidence.CERTAIN] == []
