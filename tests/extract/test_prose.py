"""The office's own words, where they stand, and the zones in them that are somebody else's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.prose import Passage, Prose, _copied_runs, quoted_zones
from zgc_lint.extract.text import fold
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Cell, Document, Filing, Paragraph, Part, Place, Problem, Role, Table, TableCell
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def passages(document: Document) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document[Prose].passages]


def first(**spec: Any) -> Document:
    batch = make_batch(spec, KNOWLEDGE)
    return batch.filings[0].documents[0] if batch.filings else batch.documents[0]


class TestOwnWords:
    def test_form(self) -> None:
        form = first(
            form={
                "诉求人": "王",
                "诉求内容": "路灯不亮",
                "剔除理由": "不属实。",
                "情况说明": "一。\n二。",
                "备注": "无",
            }
        )
        assert passages(form) == [("value", "不属实。"), ("value", "一。"), ("value", "二。")]

    def test_statement(self) -> None:
        body = "经核实，该路灯由供电公司维护，不属于我街道职责。"
        text = f"关于路灯问题的情况说明\n{body}\n诉求内容：路灯不亮\n附件：1.照片\n特此说明。"
        assert passages(first(statement=text)) == [
            ("line", "关于路灯问题的情况说明"),
            ("body", body),
            ("line", "特此说明。"),
        ]

    def test_own_attachments_only(self) -> None:
        batch = make_batch(
            {"attachments": {"联系记录.docx": "无人接听。", "判决书.docx": "驳回。", "照片.jpg": ""}}, KNOWLEDGE
        )
        assert [len(document[Prose].passages) for document in batch.filings[0].documents] == [1, 0, 0]

    def test_ledger(self) -> None:
        rows = [{"工单编号": "20260605012345", "诉求内容": "路灯不亮", "剔除理由": "不属实。"}]
        (passage,) = first(ledger=rows)[Prose].passages
        assert (passage.text, passage.kind, passage.case) == ("不属实。", "value", "20260605012345")
        assert (passage.place.field, passage.place.cell) == ("reason", Cell(1, 2, 3))

    def test_export_and_unreadable(self) -> None:
        assert passages(first(export=[{"工单编号": "20260605012345", "剔除理由": "不属实。"}])) == []
        broken = Document("1/情况说明.docx", "docx", Role.STATEMENT, problem=Problem("已损坏"))
        Batch((Filing("1", (broken,)),)).inform(KNOWLEDGE)
        assert passages(broken) == []

    def test_headers_are_not_proof_read(self) -> None:
        lines = (Paragraph("页眉", 1, part=Part.HEADER), Paragraph("正文", 2), Paragraph("页脚", 3, part=Part.FOOTER))
        paper = Document("1/情况说明.docx", "docx", Role.STATEMENT, paragraphs=lines)
        Batch((Filing("1", (paper,)),)).inform(KNOWLEDGE)
        assert passages(paper) == [("line", "正文")]

    def test_cell_merged_over_rows_is_proof_read_once(self) -> None:
        label = TableCell("剔除理由", 1, 1, row_span=2, paragraphs=(1,))
        value = TableCell("不属实。", 1, 2, row_span=2, paragraphs=(2,))
        lines = (Paragraph("剔除理由", 1, cell=Cell(1, 1, 1)), Paragraph("不属实。", 2, cell=Cell(1, 1, 2)))
        table = Table(1, ((label, value), (label, value)))
        paper = Document("1/申报表.docx", "docx", Role.FORM, paragraphs=lines, tables=(table,))
        Batch((Filing("1", (paper,)),)).inform(KNOWLEDGE)
        assert passages(paper) == [("value", "不属实。")]


class TestZones:
    @pytest.mark.parametrize(
        ("text", "inside"),
        [
            ("诉求人称“没人管”，已核实。", ["没人管"]),
            ("称“甲”又称“乙”。", ["甲", "乙"]),
            ("称「没人管」。", ["没人管"]),
            ('称"没人管"。', ["没人管"]),
            ("没有收尾的“引号", []),
            ("诉求人称没人管。", []),
        ],
    )
    def test_quotation_marks(self, text: str, inside: list[str]) -> None:
        assert [text[start:end] for start, end in quoted_zones(text, "")] == inside

    def test_touching(self) -> None:
        passage = Passage("甲“乙丙”丁", Place(), "body", ((2, 4),))
        assert passage.is_quoted(2, 3)
        assert passage.is_quoted(3, 5)
        assert not passage.is_quoted(1, 2)  # the mark itself
        assert not passage.is_quoted(4, 5)

    @pytest.mark.parametrize(
        "spec",
        [
            {"form": {"诉求内容": "东门私大乱建,一只没人管,要求拆除"}},
            {"ledger": [{"工单编号": "20260605012345", "诉求内容": "东门私大乱建，一只没人管，要求拆除"}]},
            {
                "export": [
                    {
                        "工单编号": "20260605012345",
                        "来电时间": "2026-06-05",
                        "主要内容": "东门私大乱建，一只没人管，要求拆除",
                    }
                ]
            },
        ],
    )
    def test_copied_from_the_complaint_wherever_it_stands(self, spec: dict[str, Any]) -> None:
        batch = make_batch({"statement": "诉求人反映东门私大乱建，一只没人管，已核实。", **spec}, KNOWLEDGE)
        (statement,) = (d for d in batch.filings[0].documents if d.role is Role.STATEMENT)
        (passage,) = statement[Prose].passages
        assert [passage.text[start:end] for start, end in passage.zones] == ["东门私大乱建，一只没人管，"]

    def test_eleven_characters_are_no_copy(self) -> None:
        assert list(_copied_runs("一二三四五六七八九十甲", "一二三四五六七八九十甲乙")) == []
        assert list(_copied_runs("一二三四五六七八九十甲乙", "一二三四五六七八九十甲乙")) == [(0, 12)]


SMALL = st.text(alphabet="甲乙，,", max_size=60)


def naive_copied(text: str, source: str) -> set[int]:
    """The positions of `text` that lie in some 12 characters which `source` holds too."""
    text, source = fold(text), fold(source)
    windows = [i for i in range(len(text) - 11) if text[i : i + 12] in source]
    return {i + k for i in windows for k in range(12)}


@given(SMALL, SMALL)
def test_copied_runs_agree_with_a_naive_search(text: str, source: str) -> None:
    runs = list(_copied_runs(text, source))
    assert {i for start, end in runs for i in range(start, end)} == naive_copied(text, source)
    assert all(end - start >= 12 for start, end in runs)


@given(SMALL, st.integers(0, 20), st.integers(12, 40))
def test_a_copied_piece_is_found(source: str, start: int, length: int) -> None:
    piece = source[start : start + length]
    runs = list(_copied_runs(f"前{piece}后", source))
    assert bool(runs) is (len(piece) >= 12)


@given(st.text(alphabet='甲乙丙丁戊己庚辛“”「」"，', max_size=80), st.text(alphabet="甲乙丙丁戊己庚辛", max_size=40))
def test_zones_lie_within_the_text(text: str, complaint: str) -> None:
    for start, end in quoted_zones(text, complaint):
        assert 0 <= start < end <= len(text)


LINES = [
    "剔除理由：不属实。",
    "  情况说明：已核实。  ",
    "经核实，该路灯由供电公司维护，不属于我街道职责。",
    "诉求内容：",
    "附件：1.照片",
    "",
    " ",
]


@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from([Role.FORM, Role.STATEMENT]))
def test_every_passage_stands_where_it_says(lines: list[str], role: Role) -> None:
    paragraphs = tuple(Paragraph(line, number) for number, line in enumerate(lines, 1))
    paper = Document("1/材料.docx", "docx", role, paragraphs=paragraphs)
    Batch((Filing("1", (paper,)),)).inform(KNOWLEDGE)
    seen = set()
    for passage in paper[Prose].passages:
        place = passage.place
        assert place.paragraph is not None
        assert paragraphs[place.paragraph - 1].text[place.start : place.end] == passage.text
        assert (place.paragraph, place.start) not in seen
        seen.add((place.paragraph, place.start))


@given(st.sampled_from(["不属实。", "  已核实。 ", "一。\n二。"]))
def test_ledger_passages_stand_where_they_say(reason: str) -> None:
    ledger = first(ledger=[{"工单编号": "20260605012345", "剔除理由": reason}])
    (passage,) = ledger[Prose].passages
    assert passage.place.cell is not None
    cell = ledger.tables[0].rows[passage.place.cell.row - 1][passage.place.cell.column - 1]
    assert cell.text[passage.place.start : passage.place.end] == passage.text
