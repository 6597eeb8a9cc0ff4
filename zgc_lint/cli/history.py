"""``zgc-lint history``: months kept, shown, compared and reviewed."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.cli.exits import CLEAN, INCOMPLETE
from zgc_lint.cli.options import progress_bar, read_config, with_config, with_labour
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from zgc_lint.config import Config
    from zgc_lint.history import Run, Store
    from zgc_lint.history.month import MonthView
    from zgc_lint.history.store import KeptRun
    from zgc_lint.work.hands import Labour

_WIDTH = 110  # columns, where the output is no terminal

_place = click.option(
    "--history",
    metavar="FILE|URL",
    help="历史记录：文件，或 postgresql://用户:密码@主机/数据库；默认是配置文件旁的 zgc-lint-history.sqlite。",
)
_config = click.option(
    "--config", "config_file", metavar="FILE", type=click.Path(path_type=Path), help="配置文件；默认自动寻找。"
)
_format = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出到屏幕的格式。",
)
_help = click.help_option("-h", "--help", help="显示本帮助。")


@click.group("history")
@_help
def history() -> None:
    """历史记录：各月的检查结果和申报结果，跨次累计计价、看趋势、比较两月、写月度分析。

    其中没有材料的文字、诉求人姓名和电话。
    """


@history.command()
@click.argument("paths", metavar="PATH|JSON...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_config
@_place
@with_labour
@_help
def add(paths: tuple[Path, ...], config_file: Path | None, history: str | None, labour: Labour, **given: Any) -> int:
    """检查 PATH（月度文件夹）并把结果记入历史；也可以给出 check --format json 写出的报告。

    同一结果记两次不起作用；同一件再次检查后记入的，以后一次为准。台账填了结果（是否失分、区级结果、市级结果）后再记一次，
    通过率和应扣金额随之更新。

    退出码：0 已记入，2 没有全部查完（能查的仍记入；中断时不记入）。
    """
    config = read_config(config_file, paths, {**given, "history": history})
    store = _store(config)
    complete = True
    for path in paths:
        complete &= _add(path, config, store, labour)
    return CLEAN if complete else INCOMPLETE


def _add(path: Path, config: Config, store: Store, labour: Labour) -> bool:
    """Add one target; whether it could be checked completely."""
    from zgc_lint.history import Run

    is_report = path.suffix.lower() == ".json"
    run = Run.from_json(_text(path), config.month) if is_report else _checked(path, config, labour)
    added = store.add(run)
    filings = sum(entry.filing for entry in run.entries)
    findings = sum(len(entry.defects) for entry in run.entries)
    said = f"已记入 {run.month}：{filings} 件申报、{findings} 条结果" if added else "该结果以前已经记过，历史没有变化"
    click.echo(said if run.complete else f"{said}（没有全部查完）", err=True)
    return run.complete


def _checked(path: Path, config: Config, labour: Labour) -> Run:
    from dataclasses import replace

    from zgc_lint.history import Run
    from zgc_lint.pipeline import check

    with progress_bar() as progress:
        config = replace(config, history=None, baseline=None)
        audit = check([path], config, labour=labour, in_part=False, progress=progress)
    if not audit.whole:
        raise UsageError(f"{path} 只是一件或一个文件，历史只记整批的检查结果，请给出月度文件夹")
    return Run.of(audit)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"无法读取 {path}") from error


@history.command()
@click.option("--month", metavar="YYYY-MM", help="只看这个月，并列出它的各次检查。")
@_place
@_config
@_format
@_help
def show(month: str | None, history: str | None, config_file: Path | None, output_format: str) -> None:
    """列出各月的申报件数、问题、金额和通过率。"""
    from zgc_lint.history.words import as_data, months_table, remarks, target_remarks

    config = _read(config_file, history)
    store = _store(config)
    months = store.months()
    if month is not None:
        _refuse_unknown([month], months)
    views = _views(config, [name for name in months if month in (None, name)])
    if output_format == "json":
        held = {} if month is None else {"runs": [kept._asdict() for kept in store.runs_of(month)]}
        _echo_json([as_data(view, config.pass_rate) | held for view in views])
    else:
        lines = [line for view in views for line in remarks(view, config.pass_rate)]
        lines += target_remarks(views, config.pass_rate)
        lines += [f"编号 {kept.number}：{_told(kept)}" for kept in (store.runs_of(month) if month else ())]
        _print([months_table(views)], lines)


@history.command()
@click.argument("number", metavar="编号", type=click.IntRange(min=1))
@_place
@_config
@_help
def remove(number: int, history: str | None, config_file: Path | None) -> None:
    """删去误记的一次检查；被它取代的结果重新有效。编号见 zgc-lint history show --month 2026-06。"""
    gone = _store(_read(config_file, history)).remove(number)
    click.echo(f"已删去编号 {gone.number}：{gone.month} 的检查，{_told(gone)}", err=True)


@history.command()
@click.argument("months", metavar="[旧月份 新月份]", nargs=-1)
@_place
@_config
@_format
@_help
def compare(months: tuple[str, ...], history: str | None, config_file: Path | None, output_format: str) -> None:
    """比较两个月（如 2026-05 2026-06；默认最近两个月）：按事项、按专员的增减。"""
    from zgc_lint.history.words import as_data, comparison, percent

    config = _read(config_file, history)
    known = _store(config).months()
    chosen = list(months) or known[-2:]
    if len(chosen) != 2:
        raise UsageError(
            "请给出两个月份，如 zgc-lint history compare 2026-05 2026-06" if months else "历史中还没有两个月"
        )
    _refuse_unknown(chosen, known)
    old, new = _views(config, chosen)
    if output_format == "json":
        _echo_json([as_data(view, config.pass_rate) for view in (old, new)])
    else:
        _print(list(comparison(old, new)), [f"通过率：{percent(old.pass_rate)} → {percent(new.pass_rate)}"])


@history.command()
@click.option("--month", metavar="YYYY-MM", required=True, help="哪个月的分析。")
@click.option(
    "--output",
    "outputs",
    metavar="FORMAT=FILE",
    multiple=True,
    required=True,
    help="html=文件 或 docx=文件，可都给出。",
)
@_place
@_config
@_help
def report(month: str, outputs: tuple[str, ...], history: str | None, config_file: Path | None) -> None:
    """写出一个月的分析（合同 2.3.1.4）：问题、失分原因、整改措施，与上月比较，附图表。"""
    from zgc_lint.check.registry import discover
    from zgc_lint.history.review import review
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.knowledge.measures import read_measures
    from zgc_lint.output import write_own
    from zgc_lint.price import Schedules

    files = [_output(text) for text in outputs]
    config = _read(config_file, history)
    store, knowledge = _store(config), Knowledge(config.dictionaries)
    _refuse_unknown([month], store.months())
    gathered = review(
        store,
        month,
        Schedules.read(knowledge.path("penalties.yaml")),
        config.readings,
        target=config.pass_rate,
        titles={check.code: check.title for check in discover(config.checks_dirs).checks.values()},
        measures=read_measures(knowledge.path("measures.yaml")),
    )
    for module, path in files:
        write_own(path, module.render(gathered), module.is_own, "zgc-lint 写出后未经改动的月度分析")
        click.echo(f"已写出 {path}", err=True)


def _output(text: str) -> tuple[Any, Path]:
    """The module that writes a review, and the file. Raises UsageError."""
    import importlib

    modules = {"html": "zgc_lint.history.page", "docx": "zgc_lint.history.paper"}
    name, equals, path = text.partition("=")
    if name not in modules or not equals or not path:
        raise UsageError(f"--output 应写作 html=文件 或 docx=文件，现为 {text}")
    return importlib.import_module(modules[name]), Path(path)


def _read(config_file: Path | None, history: str | None) -> Config:
    return read_config(config_file, [Path()], {"history": history})


def _store(config: Config) -> Store:
    """The history in force: by option or setting, else beside the configuration."""
    from zgc_lint.history import FILE_NAME, Store

    if config.history is not None:
        return Store(config.history)
    if config.source is None:
        raise UsageError("没有找到 zgc-lint.yaml，不知道历史记录在哪里；请用 --history 指明")
    return Store(str(config.source.resolve().parent / FILE_NAME))


def _views(config: Config, months: Sequence[str]) -> list[MonthView]:
    from zgc_lint.history.month import view
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.price import Schedules

    schedules = Schedules.read(Knowledge(config.dictionaries).path("penalties.yaml"))
    store = _store(config)
    return [view(store, month, schedules, config.readings) for month in months]


def _told(kept: KeptRun) -> str:
    """When a run was added, and what it held."""
    incomplete = "" if kept.complete else "（没有全部查完）"
    return f"{_local(kept.added_at)} 记入，{kept.cases} 件，{kept.findings} 条结果{incomplete}"


def _local(moment: str) -> str:
    """A moment in UTC (ISO 8601) by the clock of this machine."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def _refuse_unknown(months: Sequence[str], known: Sequence[str]) -> None:
    for month in months:
        if month not in known:
            raise UsageError(f"历史中没有 {month}，有的是：{'、'.join(known) or '无'}")


def _echo_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print(tables: Sequence[Table], lines: Sequence[str]) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    for table in tables:
        console.print(table)
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False)
