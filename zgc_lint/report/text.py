"""The report for a person at a terminal: by filing, then the sums, then what could not be judged."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zgc_lint.look.missing import HOW_TO_INSTALL, NOT_INSTALLED
from zgc_lint.model import CaseRecord, Confidence, Unjudged
from zgc_lint.price import MonthSum, PricedFinding, money
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import CONFIDENCE, absent, by_reason, details, headline, month_name, reached, verdict, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "print_to", "render"]

_SIGNATURE = b"zgc-lint "  # every report begins so
_WIDTH = 110  # columns, where the output is no terminal
_MOST_UNJUDGED = 12  # places listed for one reason; the rest is counted


def render(audit: Audit) -> str:
    """The report as plain text."""
    buffer = io.StringIO()
    print_to(Console(file=buffer, width=_WIDTH, color_system=None, legacy_windows=False), audit)
    return buffer.getvalue()


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE)


def print_to(console: Console, audit: Audit) -> None:
    """Print the report to `console`."""
    _line(console, headline(audit))
    cases = {record.case: record for record in audit.filings}
    for case, group in groupby(audit.findings, key=lambda entry: entry.finding.case):
        _heading(console, case, cases.get(case or ""))
        for entry in group:
            _finding(console, entry, audit)
    _hints(console, audit)
    _suppressed(console, audit)
    _unjudged(console, audit.coverage.not_judged)
    console.print()
    for total in audit.months.values():
        _month(console, total, audit)
    for readings, months in audit.alternatives:
        _alternative(console, readings.items(), months.values())
    _verdict(console, audit)


def _line(console: Console, text: str | Text) -> None:
    shown = text if isinstance(text, Text) else Text(text)
    plain = harmless(shown.plain)  # no escape sequence of a filing reaches the terminal
    shown = shown if plain == shown.plain else Text(plain, style=shown.style)
    console.print(shown, soft_wrap=True, highlight=False, markup=False)


def _heading(console: Console, case: str | None, record: CaseRecord | None) -> None:
    console.print()
    parts = [f"工单 {case}" if case else "未归入工单的文件"]
    if record is not None:
        parts += [
            record.item or "剔除项未填",
            f"申报日期 {record.filed_on or '未填'}",
            f"剔除专员 {record.specialist or '未填'}",
        ]
    _line(console, Text("　".join(parts), style="bold"))


def _finding(console: Console, entry: PricedFinding, audit: Audit) -> None:
    finding = entry.finding
    head = Text("  ")
    head.append(finding.code, style="bold red" if entry.row else "bold yellow")
    head.append(f" [{CONFIDENCE[Confidence(finding.confidence)]}] ", style="dim")
    head.append(finding.place.document or "全部材料", style="cyan")
    place = where(finding.place, audit.field_names)
    head.append(f" {place}" if place else "")
    _line(console, head)
    _line(console, f"      {finding.message}")
    if words := details(entry):
        _line(console, Text("      " + "　".join(words), style="dim"))


def _hints(console: Console, audit: Audit) -> None:
    if not audit.hints:
        return
    console.print()
    _line(console, Text(f"提示（不计价，共 {len(audit.hints)} 条）", style="bold"))
    for entry in audit.hints:
        finding = entry.finding
        place = where(finding.place, audit.field_names)
        _line(console, f"  {finding.code} {' '.join(filter(None, (finding.place.document, place)))}：{finding.message}")


def _suppressed(console: Console, audit: Audit) -> None:
    in_baseline = sum(entry.baseline for entry in audit.coverage.suppressed)
    ignored = [entry for entry in audit.coverage.suppressed if not entry.baseline]
    if ignored:
        console.print()
        _line(console, Text(f"已忽略（zgc-lint-ignore.yaml，共 {len(ignored)} 条，不计价）", style="bold"))
    for entry in ignored:
        finding = entry.finding
        _line(console, f"  {finding.code} {finding.place.document}：{finding.message}（理由：{entry.reason}）")
    if in_baseline:
        console.print()
        _line(console, Text(f"已列入基线（共 {in_baseline} 条，不计价）", style="bold"))
    for entry in audit.coverage.suppressed:
        if entry.baseline:
            _line(console, f"  {entry.finding.code} {entry.finding.place.document}：{entry.finding.message}")
    if gone := absent(audit):
        console.print()
        _line(console, Text(gone, style="bold"))


def _unjudged(console: Console, entries: Sequence[Unjudged]) -> None:
    for n, (code, why, documents) in enumerate(by_reason(entries)):
        if not n:
            console.print()
            _line(console, Text("未判定（请人工核对）", style="bold"))
        more = f" 等 {len(documents)} 个文件" if len(documents) > _MOST_UNJUDGED else ""
        shown = "、".join(documents[:_MOST_UNJUDGED]) + more
        _line(console, f"  {code} {why}" + (f"：{shown}" if shown else ""))
    if any(NOT_INSTALLED in entry.why for entry in entries):
        _line(console, f"  {HOW_TO_INSTALL}")


def _month(console: Console, total: MonthSum, audit: Audit) -> None:
    if total.by_row:
        console.print(_rows_table(total))
    line = (
        f"{month_name(total.month)}：应扣 {money(total.now + total.confirmed)} 元，失分才扣 {money(total.if_lost)} 元"
    )
    if total.void:
        line += f"（另有 {money(total.void)} 元因未失分不扣）"
    line += f"；合计占单月解约线 {money(audit.contract.threshold)} 元的 {float(total.share_of_threshold):.1%}"
    _line(console, Text(line, style="bold"))
    if earlier := audit.earlier.get(total.month):
        words = f"  其中历史记录中本月以前检查的 {earlier.cases} 件，计 {money(earlier.amount)} 元，未在上面逐条列出"
        _line(console, words)
    for name, people in (("剔除专员", total.by_specialist), ("审核专员", total.by_reviewer)):
        for person, sums in people.items():
            _line(
                console,
                f"  {name} {person}：应扣 {money(sums.now + sums.confirmed)} 元，失分才扣 {money(sums.if_lost)} 元",
            )
    for clause in total.termination:
        _line(console, Text(f"  解约风险：{clause}，{reached(clause, audit.contract)}", style="bold red"))


def _rows_table(total: MonthSum) -> Table:
    table = Table(title=f"{month_name(total.month)}扣款汇总（元）", title_justify="left", highlight=False)
    table.add_column("事项")
    table.add_column("条款", no_wrap=True)
    for name in ("件数", "处数", "应扣", "失分才扣"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in total.by_row.values():
        if not row.count:
            continue  # all of it void
        due = row.now + row.confirmed
        table.add_row(row.row.name, row.row.clause, str(row.cases), str(row.count), money(due), money(row.if_lost))
    table.add_section()
    table.add_row("合计", "", "", "", money(total.now + total.confirmed), money(total.if_lost))
    return table


def _alternative(console: Console, readings: Iterable[tuple[str, str]], months: Iterable[MonthSum]) -> None:
    choice = "，".join(f"{name}={option}" for name, option in readings)
    sums = "；".join(
        f"{month_name(total.month)}应扣 {money(total.now + total.confirmed)} 元、失分才扣 {money(total.if_lost)} 元"
        for total in months
    )
    _line(console, f"按读法 {choice}：{sums or '无扣款'}")


def _verdict(console: Console, audit: Audit) -> None:
    clean = audit.complete and not audit.findings
    style = "bold red" if not audit.complete else "bold green" if clean else ""
    _line(console, Text(verdict(audit), style=style))
