"""What is written about a finding, and where: the words of a comment, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.model import Confidence, Place
from zgc_lint.report.words import CONFIDENCE, amount, where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zgc_lint.price import PricedFinding

__all__ = ["AUTHOR", "Remark", "remark_on"]

AUTHOR = "zgc-lint"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of some lines, and its place in the document that is marked."""

    place: Place
    lines: tuple[str, ...]


def remark_on(entry: PricedFinding, field_names: Mapping[str, str], place: Place, *, elsewhere: bool = False) -> Remark:
    """The remark at `place` on a finding; one about something `elsewhere` says where that is."""
    return Remark(place, tuple(_lines(entry, field_names, elsewhere=elsewhere)))


def _lines(entry: PricedFinding, field_names: Mapping[str, str], *, elsewhere: bool) -> Iterator[str]:
    finding = entry.finding
    yield f"{finding.code}［{CONFIDENCE[Confidence(finding.confidence)]}］"
    if elsewhere:
        yield f"所在：{_location(finding.place, field_names)}"
    yield finding.message
    if finding.suggest is not None:
        yield f"建议改为“{finding.suggest}”" if finding.suggest else "建议删去"
    for quote in finding.evidence:
        yield f"对照 {_location(quote.place, field_names)}：“{quote.text}”"
    if entry.clause:
        yield f"{entry.clause}，{amount(entry.price)}"
    if entry.termination:
        yield f"解约风险 {entry.termination}"


def _location(place: Place, field_names: Mapping[str, str]) -> str:
    return f"{place.document or '全部材料'}{where(place, field_names)}"
