"""The fields of a document and of a filing, read by the labels in `dictionaries/fields.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.extract.dates import ImpossibleDate, Moment, read_moment
from zgc_lint.extract.layout import LabelFinder, Pair, read_pairs
from zgc_lint.extract.text import fold
from zgc_lint.folding import packed_by_fields
from zgc_lint.model import Document, Filing, Place, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import FieldNames, Knowledge

__all__ = ["DocumentFields", "FieldSpan", "Fields", "Reading", "case_ids", "find_case_ids", "finder_for"]


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Reading:
    """What stands under a label: field key, the value as written, its place."""

    field: str
    text: str
    place: Place

    def moment(self) -> Moment | ImpossibleDate | None:
        """The value as a date and time."""
        return read_moment(self.text)


class FieldSpan(NamedTuple):
    """The part of a paragraph that is (part of) a field's value; empty for its label."""

    field: str
    start: int
    end: int


_SCIENTIFIC = re.compile(r"(?<![\w.])\d\.\d+[Ee]\+?\d{1,3}(?!\w)")  # what Excel makes of a long number
_NO_NUMBER = re.compile(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}|1[3-9]\d{9}")


def case_ids(text: str, names: FieldNames) -> list[str]:
    """The work-order numbers a field's value gives, digits folded; dates and mobile numbers beside them are none."""
    groups = fold(text).split()  # 2026 0605 012345 is one number
    found = [match.group() for match in find_case_ids(text, names)]
    grouped = len(found) < len(groups) and all(group.isdigit() and len(group) < 10 for group in groups)
    return ["".join(groups)] if grouped and names.is_case_id("".join(groups)) else found


def find_case_ids(text: str, names: FieldNames) -> Iterator[re.Match[str]]:
    """The work-order numbers in a text, as `case_ids`; offsets are those of `text`."""
    folded = _SCIENTIFIC.sub(lambda match: " " * len(match.group()), fold(text))
    for match in names.case_id.finditer(folded):
        before = folded[max(0, match.start() - 1) : match.start()]
        after = folded[match.end() : match.end() + 1]
        if (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()):
            continue
        if not _NO_NUMBER.fullmatch(match.group()) or match.group() == folded.strip():
            yield match


def finder_for(names: FieldNames) -> LabelFinder:
    """The labels of fields.yaml, as the layout reader wants them."""
    kinds = {"text": set[str](), "list": set[str]()}
    for field in names.fields.values():
        if field.type in kinds and (field.own or field.quoted or field.type == "list"):
            kinds[field.type].add(field.key)
    return LabelFinder(
        names.key_of,
        names.label_before_colon,
        frozenset(kinds["text"] | kinds["list"]),
        frozenset(kinds["list"]),
        frozenset(field.key for field in names.fields.values() if field.quoted),
    )


@dataclass(frozen=True)
class DocumentFields:
    """The labelled values of one document, in reading order."""

    pairs: tuple[Pair, ...]

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> DocumentFields:
        """The labelled values of `document`. Spreadsheets are read by `zgc_lint.extract.sheets`."""
        if document.problem is not None or document.role in (Role.LEDGER, Role.EXPORT):
            return cls(())
        return cls(tuple(read_pairs(document, finder_for(knowledge.fields), form=document.role is Role.FORM)))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """All values, empty ones included."""
        return tuple(Reading(pair.key, pair.text, pair.place) for pair in self.pairs)

    @property
    def is_form(self) -> bool:
        """Whether any field was recognised; a form without one was not understood."""
        return bool(self.pairs)

    @cached_property
    def _spans(self) -> dict[int, list[FieldSpan]]:
        spans: dict[int, list[FieldSpan]] = {}
        for pair in self.pairs:
            for span in pair.spans:
                spans.setdefault(span.paragraph, []).append(FieldSpan(pair.key, span.start, span.end))
        return spans

    def spans_in(self, paragraph: int) -> list[FieldSpan]:
        """The field values and labels in the paragraph of that number; empty for running text."""
        return self._spans.get(paragraph, [])


@dataclass(frozen=True)
class Fields:
    """The fields of a filing: what its form says, and failing that its statement. Fields left blank are left out."""

    stays = True

    readings: tuple[Reading, ...]
    form: tuple[Reading, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Fields:
        """The labelled values of the filing's forms and statements, forms first."""
        form, statement = (
            tuple(
                reading
                for document in filing.with_role(role)
                for reading in document[DocumentFields].readings
                if not knowledge.fields.is_blank(reading.text)
            )
            for role in (Role.FORM, Role.STATEMENT)
        )
        return cls(form + statement, form)

    def all(self, key: str) -> Iterator[Reading]:
        """Every filled-in reading of the field, forms first."""
        return (reading for reading in self.readings if reading.field == key)

    def first(self, key: str) -> Reading | None:
        """The reading of the field that counts: the first one filled in."""
        return next(self.all(key), None)

    def text(self, key: str) -> str:
        """The field's value as written, "" where there is none; a value split over several cells is put together."""
        first = self.first(key)
        if first is None:
            return ""
        parts = [r.text for r in self.all(key) if r.place.document == first.place.document]
        return "\n".join(dict.fromkeys(parts)) if len(parts) > 1 and first.place.cell else first.text

    @cached_property
    def names(self) -> str:
        """The names of people, places and bodies that the filing states: what stands in one is no slip."""
        return " ".join(map(self.text, ("complainant", "address", "department", "specialist", "reviewer")))

    def moment(self, key: str) -> Moment | None:
        """The field's value as a date and time; None where there is none or it is impossible."""
        first = self.first(key)
        value = first.moment() if first else None
        return value if isinstance(value, Moment) else None
