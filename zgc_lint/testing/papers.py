"""Making a batch in memory from a few lines of YAML: forms, statements, ledgers as the readers would have read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zgc_lint.bundled import checks_folder
from zgc_lint.errors import UsageError
from zgc_lint.load.reader import Task, read
from zgc_lint.load.source import DiskEntry
from zgc_lint.model import Batch, Cell, Document, Filing, Font, Paragraph, Picture, Place, Role, Table, TableCell

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge

__all__ = ["DEFAULT_CASE", "make_batch"]

DEFAULT_CASE = "20260605012345"
_PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "heic": "heic", "tif": "tiff"}


def make_batch(spec: Mapping[str, Any], knowledge: Knowledge, folder: Path | None = None) -> Batch:
    """The batch that a case describes.

    Keys: ``filings`` (a list of the following three), or for a single filing directly ``form`` (label → value),
    ``statement`` (text, a paragraph a line; or a list of paragraphs, of which one may be a list of pieces in fonts of
    their own, ``[text, font, size]``), ``attachments`` (file names, or name → text); ``case`` and ``folder`` for a
    filing; ``ledger`` and ``export`` (lists of label → value), and those of earlier months ``earlier_ledger`` and
    ``earlier_export``; ``month``.
    A single filing gets a ledger only if one is given.

    Where the file itself matters an attachment is ``{name: 1.照片.jpg, file: PATH}`` in the list, and the statement
    ``{file: PATH}``: such a file is read by its reader. PATH is relative to `folder`, the case file's, or to the folder
    in which ``checks/`` lies. Raises UsageError where there is no such file.
    """
    own = {key: spec[key] for key in ("case", "folder", "form", "statement", "attachments") if key in spec}
    filings = [*([own] if own else []), *spec.get("filings", [])]
    documents = []
    for key, role, name in (("ledger", Role.LEDGER, "台账.xlsx"), ("export", Role.EXPORT, "工单.xlsx")):
        if key in spec:
            documents.append(_sheet(name, role, spec[key]))
    earlier = tuple(
        _sheet(f"以前月份/{name}", role, spec[key])
        for key, role, name in (
            ("earlier_ledger", Role.LEDGER, "台账.xlsx"),
            ("earlier_export", Role.EXPORT, "工单.xlsx"),
        )
        if key in spec
    )
    filed = tuple(_filing(entry, folder) for entry in filings)
    batch = Batch(filed, tuple(documents), spec.get("month"), earlier=earlier)
    return batch.inform(knowledge)


def _filing(spec: Mapping[str, Any], folder: Path | None) -> Filing:
    case = str(spec.get("case", DEFAULT_CASE))
    path = str(spec.get("folder", case))
    documents: list[Document] = []
    if "form" in spec:
        documents.append(_form(f"{path}/申报表.docx", spec["form"]))
    statement = spec.get("statement")
    if isinstance(statement, Mapping):
        name = f"情况说明{Path(statement['file']).suffix}"
        documents.append(_file(f"{path}/{name}", Role.STATEMENT, statement["file"], folder))
    elif "statement" in spec:
        documents.append(_prose(f"{path}/情况说明.docx", Role.STATEMENT, statement))
    attachments = spec.get("attachments", {})
    for entry in attachments.items() if isinstance(attachments, Mapping) else attachments:
        if isinstance(entry, Mapping):
            documents.append(_file(f"{path}/附件/{entry['name']}", Role.ATTACHMENT, entry["file"], folder))
        else:
            name, content = entry if isinstance(entry, tuple) else (entry, "")
            documents.append(_attachment(f"{path}/附件/{name}", content))
    return Filing(path, tuple(documents), None if spec.get("case") == "" else case)


def _file(path: str, role: Role, file: str, folder: Path | None) -> Document:
    """A file as its reader reads it."""
    homes = [home for home in (folder, checks_folder().parent) if home is not None]
    found = next((home / file for home in homes if (home / file).is_file()), None)
    if found is None:
        raise UsageError(f"用例中的文件不存在：{file}")
    entry = DiskEntry.at(found, path.rpartition("/")[2], found.stat().st_size)
    document = read(Task(path, entry))
    document.role, document.source = role, entry
    return document


def _attachment(path: str, content: object) -> Document:
    if isinstance(content, Mapping):
        document = _form(path, content)
        document.role = Role.ATTACHMENT
        return document
    ending = path.rpartition(".")[2].lower()
    if ending in _PICTURES:
        kind = _PICTURES[ending]
        picture = Picture(path.rpartition("/")[2], 1600, 1200, kind.upper(), "0" * 64, Place(path))
        return Document(path, kind, Role.ATTACHMENT, pictures=(picture,))
    return _prose(path, Role.ATTACHMENT, str(content or ""))


def _prose(path: str, role: Role, content: object) -> Document:
    entries = content if isinstance(content, list) else [line for line in str(content).split("\n") if line.strip()]
    paragraphs = tuple(_paragraph(entry, number) for number, entry in enumerate(entries, 1))
    return Document(path, path.rpartition(".")[2], role, paragraphs=paragraphs)


def _paragraph(entry: object, number: int) -> Paragraph:
    if not isinstance(entry, list):
        return Paragraph(str(entry), number)
    text, fonts = "", []
    for piece, name, size in entry:
        fonts.append(Font(len(text), len(text) + len(piece), name, size))
        text += piece
    return Paragraph(text, number, fonts=tuple(fonts))


def _form(path: str, fields: Mapping[str, Any]) -> Document:
    """A form as a table of label and value, one pair a row."""
    paragraphs: list[Paragraph] = []
    rows: list[tuple[TableCell, ...]] = []

    def cell(text: str, row: int, column: int) -> TableCell:
        numbers = []
        for line in text.split("\n") or [""]:
            paragraphs.append(Paragraph(line, len(paragraphs) + 1, cell=Cell(1, row, column)))
            numbers.append(len(paragraphs))
        return TableCell(text, row, column, paragraphs=tuple(numbers))

    for row, (label, value) in enumerate(fields.items(), 1):
        rows.append((cell(label, row, 1), cell(_text(value), row, 2)))
    return Document(path, "docx", Role.FORM, paragraphs=tuple(paragraphs), tables=(Table(1, tuple(rows)),))


def _sheet(path: str, role: Role, entries: Sequence[Mapping[str, Any]]) -> Document:
    labels = list(dict.fromkeys(label for entry in entries for label in entry))
    grid: list[list[object]] = [list(labels), *([entry.get(label, "") for label in labels] for entry in entries)]
    rows = tuple(
        tuple(TableCell(_text(value), row, column, value=_typed(value)) for column, value in enumerate(values, 1))
        for row, values in enumerate(grid, 1)
    )
    return Document(path, "xlsx", role, tables=(Table(1, rows, "Sheet1"),))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).rstrip("\n")


def _typed(value: object) -> object:
    return value if isinstance(value, (int, float, date, datetime)) else None
