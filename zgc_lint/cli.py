"""The command line: arguments → pipeline → exit code. Heavy modules are imported in the commands that need them."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from zgc_lint import __version__
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zgc_lint.config import Config
    from zgc_lint.pipeline import Progress
    from zgc_lint.report.audit import Audit

__all__ = ["cli", "main", "run"]

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 2


class _Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write a section's heading."""
        super().write_heading({"Options": "选项", "Commands": "命令"}.get(heading, heading))


click.Context.formatter_class = _Formatter


@click.group()
@click.version_option(__version__, prog_name="zgc-lint", help="显示版本。", message="%(prog)s %(version)s")
@click.help_option("-h", "--help", help="显示本帮助。")
def cli() -> None:
    """检查 12345 剔除申报材料：找出错别字、标点、附件、母子单、台账等问题，列明条款和扣款金额。

    全程离线，不改动任何原文件。
    """


def main() -> NoReturn:
    """The entry point of the ``zgc-lint`` command."""
    _speak_utf8()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command line `arguments` and return the exit code; what the user did wrong is said on stderr."""
    try:
        return cli.main(list(arguments), prog_name="zgc-lint", standalone_mode=False) or CLEAN
    except UsageError as error:
        click.echo(f"错误：{error}", err=True)
    except click.UsageError as error:
        click.echo(f"命令用法有误：{_in_chinese(error)}；用 zgc-lint --help 查看用法", err=True)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to say to nobody
    return INCOMPLETE


def _speak_utf8() -> None:
    """Write UTF-8 whatever the machine's code page, except to a terminal, which knows its own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace") if stream.isatty() else stream.reconfigure(encoding="utf-8")


def _in_chinese(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {error.param.make_metavar(click.Context(cli)) if error.param else ''}".strip()
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{'/'.join(error.param.opts)} 的值有误（{error.message}）"
    if match := re.match(r"No such command '(.+)'", error.message):
        return f"没有命令 {match.group(1)}"
    return error.message


# -- check -------------------------------------------------------------------


def _codes(_context: click.Context, _parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for part in value for code in re.split(r"[,，\s]+", part) if code.strip())


_config_options = [
    click.option(
        "--config",
        "config_file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="配置文件；默认在材料所在文件夹及其上级文件夹中找 zgc-lint.yaml。",
    ),
    click.option(
        "--checks-dir",
        "checks_dirs",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="本单位自己的检查项所在文件夹，可多次给出。",
    ),
    click.option("--select", multiple=True, metavar="CODES", callback=_codes, help="只运行这些检查项，如 TX,PU01。"),
    click.option("--ignore", multiple=True, metavar="CODES", callback=_codes, help="不运行这些检查项。"),
    click.option("--month", metavar="YYYY-MM", help="所属月份；默认取自文件夹名。"),
]


def _with_config(command: Any) -> Any:
    for option in reversed(_config_options):
        command = option(command)
    return command


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with_config
@click.option(
    "--format",
    "output_format",
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="输出到屏幕的格式：text 或 json。",
)
@click.option(
    "--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="另存一份报告，如 json=结果.json，可多次给出。"
)
@click.option("--readings", "all_readings", is_flag=True, help="合同条文有两种读法之处，列出各种读法下的金额。")
@click.option("--fail-on", metavar="N|N元", help="问题达到 N 条或 N 元才以退出码 1 结束；默认 1。")
@click.option("--jobs", metavar="N|auto", default="auto", show_default=True, help="同时读取几个文件。")
@click.option("--no-cache", is_flag=True, hidden=True, help="不使用缓存（目前没有缓存）。")
@click.option("--reveal", is_flag=True, help="不隐去姓名、电话、证件号（仅供本单位自用）。")
@click.help_option("-h", "--help", help="显示本帮助。")
def check(
    paths: tuple[Path, ...],
    config_file: Path | None,
    output_format: str,
    outputs: tuple[str, ...],
    all_readings: bool,
    fail_on: str | None,
    jobs: str,
    no_cache: bool,
    reveal: bool,
    **given: Any,
) -> int:
    """检查 PATH：月度文件夹、单件申报文件夹、单个文件或 zip 压缩包。

    退出码：0 没有问题，1 有问题，2 没有全部查完（文件无法读取、检查出错、配置有误、没有找到申报材料）。
    """
    from zgc_lint.pipeline import check as run_pipeline
    from zgc_lint.report import renderer

    config = _config(config_file, paths, {**given, "fail_on": fail_on})
    limit = _Limit.parse(config.fail_on)
    screen = renderer(output_format)
    files = [_output(text) for text in outputs]
    with _progress() as progress:
        audit = run_pipeline(
            paths, config, jobs=_jobs(jobs), reveal=reveal, all_readings=all_readings, progress=progress
        )
    for name, path in files:
        from zgc_lint.output import write_report

        write_report(path, renderer(name).render(audit), renderer(name).SIGNATURE)
    if output_format == "text" and sys.stdout.isatty():
        from rich.console import Console

        from zgc_lint.report.text import print_to

        print_to(Console(), audit)
    else:
        click.echo(screen.render(audit), nl=False)
    return INCOMPLETE if not audit.complete else FINDINGS if limit.reached(audit) else CLEAN


def _config(config_file: Path | None, paths: Sequence[Path], given: dict[str, Any]) -> Config:
    """The settings of the file with those of the command line put over them."""
    from zgc_lint.config import load_config

    config = load_config(config_file, paths)
    over = {key: value for key, value in given.items() if value}
    if "month" in over and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", over["month"]):
        raise UsageError(f"--month 应写作 2026-06 的样子，现为 {over['month']}")
    return replace(config, **over, overridden=frozenset(over))


def _output(text: str) -> tuple[str, Path]:
    from zgc_lint.report import renderer

    name, equals, path = text.partition("=")
    if not equals or not path:
        raise UsageError(f"--output 应写作“格式=文件”，如 json=结果.json，现为 {text}")
    renderer(name)
    return name, Path(path)


def _jobs(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--jobs 应为正整数或 auto，现为 {text}")
    return int(text)


@dataclass(frozen=True)
class _Limit:
    """From how many findings, or how much money at stake (RMB), the exit code is 1."""

    findings: int = 1
    amount: Decimal | None = None

    @classmethod
    def parse(cls, text: str | None) -> _Limit:
        """Read ``10`` (findings) or ``500元`` / ``500RMB``. Raises UsageError."""
        if text is None:
            return cls()
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(元|RMB)?", text.strip(), re.IGNORECASE)
        if not match or (not match.group(2) and not match.group(1).isdecimal()):
            raise UsageError(f"--fail-on 应为条数（如 10）或金额（如 500元），现为 {text}")
        return cls(amount=Decimal(match.group(1))) if match.group(2) else cls(findings=max(1, int(match.group(1))))

    def reached(self, audit: Audit) -> bool:
        """Whether the audit's findings (hints apart) reach the limit."""
        if self.amount is not None:
            return bool(audit.findings) and audit.bill.total.at_stake >= self.amount
        return len(audit.findings) >= self.findings


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on stderr where that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


# -- fix ---------------------------------------------------------------------


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with_config
@click.option("--unsafe", is_flag=True, help="“很可能”的问题和可能改变意思的改法也一并修改，改后请通读。")
@click.option("--track-changes", is_flag=True, help="写成修订，在 Word 或 WPS 中逐处接受或拒绝。")
@click.option("--diff", "only_diff", is_flag=True, help="只显示要改的段落，不写任何文件。")
@click.option(
    "--output-dir",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="校对稿放到这个文件夹，相对位置不变。",
)
@click.option("--jobs", metavar="N|auto", default="auto", show_default=True, help="同时读取几个文件。")
@click.option("--reveal", is_flag=True, help="不隐去姓名、电话、证件号（仅供本单位自用）。")
@click.help_option("-h", "--help", help="显示本帮助。")
def fix(
    paths: tuple[Path, ...],
    config_file: Path | None,
    unsafe: bool,
    track_changes: bool,
    only_diff: bool,
    folder: Path | None,
    jobs: str,
    reveal: bool,
    **given: Any,
) -> int:
    """改正 PATH 中 docx、txt 文件里有把握的错处，另存为校对稿；原文件不动。

    “情况说明.docx”的校对稿是同一文件夹中的“情况说明（校对稿）.docx”。

    退出码：0 能改的都改了，没有别的问题；1 还有问题需手工修改；2 有文件无法读取、检查或写出。
    """
    from zgc_lint.fix.repair import Wishes, change_date
    from zgc_lint.fix.words import diff, summary
    from zgc_lint.pipeline import fix as run_pipeline

    config = _config(config_file, paths, given)
    wishes = Wishes(unsafe, folder, write=not only_diff, date=change_date() if track_changes else None)
    with _progress() as progress:
        repairs = run_pipeline(paths, config, wishes, jobs=_jobs(jobs), reveal=reveal, progress=progress)
    if only_diff:
        click.echo(diff(repairs), nl=False)
    click.echo(summary(repairs), nl=False, err=only_diff)
    if not repairs.complete:
        return INCOMPLETE
    return FINDINGS if repairs.left or (only_diff and repairs.fixed) else CLEAN


# -- explain, rules, config, init ----------------------------------------------


@cli.command()
@click.argument("code", metavar="CODE")
@_with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def explain(code: str, config_file: Path | None, **given: Any) -> None:
    """说明一个检查项：查什么、依据、例子、怎么改。CODE 可以是代码（PU01）或名称。"""
    from zgc_lint.check.registry import ENGINE_CODES, discover

    config = _config(config_file, [Path()], given)
    registry = discover(config.checks_dirs)
    for engine in ENGINE_CODES:
        if code.upper() == engine.code or code.lower() == engine.name:
            click.echo(f"# {engine.code} {engine.title}\n\n{engine.doc}")
            return
    found = next((c for c in registry.checks.values() if code.upper() == c.code or code.lower() == c.name), None)
    if found is None:
        raise UsageError(f"没有代码或名称为“{code}”的检查项；用 zgc-lint rules 查看全部检查项")
    click.echo(registry.doc(found).rstrip() or f"# {found.code} {found.title}\n\n（没有说明文件）")
    click.echo(f"\n扣款：{_price_words(found.row, config) if found.row else '不计价，仅提示'}")


def _price_words(row_id: str, config: Config) -> str:
    """The price of a row in the newest list, with its clause."""
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.price import Schedules, money

    row = Schedules.read(Knowledge(config.dictionaries).path("penalties.yaml")).newest.rows[row_id]
    when = "导致申诉无效或考核失分时扣" if row.if_lost else "发现即扣"
    return f"{money(row.price)} 元/{row.unit}，{when}，{row.clause}，由{row.answers}承担"


@cli.command()
@_with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def rules(config_file: Path | None, **given: Any) -> None:
    """列出全部检查项：代码、名称、扣款所属的行。"""
    from zgc_lint.check.registry import ENGINE_CODES, discover

    config = _config(config_file, [Path()], given)
    registry = discover(config.checks_dirs)
    for check_type in registry.select(config.select, config.ignore, () if config.select else registry.checks):
        note = "" if check_type.by_default else "\t默认不查"
        note += f"，须另装 zgc-lint[{check_type.extra}]" if check_type.extra else ""
        click.echo(f"{check_type.code}\t{check_type.name}\t{check_type.title}\t{check_type.row or '不计价'}{note}")
    for engine in ENGINE_CODES:
        click.echo(f"{engine.code}\t{engine.name}\t{engine.title}\t不计价")


@cli.group("config")
@click.help_option("-h", "--help", help="显示本帮助。")
def config_group() -> None:
    """查看配置。"""


@config_group.command("show")
@click.argument("path", metavar="[PATH]", required=False, default=".", type=click.Path(path_type=Path))
@_with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def config_show(path: Path, config_file: Path | None, **given: Any) -> None:
    """显示检查 PATH 时每一项配置的取值和来源。"""
    from zgc_lint.bundled import dictionaries_folder
    from zgc_lint.check.options import build_options
    from zgc_lint.check.registry import discover
    from zgc_lint.knowledge import Knowledge

    config = _config(config_file, [path], given)
    click.echo(f"配置文件\t{config.source or '没有找到，全部用默认值'}")
    for key in ("month", "select", "extra", "ignore", "dictionaries", "checks_dirs", "readings", "fail_on", "prints"):
        click.echo(f"{key}\t{_shown(getattr(config, key))}\t来源：{config.origin(key)}")
    for check_type in discover(config.checks_dirs).checks.values():
        values = config.checks.get(check_type.code, {})
        options = build_options(check_type, values, str(config.source))
        for name in getattr(options, "__dataclass_fields__", {}):
            origin = config.source if name in values else "默认"
            click.echo(f"checks.{check_type.code}.{name}\t{_shown(getattr(options, name))}\t来源：{origin}")
    knowledge = Knowledge(config.dictionaries)
    for file in sorted(dictionaries_folder().iterdir()):
        if file.is_file() and not file.name.startswith("."):
            origin = "自带" if knowledge.path(file.name) == file else "本单位"
            click.echo(f"词典 {file.name}\t{knowledge.path(file.name)}\t来源：{origin}")


def _shown(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, value)) or "无"
    if isinstance(value, dict):
        return "、".join(f"{key}={entry}" for key, entry in value.items()) or "默认"
    return "未设置" if value is None else str(value)


@cli.command()
@click.argument("folder", metavar="[DIR]", required=False, default=".", type=click.Path(path_type=Path))
@click.help_option("-h", "--help", help="显示本帮助。")
def init(folder: Path) -> None:
    """在 DIR 中写入一份带注释的配置和可修改的词典。已有的文件一律保留。"""
    from zgc_lint.bundled import dictionaries_folder
    from zgc_lint.config import FILE_NAME, TEMPLATE

    try:
        (folder / "dictionaries").mkdir(parents=True, exist_ok=True)
        _write_new(folder / FILE_NAME, TEMPLATE.encode())
        for file in sorted(dictionaries_folder().iterdir()):
            if file.is_file() and file.suffix in {".yaml", ".tsv", ".txt"}:
                _write_new(folder / "dictionaries" / file.name, file.read_bytes())
    except OSError as error:
        raise UsageError(f"无法写入 {folder}：{error.strerror}") from error


def _write_new(path: Path, data: bytes) -> None:
    if path.exists():
        click.echo(f"保留 {path}（已存在）", err=True)
        return
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    shutil.move(part, path)
    click.echo(f"写入 {path}", err=True)
