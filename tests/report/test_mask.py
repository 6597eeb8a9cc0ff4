from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.report.mask import Masker

MASK = Masker(["王建国", "李明", "李明亮"], ["20260605012345", "110101199001011234"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("诉求人王建国来电", "诉求人王**来电"),
        ("李明亮与李明", "李**与李*"),
        ("电话13800001234。", "电话138****1234。"),
        ("电话138 0000 1234", "电话138****1234"),
        ("电话１３８００００１２３４", "电话138****1234"),
        ("010-88881234", "***-******34"),
        ("(010)88881234", "(***)******34"),
        ("联系电话：88881234", "联系电话：******34"),
        ("身份证11010519491231002X", "身份证110105************"),
        ("银行卡6222020200112233445", "银行卡*****************45"),
        ("工单20260605012345", "工单20260605012345"),
        ("2026年6月5日14时03分", "2026年6月5日14时03分"),
        ("（2026）京0108民初12345号", "（2026）京0108民初12345号"),
        ("柳桥小区12号楼3单元502室", "柳桥小区*号楼*单元*室"),
        ("138****1234", "138****1234"),
        ("王先生", "王先生"),
        ("", ""),
    ],
)
def test_masks(text: str, masked: str) -> None:
    assert MASK(text) == masked


@given(st.text("王建国李明138000012340-() 号楼室X", max_size=60))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert MASK(MASK(text)) == MASK(text)


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text("，。经核实", max_size=5))
def test_no_mobile_number_survives(number: str, around: str) -> None:
    assert number not in MASK(around + number + around)
