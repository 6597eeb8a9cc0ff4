from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.builders import KNOWLEDGE
from zgc_lint.load.names import (
    ending_of,
    is_passed_over,
    month_in,
    natural_key,
    number_at_start,
    original_of,
    printable,
    proof_name,
    stem_of,
)
from zgc_lint.load.source import Folder, LoadedEntry


def test_numbers_in_names_are_sorted_by_value() -> None:
    names = ["10.裁定书.pdf", "2.判决书.pdf", "附件1", "1.照片.jpg", "附件12", "附件3"]
    assert sorted(names, key=natural_key) == [
        "1.照片.jpg",
        "2.判决书.pdf",
        "10.裁定书.pdf",
        "附件1",
        "附件3",
        "附件12",
    ]


@given(st.lists(st.text(alphabet="a0129附.", max_size=6), unique=True))
def test_the_order_does_not_depend_on_the_order_found(names: list[str]) -> None:
    shuffled = names[::-1]
    assert sorted(names, key=natural_key) == sorted(shuffled, key=natural_key)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_the_order_of_numbers_is_that_of_integers(one: int, other: int) -> None:
    assert (natural_key(f"附件{one}") < natural_key(f"附件{other}")) == (one < other)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("2026-06", "2026-06"),
        ("202606", "2026-06"),
        ("2026年6月", "2026-06"),
        ("2026年06月剔除材料", "2026-06"),
        ("202606剔除材料", "2026-06"),
        ("中关村街道2026年12月", "2026-12"),
        ("20260605012345", None),
        ("2026-06-05", None),
        ("202613", None),
        ("20260605", None),
        ("材料", None),
    ],
)
def test_month_in(name: str, month: str | None) -> None:
    assert month_in(name) == month


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("20260605012345", "20260605012345"),
        ("20260605012345 王某", "20260605012345"),
        ("20260605012345王某", "20260605012345"),
        ("20260605012345_王某", "20260605012345"),
        ("HD20260605-0001（复核）", "HD20260605-0001"),
        ("20260605012345.zip", "20260605012345"),
        ("热线-240101-000001", None),
        ("1" * 30, None),
        ("附件", None),
    ],
)
def test_number_at_start(name: str, number: str | None) -> None:
    assert number_at_start(name, KNOWLEDGE.fields.case_id) == number


@pytest.mark.parametrize(
    "name", [".DS_Store", "~$申报表.docx", "Thumbs.db", "DESKTOP.INI", "__MACOSX", "expected.yaml"]
)
def test_passed_over(name: str) -> None:
    assert is_passed_over(name)


def test_not_passed_over() -> None:
    assert not is_passed_over("申报表.docx")


def test_endings() -> None:
    assert ending_of("附件.1/照片.JPG") == "jpg"
    assert ending_of("附件.1/照片") == ""
    assert stem_of("1.现场照片.jpg") == "1.现场照片"
    assert stem_of("README") == "README"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2))
def test_utf8_names_are_read_back(name: str) -> None:
    assert printable(name.encode("utf-8")) == name


def test_names_of_old_windows_and_of_no_encoding() -> None:
    assert printable("现场照片.jpg".encode("gbk")) == "现场照片.jpg"
    assert "\ufffd" in printable(b"a\xff\xff.txt")


@pytest.mark.parametrize(
    ("name", "proof"),
    [("情况说明.docx", "情况说明（校对稿）.docx"), ("说明", "说明（校对稿）"), ("a.b.txt", "a.b（校对稿）.txt")],
)
def test_names_of_corrected_copies(name: str, proof: str) -> None:
    assert proof_name(name) == proof
    assert original_of(proof) == name
    assert original_of(name) is None
    assert original_of("（校对稿）.docx") is None


def test_a_corrected_copy_is_left_out_where_its_original_is() -> None:
    def listed(*names: str) -> list[str]:
        return [entry.name for entry in Folder.of("f", [LoadedEntry(name, 0, b"") for name in names], []).files]

    assert listed("情况说明（校对稿）.docx", "情况说明.docx") == ["情况说明.docx"]
    assert listed("情况说明（校对稿）.docx", "情况说明.txt") == ["情况说明.txt", "情况说明（校对稿）.docx"]
