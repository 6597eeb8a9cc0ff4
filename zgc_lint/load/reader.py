"""One file's bytes become a document; whatever goes wrong becomes its problem."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.content import Content, UnreadableError, problem_of
from zgc_lint.load.names import ending_of
from zgc_lint.load.sniff import MEDIA, format_by_name, sniff
from zgc_lint.load.source import BrokenEntry
from zgc_lint.model import Document, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from zgc_lint.load.source import Entry

__all__ = ["ARCHIVES", "CONVERTED", "Task", "read"]

ARCHIVES = ("rar", "7z", "zip")
_TO_DOCX = ("doc", "wps", "rtf", "wordml", "mht", "odt")
_TO_XLSX = ("xlsb", "ods")
#: Formats that LibreOffice has to convert first, which takes seconds.
CONVERTED = frozenset((*_TO_DOCX, *_TO_XLSX))


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: the document's path, its bytes, whether to look for tables where that is slow."""

    path: str
    entry: Entry
    with_tables: bool = False

    def failed(self, problem: Problem) -> Document:
        """The document where the file could not be read."""
        return Document(self.path, format_by_name(self.path), size=self.entry.size, problem=problem)


def read(task: Task) -> Document:
    """Read a file. Never raises an Exception: what cannot be read is a document with a problem."""
    document = Document(task.path, format_by_name(task.path), size=task.entry.size)
    if document.format in MEDIA and not isinstance(task.entry, BrokenEntry):
        return document  # may be large, and there is nothing in it to check
    try:
        data = task.entry.read()
        document.size = len(data)
        document.sha256 = hashlib.sha256(data).hexdigest()
        document.format = sniff(data, task.path)
        content = _read_content(data, document.format, task)
    except Exception as error:
        document.problem = problem_of(error)
        return document
    document.paragraphs = content.paragraphs
    document.tables = content.tables
    document.pictures = content.pictures
    document.pages = content.pages
    return document


# The reader modules import heavy libraries, so each is imported where its format is met.


def _docx(data: bytes, task: Task) -> Content:
    from zgc_lint.load.docx import read_docx

    return read_docx(data, task.path)


def _pdf(data: bytes, task: Task) -> Content:
    from zgc_lint.load.pdf import read_pdf

    return read_pdf(data, task.path, with_tables=task.with_tables)


def _ofd(data: bytes, task: Task) -> Content:
    from zgc_lint.load.ofd import read_ofd

    return read_ofd(data, task.path)


def _xlsx(data: bytes, _task: Task) -> Content:
    from zgc_lint.load.sheet import read_xlsx

    return read_xlsx(data)


def _xls(data: bytes, _task: Task) -> Content:
    from zgc_lint.load.sheet import read_xls

    return read_xls(data)


def _csv(data: bytes, _task: Task) -> Content:
    from zgc_lint.load.sheet import read_csv

    return read_csv(data)


def _image(data: bytes, task: Task) -> Content:
    from zgc_lint.load.image import read_image

    return read_image(data, task.path)


def _text(data: bytes, _task: Task) -> Content:
    from zgc_lint.load.text import read_text

    return read_text(data)


def _html(data: bytes, _task: Task) -> Content:
    from zgc_lint.load.html import read_html

    return read_html(data)


def _converted_to_docx(data: bytes, task: Task) -> Content:
    from zgc_lint.load.convert import convert

    return _docx(convert(data, sniff(data, task.path), "docx"), task)


def _converted_to_xlsx(data: bytes, task: Task) -> Content:
    from zgc_lint.load.convert import convert

    return _xlsx(convert(data, sniff(data, task.path), "xlsx"), task)


def _archive(_data: bytes, task: Task) -> Content:
    raise UnreadableError(f"压缩包 .{ending_of(task.path) or 'zip'} 无法读取", "请解压后放入文件夹，或改用 .zip 压缩")


_READERS: dict[str, Callable[[bytes, Task], Content]] = {
    "docx": _docx,
    "pdf": _pdf,
    "ofd": _ofd,
    "xlsx": _xlsx,
    "xls": _xls,
    "et": _xls,
    "csv": _csv,
    "txt": _text,
    "html": _html,
    **dict.fromkeys(("jpg", "png", "gif", "bmp", "tif", "webp", "heic", "avif"), _image),
    **dict.fromkeys(_TO_DOCX, _converted_to_docx),
    **dict.fromkeys(_TO_XLSX, _converted_to_xlsx),
    **dict.fromkeys(ARCHIVES, _archive),
}


def _read_content(data: bytes, format_: str, task: Task) -> Content:
    reader = _READERS.get(format_)
    return reader(data, task) if reader else Content()  # other evidence is listed, not read
