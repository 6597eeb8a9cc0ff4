"""What a document is to its batch: by its name, then by what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.load.names import ending_of, stem_of
from zgc_lint.model import Document, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.knowledge.documents import RoleSigns

__all__ = [
    "IN_BATCH",
    "IN_FILING",
    "SHEETS",
    "role_by_content",
    "role_by_name",
    "role_in_batch",
    "role_in_filing",
]

IN_FILING = frozenset({Role.FORM, Role.STATEMENT})
IN_BATCH = frozenset({Role.LEDGER, Role.EXPORT})
SHEETS = frozenset({"xlsx", "xls", "xlsb", "et", "csv", "ods"})

_TITLE_WITHIN = 3  # paragraphs
_TITLE_LENGTH = 40  # characters
_HEADER_WITHIN = 60  # rows in which a label is looked for


def role_by_name(name: str, knowledge: Knowledge, among: Collection[Role], format_: str = "") -> Role | None:
    """The role among `among` that a file's name speaks for, or None. `format_` is its real format."""
    formats = {ending_of(name), format_}
    return next(
        (
            signs.role
            for signs in knowledge.documents.roles
            if signs.role in among
            and (not signs.formats or formats & set(signs.formats))
            and any(word in stem_of(name) for word in signs.names)
        ),
        None,
    )


def role_by_content(document: Document, knowledge: Knowledge, among: Collection[Role]) -> Role | None:
    """The role among `among` that the labels or the title in a document speak for, or None."""
    labels: frozenset[str] | None = None
    for signs in knowledge.documents.roles:
        if signs.role not in among or not _format_fits(document, signs):
            continue
        if signs.labels:
            labels = frozenset(_labels(document, knowledge)) if labels is None else labels
            if labels.issuperset(signs.labels):
                return signs.role
        if signs.titles and _has_title(document, signs.titles):
            return signs.role
    return None


def role_in_filing(document: Document, knowledge: Knowledge) -> Role:
    """The role of a document that lies in a filing, outside its attachment folders."""
    among = {Role.FORM} if document.format in SHEETS else IN_FILING  # a table is no statement
    return (
        role_by_name(document.name, knowledge, among, document.format)
        or role_by_content(document, knowledge, among)
        or Role.ATTACHMENT
    )


def role_in_batch(document: Document, knowledge: Knowledge) -> Role:
    """The role of a document that lies in no filing."""
    return (
        role_by_name(document.name, knowledge, IN_BATCH, document.format)
        or role_by_content(document, knowledge, IN_BATCH)
        or Role.OTHER
    )


def _format_fits(document: Document, signs: RoleSigns) -> bool:
    return not signs.formats or bool({document.format, ending_of(document.path)} & set(signs.formats))


def _labels(document: Document, knowledge: Knowledge) -> Iterator[str]:
    """The keys of the fields whose labels stand in a cell, or before a colon in a paragraph."""
    for table in document.tables:
        for row in table.rows[:_HEADER_WITHIN]:
            for cell in row:
                key = knowledge.fields.key_of(cell.text)
                if key:
                    yield key
    for paragraph in document.paragraphs:
        for found in knowledge.fields.label_before_colon.finditer(paragraph.text):
            key = knowledge.fields.key_of(found[1])
            if key:
                yield key


def _has_title(document: Document, titles: Collection[str]) -> bool:
    """Whether one of `titles` stands in a short line at the beginning."""
    return any(
        title in paragraph.text.replace(" ", "").replace("\u3000", "")
        for paragraph in document.paragraphs[:_TITLE_WITHIN]
        if len(paragraph.text) <= _TITLE_LENGTH
        for title in titles
    )
