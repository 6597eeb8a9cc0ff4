"""The paragraph or cell that a place lies in, so that a report can show what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.model import Context

if TYPE_CHECKING:
    from zgc_lint.model import Cell, Document, Place

__all__ = ["context_of"]


def context_of(place: Place, document: Document) -> Context | None:
    """The text around `place` in `document`; None where the place names no characters of a paragraph or cell."""
    if place.start is None or place.end is None:
        return None
    text = _text_of_paragraph(place.paragraph, document) if place.paragraph else _text_of_cell(place.cell, document)
    return Context(text, place.start, place.end) if 0 <= place.start < place.end <= len(text) else None


def _text_of_paragraph(number: int, document: Document) -> str:
    return document.paragraphs[number - 1].text if number <= len(document.paragraphs) else ""


def _text_of_cell(cell: Cell | None, document: Document) -> str:
    if cell is None:
        return ""
    table = next((table for table in document.tables if table.number == cell.table), None)
    if table is None or cell.row > len(table.rows) or cell.column > len(table.rows[cell.row - 1]):
        return ""
    return table.rows[cell.row - 1][cell.column - 1].text
