"""The command line: arguments → pipeline → exit code, a module a command.

Heavy modules are imported in the commands that need them.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from zgc_lint import __version__
from zgc_lint.cli.baseline import baseline
from zgc_lint.cli.check import check
from zgc_lint.cli.clean import clean
from zgc_lint.cli.exits import CLEAN, FINDINGS, INCOMPLETE
from zgc_lint.cli.fix import fix
from zgc_lint.cli.history import history
from zgc_lint.cli.rules import explain, rules
from zgc_lint.cli.settings import config_group, init
from zgc_lint.collector import collect_seldom
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CLEAN", "FINDINGS", "INCOMPLETE", "cli", "main", "run"]


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


for _command in (check, fix, baseline, history, explain, rules, config_group, init, clean):
    cli.add_command(_command)


def main() -> NoReturn:
    """The entry point of the ``zgc-lint`` command."""
    collect_seldom()
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
    except OSError as error:  # the disk that the output was sent to is full, say
        click.echo(f"错误：无法读写文件或输出结果（{error.strerror or error}）", err=True)
    except Exception as error:  # ours: not to be taken for a report of findings (exit code 1)
        from zgc_lint.check.runner import RAISE_VARIABLE

        if os.environ.get(RAISE_VARIABLE):
            raise
        click.echo(f"错误：程序内部出错，没有做完（{_where(error)}）；请把这一行告诉维护人员", err=True)
    return INCOMPLETE


def _where(error: Exception) -> str:
    """Where and of which kind: what it says may hold what a filing says."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}，{os.path.basename(frame.filename)} 第 {frame.lineno} 行"  # noqa: PTH119


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
