# ruff: noqa: DTZ001 (cells have no zone)
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import pytest

from zgc_lint.extract.dates import ImpossibleDate, Precision
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Cell, Document, Problem, Role, Table, TableCell

NUMBER = "20260605012345"
HEADER = ["工单编号", "诉求人", "来电时间", "母单编号"]
Grid = Sequence[Sequence[object]]


def table(grid: Grid, number: int = 1) -> Table:
    width = max(len(row) for row in grid)
    rows = []
    for y, row in enumerate(grid, 1):
        cells = []
        for x, value in enumerate([*row, *[""] * (width - len(row))], 1):
            text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
            cells.append(TableCell(text, y, x, value=None if isinstance(value, str) else value))
        rows.append(tuple(cells))
    return Table(number, tuple(rows), f"Sheet{number}")


def batch(knowledge: Knowledge, *grids: Grid, role: Role = Role.LEDGER) -> Batch:
    name = "台账.xlsx" if role is Role.LEDGER else "工单.xlsx"
    tables = tuple(table(grid, number) for number, grid in enumerate(grids, 1))
    return Batch(documents=(Document(name, "xlsx", role, tables=tables),)).inform(knowledge)


def ledger(knowledge: Knowledge, *grids: Grid) -> Ledger:
    return batch(knowledge, *grids)[Ledger]


def cases(knowledge: Knowledge, *column: object) -> list[str]:
    found = ledger(knowledge, [["工单编号", "诉求人"], *[[value, "王建国"] for value in column]])
    return [row.case for row in found.rows]


def called(knowledge: Knowledge, role: Role, *column: object) -> list[object]:
    grid: Grid = [["工单编号", "来电时间"], *[[f"2026060501{i:04}", value] for i, value in enumerate(column)]]
    sheets = batch(knowledge, grid, role=role)
    rows: tuple[SheetRow, ...] = sheets[Ledger].rows if role is Role.LEDGER else sheets[Exports].rows
    return [row.moments.get("received_at") for row in rows]


class TestHeader:
    def test_in_the_third_row_below_a_title(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [["六月剔除台账"] * 4, ["街道"], HEADER, [NUMBER, "王建国", "2026-06-05", ""]])
        assert [(row.case, row.number) for row in found.rows] == [(NUMBER, 4)]
        assert found.rows[0].place("complainant").cell == Cell(1, 4, 2)

    def test_of_two_rows_the_fuller_one(self, knowledge: Knowledge) -> None:
        head = ["工单编号", "来电信息", "来电信息", "母单编号"]
        found = ledger(knowledge, [head, HEADER, [NUMBER, "王建国", "2026-06-05", ""]])
        assert [row.value("complainant") for row in found.rows] == ["王建国"]

    def test_labels_with_blanks_marks_and_notes(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [["* 工 单 编 号（必填）", "来电人："], [NUMBER, "王建国"]])
        assert found.rows[0].value("complainant") == "王建国"

    def test_none_is_a_problem_and_the_ledger_incomplete(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [["编码", "事由"], [NUMBER, "不属实"]])
        assert found.present
        assert not found.complete
        assert [problem.place.document for problem in found.problems] == ["台账.xlsx"]

    def test_beyond_the_first_rows_is_not_looked_for(self, knowledge: Knowledge) -> None:
        assert not ledger(knowledge, [*[["说明"]] * 20, HEADER, [NUMBER, "王建国"]]).rows

    def test_each_sheet_has_its_own(self, knowledge: Knowledge) -> None:
        found = ledger(
            knowledge,
            [HEADER, [NUMBER, "王建国"]],
            [["填写说明", ""]],
            [["诉求人", "工单号"], ["李明", "20260606012345"]],
        )
        assert [(row.sheet, row.case, row.value("complainant")) for row in found.rows] == [
            (1, NUMBER, "王建国"),
            (3, "20260606012345", "李明"),
        ]
        assert found.complete


class TestRows:
    def test_empty_totals_signature_and_repeated_header_are_none(self, knowledge: Knowledge) -> None:
        rows = [
            [NUMBER, "王建国", "2026-06-05", ""],
            ["", "", "", ""],
            HEADER,
            ["合计", "1件", "", ""],
            ["", "小计：", "1件", ""],
            ["填表人：李明", "审核人：赵敏", "", ""],
            ["注：以上工单均已办结"] * 4,
            ["以上工单均已办结"] * 4,
        ]
        assert [row.number for row in ledger(knowledge, [HEADER, *rows]).rows] == [2]

    def test_a_number_alone_is_a_row(self, knowledge: Knowledge) -> None:
        assert [row.case for row in ledger(knowledge, [HEADER, [NUMBER]]).rows] == [NUMBER]

    def test_an_order_whose_first_cell_looks_like_a_total_is_a_row(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [["情况说明", "工单编号"], ["说明：已办结", NUMBER]])
        assert [row.case for row in found.rows] == [NUMBER]

    def test_a_row_without_number_is_kept_and_belongs_to_no_case(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [HEADER, ["待补", "王建国"]])
        assert [row.case for row in found.rows] == [""]
        assert not found.by_case

    def test_places_point_at_the_text_in_the_cell(self, knowledge: Knowledge) -> None:
        row = ledger(knowledge, [HEADER, [NUMBER, "  王建国 "]]).rows[0]
        place = row.place("complainant")
        assert (place.start, place.end, row.value("complainant")) == (2, 5, "王建国")

    def test_rows_of_a_number_are_found_in_order(self, knowledge: Knowledge) -> None:
        found = ledger(knowledge, [HEADER, [NUMBER, "甲"], ["20260606012345", "乙"], [NUMBER, "丙"]])
        assert [row.number for row in found.by_case[NUMBER]] == [2, 4]
        assert found.row_of(NUMBER) is found.rows[0]
        assert found.row_of("20269999999999") is None


class TestNumbers:
    @pytest.mark.parametrize(
        "value",
        [
            NUMBER,
            int(NUMBER),
            float(NUMBER),
            "２０２６０６０５０１２３４５",
            f"'{NUMBER}",
            f"{NUMBER}.0",
            f"{NUMBER}（首次）",
            f" {NUMBER} ",
            "20260605\n012345",
            "2.0260605012345E+13",
            "2.0260605012345e13",
        ],
    )
    def test_is_restored(self, knowledge: Knowledge, value: object) -> None:
        assert cases(knowledge, value) == [NUMBER]

    @pytest.mark.parametrize(
        "value", ["2.02606E+13", "2.02606e13", 2026060501234567, 2.026060501234567e15, 20260600000000]
    )
    def test_lost_digits_are_reported_not_rounded(self, knowledge: Knowledge, value: object) -> None:
        found = ledger(knowledge, [HEADER, [value, "王建国"]])
        assert [row.case for row in found.rows] == [""]
        assert len(found.problems) == 1
        assert "无法还原" in str(found.problems[0].problem)
        assert found.problems[0].place.cell == Cell(1, 2, 1)
        assert not found.complete

    @pytest.mark.parametrize("value", ["2.02606E+13", 2026060501234567])
    def test_lost_digits_of_a_parent_are_reported(self, knowledge: Knowledge, value: object) -> None:
        found = ledger(knowledge, [HEADER, [NUMBER, "王建国", "", value]])
        assert [problem.place.field for problem in found.problems] == ["parent_id"]

    @pytest.mark.parametrize("value", ["待补", "—", "", 12345.5, float("nan"), float("inf"), True, date(2026, 6, 5)])
    def test_what_is_no_number(self, knowledge: Knowledge, value: object) -> None:
        found = ledger(knowledge, [["工单编号", "诉求人", "诉求内容"], [value, "王建国", "电梯停运"]])
        assert [row.case for row in found.rows] == [""]
        assert found.complete

    def test_letters_and_hyphens(self, knowledge: Knowledge) -> None:
        assert cases(knowledge, "BJ-240105-000002", "热线-240105-000003", "2026060501234567") == [
            "BJ-240105-000002",
            "240105-000003",
            "2026060501234567",
        ]


class TestMoments:
    def test_an_export_that_shows_seconds_means_midnight_sharp_by_a_bare_date(self, knowledge: Knowledge) -> None:
        column = [datetime(2026, 6, 5, 14, 3, 12), datetime(2026, 6, 5, 15, 0), date(2026, 6, 6)]
        found = called(knowledge, Role.EXPORT, *column)
        assert [m.precision for m in found] == [Precision.SECOND] * 3  # type: ignore[attr-defined]

    def test_a_ledger_does_not(self, knowledge: Knowledge) -> None:
        column = [datetime(2026, 6, 5, 14, 3, 12), datetime(2026, 6, 5, 15, 0), datetime(2026, 6, 6)]
        found = called(knowledge, Role.LEDGER, *column)
        assert [m.precision for m in found] == [Precision.SECOND, Precision.SECOND, Precision.DAY]  # type: ignore[attr-defined]

    def test_nor_does_an_export_of_mostly_bare_dates(self, knowledge: Knowledge) -> None:
        column = [datetime(2026, 6, 5, 14, 3, 12), date(2026, 6, 6), date(2026, 6, 7)]
        found = called(knowledge, Role.EXPORT, *column)
        assert [m.precision for m in found] == [Precision.SECOND, Precision.DAY, Precision.DAY]  # type: ignore[attr-defined]

    def test_a_fraction_of_a_second_is_rounded(self, knowledge: Knowledge) -> None:
        found = called(knowledge, Role.EXPORT, datetime(2026, 6, 5, 14, 3, 11, 999_990))
        assert str(found[0]).startswith("2026-06-05 14:03")
        assert found[0].at.second == 12  # type: ignore[attr-defined]

    @pytest.mark.parametrize("value", [46178, "46178", 20260605, "20260605", "2026年6月5日", date(2026, 6, 5)])
    def test_a_day_in_every_form(self, knowledge: Knowledge, value: object) -> None:
        assert [str(m) for m in called(knowledge, Role.LEDGER, value)] == ["2026-06-05"]

    @pytest.mark.parametrize(
        "value", [3, 0, -1, 202606, 10**12, float("nan"), float("inf"), True, "3个工作日", "已报", time(9)]
    )
    def test_what_is_no_date(self, knowledge: Knowledge, value: object) -> None:
        assert called(knowledge, Role.LEDGER, value) == [None]

    def test_an_impossible_date_stays_visible_and_is_no_moment(self, knowledge: Knowledge) -> None:
        row = ledger(knowledge, [["工单编号", "来电时间"], [NUMBER, "2026年2月30日"]]).rows[0]
        assert isinstance(row.moments["received_at"], ImpossibleDate)
        assert row.moment("received_at") is None


class TestDocuments:
    def test_without_any(self, knowledge: Knowledge) -> None:
        found = Batch().inform(knowledge)[Ledger]
        assert (found.present, found.complete, found.rows) == (False, True, ())

    def test_one_that_cannot_be_read_is_not_present_and_leaves_it_incomplete(self, knowledge: Knowledge) -> None:
        document = Document("台账.xlsx", "xlsx", Role.LEDGER, problem=Problem("文件已加密"))
        found = Batch(documents=(document,)).inform(knowledge)[Ledger]
        assert (found.present, found.complete, found.unread) == (False, False, ("台账.xlsx",))

    def test_ledger_and_export_are_kept_apart(self, knowledge: Knowledge) -> None:
        both = batch(knowledge, [HEADER, [NUMBER, "王建国"]])
        assert both[Ledger].present
        assert not both[Exports].present
