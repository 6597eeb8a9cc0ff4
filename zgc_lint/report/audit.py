"""What every report is made from: the priced findings and what there is to say about the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zgc_lint.model import CaseRecord, Confidence, Coverage, Finding, Place, Quote, Unjudged

if TYPE_CHECKING:
    from decimal import Decimal

    from zgc_lint.price import Bill, Contract, MonthSum, PricedFinding

__all__ = ["Audit", "Earlier", "Rule"]

_Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, or a code of the engine's own, in words: `doc` is its help in Markdown, `row` as for `Check`."""

    code: str
    name: str
    title: str
    doc: str
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier runs of a month add to its sums: so many cases with findings, and RMB at stake."""

    cases: int
    amount: Decimal


@dataclass(frozen=True)
class Audit:
    """The outcome of a run.

    `schedule` is the id of the price list used (several joined by ``、``); `months` holds the batch's own
    month even where nothing in it costs anything.
    `complete` is false where not everything could be checked (exit code 2); `alternatives` are the month sums
    under each combination of readings; `field_names` maps field keys to Chinese names; `rules` are the checks
    that were run and the engine's codes, by code; `whole` is as for `Batch`; `orders` are the
    orders that ledger and export know beyond `filings`; `earlier` is what the history adds to `months`.
    """

    month: str | None
    filings: tuple[CaseRecord, ...]
    bill: Bill
    coverage: Coverage
    schedule: str
    months: Mapping[str, MonthSum]
    contract: Contract
    field_names: Mapping[str, str]
    complete: bool
    alternatives: tuple[tuple[Mapping[str, str], Mapping[str, MonthSum]], ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    whole: bool = True
    orders: tuple[CaseRecord, ...] = ()
    earlier: Mapping[str, Earlier] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[PricedFinding, ...]:
        """The findings proper."""
        return tuple(entry for entry in self.bill.findings if entry.finding.confidence is not Confidence.HINT)

    @property
    def hints(self) -> tuple[PricedFinding, ...]:
        """Advice, which costs nothing and fails nothing."""
        return tuple(entry for entry in self.bill.findings if entry.finding.confidence is Confidence.HINT)

    def masked(self, mask: _Mask) -> Audit:
        """The same audit with personal data hidden in every text that came from a filing."""
        bill = replace(
            self.bill,
            findings=tuple(replace(entry, finding=_finding(entry.finding, mask)) for entry in self.bill.findings),
        )
        unjudged = tuple(_unjudged(entry, mask) for entry in self.coverage.not_judged)
        suppressed = tuple(
            replace(entry, finding=_finding(entry.finding, mask), reason=mask(entry.reason))
            for entry in self.coverage.suppressed
        )
        return replace(
            self,
            filings=tuple(_record(record, mask) for record in self.filings),
            orders=tuple(_record(record, mask) for record in self.orders),
            bill=bill,
            coverage=replace(self.coverage, not_judged=unjudged, suppressed=suppressed),
        )


def _record(record: CaseRecord, mask: _Mask) -> CaseRecord:
    return replace(record, path=mask(record.path), item=mask(record.item))


def _place(place: Place, mask: _Mask) -> Place:
    return replace(place, document=mask(place.document))


def _finding(finding: Finding, mask: _Mask) -> Finding:
    return replace(
        finding,
        place=_place(finding.place, mask),
        message=mask(finding.message),
        text=mask(finding.text),
        suggest=None if finding.suggest is None else mask(finding.suggest),
        case=None if finding.case is None else mask(finding.case),
        evidence=tuple(Quote(_place(quote.place, mask), mask(quote.text)) for quote in finding.evidence),
        fix=None if finding.fix is None else replace(finding.fix, replacement=mask(finding.fix.replacement)),
    )


def _unjudged(entry: Unjudged, mask: _Mask) -> Unjudged:
    return replace(entry, place=_place(entry.place, mask), why=mask(entry.why))
