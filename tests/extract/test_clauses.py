"""Whose claim a clause is, and whether words in it are asserted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.clauses import clauses_of, is_asserted


def asserted(text: str, words: str) -> bool:
    clause = next(clause for clause in clauses_of(text) if words in clause.text)
    return is_asserted(clause, text.index(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市民反映楼道堆物，法院已立案", "法院已立案"),
        ("诉求人称法院已立案，要求处理", "法院已立案"),
        ("来电人自称已起诉", "已起诉"),
        ("诉求人怀疑店铺无证经营，没有许可证", "许可证"),
        ("诉求人尚未起诉", "起诉"),
        ("并未向法院提起诉讼", "提起诉讼"),
        ("该处不在我街道辖区内", "在我街道辖区内"),
        ("建议其向法院起诉", "起诉"),
        ("诉求人拟申请行政复议", "申请行政复议"),
        ("所称法院已立案一事", "法院已立案"),
    ],
)
def test_not_the_offices_word(text: str, words: str) -> None:
    assert not asserted(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市民反映楼道堆物，经核实不属实", "不属实"),
        ("市民反映楼道堆物。未发现堆物", "未发现"),
        ("诉求人反映的情况与实际不符", "与实际不符"),
        ("诉求人扬言上访，但已被法院立案", "法院立案"),
        ("诉求人已提起诉讼，法院已受理", "法院已受理"),
        ("本件为诉求人对网格员的称赞，内容是表达谢意", "表达谢意"),
        ("本次来电未反映新的情况，与前次相同", "与前次相同"),
        ("诉求人说不清地点", "说不清"),
        ("6月3日来电说明快递已找到，同意撤单", "撤单"),
    ],
)
def test_the_offices_word(text: str, words: str) -> None:
    assert asserted(text, words)


@given(st.text(alphabet="诉求人反映称，。经核实未起诉；\n法院", max_size=60))
def test_clauses_are_the_text_in_order(text: str) -> None:
    last = 0
    for clause in clauses_of(text):
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= last
        last = clause.end
