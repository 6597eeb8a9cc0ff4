"""``zgc-lint fix``: corrected copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.cli.exits import CLEAN, FINDINGS, INCOMPLETE
from zgc_lint.cli.options import progress_bar, read_config, with_config, with_labour

if TYPE_CHECKING:
    from zgc_lint.work.hands import Labour


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_config
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
@with_labour
@click.option("--reveal", is_flag=True, help="不隐去姓名、电话、证件号（仅供本单位自用）。")
@click.help_option("-h", "--help", help="显示本帮助。")
def fix(
    paths: tuple[Path, ...],
    config_file: Path | None,
    unsafe: bool,
    track_changes: bool,
    only_diff: bool,
    folder: Path | None,
    labour: Labour,
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

    config = read_config(config_file, paths, given)
    wishes = Wishes(unsafe, folder, write=not only_diff, date=change_date() if track_changes else None)
    with progress_bar() as progress:
        repairs = run_pipeline(paths, config, wishes, labour=labour, reveal=reveal, progress=progress)
    if only_diff:
        click.echo(diff(repairs), nl=False)
    click.echo(summary(repairs), nl=False, err=only_diff)
    if not repairs.complete:
        return INCOMPLETE
    return FINDINGS if repairs.left or (only_diff and repairs.fixed) else CLEAN
