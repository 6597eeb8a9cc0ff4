"""What every report is made from: the priced findings and what there is to say about the run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from zgc_lint.look.exhibits import Exhibits
from zgc_lint.model import CaseRecord, Confidence, Context, Coverage, Finding, Place, Unjudged

if TYPE_CHECKING:
    from decimal import Decimal

    from zgc_lint.price import Bill, Contract, MonthSum, PricedFinding

__all__ = ["Audit", "Earlier", "Rule"]

_Mask = Callable[[str], str]

_NO_EXHIBITS = Exhibits({})


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
    `exhibits` are pictures for the reports that show them, blurred when they were made. `hides` tells that personal
    data was hidden.
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
    exhibits: Exhibits = _NO_EXHIBITS
    hides: bool = False

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
        mask = cache(mask)
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
            hides=True,
            filings=tuple(_record(record, mask) for record in self.filings),
            orders=tuple(_record(record, mask) for record in self.orders),
            bill=bill,
            coverage=replace(self.coverage, not_judged=unjudged, suppressed=suppressed),
            exhibits=replace(
                self.exhibits,
                by_key={
                    key: replace(exhibit, place=_place(exhibit.place, mask))
                    for key, exhibit in self.exhibits.by_key.items()
                },
            ),
        )


def _record(record: CaseRecord, mask: _Mask) -> CaseRecord:
    return replace(record, path=mask(record.path), item=mask(record.item))


def _place(place: Place, mask: _Mask) -> Place:
    return replace(place, document=mask(place.document), picture=None if place.picture is None else mask(place.picture))


def _finding(finding: Finding, mask: _Mask) -> Finding:
    def said(text: str) -> str:
        return mask(text if finding.context is None else _quoting(text, finding.context, mask))

    return replace(
        finding,
        place=_place(finding.place, mask),
        message=said(finding.message),
        text=said(finding.text),
        suggest=None if finding.suggest is None else said(finding.suggest),
        case=None if finding.case is None else mask(finding.case),
        evidence=tuple(
            replace(quote, place=_place(quote.place, mask), text=mask(quote.text)) for quote in finding.evidence
        ),
        context=None if finding.context is None else _context(finding.context, mask),
        fix=None if finding.fix is None else replace(finding.fix, replacement=mask(finding.fix.replacement)),
    )


def _context(context: Context, mask: _Mask) -> Context:
    """The context masked as a whole. What is hidden across the edge of its inner part belongs to that part."""
    whole = mask(context.text)
    if whole == context.text:
        return context
    before, after = mask(context.text[: context.start]), mask(context.text[context.end :])
    start = _in_common(whole, before)
    rest = _in_common(whole[start:][::-1], after[::-1])
    return Context(whole, start, len(whole) - rest)


def _quoting(text: str, context: Context, mask: _Mask) -> str:
    """`text` with its quotations from the context as the masked context has them.

    A quotation may begin or end in the midst of a name or number, and the rest of that would not be known for one.
    """
    if mask(context.text) == context.text:
        return text

    def masked(match: re.Match[str]) -> str:
        start = context.text.find(match[0])
        if start < 0:
            return match[0]
        found = _context(Context(context.text, start, start + len(match[0])), mask)
        return found.text[found.start : found.end]

    return re.sub("[^“”]+", masked, text)


def _in_common(one: str, other: str) -> int:
    """With how many characters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _unjudged(entry: Unjudged, mask: _Mask) -> Unjudged:
    return replace(entry, place=_place(entry.place, mask), why=mask(entry.why))
