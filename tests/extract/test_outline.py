"""The numbers at the beginning of lines, typed or set by Word."""

from __future__ import annotations

import pytest

from zgc_lint.extract.outline import Outline
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Document, Filing, Paragraph, Role
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def statement(*paragraphs: Paragraph) -> Document:
    document = Document("1/情况说明.docx", "docx", Role.STATEMENT, paragraphs=paragraphs)
    Batch((Filing("1", (document,), "1"),)).inform(KNOWLEDGE)
    return document


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("一、基本情况", (1, 1, "一、", "基本情况")),
        ("二十一、其他", (1, 21, "二十一、", "其他")),
        ("（十）核实", (2, 10, "（十）", "核实")),
        ("(二)、核实", (2, 2, "(二)", "、核实")),
        ("　　3.到场", (3, 3, "3.", "到场")),
        ("12、到场", (3, 12, "12、", "到场")),
        ("（1）到场", (4, 1, "（1）", "到场")),
        ("⑫到场", (5, 12, "⑫", "到场")),
    ],
)
def test_marks(line: str, mark: tuple[object, ...]) -> None:
    (found,) = statement(Paragraph(line, 1))[Outline].marks
    assert (found.depth, found.number, found.text, found.rest) == mark
    assert found.place.start == line.index(found.text)
    assert found.place.end == line.index(found.text) + len(found.text)


@pytest.mark.parametrize("line", ["一是到场", "2026.6.5", "（四）、（五）项", "（三）项规定", "第3.条", "“一、到场”"])
def test_no_marks(line: str) -> None:
    assert statement(Paragraph(line, 1))[Outline].marks == ()


def test_numbers_that_word_sets() -> None:
    first, second = statement(Paragraph("基本情况", 1, label="一、"), Paragraph("一、处理", 2))[Outline].marks
    assert (first.number, first.text, first.rest) == (1, "一、", "基本情况")
    assert (first.place.start, first.place.end) == (0, 0)
    assert (second.place.start, second.place.end) == (0, 2)


@pytest.mark.parametrize("line", ["3.5万元由业主承担", "6、7号楼", "2.2026年6月5日到场"])
def test_what_may_be_a_number_or_part_of_a_figure(line: str) -> None:
    (mark,) = statement(Paragraph(line, 1))[Outline].marks
    assert mark.loose


def test_a_bullet_is_no_mark() -> None:
    assert statement(Paragraph("基本情况", 1, label="•"))[Outline].marks == ()


def test_fields_count_for_themselves() -> None:
    batch = make_batch({"form": {"剔除理由": "1.甲\n2.乙", "情况说明": "1.丙"}}, KNOWLEDGE)
    outline = batch.filings[0].documents[0][Outline]
    assert [[mark.number for mark in marks] for marks in outline.groups()] == [[1, 2], [1]]
