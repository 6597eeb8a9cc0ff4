from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.people import Phone, differing_positions, find_phones, read_phones, same_name, same_phone

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"[4-8][0-9]{7}", fullmatch=True)
NAMES = st.text(st.sampled_from("王李张欧阳建国明丽*某xX○先生女士"), min_size=0, max_size=5)
ANONYMOUS = frozenset({"保密", "匿名", "市民", "无"})
FULL_WIDTH = str.maketrans({code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)})


def masked(number: str, at: int, length: int) -> str:
    return number[:at] + "*" * len(number[at : at + length]) + number[at + length :]


PHONES = st.one_of(
    MOBILES,
    LANDLINES,
    LANDLINES.map(lambda number: f"010-{number}"),
    st.builds(masked, MOBILES, st.integers(3, 7), st.integers(1, 4)),
)


@given(MOBILES)
def test_a_mobile_number_is_the_same_however_it_is_written(number: str) -> None:
    grouped = f"{number[:3]}-{number[3:7]}-{number[7:]}"
    for text in (number, grouped, grouped.replace("-", " "), f"+86{number}", f"+86 {grouped}", f"0086{number}",
                 f"86-{number}", f"0{number}", number.translate(FULL_WIDTH), f"{number}（王先生）"):  # fmt: skip
        assert [phone.number for phone in read_phones(text)] == [number], text


@given(LANDLINES)
def test_a_landline_number_is_the_same_with_and_without_area_code(number: str) -> None:
    bare = read_phones(number)
    grouped = f"010 {number[:4]} {number[4:]}"
    for text in (f"010-{number}", f"010{number}", f"(010){number}", f"（010）{number}", grouped):
        assert [(phone.area, phone.number) for phone in read_phones(text)] == [("10", number)], text
        assert same_phone(bare, read_phones(text)) is True
    assert same_phone(read_phones(f"0311-{number}"), read_phones(f"010-{number}")) is False
    assert same_phone(read_phones(f"0311-{number}"), bare) is None


@given(st.lists(PHONES, max_size=3), st.lists(PHONES, max_size=3))
def test_same_phone_is_symmetric(one: list[str], other: list[str]) -> None:
    left = [phone for text in one for phone in read_phones(text)]
    right = [phone for text in other for phone in read_phones(text)]
    assert same_phone(left, right) is same_phone(right, left)


@given(MOBILES, st.integers(3, 7))
def test_a_masked_number_proves_nothing_but_a_difference(number: str, at: int) -> None:
    whole, hidden = read_phones(number), read_phones(masked(number, at, 4))
    assert same_phone(whole, hidden) is None
    other = number[:2] + str((int(number[2]) + 1) % 10) + number[3:]
    assert same_phone(read_phones(other), hidden) is False


@given(st.text(st.sampled_from("0123456789-() *+86１王，"), max_size=40))
def test_offsets_point_at_the_raw_number(text: str) -> None:
    for start, end, phone in find_phones(text):
        assert text[start:end] == phone.raw
        assert 7 <= len(phone.number) <= 11


@pytest.mark.parametrize(
    "text",
    ["20260605012345", "110105194912310021", "20260605", "2026-06-05", "4008101234", "A13800001111", "138****", "保密"],
)
def test_what_is_no_telephone_number(text: str) -> None:
    assert read_phones(text) == []


def test_several_numbers_in_a_field() -> None:
    assert [p.number for p in read_phones("13800001111/010-62551234、6255-1235")] == [
        "13800001111",
        "62551234",
        "62551235",
    ]


def test_one_shared_number_suffices() -> None:
    both = read_phones("13800001111/13900002222")
    assert same_phone(both, read_phones("13900002222")) is True
    assert same_phone(both, read_phones("13700003333")) is False
    assert same_phone(both, []) is None


def test_a_mobile_and_a_landline_number_differ() -> None:
    assert same_phone([Phone("", "13800001111", "")], [Phone("10", "62551234", "")]) is False


@given(NAMES, NAMES)
def test_same_name_is_symmetric(one: str, other: str) -> None:
    assert same_name(one, other, ANONYMOUS) is same_name(other, one, ANONYMOUS)


@given(NAMES)
def test_no_name_differs_from_itself(name: str) -> None:
    assert same_name(name, name, ANONYMOUS) is not False


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("王建国", "王建国", True),
        ("王 明", "王明", True),
        ("John Smith", "JohnSmith", True),
        ("王建国", "李明", False),
        ("王建国", "王健国", False),
        ("王**", "李明", False),
        ("王先生", "李明", False),
        ("王*强", "王建国", False),
        ("王建国", "王先生", None),
        ("王建国", "王**", None),
        ("王建国", "王*", None),
        ("王建国", "*国", None),
        ("王xx", "王xx", None),
        ("王××", "王建国", None),
        ("王某", "王建国", None),
        ("欧阳女士", "欧阳娜", None),
        ("欧女士", "欧阳娜", None),
        ("女士", "李明", None),
        ("保密", "李明", None),
        ("热心市民", "李明", None),
        ("无", "李明", None),
        ("", "李明", None),
        ("王建国（业主）", "王建国", None),
    ],
)
def test_names(one: str, other: str, expected: bool | None) -> None:
    assert same_name(one, other, ANONYMOUS) is expected
    assert same_name(other, one, ANONYMOUS) is expected


@given(st.text("0123456789", max_size=20), st.text("0123456789", max_size=20))
def test_differing_positions(one: str, other: str) -> None:
    positions = differing_positions(one, other)
    assert positions == differing_positions(other, one)
    if len(one) == len(other):
        assert bool(positions) == (one != other)
        assert all(one[i - 1] != other[i - 1] for i in positions)
    else:
        assert positions == []
