from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.similarity import Complaint, compare_matters, estate_of, is_same_matter, same_address, similarity
from zgc_lint.knowledge import Knowledge

TEXTS = st.text(st.sampled_from("垃圾桶满溢电梯停运1２，。 \n"), max_size=30)
COMPLAINTS = st.builds(
    Complaint,
    st.sampled_from(["", "垃圾清运", "市容环卫->垃圾清运", "物业管理/电梯"]),
    st.sampled_from(["", "知春里1号楼", "知春里小区1号楼", "北京市海淀区中关村街道知春里1号楼2单元", "科育小区5号院"]),
    TEXTS,
)


@given(TEXTS, TEXTS)
def test_similarity_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


@given(TEXTS.filter(lambda text: any(c.isalnum() for c in text)))
def test_a_text_is_like_itself_whatever_its_marks_and_widths(text: str) -> None:
    assert similarity(text, text) == 1
    assert similarity(text, f"（{text.replace('1', '１')}）。") == 1


def test_texts_without_characters_are_not_alike() -> None:
    assert similarity("", "") == similarity("。", "。") == 0


@given(COMPLAINTS, COMPLAINTS)
def test_comparing_is_symmetric(one: Complaint, other: Complaint) -> None:
    assert compare_matters(one, other) == compare_matters(other, one)
    assert is_same_matter(one, other) is (compare_matters(one, other).same is True)


@given(COMPLAINTS)
def test_no_complaint_is_another_matter_than_itself(complaint: Complaint) -> None:
    assert compare_matters(complaint, complaint).same is not False


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("知春里1号楼", "知春里 １ 号楼", True),
        ("知春里1号楼", "北京市海淀区中关村街道知春里1号楼2单元", True),
        ("海淀区知春里1号楼", "北京市海淀区中关村街道办事处知春里1号楼", True),
        ("知春里1号楼", "知春里11号楼", False),
        ("1号楼", "知春里11号楼", False),
        ("知春里小区3号楼", "南新小区3号楼", None),
        ("知春里1号楼", "知春里小区1号楼", None),
        ("知春里1号楼", "科育小区5号院", False),
        ("北京市海淀区中关村街道", "知春里1号楼", None),
        ("", "知春里1号楼", None),
    ],
)
def test_addresses(one: str, other: str, expected: bool | None) -> None:
    assert same_address(one, other) is expected
    assert same_address(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("市容环卫->垃圾清运", "市容环卫/垃圾清运", True),
        ("市容环卫->垃圾清运", "垃圾清运", True),
        ("市容环卫－垃圾清运", "市容环卫", True),
        ("垃圾清运", "电梯", False),
        ("", "电梯", None),
    ],
)
def test_categories(one: str, other: str, expected: bool | None) -> None:
    assert compare_matters(Complaint(one, "", ""), Complaint(other, "", "")).category is expected


def test_the_formulas_of_the_hotline_make_nothing_alike(knowledge: Knowledge) -> None:
    formulas = knowledge.repeats.formulas
    formula = "市民反映，{}。注：请及时向来电人/反映人反馈办理情况。"
    one, other = (Complaint("", "", formula.format(matter), formulas) for matter in ("电梯停运", "盲道被占"))
    assert compare_matters(one, other).text == 0
    assert Complaint("", "", "市民反映", formulas).bigrams, "a text that is nothing but formula is compared as it is"


def test_two_signs_of_three_decide() -> None:
    base = Complaint("电梯", "知春里1号楼", "电梯停运多日")
    assert compare_matters(base, Complaint("电梯", "知春里1号楼", "请修好")).same is True
    assert compare_matters(base, Complaint("停车", "知春里1号楼", "电梯停运多日")).same is True
    assert compare_matters(base, Complaint("电梯", "知春里2号楼", "电梯停运多日")).same is None
    assert compare_matters(base, Complaint("停车", "科育小区", "盲道被占")).same is False
    assert compare_matters(base, Complaint("停车", "知春里小区1号楼", "盲道被占")).same is None
    assert compare_matters(base, Complaint("", "", "")).same is None


@pytest.mark.parametrize(
    ("address", "estate"),
    [
        ("海淀区中关村街道科苑东巷15号", "科苑东巷"),
        ("枫林苑小区6号楼1102室", "枫林苑"),
        ("北京市海淀区中关村街道枫林苑社区枫林苑6号楼", "枫林苑"),
        ("中关村大街27号", "中关村大街"),
        ("科苑新村便民早点铺", "科苑新村"),
        ("学林家园4号楼", "学林家园"),
        ("中关村街道社区卫生服务中心", ""),
        ("", ""),
    ],
)
def test_estate_of(address: str, estate: str) -> None:
    assert estate_of(address) == estate
