"""What the papers of one case say in running text, line by line: form, statement, ledger row, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.attachments import Attachments, File
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import Fields, Reading
from zgc_lint.extract.prose import Complaints, Prose, quoted_zones
from zgc_lint.extract.sheets import Ledger
from zgc_lint.model import Document, Filing, Part, Place, Quote, Role, Unjudged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zgc_lint.knowledge import Knowledge

__all__ = ["Line", "Paper", "Papers"]

_FORM_FIELDS = ("reason", "statement")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, cell or line that was read; `zones` are the spans of quoted words in it.

    `score`: how surely it was read (1 from a text layer).
    """

    text: str
    place: Place
    zones: tuple[tuple[int, int], ...] = ()
    score: float = 1.0

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` touches a quoted zone."""
        return any(start < zone_end and end > zone_start for zone_start, zone_end in self.zones)

    def quote(self, start: int, end: int) -> Quote:
        """``text[start:end]``, trimmed, with its place."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        place = self.place if self.place.box is not None else self.place.within(start, start + len(words))
        return Quote(place, words)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper under the name a message gives it (申报表, 情况说明, 台账, 附件“2.联系记录”).

    `own`: written by the office, for this case. `kinds`: of an attachment, what its name says it is.
    """

    name: str
    path: str
    role: Role
    own: bool
    lines: tuple[Line, ...]
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Papers:
    """The papers of a filing in the order form, statement, ledger, attachments; empty ones are left out.

    Pages without a text layer are read, but for pictures among the attachments: what they show is no prose. `unread`
    names each document of which some text could not be had, once.
    """

    papers: tuple[Paper, ...]
    unread: tuple[Unjudged, ...] = ()

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Papers:
        """Collect the lines."""
        complaint = filing.batch[Complaints].of(filing.case) if filing.batch is not None else ""
        attached = list(_prose_attached(filing, knowledge))
        papers = [
            *_forms(filing, complaint),
            *_statements(filing, complaint),
            *_ledger(filing, complaint),
            *_attachments(attached, complaint),
        ]
        documents = [*filing.with_role(Role.STATEMENT), *(file.document for file, _ in attached)]
        return cls(tuple(paper for paper in papers if paper.lines), tuple(_unread(documents)))


def _forms(filing: Filing, complaint: str) -> Iterator[Paper]:
    documents = [document.path for document in filing.with_role(Role.FORM)]
    for path in documents:
        readings = [r for r in filing[Fields].form if r.place.document == path and r.field in _FORM_FIELDS]
        yield Paper("申报表", path, Role.FORM, own=True, lines=tuple(_of_readings(readings, complaint)))


def _statements(filing: Filing, complaint: str) -> Iterator[Paper]:
    for document in filing.with_role(Role.STATEMENT):
        lines = tuple(_of_document(document, complaint))
        yield Paper("情况说明", document.path, Role.STATEMENT, own=True, lines=lines)


def _ledger(filing: Filing, complaint: str) -> Iterator[Paper]:
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    if row is not None:
        readings = [reading for key in _FORM_FIELDS if (reading := row.reading(key)) is not None]
        yield Paper("台账", row.document, Role.LEDGER, own=True, lines=tuple(_of_readings(readings, complaint)))


def _prose_attached(filing: Filing, knowledge: Knowledge) -> Iterator[tuple[File, frozenset[str]]]:
    """The attachments that may hold prose, with the kinds they are; those that cannot be read among them."""
    names = knowledge.documents
    for file in filing[Attachments].files:
        document = file.document
        kinds = frozenset(names.kinds_in(file.name)) | ({file.kind.key} if file.kind else set())
        seen_only = any(names.kinds[key].picture for key in kinds) or (not kinds and file.is_picture)
        if not (seen_only and (document.problem is not None or DocumentText.must_read(document))):
            yield file, kinds


def _attachments(attached: Sequence[tuple[File, frozenset[str]]], complaint: str) -> Iterator[Paper]:
    for file, kinds in attached:
        document = file.document
        if document.problem is None:
            own = file.kind is not None and file.kind.own
            lines = tuple(_of_document(document, complaint))
            yield Paper(f"附件“{document.stem}”", document.path, Role.ATTACHMENT, own, lines, kinds)


def _unread(documents: Iterable[Document]) -> Iterator[Unjudged]:
    for document in documents:
        unread = document[DocumentText].unread if DocumentText.must_read(document) else ()
        why = "文件不能读取" if document.problem is not None else next((entry.why for entry in unread), "")
        if why:
            yield Unjudged(Place(document.path), f"{why}，没有与其他材料核对是否矛盾")


def _of_readings(readings: list[Reading], complaint: str) -> Iterator[Line]:
    for reading in readings:
        start = 0
        for text in reading.text.split("\n"):
            place = reading.place.within(start, start + len(text))
            yield Line(text, place, quoted_zones(text, complaint))
            start += len(text) + 1


def _of_document(document: Document, complaint: str) -> Iterator[Line]:
    if DocumentText.must_read(document):
        yield from _of_pages(document[DocumentText], complaint)
        return
    zones = {(passage.place.paragraph, passage.place.start or 0): passage.zones for passage in document[Prose].passages}
    for paragraph in document.paragraphs:
        if paragraph.part not in (Part.BODY, Part.TEXT_BOX, Part.NOTE) or not paragraph.text.strip():
            continue
        place = Place(document.path, page=paragraph.page, paragraph=paragraph.number, cell=paragraph.cell)
        known = zones.get((paragraph.number, 0))
        yield Line(paragraph.text, place, known if known is not None else quoted_zones(paragraph.text, complaint))


def _of_pages(text: DocumentText, complaint: str) -> Iterator[Line]:
    """The paragraphs of a paper that was read; a paragraph's place is that of its first line."""
    start = 0
    for words in text.text.split("\n"):
        end = start + len(words)
        if words.strip():
            piece = text.touching(start, end)[0]
            yield Line(words, piece.place, quoted_zones(words, complaint), text.score(start, end))
        start = end + 1
