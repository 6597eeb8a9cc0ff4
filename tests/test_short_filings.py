"""Short filings written as specialists write them: the defect in each is found, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.knowledge.files import read_yaml
from zgc_lint.model import Confidence
from zgc_lint.testing.papers import make_batch

FILINGS = read_yaml(Path(__file__).parent / "data" / "short-filings.yaml").data["filings"]
CHECKS = [kind for code, kind in discover().checks.items() if code.startswith(("CO", "IT", "RP"))]


@pytest.mark.parametrize("filing", FILINGS, ids=[filing["name"] for filing in FILINGS])
def test_what_is_found(filing: Mapping[str, Any], knowledge: Knowledge) -> None:
    spec = {key: value for key, value in filing.items() if key not in ("name", "expect")}
    batch = make_batch({"case": filing["form"]["工单编号"], **spec}, knowledge)
    identify(batch, knowledge)
    findings = [f for f in run(batch, CHECKS, knowledge, {}).findings if f.confidence != Confidence.HINT]
    expected = tuple(filing["expect"])
    assert bool(findings) is bool(expected), [(f.code, f.message) for f in findings]
    assert all(f.code.startswith(expected) for f in findings), [(f.code, f.message) for f in findings]
