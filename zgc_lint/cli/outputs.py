"""``--output FORMAT=FILE``: what is wanted beside the screen. It is looked at before the run, and written after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zgc_lint.model import Batch
    from zgc_lint.report.audit import Audit

__all__ = ["Outputs"]

#: The format that is a folder of marked-up copies.
_MARKUP = "docx"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Reports to write, as (format, path), and the folder for marked-up copies where some are wanted.

    `problems` are those met while delivering.
    """

    reports: tuple[tuple[str, Path], ...] = ()
    markup: Path | None = None
    problems: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, texts: Sequence[str], targets: Sequence[Path]) -> Outputs:
        """Read the values of ``--output``; `targets` are what will be checked. Raises UsageError."""
        from zgc_lint.report import renderer

        reports: list[tuple[str, Path]] = []
        markup = None
        for text in texts:
            name, equals, path = text.partition("=")
            if not equals or not path:
                raise UsageError(f"--output 应写作“格式=文件”，如 json=结果.json，现为 {text}")
            if name == _MARKUP:
                markup = _markup_folder(Path(path), targets)
            else:
                renderer(name)
                reports.append((name, Path(path)))
        return cls(tuple(reports), markup)

    @property
    def formats(self) -> set[str]:
        """The formats of the reports."""
        return {name for name, _ in self.reports}

    def deliver(self, batch: Batch, audit: Audit, mask: Callable[[str], str]) -> None:
        """Write what is made of the documents, and say on stderr what became of it. For `zgc_lint.pipeline.check`."""
        if self.markup is not None:
            from zgc_lint.markup.copies import mark_up

            made = mark_up(batch, audit, mask, self.markup)
            click.echo(made.summary(), err=True)
            self.problems.extend(made.problems)

    def write_reports(self, audit: Audit) -> None:
        """Write the reports; one that cannot be written is a problem, said on stderr, and harms no other."""
        from zgc_lint.output import write_own
        from zgc_lint.report import renderer

        for name, path in self.reports:
            report = renderer(name).render(audit)
            data = report.encode() if isinstance(report, str) else report
            try:
                write_own(path, data, renderer(name).is_own, "zgc-lint 写出后未经改动的报告")
            except UsageError as error:
                click.echo(f"错误：{error}", err=True)
                self.problems.append(str(error))


def _markup_folder(folder: Path, targets: Sequence[Path]) -> Path:
    """`folder`, where copies may go there: it is none of the material that is checked. Raises UsageError."""
    if folder.suffix.lower() in (".docx", ".pdf") or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"--output docx= 后面是存放批注稿的文件夹，现为 {folder}；审核报告请用 report=文件.docx")
    for target in targets:
        if target.is_dir() and folder.resolve().is_relative_to(target.resolve()):
            raise UsageError(f"批注稿的文件夹 {folder} 不能放在被检查的 {target} 之内，否则下次会当作材料")
    return folder
