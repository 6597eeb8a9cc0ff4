"""Label and value, in every way a form shows which belongs to which."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zgc_lint.extract.fields import finder_for
from zgc_lint.extract.layout import LabelFinder, Pair, read_pairs
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Cell, Document, Paragraph, Part, Role, Table, TableCell


def table_form(*rows: Sequence[str]) -> Document:
    """A form of one table. A ``<`` repeats the cell left of it, a ``^`` the one above it, as merged cells do."""
    paragraphs: list[Paragraph] = []
    grid: list[list[TableCell]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            at = origin[r, c - 1] if text == "<" else origin[r - 1, c] if text == "^" else (r, c)
            origin[r, c] = at
            height, width = spans.get(at, (1, 1))
            spans[at] = (max(height, r - at[0] + 1), max(width, c - at[1] + 1))
    cells: dict[tuple[int, int], TableCell] = {}
    for r, row in enumerate(rows, 1):
        grid.append([])
        for c, text in enumerate(row, 1):
            at = origin[r, c]
            if at not in cells:
                numbers = []
                for line in text.split("\n"):
                    paragraphs.append(Paragraph(line, len(paragraphs) + 1, cell=Cell(1, *at)))
                    numbers.append(len(paragraphs))
                cells[at] = TableCell(text, *at, *spans[at], paragraphs=tuple(numbers))
            grid[-1].append(cells[at])
    tables = (Table(1, tuple(map(tuple, grid))),)
    return Document("申报表.docx", "docx", Role.FORM, paragraphs=tuple(paragraphs), tables=tables)


def line_form(*lines: str, role: Role = Role.FORM) -> Document:
    paragraphs = tuple(Paragraph(line, number) for number, line in enumerate(lines, 1))
    return Document("申报表.docx", "docx", role, paragraphs=paragraphs)


def pairs_of(document: Document, knowledge: Knowledge) -> list[Pair]:
    found = read_pairs(document, finder_for(knowledge.fields), form=document.role is Role.FORM)
    by_number = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    for pair in found:  # whatever the layout: a place points at the value, a span into its paragraph
        if pair.place.start is not None:
            assert pair.place.paragraph is not None
            text = by_number[pair.place.paragraph][pair.place.start : pair.place.end]
            assert pair.text.splitlines()[:1] == text.splitlines()[:1]
        for span in pair.spans:
            assert 0 <= span.start <= span.end <= len(by_number[span.paragraph])
    return found


def values(document: Document, knowledge: Knowledge) -> list[tuple[str, str]]:
    return [(pair.key, pair.text) for pair in pairs_of(document, knowledge)]


class TestTable:
    def test_value_right_of_label(self, knowledge: Knowledge) -> None:
        form = table_form(["工单编号", "20260605012345", "诉求人", "王建国"], ["联系电话", "138", "剔除项", "咨询"])
        assert values(form, knowledge) == [
            ("case_id", "20260605012345"), ("complainant", "王建国"), ("phone", "138"), ("exclusion_item", "咨询"),
        ]  # fmt: skip

    def test_value_below_label(self, knowledge: Knowledge) -> None:
        form = table_form(["工单编号", "诉求人", "联系电话"], ["20260605012345", "王建国", "138"])
        assert values(form, knowledge) == [
            ("case_id", "20260605012345"), ("complainant", "王建国"), ("phone", "138"),
        ]  # fmt: skip

    def test_blank_below_label(self, knowledge: Knowledge) -> None:
        form = table_form(["工单编号", "诉求人"], ["20260605012345", ""])
        assert values(form, knowledge) == [("case_id", "20260605012345"), ("complainant", "")]

    def test_full_width_label_row_above_its_value(self, knowledge: Knowledge) -> None:
        form = table_form(["诉求人", "王建国", "<"], ["剔除理由", "<", "<"], ["不属于我街道职责。", "<", "<"])
        assert values(form, knowledge) == [("complainant", "王建国"), ("reason", "不属于我街道职责。")]

    def test_full_width_label_row_above_other_labels_has_no_value(self, knowledge: Knowledge) -> None:
        form = table_form(["情况说明", "<"], ["工单编号", "20260605012345"])
        assert values(form, knowledge) == [("statement", ""), ("case_id", "20260605012345")]

    def test_empty_cell_between_two_labels(self, knowledge: Knowledge) -> None:
        form = table_form(["诉求人", "", "联系电话", "138"], ["剔除专员", "", "审核专员", ""])
        assert values(form, knowledge) == [
            ("complainant", ""), ("phone", "138"), ("specialist", ""), ("reviewer", ""),
        ]  # fmt: skip

    def test_empty_value_is_placed_at_its_label(self, knowledge: Knowledge) -> None:
        (pair,) = pairs_of(table_form(["诉求人", ""]), knowledge)
        assert (pair.place.paragraph, pair.place.cell, pair.place.start) == (1, Cell(1, 1, 1), None)

    def test_value_of_a_label_is_not_read_for_labels(self, knowledge: Knowledge) -> None:
        form = table_form(["剔除理由", "处理情况：已到场核实。"], ["诉求内容", "来电人：王某说路灯不亮"])
        assert values(form, knowledge) == [
            ("reason", "处理情况：已到场核实。"),
            ("complaint", "来电人：王某说路灯不亮"),
        ]

    def test_label_and_value_in_one_cell(self, knowledge: Knowledge) -> None:
        form = table_form(["基本信息", "工单编号：20260605012345\n诉求人：王建国　联系电话：138"])
        assert values(form, knowledge) == [
            ("case_id", "20260605012345"), ("complainant", "王建国"), ("phone", "138"),
        ]  # fmt: skip

    def test_label_and_value_both_merged_over_rows_are_one_pair(self, knowledge: Knowledge) -> None:
        form = table_form(["剔除理由", "不属于我街道职责。", "<"], ["^", "^", "^"], ["诉求人", "王建国", "<"])
        assert values(form, knowledge) == [("reason", "不属于我街道职责。"), ("complainant", "王建国")]

    def test_label_merged_over_rows_with_a_value_in_each(self, knowledge: Knowledge) -> None:
        form = table_form(["附件清单", "1.现场照片"], ["^", "2.民事判决书"])
        assert values(form, knowledge) == [("attachment_list", "1.现场照片"), ("attachment_list", "2.民事判决书")]

    def test_section_label_merged_over_rows(self, knowledge: Knowledge) -> None:
        form = table_form(["基本信息", "工单编号", "20260605012345"], ["^", "诉求人", "王建国"])
        assert values(form, knowledge) == [("case_id", "20260605012345"), ("complainant", "王建国")]

    def test_value_over_several_paragraphs(self, knowledge: Knowledge) -> None:
        form = table_form(["剔除理由", "\n  第一段。\n第二段。"])
        (pair,) = pairs_of(form, knowledge)
        assert pair.text == "第一段。\n第二段。"
        assert (pair.place.paragraph, pair.place.start, pair.place.end) == (3, 2, 6)

    def test_label_with_blanks_note_and_colon(self, knowledge: Knowledge) -> None:
        assert values(table_form(["工 单 编 号（必填）：", "2026"], ["*诉求人", "王"]), knowledge) == [
            ("case_id", "2026"), ("complainant", "王"),
        ]  # fmt: skip

    def test_labels_in_the_last_row(self, knowledge: Knowledge) -> None:
        assert values(table_form(["剔除专员", "审核专员"]), knowledge) == [("specialist", ""), ("reviewer", "")]


class TestRecordTable:
    FINDER = LabelFinder.of(["联系时间", "联系人", "联系方式", "联系结果"])

    def read(self, document: Document) -> list[tuple[str, str]]:
        return [(pair.key, pair.text) for pair in read_pairs(document, self.FINDER, form=True)]

    @pytest.mark.parametrize("first", ["序号", "次数"])
    def test_header_with_columns_that_are_no_labels(self, first: str) -> None:
        record = table_form(
            [first, "联系时间", "联系人", "联系方式", "联系结果", "备注"],
            ["1", "6月6日", "何静怡", "电话", "无人接听", ""],
            ["2", "6月7日", "何静怡", "电话", "", ""],
        )
        assert self.read(record) == [
            ("联系时间", "6月6日"), ("联系人", "何静怡"), ("联系方式", "电话"), ("联系结果", "无人接听"),
        ]  # fmt: skip

    def test_header_told_by_its_number_column(self) -> None:
        record = table_form(["序号", "联系时间", "时长", "联系结果"], ["1", "6月6日", "30秒", "无人接听"])
        assert self.read(record) == [("联系时间", "6月6日"), ("联系结果", "无人接听")]

    def test_blank_result(self) -> None:
        record = table_form(["联系时间", "联系人", "联系方式", "联系结果"], ["6月6日", "何静怡", "电话", ""])
        assert self.read(record)[-1] == ("联系结果", "")


class TestLines:
    def test_one_pair_a_line(self, knowledge: Knowledge) -> None:
        form = line_form("剔除申报表", "工单编号：20260605012345", "  诉求人: 王建国  ")
        assert values(form, knowledge) == [("case_id", "20260605012345"), ("complainant", "王建国")]

    @pytest.mark.parametrize("gap", ["  ", "\t", "　", "；"])
    def test_several_pairs_on_a_line(self, gap: str, knowledge: Knowledge) -> None:
        form = line_form(f"工单编号：2026{gap}诉求人：王建国{gap}联系电话：138")
        assert [(key, text.rstrip("；")) for key, text in values(form, knowledge)] == [
            ("case_id", "2026"), ("complainant", "王建国"), ("phone", "138"),
        ]  # fmt: skip

    def test_label_above_its_value(self, knowledge: Knowledge) -> None:
        form = line_form("诉求人", "王建国", "联系电话：", "138")
        assert values(form, knowledge) == [("complainant", "王建国"), ("phone", "138")]

    def test_last_of_several_blank_pairs_takes_nothing_from_below(self, knowledge: Knowledge) -> None:
        form = line_form("剔除专员：        审核专员：", "2026年6月10日")
        assert values(form, knowledge) == [("specialist", ""), ("reviewer", "")]

    def test_blank_takes_no_line_with_a_label_of_its_own(self, knowledge: Knowledge) -> None:
        assert values(line_form("联系电话：", "填写日期：6月10日"), knowledge) == [("phone", "")]

    def test_long_value_goes_on_to_the_next_label_or_heading(self, knowledge: Knowledge) -> None:
        form = line_form("剔除理由：第一段。", "第二段：仍是理由。", "二、附件", "其他文字", "诉求人：王")
        assert values(form, knowledge) == [("reason", "第一段。\n第二段：仍是理由。"), ("complainant", "王")]

    def test_colon_within_a_value(self, knowledge: Knowledge) -> None:
        form = line_form("来电时间：2026年6月5日 14：03", "剔除理由：经核实：有如下情况：已办结。")
        assert values(form, knowledge) == [
            ("received_at", "2026年6月5日 14：03"), ("reason", "经核实：有如下情况：已办结。"),
        ]  # fmt: skip

    def test_list_over_lines(self, knowledge: Knowledge) -> None:
        statement = line_form("附件：1. 现场照片", "      2. 民事判决书", "2026年6月10日", role=Role.STATEMENT)
        assert values(statement, knowledge) == [("attachment_list", "1. 现场照片\n2. 民事判决书")]

    @pytest.mark.parametrize(
        ("one", "two"), [("1.", "2."), ("（1）", "（2）"), ("①", "②"), ("一、", "二、"), ("附件1：", "附件2：")]
    )
    def test_list_below_its_label(self, one: str, two: str, knowledge: Knowledge) -> None:
        form = line_form("附件：", f"{one}现场照片", f"{two}判决书", "诉求人：王")
        assert values(form, knowledge)[0] == ("attachment_list", f"{one}现场照片\n{two}判决书")

    def test_unnumbered_entry_below_the_label_of_a_form(self, knowledge: Knowledge) -> None:
        assert values(line_form("附件清单：", "现场照片、民事判决书"), knowledge) == [
            ("attachment_list", "现场照片、民事判决书")
        ]

    def test_signature_below_an_empty_list_of_a_statement_is_no_entry(self, knowledge: Knowledge) -> None:
        statement = line_form("附件：", "中关村街道办事处", role=Role.STATEMENT)
        assert values(statement, knowledge) == [("attachment_list", "")]

    def test_label_alone_means_nothing_in_prose(self, knowledge: Knowledge) -> None:
        assert values(line_form("情况说明", "经核实，不属实。", role=Role.STATEMENT), knowledge) == []

    def test_label_within_a_sentence_means_nothing(self, knowledge: Knowledge) -> None:
        assert values(line_form("我们核对了联系电话：无误。"), knowledge) == []

    def test_headers_and_footers_are_passed_over(self, knowledge: Knowledge) -> None:
        form = Document("申报表.docx", "docx", Role.FORM, paragraphs=(Paragraph("诉求人：王", 1, part=Part.HEADER),))
        assert values(form, knowledge) == []

    def test_document_without_words(self, knowledge: Knowledge) -> None:
        assert values(Document("扫描.pdf", "pdf", Role.FORM), knowledge) == []
