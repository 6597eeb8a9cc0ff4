"""The bundled price list, and short ways to make findings and cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.model import CaseRecord, Confidence, Finding, Outcome, Place
from zgc_lint.price import Schedules

if TYPE_CHECKING:
    from pathlib import Path

MakeCase = Callable[..., CaseRecord]
MakeFinding = Callable[..., Finding]


@pytest.fixture(scope="session")
def penalties() -> Path:
    return dictionaries_folder() / "penalties.yaml"


@pytest.fixture(scope="session")
def schedules(penalties: Path) -> Schedules:
    return Schedules.read(penalties)


@pytest.fixture(scope="session")
def case() -> MakeCase:
    """``case("2026060500001", "2026-06-20", lost=True)``."""

    def make(
        number: str,
        filed_on: str | None = "2026-06-20",
        *,
        lost: bool | None = None,
        received_on: str | None = None,
        specialist: str = "",
        reviewer: str = "",
    ) -> CaseRecord:
        return CaseRecord(
            case=number,
            path=number,
            filed_on=date.fromisoformat(filed_on) if filed_on else None,
            received_on=date.fromisoformat(received_on) if received_on else None,
            outcome=Outcome(lost=lost),
            specialist=specialist,
            reviewer=reviewer,
        )

    return make


@pytest.fixture(scope="session")
def finding() -> MakeFinding:
    """``finding("typo", "2026060500001")``; `start` tells findings of one row and case apart."""

    def make(
        row: str | None,
        number: str | None,
        start: int = 0,
        *,
        document: str | None = None,
        hint: bool = False,
    ) -> Finding:
        path = document or f"{number}/情况说明.docx"
        place = Place(path, paragraph=1, start=start, end=start + 2)
        confidence = Confidence.HINT if hint else Confidence.CERTAIN
        return Finding(place, "有误", case=number, row=row, code="TX01", confidence=confidence)

    return make
