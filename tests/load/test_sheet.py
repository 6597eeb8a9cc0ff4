from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.load.builders import xlsx_of, zip_of
from zgc_lint.load import sheet as module
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.sheet import read_csv, read_xlsx

if TYPE_CHECKING:
    from zgc_lint.model import Table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_typed_cells() -> None:
    moment = datetime(2026, 6, 5, 14, 3)  # noqa: DTZ001 (spreadsheets know no zones)
    row = ["2.02606E+13", 20260605012345, 1.5, True, date(2026, 6, 5), moment, time(14, 3), timedelta(hours=2)]
    (table,) = read_xlsx(xlsx_of([row])).tables
    assert texts(table) == [
        ["2.02606E+13", "20260605012345", "1.5", "TRUE", "2026-06-05", "2026-06-05 14:03:00", "14:03:00", "2:00:00"]
    ]
    assert [cell.value for cell in table.rows[0]] == [None, *row[1:]]
    assert isinstance(table.rows[0][1].value, int)


def test_numbers_excel_cannot_hold_exactly() -> None:
    (table,) = read_xlsx(xlsx_of([[2026060501234567]])).tables
    cell = table.rows[0][0]
    assert cell.text == "2026060501234567"
    assert isinstance(cell.value, float)


def test_merged_cells_are_repeated() -> None:
    (table,) = read_xlsx(xlsx_of([["台账", None], ["工单编号", "诉求人"], ["1", "2"]], merged=["A1:B1"])).tables
    assert table.rows[0][0] is table.rows[0][1]
    assert table.rows[0][1].column_span == 2
    assert texts(table) == [["台账", "台账"], ["工单编号", "诉求人"], ["1", "2"]]


def test_positions_are_those_of_the_sheet() -> None:
    (table,) = read_xlsx(xlsx_of([[], [None, "x"]])).tables
    cell = table.rows[1][1]
    assert (cell.text, cell.row, cell.column) == ("x", 2, 2)


def test_empty_and_hidden_sheets_are_left_out() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.create_sheet("空")
    hidden = book.create_sheet("旧台账")
    hidden.append(["b"])
    hidden.sheet_state = "hidden"
    book.create_sheet("二").append(["c", ""])
    assert [(t.number, t.name, texts(t)) for t in read_xlsx(saved(book)).tables] == [
        (1, "Sheet", [["a"]]),
        (2, "二", [["c"]]),
    ]


def saved(book: openpyxl.Workbook) -> bytes:
    import io

    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_sheet_in_an_encoding_that_is_not_read(part: str, encoding: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_of([["工单编号"]]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    query = {"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode(encoding)}
    assert read_xlsx(zip_of(parts | query)).tables
    declared = parts[part].decode().replace("UTF-8", "UTF-16").replace("utf-8", "UTF-16")
    with pytest.raises(UnreadableError) as raised:
        read_xlsx(zip_of(parts | {part: declared.encode(encoding)}))
    assert "UTF-16" in raised.value.problem.why
    assert "另存" in raised.value.problem.remedy


def test_a_sheet_of_enormous_extent() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    book.worksheets[0]["XFD1048576"] = 1
    with pytest.raises(UnreadableError, match="表格过大"):
        read_xlsx(saved(book))


_TEXT = '" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    "cells",
    [
        f'<row r="1"><c r="A99999999999{_TEXT}</row>',
        f'<row r="1"><c r="Z99999999{_TEXT}</row>',
        f'<row r="1"><c r="ZZZZZZZZZZ9{_TEXT}</row>',
        f'<row r="1"><c r="xfd1048576{_TEXT}</row>',
        f'<row r="1"><c r = "XFD1048576{_TEXT}</row>',
        f'<row r="1"><c r="XFD1048576{_TEXT}</row>'.replace('"', "'"),
        f'<row r="99999999999"><c s="1{_TEXT}</row>',
        f'<row r="1048576">{f"""<c s="1{_TEXT}""" * 99}</row>',
    ],
)
def test_places_that_no_program_writes(cells: str) -> None:
    """calamine takes them at their word and ends the process for want of memory."""
    with zipfile.ZipFile(io.BytesIO(xlsx_of([["x"]]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode().replace("</sheetData>", f"{cells}</sheetData>")
    with pytest.raises(UnreadableError, match="表格过大"):
        read_xlsx(zip_of({**parts, "xl/worksheets/sheet1.xml": sheet}))


def test_formats_far_below_do_no_harm() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "x"
    sheet["XFD1048576"].number_format = "0.00"
    (table,) = read_xlsx(saved(book)).tables
    assert texts(table) == [["x"]]


def test_too_many_cells_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CELLS", 3)
    with pytest.raises(UnreadableError, match="表格过大"):
        read_xlsx(xlsx_of([[1, 2], [3, 4]]))
    with pytest.raises(UnreadableError, match="表格过大"):
        read_csv(b"1,2\n3,4\n")


@pytest.mark.parametrize("data", [zip_of({"a": "x"}), xlsx_of([[1]])[:-40], b"PK\3\4"])
def test_a_broken_workbook(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        read_xlsx(data)


def test_a_package_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zip_of({"[Content_Types].xml": "x", "xl/worksheets/sheet1.xml": b" " * (11 * 2**20)})
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        read_xlsx(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(encoding: str, delimiter: str) -> None:
    lines = [["工单编号", "诉求人", "地址"], ["20260605012345", "王某", "3号楼"], ["00123", "李某"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    (table,) = read_csv(data).tables
    assert texts(table) == [*lines[:2], ["00123", "李某", ""]]
    assert table.rows[1][0].value is None


def test_csv_with_quotes_and_line_breaks() -> None:
    (table,) = read_csv(b'a,b\n"x,1","y\n2"\n').tables
    assert texts(table) == [["a", "b"], ["x,1", "y\n2"]]
