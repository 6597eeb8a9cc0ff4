"""The fields of documents and filings, and the work-order numbers in a text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.fields import DocumentFields, Fields, case_ids, find_case_ids
from zgc_lint.extract.text import fold
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Document, Filing, Paragraph, Role
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def filing(knowledge: Knowledge, **spec: Any) -> Filing:
    return make_batch(spec, knowledge).filings[0]


class TestCaseIds:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("20260605012345", ["20260605012345"]),
            ("２０２６０６０５０１２３４５", ["20260605012345"]),
            ("工单20260605012345、20260605012346号", ["20260605012345", "20260605012346"]),
            ("热线-260605-000123", ["260605-000123"]),
            ("2026 0605 012345", ["20260605012345"]),
            ("123456 123457", ["123456", "123457"]),
            ("123456789 13800001234", ["123456789"]),
            ("20260605012345（2026-06-05，13800001234）", ["20260605012345"]),
            ("2026年6月5日", []),
            ("1234567890123456789012345", []),  # no number is that long
            ("", []),
        ],
    )
    def test_numbers(self, text: str, found: list[str], knowledge: Knowledge) -> None:
        assert case_ids(text, knowledge.fields) == found

    @given(st.text(alphabet="０1234５678-A单，  号", max_size=60))
    def test_offsets_point_at_the_number(self, text: str) -> None:
        for match in find_case_ids(text, KNOWLEDGE.fields):
            assert fold(text)[match.start() : match.end()] == match.group()
            assert KNOWLEDGE.fields.is_case_id(match.group())


class TestDocumentFields:
    def test_a_ledger_is_left_to_the_sheets(self, knowledge: Knowledge) -> None:
        batch = make_batch({"ledger": [{"工单编号": "20260605012345", "诉求人": "王建国"}]}, knowledge)
        assert batch.documents[0][DocumentFields].pairs == ()

    def test_spans_tell_value_from_label(self, knowledge: Knowledge) -> None:
        document = filing(knowledge, form={"剔除理由": "不属实。"}).documents[0]
        fields = document[DocumentFields]
        assert [(s.field, s.start, s.end) for s in fields.spans_in(1)] == [("reason", 4, 4)]
        assert [(s.field, s.start, s.end) for s in fields.spans_in(2)] == [("reason", 0, 4)]
        assert fields.spans_in(3) == []


class TestFields:
    def test_form_counts_before_statement(self, knowledge: Knowledge) -> None:
        papers = filing(knowledge, form={"诉求人": "王建国"}, statement="诉求人：李秀英\n联系电话：138")
        fields = papers[Fields]
        assert [reading.text for reading in fields.all("complainant")] == ["王建国", "李秀英"]
        assert (fields.text("complainant"), fields.text("phone"), fields.text("address")) == ("王建国", "138", "")
        assert [reading.field for reading in fields.form] == ["complainant"]

    @pytest.mark.parametrize("blank", ["", "/", "____", "　", "（）", "待填"])
    def test_a_blank_in_the_form_leaves_the_word_to_the_statement(self, blank: str, knowledge: Knowledge) -> None:
        papers = filing(knowledge, form={"诉求人": blank}, statement="诉求人：李秀英")
        assert papers[Fields].text("complainant") == "李秀英"

    def test_value_split_over_cells_is_put_together(self, knowledge: Knowledge) -> None:
        fields = filing(knowledge, form={"剔除理由": "一。", "申报理由": "二。"})[Fields]
        assert fields.text("reason") == "一。\n二。"

    def test_moment(self, knowledge: Knowledge) -> None:
        fields = filing(knowledge, form={"来电时间": "2026年6月5日 14：03", "派单时间": "2026年2月30日"})[Fields]
        assert str(fields.moment("received_at")) == "2026-06-05 14:03"
        assert fields.moment("dispatched_at") is None
        assert fields.moment("closed_at") is None

    @given(
        st.lists(
            st.sampled_from(["诉求人：", "联系电话:", "剔除理由", "附件：", "1.照片", " ", "；", "王", "\t"]),
            max_size=12,
        )
    )
    def test_spans_lie_within_their_paragraphs(self, parts: list[str]) -> None:
        paragraphs = tuple(Paragraph(text, n) for n, text in enumerate("".join(parts).split("\t"), 1))
        for role in (Role.FORM, Role.STATEMENT):
            paper = Document("1/申报表.docx", "docx", role, paragraphs=paragraphs)
            batch = make_batch({}, KNOWLEDGE)
            batch.filings = (Filing("1", (paper,)),)
            batch.inform(KNOWLEDGE)
            for reading in paper[DocumentFields].readings:
                assert reading.place.paragraph is not None
                text = paragraphs[reading.place.paragraph - 1].text[reading.place.start : reading.place.end]
                assert reading.text.split("\n")[0] == text
            for paragraph in paragraphs:
                for span in paper[DocumentFields].spans_in(paragraph.number):
                    assert 0 <= span.start <= span.end <= len(paragraph.text)
