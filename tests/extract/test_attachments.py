"""Reading the attachment list, and which file is which entry."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.attachments import Attachments
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Picture, Place
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def attachments(entries: str = "", files: Any = (), **spec: Any) -> Attachments:
    form = {"附件清单": entries} if entries else {}
    return make_batch({"form": form, "attachments": files, **spec}, KNOWLEDGE).filings[0][Attachments]


def listed(entries: str) -> list[tuple[int, str]]:
    return [(entry.number, entry.name) for entry in attachments(entries).listed]


def test_an_entry_stands_where_its_own_words_are() -> None:
    found = attachments("1.现场照片\n2.判决书").listed
    places = [(entry.place.paragraph, entry.place.start, entry.place.end) for entry in found]
    assert places == [(2, 0, 6), (3, 0, 5)]


class TestList:
    @pytest.mark.parametrize(
        "entries",
        [
            "1.现场照片\n2.民事判决书",
            "1. 现场照片 2. 民事判决书",
            "1.现场照片2.民事判决书",
            "1、现场照片；2、民事判决书。",
            "1、现场照片2、民事判决书",
            "（1）现场照片\n（2）民事判决书",
            "(1)现场照片 (2)民事判决书",
            "（1）现场照片（2）民事判决书",
            "一、现场照片\n二、民事判决书",
            "一、现场照片 二、民事判决书",
            "①现场照片②民事判决书",
            "附件1：现场照片\n附件2：民事判决书",
            "附件1：现场照片 附件2：民事判决书",
            "附件1 现场照片\n附件2 民事判决书",
            "附件一：现场照片\n附件二：民事判决书",
            "现场照片、民事判决书",
            "现场照片，民事判决书",
            "1.《现场照片》\n2.《民事判决书》",
            "1.现场照片（3张）\n2.民事判决书1份",
            "现场照片（各1张）、民事判决书（共3页）",
            "１．现场照片\n２．民事判决书",
        ],
    )
    def test_numbering_and_quantities(self, entries: str) -> None:
        assert listed(entries) == [(1, "现场照片"), (2, "民事判决书")]

    @pytest.mark.parametrize(
        "entries", ["无", "无。", "无附件", "/", "——", "____", "见附件", "共3份", "附件共2份", "暂无"]
    )
    def test_no_entry(self, entries: str) -> None:
        assert listed(entries) == []

    @pytest.mark.parametrize("entries", ["1.母单截图、子单截图", "照片（南门、北门）", "附件2份合同说明"])
    def test_one_entry(self, entries: str) -> None:
        assert len(listed(entries)) == 1

    def test_kind_and_text(self) -> None:
        (entry,) = attachments("2.海淀区人民法院《民事判决书》（复印件1份）").listed
        assert (entry.number, entry.text) == (2, "2.海淀区人民法院《民事判决书》（复印件1份）")
        assert entry.kind is not None
        assert entry.kind.key == "judgment"

    def test_form_then_statement_then_ledger(self) -> None:
        spec: dict[str, Any] = {
            "statement": "附件：1.传票",
            "ledger": [{"工单编号": "20260605012345", "附件清单": "检测报告"}],
        }
        assert [e.name for e in attachments("1.现场照片", **spec).listed] == ["现场照片"]
        assert [e.name for e in attachments("/", **spec).listed] == ["传票"]
        assert [e.name for e in attachments(**{**spec, "statement": "已核实。"}).listed] == ["检测报告"]


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "number", "bare"),
        [
            ("1.现场照片.jpg", 1, "现场照片"),
            ("（2）判决书.pdf", 2, "判决书"),
            ("附件3：传票.pdf", 3, "传票"),
            ("附件4.pdf", 4, ""),
            ("佐证材料5.pdf", 5, ""),
            ("现场照片1.jpg", None, "现场照片1"),
            ("20260606.jpg", None, "20260606"),
            ("12345热线截图.png", None, "12345热线截图"),
            ("1_判决书.pdf", 1, "判决书"),
        ],
    )
    def test_number_and_name(self, name: str, number: int | None, bare: str) -> None:
        (file,) = attachments(files=[name]).files
        assert (file.number, file.name) == (number, bare)

    @pytest.mark.parametrize(
        "name",
        [
            "IMG_0012.jpg",
            "DSC01234.jpg",
            "微信图片_20260606101530.jpg",
            "mmexport1717650000000.jpg",
            "图片1.png",
            "Screenshot_2026-06-05-10-20-30-123_com.tencent.mm.jpg",
            "20260606.pdf",
            "附件2.pdf",
            "扫描全能王 2026-06-06 10.15.pdf",
        ],
    )
    def test_nameless(self, name: str) -> None:
        (file,) = attachments(files=[name]).files
        assert file.is_nameless
        assert file.kind is None

    def test_kind_by_the_title_in_the_text(self) -> None:
        (file,) = attachments(files={"扫描件1.docx": "北京市海淀区人民法院\n民 事 判 决 书"}).files
        assert file.kind is not None
        assert file.kind.key == "judgment"


def match(entries: str, *files: str) -> tuple[list[str], list[str]]:
    found = attachments(entries, files)
    return [entry.name for entry in found.missing], [file.document.name for file in found.unlisted]


class TestMatching:
    @pytest.mark.parametrize(
        ("entries", "files"),
        [
            ("1.现场照片2.民事判决书", ["1.现场照片.jpg", "2.民事判决书.pdf"]),
            ("海淀区人民法院民事判决书", ["2.民事判决书.pdf"]),
            ("1.现场照片", ["现场照片1.jpg", "现场照片2.jpg", "现场照片（3）.jpg"]),
            ("1.现场照片", ["IMG_0012.jpg", "IMG_0013.jpg"]),
            ("1.现场照片2.民事判决书", ["附件1.jpg", "附件2.pdf"]),
            ("1.母单截图、子单截图", ["母单截图.png", "子单截图.png"]),
            ("1.申报表2.情况说明（盖章）3.传票", ["传票.pdf"]),
        ],
    )
    def test_nothing_left_over(self, entries: str, files: list[str]) -> None:
        found = attachments(entries, files, statement="经核实，不属实。")
        assert ([e.name for e in found.missing], [f.document.name for f in found.unlisted]) == ([], [])

    def test_left_over(self) -> None:
        assert match("1.现场照片2.传票", "现场照片.jpg", "租赁合同.pdf") == (["传票"], ["租赁合同.pdf"])
        assert match("1.一审判决书2.二审判决书", "一审判决书.pdf") == (["二审判决书"], [])

    def test_the_statement_is_missing_where_there_is_none(self) -> None:
        assert match("1.情况说明") == (["情况说明"], [])

    def test_merged(self) -> None:
        assert [f.document.name for f in attachments("1.传票", ["附件.pdf"]).merged] == ["附件.pdf"]
        assert [f.document.name for f in attachments("1.传票", ["佐证材料(1).pdf"]).merged] == ["佐证材料(1).pdf"]
        assert attachments("1.传票", ["附件1.pdf", "附件2.pdf"]).merged == ()

    def test_spare(self) -> None:
        found = attachments("1.现场照片2.传票", ["IMG_1.jpg", "IMG_2.jpg", "20260606.pdf"])
        assert [entry.name for entry in found.missing] == ["传票"]
        assert [file.document.name for file in found.spare] == ["IMG_2.jpg", "20260606.pdf"]
        assert found.unlisted == ()

    def test_pictures_embedded_in_form_and_statement(self) -> None:
        batch = make_batch({"form": {"附件清单": "1.现场照片"}}, KNOWLEDGE)
        form = batch.filings[0].documents[0]
        photo = Picture("image1.png", 800, 600, "PNG", "0" * 64, Place(form.path))
        seal = Picture("image2.png", 230, 230, "PNG", "1" * 64, Place(form.path), floating=True)
        form.pictures = (photo, seal)
        assert batch.filings[0][Attachments].embedded == 1


NAMES = [
    "现场照片",
    "民事判决书",
    "传票",
    "检测报告",
    "租赁合同",
    "听证笔录",
    "辖区图",
    "挂账审批表",
    "工作方案",
    "通话录音",
]


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.randoms(use_true_random=False))
def test_distinct_names_match_in_any_order(entries: set[str], files: set[str], shuffle: random.Random) -> None:
    wanted, there = sorted(entries), [f"{name}.pdf" for name in sorted(files)]
    shuffle.shuffle(wanted)
    shuffle.shuffle(there)
    found = attachments("\n".join(f"{n}.{name}" for n, name in enumerate(wanted, 1)), there)
    assert {entry.name for entry in found.missing} == entries - files
    assert {file.name for file in found.unlisted} == files - entries
    assert found.spare == ()


@given(st.text(alphabet="1二（）()、.；。 \n附件照片判决书①《》无", max_size=40))
def test_any_list_can_be_read(entries: str) -> None:
    found = attachments(entries or "1")
    assert all(entry.name and entry.number >= 0 for entry in found.listed)
    assert len(found.missing) <= len(found.listed)
