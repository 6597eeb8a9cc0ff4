"""``zgc-lint config show`` and ``zgc-lint init``: the settings in force, and a set to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zgc_lint.cli.options import read_config, with_config
from zgc_lint.errors import UsageError
from zgc_lint.output import write_own


@click.group("config")
@click.help_option("-h", "--help", help="显示本帮助。")
def config_group() -> None:
    """查看配置。"""


@config_group.command("show")
@click.argument("path", metavar="[PATH]", required=False, default=".", type=click.Path(path_type=Path))
@with_config
@click.help_option("-h", "--help", help="显示本帮助。")
def config_show(path: Path, config_file: Path | None, **given: Any) -> None:
    """显示检查 PATH 时每一项配置的取值和来源。"""
    from zgc_lint.bundled import dictionaries_folder
    from zgc_lint.check.options import build_options
    from zgc_lint.check.registry import discover
    from zgc_lint.config import KEYS
    from zgc_lint.knowledge import Knowledge

    config = read_config(config_file, [path], given)
    click.echo(f"配置文件\t{config.source or '没有找到，全部用默认值'}")
    for key in (key for key in KEYS if key != "checks"):
        click.echo(f"{key}\t{_shown(getattr(config, key))}\t来源：{config.origin(key)}")
    kinds = discover(config.checks_dirs).checks.values()
    for check_type in (kind for kind in kinds if not kind.settings_of):
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


@click.command()
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
    write_own(path, data, lambda _: False, "zgc-lint 写的文件")
    click.echo(f"写入 {path}", err=True)
