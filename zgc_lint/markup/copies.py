"""From the findings about a batch to marked-up copies of its documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError
from zgc_lint.load.content import problem_of
from zgc_lint.markup.remarks import Remark, remark_on
from zgc_lint.model import Place, Role
from zgc_lint.output import below, write_own
from zgc_lint.report.harmless import harmless
from zgc_lint.rewrite.source import checked_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from zgc_lint.model import Batch, Document, Filing, Finding
    from zgc_lint.report.audit import Audit

__all__ = ["Markup", "mark_up"]

_FORMATS = ("docx", "pdf")
_MOST_NAMED = 12  # documents named one by one


@dataclass(frozen=True, slots=True)
class Markup:
    """What was written: number of copies and of remarks in them, and where the other findings are.

    `elsewhere` counts, by document that takes no remark, the findings that are remarked on in the form of its filing;
    `without` those that are in no copy at all, as there is no such form. `problems` says in Chinese which copies could
    not be written, and why.
    """

    copies: int
    remarks: int
    elsewhere: Mapping[str, int]
    without: Mapping[str, int]
    problems: tuple[str, ...]

    def summary(self) -> str:
        """The same in Chinese, a line each."""
        lines = [f"没有写出批注稿：{problem}" for problem in self.problems]
        lines.append(f"写出批注稿 {self.copies} 个，批注 {self.remarks} 条。")
        if self.elsewhere:
            lines.append(f"不在 Word、PDF 材料中，写在同一件申报表（或情况说明）第一段的：{_counts(self.elsewhere)}。")
        if self.without:
            lines.append(f"没有写入批注稿、只列在检查结果中的：{_counts(self.without)}。")
        return harmless("\n".join(lines))


def _counts(findings: Mapping[str, int]) -> str:
    """``台账.xlsx 3 条、工单.xlsx 1 条``."""
    words = [f"{name or '全部材料'} {count} 条" for name, count in findings.items()]
    more = f"等 {len(words)} 个" if len(words) > _MOST_NAMED else ""
    return "、".join(words[:_MOST_NAMED]) + more


def mark_up(batch: Batch, audit: Audit, mask: Callable[[str], str], folder: Path) -> Markup:
    """Write a copy of each docx and PDF of `batch`, which is open, that a finding is about, below `folder`.

    `mask` hides personal data in what is said of the unmasked `audit`. A finding that is about no such document is
    remarked on in the form of its filing.
    """
    documents = {document.path: document for document in batch.every_document()}
    filings = {filing.case: filing for filing in batch.filings}
    remarks: dict[str, list[Remark]] = {}
    elsewhere, without = Counter[str](), Counter[str]()
    for entry, told in zip(audit.bill.findings, audit.masked(mask).bill.findings, strict=True):
        document = documents.get(entry.finding.place.document)
        own = document is not None and document.format in _FORMATS and document.problem is None
        home = document if own else _home(entry.finding, document, filings)
        if not own:
            (elsewhere if home is not None else without)[told.finding.place.document] += 1
        if home is None:
            continue
        place = entry.finding.place if own else Place(home.path)
        remark = remark_on(told, audit.field_names, place, elsewhere=not own)
        lines = tuple(map(harmless, remark.lines))
        remarks.setdefault(home.path, []).append(replace(remark, lines=lines))
    problems, copies, written = [], 0, 0
    for path, theirs in remarks.items():
        try:
            _write(documents[path], theirs, folder)
        except Exception as error:  # one file that cannot be marked up is no reason to give up the others
            problems.append(f"{mask(path)}：{_words(error)}")
        else:
            copies, written = copies + 1, written + len(theirs)
    return Markup(copies, written, elsewhere, without, tuple(problems))


def _home(finding: Finding, document: Document | None, filings: dict[str, Filing]) -> Document | None:
    """The paper of its filing on which a finding about a picture, or about what is not there, is remarked."""
    filing = document.filing if document is not None else filings.get(finding.case or "")
    if filing is None:
        return None
    papers: Iterable[Document] = filing.with_role(Role.FORM, Role.STATEMENT)
    marked = [paper for paper in papers if paper.format in _FORMATS]
    return min(marked, key=lambda paper: paper.role is not Role.FORM, default=None)


def _write(document: Document, remarks: Sequence[Remark], folder: Path) -> None:
    data = checked_bytes(document)
    if document.format == "docx":
        from zgc_lint.markup.docx import mark_docx
        from zgc_lint.rewrite.package import is_own_copy

        copy = mark_docx(data, remarks)
    else:
        from zgc_lint.markup.pdf import is_own_copy, mark_pdf

        copy = mark_pdf(data, remarks, with_tables=bool(document.tables))
    write_own(below(folder, document.path), copy, is_own_copy, "zgc-lint 写出后未经改动的批注稿")


def _words(error: Exception) -> str:
    if isinstance(error, UsageError):
        return str(error)
    from zgc_lint.markup.docx import MistakeError

    if isinstance(error, MistakeError):
        return "批注稿读回来与原文不符；请把情况告诉开发者"
    return str(problem_of(error))
