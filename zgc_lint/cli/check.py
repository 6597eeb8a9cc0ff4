"""``zgc-lint check``: what is wrong, what it costs, under which clause."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.cli.exits import CLEAN, FINDINGS, INCOMPLETE
from zgc_lint.cli.options import progress_bar, read_config, with_config, with_labour
from zgc_lint.cli.outputs import Outputs
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit
    from zgc_lint.work.hands import Labour


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_config
@click.option(
    "--format",
    "output_format",
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="输出到屏幕的格式：text、json、html、sarif、junit、github 或 gitlab。",
)
@click.option(
    "--output",
    "outputs",
    metavar="FORMAT=FILE",
    multiple=True,
    help="另存一份报告：html=审核.html、xlsx=审核.xlsx、report=审核报告.docx；docx=文件夹 写出批注稿。可多次给出。",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="只报基线（zgc-lint baseline 生成）中没有的问题。",
)
@click.option(
    "--history",
    metavar="FILE|URL",
    help="计价时连同历史记录（zgc-lint history）中本月以前检查的工单一起累计。",
)
@click.option("--readings", "all_readings", is_flag=True, help="合同条文有两种读法之处，列出各种读法下的金额。")
@click.option("--fail-on", metavar="N|N元", help="问题达到 N 条或 N 元才以退出码 1 结束；默认 1。")
@with_labour
@click.option("--reveal", is_flag=True, help="不隐去姓名、电话、证件号（仅供本单位自用）。")
@click.help_option("-h", "--help", help="显示本帮助。")
def check(
    paths: tuple[Path, ...],
    config_file: Path | None,
    output_format: str,
    outputs: tuple[str, ...],
    baseline: Path | None,
    history: str | None,
    all_readings: bool,
    fail_on: str | None,
    labour: Labour,
    reveal: bool,
    **given: Any,
) -> int:
    """检查 PATH：月度文件夹、单件申报文件夹、单个文件或 zip 压缩包。

    退出码：0 没有问题，1 有问题，2 没有全部查完（文件无法读取、检查出错、配置有误、没有找到申报材料）。
    """
    from zgc_lint.pipeline import check as run_pipeline
    from zgc_lint.report import WITH_PICTURES, screen_renderer

    config = read_config(config_file, paths, {**given, "fail_on": fail_on, "baseline": baseline, "history": history})
    limit = _Limit.parse(config.fail_on)
    screen = screen_renderer(output_format)
    wanted = Outputs.parse(outputs, paths)
    with progress_bar() as progress:
        audit = run_pipeline(
            paths,
            config,
            labour=labour,
            reveal=reveal,
            all_readings=all_readings,
            pictures=not WITH_PICTURES.isdisjoint({output_format, *wanted.formats}),
            progress=progress,
            deliver=wanted.deliver,
        )
    wanted.write_reports(audit)
    if output_format == "text" and sys.stdout.isatty():
        from rich.console import Console

        from zgc_lint.report.text import print_to

        print_to(Console(), audit)
    else:
        click.echo(screen.render(audit), nl=False)
    return INCOMPLETE if not audit.complete or wanted.problems else FINDINGS if limit.reached(audit) else CLEAN


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
