"""The report for a person at a terminal: by filing, then the sums, then what could not be judged."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zgc_lint import __version__
from zgc_lint.model import CaseRecord, Confidence, Suppressed, Unjudged
from zgc_lint.price import MonthSum, PricedFinding, money
from zgc_lint.report.words import CONFIDENCE, amount, month_name, risk, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zgc_lint.report.audit import Audit

__all__ = ["SIGNATURE", "print_to", "render"]

SIGNATURE = "zgc-lint "
_WIDTH = 110  # columns, where the output is no terminal
_MOST_UNJUDGED = 12  # places listed for one reason; the rest is counted


def render(audit: Audit) -> str:
    """The report as plain text."""
    buffer = io.StringIO()
    print_to(Console(file=buffer, width=_WIDTH, color_system=None, legacy_windows=False), audit)
    return buffer.getvalue()


def print_to(console: Console, audit: Audit) -> None:
    """Print the report to `console`."""
    _line(console, f"zgc-lint {__version__}　检查了 {len(audit.filings)} 件申报、{audit.coverage.files} 个文件")
    cases = {record.case: record for record in audit.filings}
    for case, group in groupby(audit.findings, key=lambda entry: entry.finding.case):
        _heading(console, case, cases.get(case or ""))
        for entry in group:
            _finding(console, entry, audit)
    _hints(console, audit)
    _suppressed(console, audit.coverage.suppressed)
    _unjudged(console, audit.coverage.not_judged)
    console.print()
    for total in audit.months.values():
        _month(console, total, audit)
    for readings, months in audit.alternatives:
        _alternative(console, readings.items(), months.values())
    _verdict(console, audit)


def _line(console: Console, text: str | Text) -> None:
    console.print(text, soft_wrap=True, highlight=False, markup=False)


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
    details = []
    if finding.text:
        details.append(f"原文“{_short(finding.text)}”")
    if finding.suggest is not None:
        details.append(f"建议“{_short(finding.suggest)}”" if finding.suggest else "建议删去")
    if entry.clause:
        details.append(f"条款 {entry.clause}")
        details.append(f"金额 {amount(entry.price)}")
    if entry.termination:
        details.append(f"解约风险 {entry.termination}")
    if details:
        _line(console, Text("      " + "　".join(details), style="dim"))


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _hints(console: Console, audit: Audit) -> None:
    if not audit.hints:
        return
    console.print()
    _line(console, Text(f"提示（不计价，共 {len(audit.hints)} 条）", style="bold"))
    for entry in audit.hints:
        finding = entry.finding
        place = where(finding.place, audit.field_names)
        _line(console, f"  {finding.code} {' '.join(filter(None, (finding.place.document, place)))}：{finding.message}")


def _suppressed(console: Console, entries: Sequence[Suppressed]) -> None:
    if not entries:
        return
    console.print()
    _line(console, Text(f"已忽略（zgc-lint-ignore.yaml，共 {len(entries)} 条，不计价）", style="bold"))
    for entry in entries:
        finding = entry.finding
        _line(console, f"  {finding.code} {finding.place.document}：{finding.message}（理由：{entry.reason}）")


def _unjudged(console: Console, entries: Iterable[Unjudged]) -> None:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        by_reason.setdefault((entry.code, entry.why), []).append(entry.place.document)
    if not by_reason:
        return
    console.print()
    _line(console, Text("未判定（请人工核对）", style="bold"))
    for (code, why), documents in by_reason.items():
        named = [document for document in documents if document]
        shown = "、".join(named[:_MOST_UNJUDGED]) + (f" 等 {len(named)} 个文件" if len(named) > _MOST_UNJUDGED else "")
        _line(console, f"  {code or '计价'} {why}" + (f"：{shown}" if shown else ""))


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
    for name, people in (("剔除专员", total.by_specialist), ("审核专员", total.by_reviewer)):
        for person, sums in people.items():
            _line(
                console,
                f"  {name} {person}：应扣 {money(sums.now + sums.confirmed)} 元，失分才扣 {money(sums.if_lost)} 元",
            )
    for clause in total.termination:
        _line(console, Text(f"  解约风险：{clause}，{risk(clause, audit.contract)}", style="bold red"))


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
    unreadable = sum(entry.finding.code == "ZZ01" for entry in audit.findings)
    crashed = sum(entry.finding.code == "ZZ02" for entry in audit.findings)
    if not audit.filings:
        _line(
            console,
            Text(
                "没有找到申报材料：请确认给出的是当月文件夹，其下每件申报一个以工单编号开头的文件夹。", style="bold red"
            ),
        )
    if unreadable or crashed:
        _line(console, Text(f"没有全部查完：{unreadable} 处无法读取，{crashed} 次检查出错。", style="bold red"))
    elif audit.findings:
        _line(console, f"共 {len(audit.findings)} 处问题。用 zgc-lint explain 代码 查看每项的说明。")
    elif audit.filings:
        _line(console, Text("没有发现问题。", style="bold green"))
