"""A calendar month as the history holds it: its filings and their outcome, its findings and what they cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from zgc_lint.history.store import NothingKeptError
from zgc_lint.model import Confidence
from zgc_lint.price import MonthSum, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zgc_lint.history.entries import Entry, Run
    from zgc_lint.history.store import Store
    from zgc_lint.price import Charged, Schedules

__all__ = ["TARGET_CLAUSE", "MonthView", "below_twice", "counted_before", "month_before", "view"]

#: Two months in a row below target, or a pass rate below the client's demand.
TARGET_CLAUSE = "合同 6.4(7)"


@dataclass(frozen=True)
class MonthView:
    """A month: what stands of it, and its sums (RMB) by today's reading of the price lists."""

    month: str
    entries: tuple[Entry, ...]
    total: MonthSum

    @cached_property
    def filings(self) -> list[Entry]:
        """The filings of the month."""
        return [entry for entry in self.entries if entry.filing]

    @property
    def decided(self) -> int:
        """How many filings the appraisal has decided."""
        return sum(entry.lost is not None for entry in self.filings)

    @property
    def passed(self) -> int:
        """How many of them lost nothing."""
        return sum(entry.lost is False for entry in self.filings)

    @property
    def pass_rate(self) -> Decimal | None:
        """The share of decided filings that were passed, in percent; None while none is decided."""
        return Decimal(100 * self.passed) / self.decided if self.decided else None

    @property
    def findings(self) -> int:
        """The findings proper, hints apart."""
        return sum(self.codes.values())

    @cached_property
    def codes(self) -> Counter[str]:
        """How many findings proper there are of each code."""
        return Counter(
            defect.code
            for entry in self.entries
            for defect in entry.defects
            if defect.confidence != Confidence.HINT.value
        )

    def below(self, target: float | None) -> bool:
        """Whether the pass rate is known and below `target` (percent)."""
        return target is not None and self.pass_rate is not None and self.pass_rate < Decimal(str(target))


def view(store: Store, month: str, schedules: Schedules, readings: Mapping[str, str]) -> MonthView:
    """The month as it stands. Raises UsageError."""
    entries = store.standing(month)
    charged = [pair for entry in entries for pair in entry.charged]
    bill = price((), {}, schedules, month=month, readings=readings, earlier=charged)
    return MonthView(month, tuple(entries), bill.months.get(month) or MonthSum.empty(month, schedules.contract))


def below_twice(views: Sequence[MonthView], target: float | None) -> list[tuple[str, str]]:
    """The pairs of months in a row that are both below `target` (percent): 合同 6.4(7)."""
    below = {entry.month for entry in views if entry.below(target)}
    return [(month_before(month), month) for month in sorted(below) if month_before(month) in below]


def month_before(month: str) -> str:
    """The calendar month before ``2026-06``."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


def counted_before(store: Store, run: Run, months: Sequence[str]) -> list[Charged]:
    """What earlier runs add to these calendar months, now that `run` has told part of them anew."""
    try:
        old = [entry for month in months for entry in store.standing(month) if not run.supersedes(entry)]
    except NothingKeptError:
        return []
    return [pair for entry in old for pair in entry.charged]
