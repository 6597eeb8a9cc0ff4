"""The examples in a check's doc that can be run: each line of the section that begins with a verdict.

``- 错：…`` must be found fault with at likely or certain, ``- 仅提示：…`` only as a hint, ``- 对：…`` not at all, and
``- 未判：…`` must be declined. Such a line quotes the papers:

- 申报表“标签：值；标签：值”, 情况说明“text” (``／`` parts paragraphs), 附件《1.联系记录.docx》“text”;
- 台账“…”, 工单“…”, 以前台账“…”, 以前工单“…”: each a row, of the default number where none is given;
- 另案“工单编号：…；…”: the form of another filing; 设置“window_days：30”: options.

Behind ``→``, words in “” must stand in the message of a finding. Other lines of the section are for people only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zgc_lint.errors import UsageError
from zgc_lint.knowledge.safe_yaml import parse_yaml
from zgc_lint.model import Confidence
from zgc_lint.testing.cases import Case
from zgc_lint.testing.papers import DEFAULT_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zgc_lint.testing.cases import Outcome

__all__ = ["Example", "read_examples"]

_LINE = re.compile(r"^- (?P<verdict>错|仅提示|对|未判)：(?P<papers>[^→\n]+)(?:→(?P<message>.+))?$", re.M)
_PAPER = re.compile(
    r"(?P<paper>申报表|情况说明|另案|设置|(?:以前)?台账|(?:以前)?工单|附件《(?P<file>[^》]{1,200})》)“(?P<text>[^”]{1,2000})”"
)
_WORDS = re.compile(r"“([^”]{1,300})”")
_TABLES = {"台账": "ledger", "工单": "export", "以前台账": "earlier_ledger", "以前工单": "earlier_export"}


@dataclass(frozen=True)
class Example:
    """A line of the doc, its verdict, the papers it quotes as a case, and the words a message must hold."""

    line: str
    verdict: str
    case: Case
    words: tuple[str, ...] = ()

    def is_true_of(self, outcome: Outcome) -> bool:
        """Whether the check made of the papers what the line says."""
        found = outcome.findings
        if any(not any(word in finding.message for finding in found) for word in self.words):
            return False
        if self.verdict in ("错", "仅提示"):
            sure = any(finding.confidence != Confidence.HINT for finding in found)
            return bool(found) and sure is (self.verdict == "错")
        return not found and (self.verdict == "对" or bool(outcome.not_judged))


def read_examples(doc: Path) -> Iterator[Example]:
    """The runnable examples of a doc. Raises UsageError for a line that quotes no paper."""
    for match in _LINE.finditer(doc.read_text(encoding="utf-8")):
        spec: dict[str, Any] = {}
        for paper in _PAPER.finditer(match["papers"]):
            _add(spec, paper["paper"], paper["file"], paper["text"])
        if not spec:
            raise UsageError(f"{doc}：例子没有写明材料：{match.group()}")
        if "filings" in spec:  # then the one the line is about is among them, where there is any
            own = {key: spec.pop(key) for key in ("form", "statement", "attachments") if key in spec}
            spec["filings"] += [own] if own else []
        case = Case(match.group(), spec, (), None, doc.parent)
        yield Example(match.group(), match["verdict"], case, tuple(_WORDS.findall(match["message"] or "")))


def _add(spec: dict[str, Any], paper: str, file: str | None, text: str) -> None:
    if paper == "情况说明":
        spec["statement"] = text.replace("／", "\n")
        return
    if file:
        spec.setdefault("attachments", {})[file] = text.replace("／", "\n")
        return
    pairs = dict(pair.split("：", 1) for pair in text.split("；"))
    if paper == "申报表":
        spec["form"] = pairs
    elif paper == "另案":
        spec.setdefault("filings", []).append({"case": pairs["工单编号"], "form": pairs})
    elif paper == "设置":
        spec["options"] = {key: parse_yaml(value) for key, value in pairs.items()}
    else:
        spec.setdefault(_TABLES[paper], []).append({"工单编号": DEFAULT_CASE, **pairs})
