"""The examples in a check's doc that can be run: a line ``- 错：…`` must be found fault with, ``- 对：…`` must not.

Such a line quotes the papers: 申报表“标签：值；标签：值”, 台账“…” and 工单“…” likewise, 情况说明“text” (``／`` parts
paragraphs), 附件《1.联系记录.docx》“text”. Other lines of the section are for people only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zgc_lint.errors import UsageError
from zgc_lint.testing.cases import Case
from zgc_lint.testing.papers import DEFAULT_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Example", "read_examples"]

_LINE = re.compile(r"^- (?P<verdict>错|对)：(?P<papers>.+)$", re.M)
_PAPER = re.compile(r"(?P<paper>申报表|台账|工单|情况说明|附件《(?P<file>[^》]+)》)“(?P<text>[^”]+)”")
_TABLES = {"台账": "ledger", "工单": "export"}


@dataclass(frozen=True)
class Example:
    """A line of the doc, the papers it quotes as a case without findings given, and whether they are faulty."""

    line: str
    faulty: bool
    case: Case


def read_examples(doc: Path) -> Iterator[Example]:
    """The runnable examples of a doc. Raises UsageError for a line that quotes no paper."""
    for match in _LINE.finditer(doc.read_text(encoding="utf-8")):
        spec: dict[str, Any] = {}
        for paper in _PAPER.finditer(match["papers"]):
            _add(spec, paper["paper"], paper["file"], paper["text"])
        if not spec:
            raise UsageError(f"{doc}：例子没有写明材料：{match.group()}")
        yield Example(match.group(), match["verdict"] == "错", Case(match.group(), spec, (), None, doc.parent))


def _add(spec: dict[str, Any], paper: str, file: str | None, text: str) -> None:
    if paper == "情况说明":
        spec["statement"] = text.replace("／", "\n")
    elif file:
        spec.setdefault("attachments", {})[file] = text.replace("／", "\n")
    else:
        pairs = dict(pair.split("：", 1) for pair in text.split("；"))
        if paper == "申报表":
            spec["form"] = pairs
        else:
            spec.setdefault(_TABLES[paper], []).append({"工单编号": DEFAULT_CASE, **pairs})
