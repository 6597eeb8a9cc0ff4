"""The history in words and as plain data: months beside one another, and two months compared."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from zgc_lint.history.month import TARGET_CLAUSE, below_twice
from zgc_lint.price import Sums, money, plain
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import month_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zgc_lint.history.month import MonthView

__all__ = ["as_data", "comparison", "difference", "months_table", "percent", "remarks", "target_remarks"]


def percent(rate: Decimal | None) -> str:
    """``96.7%``, or a dash while nothing is decided."""
    return "—" if rate is None else f"{rate:.1f}%"


def months_table(views: Sequence[MonthView]) -> Table:
    """A line a month: filings, findings, sums, outcome."""
    table = Table(title="历史", title_justify="left", highlight=False)
    table.add_column("月份", no_wrap=True)
    for name in ("申报件数", "问题", "应扣（元）", "失分才扣（元）", "占解约线", "已出结果", "通过", "通过率"):
        table.add_column(name, justify="right")
    for view in views:
        total = view.total
        table.add_row(
            view.month,
            str(len(view.filings)),
            str(view.findings),
            money(total.now + total.confirmed),
            money(total.if_lost),
            f"{float(total.share_of_threshold):.1%}",
            str(view.decided),
            str(view.passed),
            percent(view.pass_rate),
        )
    return table


def remarks(view: MonthView, target: float | None) -> Iterator[str]:
    """What the month means for the contract."""
    for clause in view.total.termination:
        yield f"{month_name(view.month)}：解约风险 {clause}"
    if view.below(target):
        yield f"{month_name(view.month)}：通过率 {percent(view.pass_rate)}，低于要求的 {target:g}%"


def target_remarks(views: Sequence[MonthView], target: float | None) -> Iterator[str]:
    """What the months in a row mean for 合同 6.4(7)."""
    for first, second in below_twice(views, target):
        yield f"{month_name(first)}、{month_name(second)}连续两月未达标：解约风险 {TARGET_CLAUSE}"
    if target is None:
        yield f"没有设置要求的通过率（pass_rate），是否连续两月未达标（{TARGET_CLAUSE}）未作判断"


def comparison(old: MonthView, new: MonthView) -> Iterator[Table]:
    """Two months by row of the price list, by specialist and by reviewer."""
    rows = _names(old.total.by_row, new.total.by_row)
    named = {**old.total.by_row, **new.total.by_row}
    table = _comparison_table(f"{month_name(old.month)}与{month_name(new.month)}", "事项", old, new, "处数")
    for row in rows:
        before, after = old.total.by_row.get(row), new.total.by_row.get(row)
        counts = [0 if entry is None else entry.count for entry in (before, after)]
        if not any(counts):
            continue  # all of it void
        table.add_row(named[row].row.name, *map(str, counts), difference(counts[1] - counts[0]), *_sums(before, after))
    table.add_section()
    table.add_row(
        "合计",
        str(old.findings),
        str(new.findings),
        difference(new.findings - old.findings),
        *_sums(old.total, new.total),
    )
    yield table
    for title, before_by, after_by in (
        ("剔除专员", old.total.by_specialist, new.total.by_specialist),
        ("审核专员", old.total.by_reviewer, new.total.by_reviewer),
    ):
        names = _names(before_by, after_by)
        if names:
            table = _comparison_table("", title, old, new, None)
            for name in names:
                table.add_row(Text(harmless(name)), *_sums(before_by.get(name), after_by.get(name)))
            yield table


def _comparison_table(title: str, first: str, old: MonthView, new: MonthView, counted: str | None) -> Table:
    table = Table(title=title or None, title_justify="left", highlight=False)
    table.add_column(first)
    for unit in filter(None, (counted, "元")):
        for name in (f"{old.month} {unit}", f"{new.month} {unit}", "增减"):
            table.add_column(name, justify="right", no_wrap=True)
    return table


def _names(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys((*new, *old)))


def _sums(old: Sums | None, new: Sums | None) -> tuple[str, str, str]:
    """What was and is at stake, in RMB, and the difference."""
    before, after = (Decimal(0) if sums is None else sums.at_stake for sums in (old, new))
    return money(before), money(after), difference(after - before)


def difference(amount: Decimal | int) -> str:
    """``+3``, ``-1,500``, ``0``."""
    return f"+{money(Decimal(amount))}" if amount > 0 else money(Decimal(amount))


def as_data(view: MonthView, target: float | None) -> dict[str, Any]:
    """A month for other programs; amounts in RMB."""
    total = view.total
    return {
        "month": view.month,
        "filings": len(view.filings),
        "findings": view.findings,
        "by_code": dict(sorted(view.codes.items())),
        "now": plain(total.now + total.confirmed),
        "if_lost": plain(total.if_lost),
        "share_of_threshold": round(float(total.share_of_threshold), 3),
        "termination": list(total.termination),
        "by_row": {
            name: {"count": row.count, "cases": row.cases, "amount": plain(row.at_stake)}
            for name, row in total.by_row.items()
        },
        "by_specialist": {name: plain(sums.at_stake) for name, sums in total.by_specialist.items()},
        "by_reviewer": {name: plain(sums.at_stake) for name, sums in total.by_reviewer.items()},
        "decided": view.decided,
        "passed": view.passed,
        "pass_rate": None if view.pass_rate is None else round(float(view.pass_rate), 1),
        "below_target": None if target is None or view.pass_rate is None else view.below(target),
    }
