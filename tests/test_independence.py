"""What is said of a filing depends neither on the order of papers, rows and folders, nor on filings of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_short_filings import FILINGS
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()
#: LG01 looks at a whole export, in which every filing has its part; see test_repeats.
CHECKS = [
    kind for code, kind in discover().checks.items() if code.startswith(("CO", "IT", "RP", "LG02", "LG03", "AT01"))
]
BY_CASE = {filing["form"]["工单编号"]: filing for filing in FILINGS}
CASES = sorted(BY_CASE)
Said = Sequence[tuple[str, str, str, str]]


def _papers(filing: Mapping[str, Any]) -> dict[str, Any]:
    return {key: filing[key] for key in ("form", "statement", "attachments") if key in filing}


def _said(filings: Sequence[Mapping[str, Any]], export: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Said]:
    spec = {"filings": [{"case": f["form"]["工单编号"], **_papers(f)} for f in filings], **more}
    batch = make_batch({**spec, "export": list(export)} if export else spec, KNOWLEDGE)
    identify(batch, KNOWLEDGE)
    found: dict[str, list[tuple[str, str, str, str]]] = {f["form"]["工单编号"]: [] for f in filings}
    for finding in run(batch, CHECKS, KNOWLEDGE, {}).findings:
        entry = finding.code, finding.message, finding.text, str(finding.confidence)
        found.setdefault(finding.case or "", []).append(entry)
    return {case: sorted(said) for case, said in found.items()}


@cache
def _alone(case: str) -> Said:
    return _said([BY_CASE[case]], BY_CASE[case].get("export", []))[case]


@given(st.lists(st.sampled_from(CASES), min_size=2, max_size=6, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_filings_beside_one_another_in_any_order(cases: Sequence[str], chance: Any) -> None:
    """Every family; an export that holds other orders as well makes no difference either."""
    filings = [_shuffled(BY_CASE[case], chance) for case in cases]
    export = [row for filing in filings for row in filing.get("export", [])]
    chance.shuffle(export)
    together = _said(filings, export)
    for case in cases:
        if bool(export) is bool(BY_CASE[case].get("export")):  # without any export, other things can be said
            assert together[case] == _alone(case)


def _shuffled(filing: Mapping[str, Any], chance: Any) -> dict[str, Any]:
    """The same papers, with attachments in another order."""
    names = list(filing.get("attachments", {}))
    chance.shuffle(names)
    return {**filing, "attachments": {name: filing["attachments"][name] for name in names}} if names else {**filing}


@given(st.sampled_from([case for case in CASES if "statement" in BY_CASE[case]]), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_item_is_judged_by_what_is_said_not_by_its_order(case: str, chance: Any) -> None:
    filing = BY_CASE[case]
    paragraphs = filing["statement"].strip().split("\n")
    chance.shuffle(paragraphs)
    mixed = _said([{**filing, "statement": "\n".join(paragraphs)}], filing.get("export", []))[case]
    assert [(code, text, sure) for code, _, text, sure in mixed if code.startswith("IT")] == [
        (code, text, sure) for code, _, text, sure in _alone(case) if code.startswith("IT")
    ]
