"""What the defects of one calendar month cost: base prices, then the rules that make repeated cases dearer.

The rules are data (`Replacement`, `Surcharge`); this module ranks the month's cases and applies them.

**Order of cases.** Cases whose price is certain (due now or confirmed) come first, then exposures (due only
if lost); within each, by filing date and case number. So what is due now never depends on what might be lost:
an exposure can change the price of exposures only. Void prices count for nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from zgc_lint.price.schedule import Escalation, Replacement, Row, Schedule, Surcharge, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

__all__ = ["CaseKey", "Charge", "Due", "Price", "money", "price_month"]

#: Whether a price is due: "now"; "confirmed" or "void" once the appraisal is known; "if-lost" until then.
Due = Literal["now", "if-lost", "confirmed", "void"]

NOTHING = Decimal(0)


class CaseKey(NamedTuple):
    """What counts as one 件, in ranking order: the case, or the document of a finding that has no case."""

    filed_on: date
    case: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What one finding costs, in RMB, ``amount == base + extra``; `why` says in Chinese how it came about.

    `base` is the price per `unit` that applies to it, 0 where its case is priced already; `extra` what a rule
    adds on top. A void price is what would have been due; it counts in no sum. Advice has the unit "".
    """

    amount: Decimal
    unit: Unit | Literal[""]
    due: Due
    base: Decimal
    extra: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A finding as the price list sees it; `order` sorts findings, `schedule` is the case's version."""

    order: tuple[Any, ...]
    case: CaseKey
    row: Row
    due: Due
    schedule: Schedule

    @property
    def certain(self) -> bool:
        """Whether it is due whatever the appraisal will say."""
        return self.due in ("now", "confirmed")


@dataclass(slots=True)
class _Draft:
    """A price in the making."""

    charge: Charge
    base: Decimal
    why: str
    extra: Decimal = NOTHING
    notes: list[str] = field(default_factory=list)

    def finish(self) -> Price:
        why = "；".join([self.why, *self.notes])
        if self.charge.due == "void":
            why = f"未失分，不扣款（原应 {why}）" if self.base else f"未失分，不扣款（{why}）"
        row, due = self.charge.row, self.charge.due
        return Price(self.base + self.extra, row.unit, due, self.base, self.extra, why)


def price_month(charges: Sequence[Charge], readings: Mapping[str, str]) -> list[Price]:
    """The price of each of the month's charges, in their order, on which no price depends.

    `readings` must be complete (`Schedules.choose`). Where the version changes within the month, the month's
    cases are counted through, and each case is priced by the rules of its own version (管理方案 二).
    """
    drafts: dict[int, _Draft] = {}
    priced: set[tuple[str, CaseKey]] = set()
    for n in sorted(range(len(charges)), key=lambda n: charges[n].order):
        drafts[n] = _base(charges[n], priced)

    countable = [draft for draft in drafts.values() if draft.charge.due != "void"]
    for schedule in {draft.charge.schedule.id: draft.charge.schedule for draft in countable}.values():
        for rule in schedule.escalations(readings):
            cases = _ranked(draft for draft in countable if draft.charge.row.id in rule.rows)
            _apply(rule, schedule, cases)
    return [drafts[n].finish() for n in range(len(charges))]


def money(amount: Decimal) -> str:
    """An amount as a reader writes it: ``2,000``, ``12.5``."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount.normalize():,f}"


def _base(charge: Charge, priced: set[tuple[str, CaseKey]]) -> _Draft:
    """The price before any rule: a 件 row has one for each case, on the case's first finding."""
    row = charge.row
    if row.unit == "件":
        if (row.id, charge.case) in priced:
            return _Draft(charge, NOTHING, "同一件已计价")
        priced.add((row.id, charge.case))
    return _Draft(charge, row.price, f"{money(row.price)} 元/{row.unit}")


def _ranked(drafts: Iterable[_Draft]) -> list[list[_Draft]]:
    """The drafts case by case in ranking order (see above); in each case certain ones first."""
    cases: dict[CaseKey, list[_Draft]] = {}
    for draft in drafts:
        cases.setdefault(draft.charge.case, []).append(draft)
    for members in cases.values():
        members.sort(key=lambda draft: not draft.charge.certain)
    return [cases[key] for key in sorted(cases, key=lambda key: (not cases[key][0].charge.certain, key))]


def _apply(rule: Escalation, schedule: Schedule, cases: list[list[_Draft]]) -> None:
    """Apply `rule` to those of the month's `cases` that `schedule` prices."""
    match rule:
        case Replacement():
            for first, *others in cases[rule.from_case - 1 :]:
                if first.charge.schedule.id == schedule.id:
                    _replace(rule, first, others)
        case Surcharge():
            for rank, times in _bearers(rule, cases).items():
                first = cases[rank - 1][0]
                if first.charge.schedule.id == schedule.id:
                    _surcharge(rule, first, rank, times)


def _replace(rule: Replacement, first: _Draft, others: list[_Draft]) -> None:
    first.base, first.why = rule.price, f"当月第{rule.from_case}件起 {money(rule.price)} 元/件"
    for other in others:
        other.base, other.why = NOTHING, "同一件已计价"


def _bearers(rule: Surcharge, cases: list[list[_Draft]]) -> Counter[int]:
    """How many surcharges the case of each rank bears.

    A certain case bears its own only if the certain cases alone make the number full; where exposures do, the
    first exposure bears those of the certain cases too, for it is they that would become due with it.
    """
    certain = sum(members[0].charge.certain for members in cases)
    settled = rule.bearers(certain)
    return Counter(
        rank if rank > certain or rank in settled else certain + 1 for rank in rule.bearers(len(cases))
    )  # fmt: skip


def _surcharge(rule: Surcharge, first: _Draft, rank: int, times: int) -> None:
    first.extra += rule.amount * times
    amount = money(rule.amount)
    if rule.per == "月":
        first.notes.append(f"当月第{rank}件，另加 {amount} 元（每月一次）")
    else:
        others = f"连同之前的{times - 1}件，" if times > 1 else ""
        first.notes.append(f"当月累计达{rule.once_cases}件，{others}另加 {amount} 元/件")
