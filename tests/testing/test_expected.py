"""Answer files: alternatives, and words that a finding must quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.logic import score
from zgc_lint.model import Confidence, Finding, Place, Quote
from zgc_lint.testing import Expected, compare, read_expected

if TYPE_CHECKING:
    from pathlib import Path

CASE = "20260605012345"


def finding(
    code: str = "CO01", text: str = "", *evidence: str, confidence: str = "likely", case: str = CASE
) -> Finding:
    place = Place(document=f"{case}/情况说明.docx")
    quotes = [Quote(place, quote) for quote in evidence]
    return Finding(place, "前后矛盾", text, evidence=quotes, confidence=Confidence(confidence), case=case, code=code)


@pytest.mark.parametrize(
    ("text", "evidence", "matches"),
    [
        ("不属实", ["已整改"], True),
        ("不属实", ["已清理"], True),
        ("不属实", [], False),
        ("不属实，已整改", [], True),
        ("", ["已整改"], False),
    ],
)
def test_both_sides_must_be_quoted(text: str, evidence: list[str], matches: bool) -> None:
    entry = Expected(CASE, "CO01", quotes=("不属实", "已整改|已清理"))
    assert entry.matches(finding("CO01", text, *evidence)) is matches


def test_another_code_is_as_fair() -> None:
    entry = Expected(CASE, "RP03", any_of=("CO04",))
    assert entry.matches(finding("RP03"))
    assert entry.matches(finding("CO04"))
    assert not entry.matches(finding("RP04"))
    comparison = compare([entry], [finding("CO04"), finding("RP03")])
    assert [found.code for found in comparison.surplus] == ["CO04"]


def test_sections_of_an_answer_file(tmp_path: Path) -> None:
    path = tmp_path / "expected.yaml"
    path.write_text(
        f'findings:\n  - {{case: "{CASE}", code: CO01, quotes: [7辆, 5], any_of: [IT02]}}\n'
        f'near_misses:\n  - {{case: "{CASE}", code: CO02, kind: later state}}\n',
        encoding="utf-8",
    )
    assert read_expected(path) == [Expected(CASE, "CO01", any_of=("IT02",), quotes=("7辆", "5"))]
    assert read_expected(path, "near_misses") == [Expected(CASE, "CO02", kind="later state")]
    assert read_expected(path, "allowed") == []


def test_scores() -> None:
    other = "20260605012346"
    scored = score(
        [Expected(CASE, "CO01"), Expected(CASE, "CO02")],
        [Expected(CASE, "AT01")],
        [Expected(other, "CO01", kind="negation"), Expected(other, "CO03", kind="right weekday")],
        [
            finding("CO01"),
            finding("CO01"),
            finding("AT01"),
            finding("CO02", confidence="hint"),
            finding("CO01", confidence="certain", case=other),
            finding("CO03", confidence="hint", case=other),
        ],
    )
    contradictions = scored.of("CO")
    assert (contradictions.seeded, contradictions.found, contradictions.false, contradictions.again) == (2, 1, 1, 1)
    assert (contradictions.near, contradictions.hit, contradictions.sure) == (2, 1, 1)
    assert contradictions.recall == contradictions.precision == 0.5
    assert scored.of("AT01").false == 0
    assert scored.codes() == ["CO01", "CO02", "CO03"]
