"""``zgc-lint baseline``: what is found today is known from now on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.cli.exits import CLEAN, INCOMPLETE
from zgc_lint.cli.options import progress_bar, read_config, with_config, with_labour

if TYPE_CHECKING:
    from zgc_lint.work.hands import Labour


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_config
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    default="zgc-lint-baseline.json",
    show_default=True,
    type=click.Path(path_type=Path),
    help="基线文件；已有的基线会被更新。",
)
@with_labour
@click.help_option("-h", "--help", help="显示本帮助。")
def baseline(paths: tuple[Path, ...], config_file: Path | None, file: Path, labour: Labour, **given: Any) -> int:
    """把 PATH 中现有的问题记为基线；以后用 zgc-lint check --baseline FILE 只报新出现的问题。

    基线中只有检查项代码和加密散列，没有材料的文字。

    退出码：0 已写入，2 没有全部查完（基线仍写入，没有查到的问题以后会作为新问题报出；中断时不写入）。
    """
    from zgc_lint.check.baseline import Baseline
    from zgc_lint.output import write_own
    from zgc_lint.pipeline import check

    config = replace(read_config(config_file, paths, given), baseline=None, history=None)
    with progress_bar() as progress:
        audit = check(paths, config, labour=labour, in_part=False, progress=progress)
    known = Baseline.of(entry.finding for entry in audit.bill.findings)
    write_own(file, known.text().encode(), Baseline.is_own, "zgc-lint 的基线")
    click.echo(f"已把 {len(known.known)} 条问题记入 {file}", err=True)
    return CLEAN if audit.complete else INCOMPLETE
