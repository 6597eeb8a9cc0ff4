"""``zgc-lint-ignore.yaml``: findings an office has looked at and decided to live with.

A list of entries, in the folder of a batch or of a filing::

    - code: TX01                 # the check's code or name
      file: 情况说明.docx         # optional; relative to the folder the file lies in, * matches anything
      text: 布署                  # optional; the finding's text
      reason: 引用原文            # required
      until: 2026-12-31          # optional; the last day the entry counts

An entry that matched nothing, has run out or cannot be read becomes finding ZZ03.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import yaml

from zgc_lint.knowledge.safe_yaml import parse_yaml
from zgc_lint.model import Finding, IgnoreFile, Place, Suppressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["Suppression", "apply", "read_suppressions"]

_KEYS = {"code", "file", "text", "reason", "until"}
_ENGINE = "ZZ"  # the engine's own findings cannot be left out


@dataclass(frozen=True, slots=True)
class Suppression:
    """An entry; `path` and `number` (from 1) say which, `file` is relative to the target."""

    path: str
    number: int
    code: str
    file: str
    text: str
    reason: str
    until: date | None

    def matches(self, finding: Finding) -> bool:
        """Whether the entry is about `finding`."""
        return (
            self.code in (finding.code, finding.name)
            and not finding.code.startswith(_ENGINE)
            and fnmatch.fnmatchcase(finding.place.document, self.file)
            and self.text in ("", finding.text)
        )


def apply(
    findings: Sequence[Finding], files: Iterable[IgnoreFile], today: date, not_run: Collection[str] = ()
) -> tuple[list[Finding], list[Suppressed]]:
    """The findings that stay, ZZ03 for entries of no use among them, and those left out with the reasons.

    `not_run` are codes and names of checks that were not run, so that nothing can be said of entries about them.
    """
    entries: list[Suppression] = []
    stale: list[Finding] = []
    for file in files:
        for entry in read_suppressions(file):
            if isinstance(entry, Finding):
                stale.append(entry)
            elif entry.until is not None and entry.until < today:
                stale.append(_stale(entry.path, f"第 {entry.number} 条已于 {entry.until} 过期，请删除或更新"))
            else:
                entries.append(entry)
    kept: list[Finding] = []
    left_out: list[Suppressed] = []
    used: set[Suppression] = set()
    for finding in findings:
        matching = [entry for entry in entries if entry.matches(finding)]
        used.update(matching)
        if matching:
            left_out.append(Suppressed(finding, matching[0].reason))
        else:
            kept.append(finding)
    for entry in entries:
        if entry not in used and entry.code not in not_run:
            stale.append(_stale(entry.path, f"第 {entry.number} 条（{entry.code}）没有对应的问题，请删除或更正"))
    return kept + stale, left_out


def read_suppressions(file: IgnoreFile) -> Iterator[Suppression | Finding]:
    """The entries of an ignore file; a finding (ZZ03) for what cannot be used."""
    if file.problem is not None:
        yield _stale(file.path, str(file.problem))
        return
    try:
        data = parse_yaml(file.text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        yield _stale(file.path, f"第 {mark.line + 1} 行 YAML 格式有误" if mark else "YAML 格式有误")
        return
    if data is not None and not isinstance(data, list):
        yield _stale(file.path, "应为条目的列表（每条以“- code:”开头）")
        return
    folder = file.path.rpartition("/")[0]
    for number, entry in enumerate(data or [], 1):
        problem = _problem(entry)
        if problem:
            yield _stale(file.path, f"第 {number} 条{problem}")
        else:
            name = str(entry.get("file", "*"))
            yield Suppression(
                file.path,
                number,
                str(entry["code"]),
                f"{folder}/{name}" if folder else name,
                str(entry.get("text", "")),
                str(entry["reason"]),
                _day(entry.get("until")),
            )


def _problem(entry: Any) -> str | None:
    """What is wrong with an entry; None where it can be used."""
    if not isinstance(entry, dict):
        return "不是“键: 值”的形式"
    unknown = set(map(str, entry)) - _KEYS
    if unknown:
        return f"有不认识的键 {'、'.join(sorted(unknown))}"
    for key, name in (("code", "检查项代码 code"), ("reason", "理由 reason")):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            return f"缺少{name}，没有生效"
    if entry.get("until") is not None and _day(entry["until"]) is None:
        return "的 until 应为日期，如 2026-12-31"
    return None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _stale(path: str, why: str) -> Finding:
    return Finding(Place(path), f"忽略条目：{why}", code="ZZ03", name="stale-suppression")
