"""Runs every case file beside a check, and holds every check to the rules of the house."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from zgc_lint.bundled import checks_folder
from zgc_lint.check.base import Check
from zgc_lint.check.registry import discover, source_of
from zgc_lint.knowledge import Knowledge
from zgc_lint.price import ROWS
from zgc_lint.testing import Case, Example, read_cases, read_examples, run_case

CHECKS = discover().checks
ROOT = Path(__file__).parent.parent
DOC_HEADINGS = ["查什么", "依据", "例子", "不报的情形", "怎么改"]


def _cases() -> Iterator[object]:
    for check in CHECKS.values():
        path = source_of(check).with_suffix(".yaml")
        for case in read_cases(path) if path.is_file() else ():
            yield pytest.param(check, case, id=f"{check.code} {case.name}")


@pytest.mark.parametrize(("check", "case"), list(_cases()))
@pytest.mark.usefixtures("pycorrector")
def test_case(check: type[Check], case: Case, knowledge: Knowledge) -> None:
    outcome = run_case(case, check, knowledge)
    left = list(outcome.findings)
    for expected in case.finds:
        found = next((f for f in left if _fits(expected, f)), None)
        assert found is not None, f"not found: {expected} in {[(f.case, f.text, f.suggest, f.message) for f in left]}"
        left.remove(found)
    assert not left, [(f.case, f.text, f.suggest, f.message) for f in left]
    if case.not_judged is not None:
        assert bool(outcome.not_judged) is case.not_judged, outcome.not_judged


def _examples() -> Iterator[object]:
    for check in CHECKS.values():
        for example in read_examples(source_of(check).with_suffix(".md")):
            yield pytest.param(check, example, id=f"{check.code} {example.line}")


@pytest.mark.parametrize(("check", "example"), list(_examples()))
def test_example_in_the_doc_is_true(check: type[Check], example: Example, knowledge: Knowledge) -> None:
    outcome = run_case(example.case, check, knowledge)
    assert example.is_true_of(outcome), [(str(f.confidence), f.message) for f in outcome.findings]


@pytest.mark.parametrize(
    "code", [code for code in CHECKS if code.startswith(("CO", "IT", "RP", "LG")) or code == "AT01"]
)
def test_doc_shows_what_is_found_and_what_is_not(code: str) -> None:
    verdicts = {example.verdict for example in read_examples(source_of(CHECKS[code]).with_suffix(".md"))}
    assert verdicts & {"错", "仅提示"}
    assert "对" in verdicts


def _fits(expected: object, finding: object) -> bool:
    assert isinstance(expected, dict)
    known = {"text", "suggest", "case", "confidence", "document", "field", "message", "row"}
    assert set(expected) <= known, set(expected) - known
    actual = {
        "text": finding.text,  # type: ignore[attr-defined]
        "suggest": finding.suggest,  # type: ignore[attr-defined]
        "case": finding.case,  # type: ignore[attr-defined]
        "confidence": finding.confidence.value,  # type: ignore[attr-defined]
        "document": finding.place.document,  # type: ignore[attr-defined]
        "field": finding.place.field,  # type: ignore[attr-defined]
        "row": finding.row,  # type: ignore[attr-defined]
        "message": finding.message,  # type: ignore[attr-defined]
    }
    for key, value in expected.items():
        if key == "message":
            if str(value) not in str(actual[key]):
                return False
        elif str(actual[key]) != str(value):
            return False
    return True


@pytest.mark.parametrize("check", list(CHECKS.values()), ids=list(CHECKS))
class TestHouseRules:
    def test_three_files_share_a_stem_named_for_the_code(self, check: type[Check]) -> None:
        source = source_of(check)
        assert source.stem.startswith(check.code.lower())
        assert source.stem == f"{check.code.lower()}_{check.name.replace('-', '_')}"
        assert source.with_suffix(".md").is_file()
        assert source.with_suffix(".yaml").is_file()

    def test_doc_has_the_fixed_headings(self, check: type[Check]) -> None:
        lines = source_of(check).with_suffix(".md").read_text(encoding="utf-8").splitlines()
        assert lines[0] == f"# {check.code} {check.title}"
        headings = [line[3:] for line in lines if line.startswith("## ")]
        assert [heading for heading in headings if heading != "设置"] == DOC_HEADINGS

    def test_has_failing_and_passing_cases(self, check: type[Check]) -> None:
        cases = list(read_cases(source_of(check).with_suffix(".yaml")))
        assert sum(bool(case.finds) for case in cases) >= 2
        assert sum(not case.finds for case in cases) >= 2

    def test_row_is_in_the_price_list(self, check: type[Check]) -> None:
        assert check.row is None or check.row in ROWS

    def test_extra_is_declared(self, check: type[Check]) -> None:
        assert not check.extra or f"\n{check.extra} = [" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        assert not check.extra or not check.by_default

    def test_imports_only_the_api(self, check: type[Check]) -> None:
        for node in ast.walk(ast.parse(source_of(check).read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name == "zgc_lint.api" or name.partition(".")[0] in sys.stdlib_module_names, name


def test_every_file_belongs_to_a_check() -> None:
    sources = {source_of(check) for check in CHECKS.values()}
    stray = [
        path
        for path in checks_folder().rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.with_suffix(".py") not in sources
    ]
    assert not stray


def test_sources_are_under_the_checks_folder() -> None:
    assert all(Path(checks_folder()).resolve() in source_of(check).resolve().parents for check in CHECKS.values())
