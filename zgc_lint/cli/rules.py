"""``zgc-lint explain`` and ``zgc-lint rules``: what is checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zgc_lint.cli.options import read_config, with_config
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from zgc_lint.config import Config


@click.command()
@click.argument("code", metavar="CODE")
@with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def explain(code: str, config_file: Path | None, **given: Any) -> None:
    """说明一个检查项：查什么、依据、例子、怎么改。CODE 可以是代码（PU01）或名称。"""
    from zgc_lint.check.registry import ENGINE_CODES, discover

    config = read_config(config_file, [Path()], given)
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


@click.command()
@with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def rules(config_file: Path | None, **given: Any) -> None:
    """列出全部检查项：代码、名称、扣款所属的行。"""
    from zgc_lint.check.registry import ENGINE_CODES, discover

    config = read_config(config_file, [Path()], given)
    registry = discover(config.checks_dirs)
    for check_type in registry.select(config.select, config.ignore, () if config.select else registry.checks):
        note = "" if check_type.by_default else "\t默认不查"
        note += f"，须另装 zgc-lint[{check_type.extra}]" if check_type.extra else ""
        click.echo(f"{check_type.code}\t{check_type.name}\t{check_type.title}\t{check_type.row or '不计价'}{note}")
    for engine in ENGINE_CODES:
        click.echo(f"{engine.code}\t{engine.name}\t{engine.title}\t不计价")
