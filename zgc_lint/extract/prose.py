"""The prose an office answers for, and the zones in it that are somebody else's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zgc_lint.extract.fields import DocumentFields, Fields
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.extract.text import fold
from zgc_lint.model import Batch, Confidence, Document, Filing, Finding, Fix, Paragraph, Part, Place, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge

__all__ = ["Complaints", "Passage", "PassageKind", "Prose", "quoted_zones"]

#: body: running text; value: an own-words field of a form or ledger; line: heading, list entry, signature.
PassageKind = Literal["body", "value", "line"]

#: Quotations, also with straight or unlike marks; a straight mark after a digit stands for inches or seconds.
_QUOTES = re.compile(
    r"“[^“”]{1,2000}”|‘[^‘’]{1,2000}’|「[^「」]{1,2000}」|『[^『』]{1,2000}』"
    r"|(?<!\d)\"(?:[^“”\"\n]|“[^“”\"\n]*”){1,2000}\"|“[^“”\"\n]{1,2000}\"|(?<!\d)\"[^“”\"\n]{1,2000}”"
)
_END_MARKS = re.compile(r"[。！？；]")
_COPIED = 12  # characters: a run this long that stands in the complaint too is a quotation of it


@dataclass(frozen=True)
class Passage:
    """A paragraph (or ledger cell) that is proof-read.

    `place` is the place of the whole text; `zones` are the (start, end) spans of quoted words;
    `case` is the work order it belongs to where the document alone does not tell (ledger rows).
    """

    text: str
    place: Place
    kind: PassageKind
    zones: tuple[tuple[int, int], ...] = ()
    case: str | None = None

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` touches the inside of a quoted zone."""
        return any(start < zone_end and end > zone_start for zone_start, zone_end in self.zones)

    def is_quoted_at_an_end(self, start: int, end: int) -> bool:
        """Whether the first or last character of ``text[start:end]``, a pair of marks, is inside a quoted zone."""
        return self.is_quoted(start, start + 1) or self.is_quoted(end - 1, end)

    def slip(self, start: int, end: int, right: str, message: str, confidence: Confidence) -> Finding:
        """``text[start:end]`` should be `right`: put right without asking where that is certain."""
        return Finding(
            self.place.within(start, end),
            message,
            text=self.text[start:end],
            suggest=right,
            fix=Fix(right, safe=confidence is Confidence.CERTAIN),
            confidence=confidence,
            case=self.case,
        )


@dataclass(frozen=True)
class Prose:
    """The passages that are the office's own words: statement, fields of form and ledger, attachments it wrote."""

    passages: tuple[Passage, ...]

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> Prose:
        """All passages of `document`, in order; none where the document is not the office's own writing."""
        if document.problem is not None:
            return cls(())
        if document.role is Role.LEDGER:
            return cls(tuple(_ledger_passages(document, knowledge)))
        if not _is_own(document, knowledge):
            return cls(())
        return cls(tuple(_document_passages(document, knowledge)))


def _is_own(document: Document, knowledge: Knowledge) -> bool:
    if document.role is Role.FORM:
        return document[DocumentFields].is_form
    if document.role is Role.STATEMENT:
        return True
    if document.role is Role.ATTACHMENT or (document.role is Role.OTHER and document.filing is not None):
        kind = knowledge.documents.kind_of(document.stem)
        alone = document.batch is not None and not document.batch.whole and len(document.batch.filings) == 1
        return (kind is not None and kind.own) or (document.role is Role.OTHER and alone)
    return False


def _document_passages(document: Document, knowledge: Knowledge) -> Iterator[Passage]:
    fields = document[DocumentFields]
    complaint = document.batch[Complaints].of(document.filing.case) if document.batch and document.filing else ""
    for paragraph in document.paragraphs:
        if not paragraph.text.strip() or paragraph.part in (Part.HEADER, Part.FOOTER):
            continue
        place = Place(document.path, page=paragraph.page, paragraph=paragraph.number, cell=paragraph.cell)
        spans = fields.spans_in(paragraph.number)
        if not spans:
            if document.role is Role.FORM and paragraph.cell is not None:
                continue  # a cell no label explains: not prose
            kind: PassageKind = "body" if _is_running_text(paragraph) else "line"
            yield Passage(paragraph.text, place, kind, quoted_zones(paragraph.text, complaint))
            continue
        for span in spans:
            field = knowledge.fields.fields[span.field]
            text = paragraph.text[span.start : span.end]
            if not field.own or not text.strip():
                continue
            start = span.start + len(text) - len(text.lstrip())
            text = text.strip()
            own = Place(
                document.path,
                paragraph.page,
                paragraph.number,
                start,
                start + len(text),
                field=field.key,
                cell=paragraph.cell,
            )
            yield Passage(text, own, "value", quoted_zones(text, complaint))


def _ledger_passages(document: Document, knowledge: Knowledge) -> Iterator[Passage]:
    if document.batch is None:
        return
    for row in document.batch[Ledger].rows:
        if row.document != document.path:
            continue
        complaint = document.batch[Complaints].of(row.case)
        for reading in row.readings:
            if knowledge.fields.fields[reading.field].own and reading.text.strip():
                yield Passage(
                    reading.text, reading.place, "value", quoted_zones(reading.text, complaint), case=row.case
                )


@dataclass(frozen=True)
class Complaints:
    """Where a batch holds the citizens' words: forms, ledger and export."""

    filings: dict[str, list[Filing]]
    sheets: tuple[Ledger, Exports]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Complaints:
        """Find the filings of each case."""
        filings: dict[str, list[Filing]] = {}
        for filing in batch.filings:
            filings.setdefault(filing.case, []).append(filing)
        return cls(filings, (batch[Ledger], batch[Exports]))

    def of(self, case: str) -> str:
        """All that the citizen says in a case."""
        texts = [row.value("complaint") for sheets in self.sheets for row in sheets.by_case.get(case, ())]
        texts.extend(filing[Fields].text("complaint") for filing in self.filings.get(case, ()))
        return "\n".join(texts)


def _is_running_text(paragraph: Paragraph) -> bool:
    return not paragraph.heading and len(paragraph.text.strip()) >= 20 and bool(_END_MARKS.search(paragraph.text))


def quoted_zones(text: str, complaint: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) spans of `text` that are quotations, or runs copied from the citizen's `complaint`."""
    zones = [(match.start() + 1, match.end() - 1) for match in _QUOTES.finditer(text)]
    zones.extend(_copied_runs(text, complaint))
    return tuple(sorted(zones))


def _copied_runs(text: str, source: str) -> Iterator[tuple[int, int]]:
    """The maximal runs of `text`, at least `_COPIED` characters long, whose every part so long stands in `source`.

    Full-width and half-width marks count as the same: offices tidy them when they copy.
    """
    if len(source) < _COPIED or len(text) < _COPIED:
        return
    text, source = fold(text), fold(source)
    grams = {source[i : i + _COPIED] for i in range(len(source) - _COPIED + 1)}
    start: int | None = None
    for i in range(len(text) - _COPIED + 2):
        if i <= len(text) - _COPIED and text[i : i + _COPIED] in grams:
            start = i if start is None else start
        elif start is not None:
            yield start, i - 1 + _COPIED
            start = None
