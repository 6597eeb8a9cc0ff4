"""Characters written twice, with the tables that come with zgc-lint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.typo.corrector import Corrector
from zgc_lint.typo.doubles import doubled


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(dictionaries_folder() / "models")


@pytest.mark.parametrize(
    ("text", "at", "right"),
    [
        ("目前道路两侧侧的违停车辆已劝离。", 5, "侧"),
        ("经查，由由于该房屋产权不明。", 3, "由"),
        ("将为诉求人办理理退款。", 6, "理"),
    ],
)
def test_finds_one_too_many(corrector: Corrector, text: str, at: int, right: str) -> None:
    (found,) = doubled(corrector, ["天天巡查。", text, ""], 0.5)[1]
    assert (found.start, found.end, found.right) == (at, at + 2, right)


def test_lawful_doubles_stay(corrector: Corrector) -> None:
    texts = [
        "她常来坐坐。",
        "三号楼楼道照明已修复。",
        "噼噼啪啪的声音。",
        "嘀嘀嘀的报警声。",
        "一遍遍地喊。",
        "工作作风。",
        "",
        "AA11，，",
    ]
    assert doubled(corrector, texts, 0.5) == [[]] * len(texts)
    assert doubled(corrector, [], 0.5) == []


@given(st.lists(st.text("道路两侧的违停车，。\n", max_size=12), max_size=4))
def test_places_lie_in_their_text(corrector: Corrector, texts: list[str]) -> None:
    texts = [text.replace("\n", "") for text in texts]
    for text, ones in zip(texts, doubled(corrector, texts, 0.01), strict=True):
        for one in ones:
            assert text[one.start : one.end] == one.right * 2
