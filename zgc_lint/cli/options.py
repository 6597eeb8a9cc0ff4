"""What several commands share: the options that choose settings, and the bar that shows progress."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zgc_lint.config import Config
    from zgc_lint.pipeline import Progress

__all__ = ["progress_bar", "read_config", "with_config", "with_labour"]


def _codes(_context: click.Context, _parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for part in value for code in re.split(r"[,，\s]+", part) if code.strip())


_CONFIG_OPTIONS = [
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


_LABOUR_OPTIONS = [
    click.option("--jobs", metavar="N|auto", default="auto", show_default=True, help="同时用几个进程处理文件。"),
    click.option("--scheduler", metavar="ADDRESS", help="交给 Dask 集群处理，如 tcp://主机:8786。"),
    click.option("--no-cache", is_flag=True, help="不使用缓存，全部重新处理。"),
]


def with_config(command: Any) -> Any:
    """Decorate a command with the options that choose settings; it hands what was given to `read_config`."""
    for option in reversed(_CONFIG_OPTIONS):
        command = option(command)
    return command


def with_labour(command: Any) -> Any:
    """Decorate a command with the options that say how the work is done; it gets them as `labour`."""

    @wraps(command)
    def wrapped(*, jobs: str, no_cache: bool, scheduler: str | None, **given: Any) -> Any:
        from zgc_lint.work.hands import Labour

        return command(labour=Labour(_job_count(jobs), scheduler, cache=not no_cache), **given)

    for option in reversed(_LABOUR_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def read_config(config_file: Path | None, paths: Sequence[Path], given: dict[str, Any]) -> Config:
    """The settings of the file with those of the command line put over them."""
    from zgc_lint.config import load_config

    config = load_config(config_file, paths)
    over = {key: value for key, value in given.items() if value}
    if "month" in over and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", over["month"]):
        raise UsageError(f"--month 应写作 2026-06 的样子，现为 {over['month']}")
    return replace(config, **over, overridden=frozenset(over))


def _job_count(text: str) -> int | None:
    """The value of ``--jobs``: how many processes, None for auto. Raises UsageError."""
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--jobs 应为正整数或 auto，现为 {text}")
    return int(text)


@contextmanager
def progress_bar() -> Iterator[Progress]:
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
