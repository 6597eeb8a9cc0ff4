"""Office files as text, for goldens and for looking at."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import openpyxl
from docx.table import Table


def xlsx_text(data: bytes) -> str:
    """Each sheet's name, then its cells, a row a line; texts in quotation marks."""
    return "\n".join(_sheets(data)) + "\n"


def _sheets(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        yield f"== {sheet.title}　筛选 {sheet.auto_filter.ref}　冻结 {sheet.freeze_panes}"
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join("" if value is None else repr(value) for value in row).rstrip()


def docx_text(data: bytes) -> str:
    """The paragraphs, and of each table a row a line."""
    lines = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(["|", *(cell.text for cell in row.cells)]).rstrip() for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"
