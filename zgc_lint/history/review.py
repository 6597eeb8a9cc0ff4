"""The monthly review (合同 2.3.1.4): problems, reasons for lost points, measures, beside the month before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zgc_lint.history.month import month_before, view
from zgc_lint.history.words import remarks, target_remarks
from zgc_lint.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zgc_lint.history.entries import Entry
    from zgc_lint.history.month import MonthView
    from zgc_lint.history.store import Store
    from zgc_lint.price import Schedules

__all__ = ["Line", "Lost", "Problem", "Review", "review"]

_MONTHS = 12  # of the trend, at most
_PROBLEMS = 15  # kinds of defect listed


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the price list, or a person: findings and RMB at stake, this month and the month before."""

    name: str
    clause: str
    count: int
    cases: int
    amount: Decimal
    count_before: int
    amount_before: Decimal


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of defect by the check that found it."""

    code: str
    title: str
    count: int
    count_before: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A filing that lost points, and what was found in it: names of rows; none where nothing was."""

    case: str
    item: str
    specialist: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What the review says. `before` is None where nothing is kept of the month before; `trend` ends with the month."""

    month: MonthView
    before: MonthView | None
    trend: tuple[MonthView, ...]
    rows: tuple[Line, ...]
    specialists: tuple[Line, ...]
    reviewers: tuple[Line, ...]
    problems: tuple[Problem, ...]
    lost: tuple[Lost, ...]
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    remarks: tuple[str, ...]


def review(
    store: Store,
    month: str,
    schedules: Schedules,
    readings: Mapping[str, str],
    *,
    target: float | None,
    titles: Mapping[str, str],
    measures: Mapping[str, tuple[str, ...]],
) -> Review:
    """Gather the review of `month`.

    `target` is the pass rate demanded, in percent; `titles` are the checks' titles by code, `measures` sentences by row
    of the price list. Raises UsageError.
    """
    known = [name for name in store.months() if name <= month][-_MONTHS:]
    views = {name: view(store, name, schedules, readings) for name in known}
    now, before = views[month], views.get(month_before(month))
    names = {row.id: row.name for row in schedules.newest.rows.values()}
    in_a_row = [entry for entry in (before, now) if entry is not None]
    return Review(
        month=now,
        before=before,
        trend=tuple(views.values()),
        rows=_rows(now, before),
        specialists=_people(now, before, "by_specialist"),
        reviewers=_people(now, before, "by_reviewer"),
        problems=_problems(now, before, titles),
        lost=tuple(_lost(entry, names) for entry in now.filings if entry.lost),
        measures=tuple((row.row.name, measures.get(name, ())) for name, row in now.total.by_row.items() if row.count),
        remarks=(*remarks(now, target), *target_remarks(in_a_row, target)),
    )


def _rows(now: MonthView, before: MonthView | None) -> tuple[Line, ...]:
    old_rows = before.total.by_row if before else {}
    lines = []
    for name in dict.fromkeys((*now.total.by_row, *old_rows)):
        row, old = now.total.by_row.get(name), old_rows.get(name)
        if not (row and row.count) and not (old and old.count):
            continue  # all of it void
        words = (row or old_rows[name]).row
        lines.append(
            Line(
                words.name,
                words.clause,
                row.count if row else 0,
                row.cases if row else 0,
                row.at_stake if row else Decimal(0),
                old.count if old else 0,
                old.at_stake if old else Decimal(0),
            )
        )
    return tuple(lines)


def _people(now: MonthView, before: MonthView | None, which: str) -> tuple[Line, ...]:
    """Each person's share; counts are of the filings the person answers for."""
    sums, old = getattr(now.total, which), getattr(before.total, which) if before else {}
    lines = []
    for name in dict.fromkeys((*sums, *old)):
        own = [entry for entry in now.filings if name in (entry.specialist, entry.reviewer)]
        lines.append(
            Line(
                name,
                "",
                sum(bool(entry.defects) for entry in own),
                len(own),
                sums[name].at_stake if name in sums else Decimal(0),
                0,
                old[name].at_stake if name in old else Decimal(0),
            )
        )
    return tuple(lines)


def _problems(now: MonthView, before: MonthView | None, titles: Mapping[str, str]) -> tuple[Problem, ...]:
    old = before.codes if before else {}
    listed = sorted(now.codes.items(), key=lambda item: (-item[1], item[0]))[:_PROBLEMS]
    return tuple(Problem(code, titles.get(code, ""), count, old.get(code, 0)) for code, count in listed)


def _lost(entry: Entry, names: Mapping[str, str]) -> Lost:
    rows = [d.row for d in entry.defects if d.row and d.confidence != Confidence.HINT.value]
    return Lost(
        entry.case, entry.item, entry.specialist, tuple(names.get(row, row) for row in dict.fromkeys(sorted(rows)))
    )
