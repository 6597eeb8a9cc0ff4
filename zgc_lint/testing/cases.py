"""Case files: what a check must find and what it must leave alone, in YAML a non-programmer can write."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zgc_lint.check.runner import RAISE_VARIABLE, run
from zgc_lint.errors import UsageError
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge.files import read_yaml
from zgc_lint.testing.papers import make_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zgc_lint.check.base import Check
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Finding, Unjudged

__all__ = ["Case", "Outcome", "read_cases", "run_case"]

_KEYS = {
    "name", "case", "folder", "form", "statement", "attachments", "filings", "ledger", "export", "earlier_ledger",
    "earlier_export", "month", "finds", "not_judged", "options",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A case: its name, the papers, the findings that must come out (none for a passing one).

    `not_judged`: whether the check must decline to judge; None where that does not matter.
    `folder`: where the case file lies, for the files that its papers name.
    """

    name: str
    spec: Mapping[str, Any]
    finds: tuple[Mapping[str, str], ...]
    not_judged: bool | None
    folder: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What a check made of a case."""

    findings: tuple[Finding, ...]
    not_judged: tuple[Unjudged, ...]


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file with the keys ``fail`` and ``pass``. Raises UsageError for unknown keys."""
    data = read_yaml(path)
    for group in ("fail", "pass"):
        for number, entry in enumerate(data.data.get(group) or [], 1):
            unknown = set(entry) - _KEYS
            finds = entry.get("finds") or []
            if unknown or bool(finds) != (group == "fail"):
                raise UsageError(f"{path}：{group} 第 {number} 例的键有误：{sorted(unknown) or 'finds'}")
            name = f"{group}-{number} {entry.get('name', '')}".strip()
            yield Case(name, entry, tuple(finds), entry.get("not_judged"), path.parent)


def run_case(case: Case, check: type[Check], knowledge: Knowledge) -> Outcome:
    """Run `check`, and no other, on the case's papers. A crash is raised."""
    batch = make_batch(case.spec, knowledge, case.folder)
    identify(batch, knowledge)
    options = {check.code: check.Options(**case.spec.get("options", {}))}
    before = os.environ.get(RAISE_VARIABLE)
    os.environ[RAISE_VARIABLE] = "1"
    try:
        result = run(batch, [check], knowledge, options)
    finally:
        os.environ.pop(RAISE_VARIABLE) if before is None else os.environ.update({RAISE_VARIABLE: before})
    findings = tuple(finding for finding in result.findings if finding.code == check.code)
    return Outcome(findings, tuple(u for u in result.coverage.not_judged if u.code == check.code))
