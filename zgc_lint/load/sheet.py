"""Spreadsheets: .xlsx and .xls with calamine, .csv; each sheet a table."""

from __future__ import annotations

import codecs
import csv
import io
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from zgc_lint.load.content import Content, UnreadableError, damaged
from zgc_lint.load.package import Package
from zgc_lint.load.text import decode
from zgc_lint.model import Table, TableCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["MAX_CELLS", "read_csv", "read_xls", "read_xlsx"]

MAX_CELLS = 1_500_000  # of one file: 650 bytes each
_EXACT = 10**15  # numbers beyond 15 digits are not what was typed

#: How XML in UTF-16 begins, with and without its mark: Excel reads it, calamine finds nothing there and is silent.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
#: What calamine reads; elsewhere UTF-16 does no harm: so Excel itself writes queries (customXml).
_READ = ("xl/worksheets/", "xl/workbook.xml", "xl/_rels/", "xl/sharedstrings.xml", "xl/styles.xml")
_SAVE_ANEW = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新放入"

_LARGEST = 10**7  # of rows or columns: where more is said it does not matter how much
#: The place of a cell, or of a row: any attribute that ends in r.
_COLUMN = re.compile(rb"r\s*=\s*[\"']([A-Za-z]+)")
_ROW = re.compile(rb"r\s*=\s*[\"'][A-Za-z]*([0-9]+)")

#: A cell or row that does not tell its place.
_UNPLACED = re.compile(rb"<(?:\w{1,20}:)?(?:c|row)(?=[\s/>])(?![^>]*\sr\s*=)")
_PLACE = re.compile(r"([A-Za-z]*)([0-9]*)")

Span = tuple[tuple[int, int], tuple[int, int]]


def read_xlsx(data: bytes) -> Content:
    """Read an .xlsx (.xlsm). Sheets that are hidden or empty are left out. Raises UnreadableError."""
    package = Package(data, "Excel 表格")
    for part in package.names():
        xml = package.read(part)
        if part.startswith(_READ) and xml.startswith(_WIDE):
            raise UnreadableError("Excel 表格内部用了少见的编码（UTF-16），读不出其中的内容", _SAVE_ANEW)
        if b"sheetData" in xml:  # wherever the workbook keeps its sheets
            _check_extent(xml)
    return _read_workbook(data)


def read_xls(data: bytes) -> Content:
    """Read an .xls, also one that WPS named .et. Raises UnreadableError."""
    return _read_workbook(data)


def read_csv(data: bytes) -> Content:
    """Read a .csv: in any usual encoding, separated by comma, semicolon or tab. Raises UnreadableError."""
    text = decode(data)
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=header.count)  # csv.Sniffer fails on short files
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise damaged("CSV 表格", str(error)) from error
    width = max(map(len, rows), default=0)
    _check_size(len(rows), width)
    return _content([("", [row + [""] * (width - len(row)) for row in rows], ())])


def _check_extent(xml: bytes) -> None:
    """Refuse a sheet whose filled cells span too large an area: calamine would abort the whole process.

    Only where all cells together, empty ones included, span so much, the filled ones are looked for.
    """
    rows = max(map(_row_number, set(_ROW.findall(xml))), default=0)
    columns = max(map(_column_number, set(_COLUMN.findall(xml))), default=0)
    if rows * columns > MAX_CELLS or rows >= _LARGEST or _UNPLACED.search(xml):
        _check_size(*_filled(xml))


class _Filled:
    """Hears the tags of a sheet, and holds the last row and the last column in which anything stands.

    A cell that tells no place follows the one before it, and so does a row.
    """

    def __init__(self) -> None:
        self.last_row = self.last_column = 0
        self._row = self._column = 0
        self._is_in_cell = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag begins."""
        name = tag.rpartition("}")[2]
        if self._is_in_cell:
            self.last_row, self.last_column = max(self.last_row, self._row), max(self.last_column, self._column)
        elif name in ("row", "c"):
            letters, digits = _PLACE.match(attributes.get("r", "")).groups()  # type: ignore[union-attr]
            self._is_in_cell = name == "c"
            if self._is_in_cell:
                self._column = _column_number(letters.encode()) if letters else self._column + 1
                self._row = _row_number(digits.encode()) if digits else self._row
            else:
                self._row, self._column = (_row_number(digits.encode()) if digits else self._row + 1), 0

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag.rpartition("}")[2] == "c":
            self._is_in_cell = False

    def close(self) -> tuple[int, int]:
        """What is held."""
        return self.last_row, self.last_column


def _filled(xml: bytes) -> tuple[int, int]:
    """The last row and the last column of a sheet in which anything stands, found without building it."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    try:
        target: Any = _Filled()
        found: Any = fromstring(xml, XMLParser(target=target, huge_tree=True, resolve_entities=False))
    except XMLSyntaxError as error:
        raise damaged("Excel 表格", str(error)) from error
    return cast("tuple[int, int]", found)


def _row_number(digits: bytes) -> int:
    return min(int(digits), _LARGEST) if len(digits) < len(str(_LARGEST)) + 1 else _LARGEST


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = min(number * 26 + letter - ord("A") + 1, _LARGEST)
    return number


def _check_size(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise UnreadableError(f"表格过大（{rows} 行 × {columns} 列）", "请删去多余的空行、空列，或拆分后重新放入")


def _read_workbook(data: bytes) -> Content:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    sheets: list[tuple[str, list[list[Any]], Sequence[Span]]] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for entry in workbook.sheets_metadata:
                if entry.typ != SheetTypeEnum.WorkSheet or entry.visible != SheetVisibleEnum.Visible:
                    continue
                sheet = workbook.get_sheet_by_name(entry.name)
                bottom, right = sheet.end or (0, 0)
                _check_size(bottom + 1, right + 1)
                sheets.append((entry.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ()))
    except PasswordError as error:
        raise UnreadableError("文件已加密（设置了打开密码）", "请去除密码后重新放入") from error
    except CalamineError as error:
        raise damaged("Excel 表格") from error
    _check_size(
        sum(len(rows) for _, rows, _ in sheets),
        max((len(rows[0]) for _, rows, _ in sheets if rows), default=0),
    )
    return _content(sheets)


def _content(sheets: Iterable[tuple[str, list[list[Any]], Sequence[Span]]]) -> Content:
    """Tables of the sheets that hold anything, numbered from 1."""
    tables: list[Table] = []
    for name, rows, merged in sheets:
        trimmed = _trim(rows)
        if trimmed:
            tables.append(Table(len(tables) + 1, _cells(trimmed, merged), name))
    return Content(tables=tuple(tables))


def _trim(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows without empty rows at the end and empty columns on the right."""
    width = max((max((i for i, value in enumerate(row, 1) if value != ""), default=0) for row in rows), default=0)
    height = max((i for i, row in enumerate(rows, 1) if any(value != "" for value in row)), default=0)
    return [row[:width] for row in rows[:height]]


def _cells(rows: list[list[Any]], merged: Sequence[Span]) -> tuple[tuple[TableCell, ...], ...]:
    """The cells of a sheet, merged ones repeated at every place they cover."""
    grid = [[_cell(value, y, x) for x, value in enumerate(row, 1)] for y, row in enumerate(rows, 1)]
    height, width = len(grid), len(grid[0])
    for (top, left), (bottom, right) in merged:
        if top >= height or left >= width:
            continue
        below, beyond = min(bottom + 1, height), min(right + 1, width)
        corner = grid[top][left]
        cell = TableCell(corner.text, corner.row, corner.column, below - top, beyond - left, value=corner.value)
        for row in grid[top:below]:
            row[left:beyond] = [cell] * (beyond - left)
    return tuple(map(tuple, grid))


def _cell(value: Any, row: int, column: int) -> TableCell:
    if isinstance(value, str):
        return TableCell(value, row, column)
    text, typed = _shown(value)
    return TableCell(text, row, column, value=typed)


def _shown(value: Any) -> tuple[str, Any]:
    """The text of a typed cell and the value to keep: whole numbers as int while they are exact."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), value
    if isinstance(value, int | float):
        if value != value or value in {float("inf"), float("-inf")}:
            return str(value), float(value)
        if value != int(value):
            return repr(value), value
        return str(int(value)), int(value) if abs(value) < _EXACT else float(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S"), value
    if isinstance(value, date | time | timedelta):
        return str(value), value
    return str(value), value
