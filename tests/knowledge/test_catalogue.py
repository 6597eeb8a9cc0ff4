"""The catalogue of exclusion items: what an office may write in it, near names, cues and likeness."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.errors import UsageError
from zgc_lint.knowledge import Catalogue, Knowledge
from zgc_lint.knowledge.item_words import words_pattern

CATALOGUE = Knowledge().catalogue
KINDS = frozenset(Knowledge().documents.kinds)
OUTCOMES = "outcomes: {excluded: [不计入考评], response_only: [只考评响应率]}\n"


def catalogue(folder: Path, items: str, head: str = OUTCOMES) -> Catalogue:
    path = folder / "exclusions.yaml"
    path.write_text(f"{head}items:\n{items}", encoding="utf-8")
    return Catalogue(path, KINDS)


class TestEntries:
    def test_alternatives_of_what_is_required(self, tmp_path: Path) -> None:
        item = catalogue(
            tmp_path,
            "  a: {name: 听证, required_all: [hearing_record|minutes, permit], required_any: [award, ruling]}\n",
        ).items["a"]
        assert [requirement.kinds for requirement in item.requirements] == [
            ("hearing_record", "minutes"),
            ("permit",),
            ("award", "ruling"),
        ]

    @pytest.mark.parametrize(
        ("items", "named"),
        [
            ("  a: {name: 听证, required_all: [hearing_record|minute]}\n", "minute"),
            ("  a: {name: 听证, near: [b]}\n", "b"),
            ("  a: {name: 听证, required_facts: [weather]}\n", "weather"),
            ("  a: {name: 听证, outcome: none}\n", "outcome"),
        ],
    )
    def test_what_is_not_there_is_named(self, tmp_path: Path, items: str, named: str) -> None:
        with pytest.raises(UsageError, match=named):
            catalogue(tmp_path, items)

    def test_outcomes_must_be_worded(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="excluded"):
            catalogue(tmp_path, "  a: {name: 听证}\n", head="")

    def test_pattern_of_a_fact_must_be_one(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="正则"):
            catalogue(tmp_path, "  a: {name: 听证}\n", head=OUTCOMES + 'facts: {dates: {name: 日期, pattern: "("}}\n')

    def test_old_name(self, tmp_path: Path) -> None:
        read = catalogue(tmp_path, "  a: {name: 诉求不合理, old_names: [无理诉求]}\n")
        former = read.formerly("3.无理诉求（不计入考评）")
        assert former is not None
        assert former.name == "诉求不合理"
        assert read.find("无理诉求") is None


class TestNames:
    @pytest.mark.parametrize(("written", "key"), [("同人重诉", "same_person"), ("无法连系", "no_contact")])
    def test_slip(self, written: str, key: str) -> None:
        item = CATALOGUE.slip_of(written)
        assert item is not None
        assert item.key == key

    def test_short_names_are_no_slips_of_one_another(self) -> None:
        assert CATALOGUE.slip_of("撤讼") is None

    @pytest.mark.parametrize("key", sorted(CATALOGUE.items))
    def test_a_character_left_out_of_a_name(self, key: str) -> None:
        name = CATALOGUE.items[key].name.replace("、", "").replace("，", "")
        slips = [CATALOGUE.slip_of(name[:at] + name[at + 1 :]) for at in range(len(name))]
        assert slips == [CATALOGUE.items[key]] * len(name)


class TestWords:
    def test_gap_stays_within_a_clause(self) -> None:
        pattern = words_pattern(["由…街道管理"])
        assert pattern.search("该路由学院路街道管理")
        assert not pattern.search("由物业负责，街道管理")

    def test_a_cue_within_a_longer_one_does_not_count(self) -> None:
        found = CATALOGUE.words.find("超出许可范围")
        assert [(cue.item, cue.against) for cue in found if cue.item == "permitted"] == [("permitted", True)]

    def test_every_item_is_most_like_its_own_description(self) -> None:
        for key, item in CATALOGUE.items.items():
            likeness = CATALOGUE.words.likeness([item.description])
            assert max(likeness, key=lambda other: likeness[other]) == key

    @given(st.lists(st.text(alphabet="法院已立案经核实不属实母单子单无法联系", max_size=12), max_size=6))
    def test_order_does_not_matter(self, texts: list[str]) -> None:
        likeness = CATALOGUE.words.likeness(texts)
        assert likeness == CATALOGUE.words.likeness(reversed(texts))
        assert all(0 <= value <= 1 + 1e-9 for value in likeness.values())
