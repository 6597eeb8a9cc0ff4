"""Ledger and export: tables with one work order a row, the header anywhere in the first rows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from zgc_lint.extract.cells import open_cells, pack_cells
from zgc_lint.extract.dates import SHANGHAI, ImpossibleDate, Moment, Precision, read_moment
from zgc_lint.extract.fields import Reading, case_ids
from zgc_lint.extract.text import squeeze
from zgc_lint.folding import packed_by_fields
from zgc_lint.model import Batch, Cell, Document, Place, Problem, Role, Table, TableCell

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zgc_lint.knowledge import FieldNames, Knowledge

__all__ = ["HEADER_ROWS", "Earlier", "Exports", "Ledger", "SheetProblem", "SheetRow", "header_of"]

HEADER_ROWS = 20  # the header is looked for in this many rows from the top
_DIGITS_EXCEL_KEEPS = 10**15  # Excel stores 15 significant digits
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_ROUNDED = re.compile(r"(?=\d{12,}$)\d{1,6}0+")  # what is left of 2.02606E+13 once it is shown in full
_TOTALS = re.compile(r"^(合计|总计|小计|共计|备注|说明|注|填表|制表|审核)")


@dataclass(frozen=True, slots=True)
class _Dated:
    """How exact a column's date cells are: with a time of day, and without one."""

    exact: Precision
    midnight: Precision


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the rows of a table share: where they stand, the column (from 0) of each field, which hold dates."""

    document: str
    sheet: int
    columns: dict[str, int]
    dated: dict[str, _Dated]
    role: Role


@packed_by_fields
@dataclass(frozen=True, slots=True)
class SheetRow:
    """One work order's row. `case` is its number, "" where it could not be read; `number` counts from 1.

    Cells are read when they are asked for, from `packed` (`zgc_lint.extract.cells`): an export has a hundred thousand
    rows, of most of which little is wanted.
    """

    layout: _Layout = field(hash=False)
    number: int
    case: str
    packed: bytes

    @property
    def document(self) -> str:
        """The path of the table's document."""
        return self.layout.document

    @property
    def sheet(self) -> int:
        """The number of the sheet, from 1."""
        return self.layout.sheet

    @property
    def is_of_ledger(self) -> bool:
        """Whether the table is a ledger, not an export."""
        return self.layout.role is Role.LEDGER

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The cells of all fields, empty ones included, by column."""
        return tuple(self._reading(key, column) for key, column in self.layout.columns.items())

    @property
    def moments(self) -> dict[str, Moment | ImpossibleDate]:
        """The dates and times of all fields that hold one."""
        return {key: moment for key in self.layout.dated if (moment := self._dated(key)) is not None}

    @property
    def texts(self) -> list[str]:
        """The texts of all fields, by column."""
        return [self._text(key, column) for key, column in self.layout.columns.items()]

    def reading(self, key: str) -> Reading | None:
        """The field's cell, where it is filled in."""
        column = self.layout.columns.get(key)
        return self._reading(key, column) if column is not None and self.value(key) else None

    def value(self, key: str) -> str:
        """The field's text, "" where there is none."""
        column = self.layout.columns.get(key)
        return "" if column is None else self._text(key, column)

    def moment(self, key: str) -> Moment | None:
        """The field's date and time; None where there is none or it is impossible."""
        value = self._dated(key)
        return value if isinstance(value, Moment) else None

    def place(self, key: str = "case_id") -> Place:
        """The place of the field's cell, or of the row."""
        column = self.layout.columns.get(key)
        if column is not None:
            return self._reading(key, column).place
        return Place(self.document, cell=Cell(self.sheet, self.number, 1))

    def _text(self, key: str, column: int) -> str:
        return (self.case if key == "case_id" else "") or open_cells(self.packed).texts[column].strip()

    def _dated(self, key: str) -> Moment | ImpossibleDate | None:
        dated = self.layout.dated.get(key)
        if dated is None:
            return None
        column = self.layout.columns[key]
        texts, values = open_cells(self.packed)
        text = texts[column].strip()
        return _moment(text, values.get(column), dated) if text else None

    def _reading(self, key: str, column: int) -> Reading:
        address = Cell(self.sheet, self.number, column + 1)
        place = _cell_place(self.document, open_cells(self.packed).texts[column], key, address)
        return Reading(key, self._text(key, column), place)


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Something in a sheet that cannot be read for what it was."""

    place: Place
    text: str
    problem: Problem


S = TypeVar("S", bound="_Sheets")


@dataclass(frozen=True)
class _Sheets:
    """The rows of all such tables. `unread`: paths of those that could not be read at all."""

    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]
    documents: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def present(self) -> bool:
        """Whether there is such a table at all."""
        return bool(self.documents)

    @property
    def complete(self) -> bool:
        """Whether all numbers could be read, so that one that is not among the rows is not in the tables."""
        return not self.flaw

    @property
    def flaw(self) -> str:
        """What could not be read, in words that follow the name of the table; "" where all could."""
        if self.unread:
            return "未能读取" if not self.documents else "未能全部读取"
        return "中有工单编号未能读取" if self.problems else ""

    @cached_property
    def by_case(self) -> dict[str, list[SheetRow]]:
        """The rows of each work-order number, in order."""
        found: dict[str, list[SheetRow]] = {}
        for row in self.rows:
            if row.case:
                found.setdefault(row.case, []).append(row)
        return found

    def about(self: S, cases: Collection[str]) -> S:
        """The same tables with none but the rows of these numbers, and the first of the problems."""
        rows = [row for case in cases for row in self.by_case.get(case, ())]
        rows.sort(key=lambda row: (self.documents.index(row.document), row.sheet, row.number))
        return replace(self, rows=tuple(rows), problems=self.problems[:1])

    def row_of(self, case: str) -> SheetRow | None:
        """The first row of that number."""
        return next(iter(self.by_case.get(case, ())), None)


class Ledger(_Sheets):
    """The rows of all ledgers of a batch."""

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Ledger:
        """Read every document that is a ledger."""
        return cls(*_read(batch.documents, (Role.LEDGER,), knowledge.fields))


class Exports(_Sheets):
    """The rows of all work-order exports of a batch."""

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Exports:
        """Read every document that is an export."""
        return cls(*_read(batch.documents, (Role.EXPORT,), knowledge.fields))


class Earlier(_Sheets):
    """The rows of the ledgers and exports of earlier months, where the office names them."""

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Earlier:
        """Read every table among the earlier documents."""
        return cls(*_read(batch.earlier, (Role.LEDGER, Role.EXPORT), knowledge.fields))


def _read(
    documents: Sequence[Document], roles: Collection[Role], names: FieldNames
) -> tuple[tuple[SheetRow, ...], tuple[SheetProblem, ...], tuple[str, ...], tuple[str, ...]]:
    rows: list[SheetRow] = []
    problems: list[SheetProblem] = []
    paths: list[str] = []
    for document in documents:
        if document.role not in roles or document.problem is not None:
            continue
        paths.append(document.path)
        headed = [(table, header_of(table, names)) for table in document.tables]
        if not any(header for _, header in headed):
            why = f"前 {HEADER_ROWS} 行中没有找到含“工单编号”的表头"
            remedy = "请检查表头文字，或在 fields.yaml 中添加标签"
            problems.append(SheetProblem(Place(document.path), "", Problem(why, remedy)))
        for table, header in headed:
            if header is not None:
                found = _read_table(document, table, *header, names)
                rows += found[0]
                problems += found[1]
    unread = tuple(d.path for d in documents if d.role in roles and d.problem is not None)
    return tuple(rows), tuple(problems), tuple(paths), unread


def header_of(table: Table, names: FieldNames) -> tuple[int, dict[int, str]] | None:
    """The header's row index (from 0) and the field of each column.

    It is the row that names most fields, the case number among them.
    """
    best: tuple[int, dict[int, str]] | None = None
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        columns: dict[int, str] = {}
        for column, cell in enumerate(row):
            key = names.key_of(cell.text)
            if key and key not in columns.values():
                columns[column] = key
        if "case_id" in columns.values() and len(columns) >= 2 and (best is None or len(columns) > len(best[1])):
            best = index, columns
    return best


def _read_table(
    document: Document, table: Table, header: int, columns: dict[int, str], names: FieldNames
) -> tuple[list[SheetRow], list[SheetProblem]]:
    rows: list[SheetRow] = []
    problems: list[SheetProblem] = []
    body = table.rows[header + 1 :]
    layout = _Layout(
        document.path,
        table.number,
        {key: column for column, key in columns.items()},
        {
            key: _precision(body, column, machine_made=document.role is Role.EXPORT)
            for column, key in columns.items()
            if names.fields[key].type in ("moment", "date")
        },
        document.role,
    )
    case_column = layout.columns["case_id"]
    ids = [(key, column) for column, key in columns.items() if names.fields[key].type == "ids"]
    for number, cells in enumerate(body, header + 2):
        case, problem = _case_number(cells[case_column], names)
        if not case and problem is None and _is_no_order(cells, case_column, names):
            continue
        lost = [("case_id", case_column, problem)] if problem is not None else []
        lost += [(key, column, flaw) for key, column in ids if (flaw := _case_number(cells[column], names)[1])]
        for key, column, flaw in lost:
            place = _cell_place(document.path, cells[column].text, key, Cell(table.number, number, column + 1))
            problems.append(SheetProblem(place, cells[column].text.strip(), flaw))
        texts = {text for column in columns if (text := cells[column].text.strip())} if not case else set()
        if case or len(texts) >= 2:  # else a note, perhaps merged
            rows.append(SheetRow(layout, number, case, pack_cells(cells)))
    return rows, problems


def _cell_place(path: str, text: str, key: str, address: Cell) -> Place:
    start = len(text) - len(text.lstrip())
    return Place(path, start=start, end=start + len(text.strip()), field=key, cell=address)


def _precision(rows: Sequence[Sequence[TableCell]], column: int, *, machine_made: bool) -> _Dated:
    exact = _exactness(rows, column)
    return _Dated(exact, exact if machine_made and _shows_time(rows, column) else Precision.DAY)


def _is_no_order(cells: Sequence[TableCell], case_column: int, names: FieldNames) -> bool:
    """Whether a row without a number is empty, sums up the table, signs it, or repeats the header."""
    first = next((squeeze(cell.text) for cell in cells if cell.text.strip()), "")
    return not first or _TOTALS.match(first) is not None or names.key_of(cells[case_column].text) == "case_id"


def _case_number(cell: TableCell, names: FieldNames) -> tuple[str, Problem | None]:
    """The work-order number in a cell as text ("" where it holds none), or why it cannot be restored."""
    text = squeeze(cell.text).lstrip("'’`")
    if isinstance(cell.value, date):
        return "", None
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        if not math.isfinite(cell.value) or cell.value != int(cell.value):
            return "", None
        if abs(cell.value) >= _DIGITS_EXCEL_KEEPS:
            return "", _lost_digits(text, "Excel 数值只保留 15 位有效数字，末尾数字已丢失")
        text = str(int(cell.value))
    elif _SCIENTIFIC.fullmatch(text):
        mantissa, _, exponent = text.upper().partition("E")
        if len(mantissa.replace(".", "")) <= int(exponent):
            return "", _lost_digits(text, "科学计数法丢失了末尾数字")
        text = str(int(float(text)))
    text = re.sub(r"\.0$", "", text)
    if _ROUNDED.fullmatch(text):
        return "", _lost_digits(text, "末尾数字全是 0，应是科学计数法舍入所致")
    numbers = [text] if names.is_case_id(text) else case_ids(cell.text, names)
    return numbers[0] if numbers else "", None


def _lost_digits(text: str, why: str) -> Problem:
    return Problem(f"工单编号“{text}”无法还原：{why}", "请将该列设为“文本”格式，重新填写或重新导出")


def _shows_time(rows: Sequence[Sequence[TableCell]], column: int) -> bool:
    """Whether most of the column's date cells carry a time of day, so that one without means midnight sharp."""
    values = [row[column].value for row in rows]
    bare = sum(isinstance(value, date) and _is_midnight(value) for value in values)
    return bare * 2 < sum(isinstance(value, date) for value in values)


def _exactness(rows: Sequence[Sequence[TableCell]], column: int) -> Precision:
    """How exact the column's date cells are: a person enters minutes, and Excel adds seconds that are all zero."""
    values = (row[column].value for row in rows)
    return Precision.SECOND if any(isinstance(v, datetime) and v.second for v in values) else Precision.MINUTE


def _is_midnight(value: date) -> bool:
    return not isinstance(value, datetime) or value.time() == time(0)


def _moment(raw: str, value: Any, dated: _Dated) -> Moment | ImpossibleDate | None:
    """The date and time in a cell with this text and typed value."""
    if isinstance(value, date):
        at = datetime.combine(value, value.time() if isinstance(value, datetime) else time(0), SHANGHAI)
        at = (at + timedelta(microseconds=500_000)).replace(microsecond=0)
        return Moment(at, dated.midnight if _is_midnight(value) else dated.exact, raw)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return read_moment(str(int(value)) if value == int(value) else repr(value))
    return read_moment(raw)
