"""The paragraph or cell that a finding stands in, so that a report can show what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.model import Context

if TYPE_CHECKING:
    from zgc_lint.model import Cell, Document, Finding

__all__ = ["context_of"]


def context_of(finding: Finding, document: Document) -> Context | None:
    """The text of `document` around what a finding quotes, which begins at or after its place's start.

    None where the finding quotes nothing, or the quotation does not stand there as it is.
    """
    place = finding.place
    if place.start is None or not finding.text:
        return None
    text = _text_of_paragraph(place.paragraph, document) if place.paragraph else _text_of_cell(place.cell, document)
    start = text.find(finding.text, place.start)
    return Context(text, start, start + len(finding.text)) if start >= 0 else None


def _text_of_paragraph(number: int, document: Document) -> str:
    return document.paragraphs[number - 1].text if number <= len(document.paragraphs) else ""


def _text_of_cell(cell: Cell | None, document: Document) -> str:
    if cell is None:
        return ""
    table = next((table for table in document.tables if table.number == cell.table), None)
    if table is None or cell.row > len(table.rows) or cell.column > len(table.rows[cell.row - 1]):
        return ""
    return table.rows[cell.row - 1][cell.column - 1].text
