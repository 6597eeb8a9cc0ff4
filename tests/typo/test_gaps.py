"""Characters left out, with the tables that come with zgc-lint."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.typo.corrector import Corrector
from zgc_lint.typo.gaps import FEATURES, Gaps, Insertions

MODELS = dictionaries_folder() / "models"


@pytest.fixture(scope="module")
def gaps() -> Gaps:
    return Gaps(MODELS, Corrector(MODELS))


@pytest.mark.parametrize(
    ("text", "at", "right"),
    [
        ("承诺安装燃气泄报警器。", 7, "漏"),
        ("该户不符合临时救的申请条件。", 8, "助"),
    ],
)
def test_finds_what_was_left_out(gaps: Gaps, text: str, at: int, right: str) -> None:
    (found,) = gaps.suspicions(["没有漏字的一句话。", text, ""], 0.6)[1]
    assert (found.start, found.end, found.right) == (at, at, right)


def test_finds_nothing_in_plain_sentences(gaps: Gaps) -> None:
    texts = [
        "经核实，该小区不属于我街道辖区，已转相关街道办理。",
        "",
        "a",
        "0",
        "\U00020000" * 30,
        "，。" * 5,
        "中\ud800",
    ]
    assert gaps.suspicions(texts, 0.6) == [[]] * len(texts)
    assert gaps.suspicions([], 0.6) == []


def test_result_does_not_depend_on_what_is_judged_along(gaps: Gaps) -> None:
    text = "该户不符合临时救的申请条件。"
    alone, together = gaps.suspicions([text], 0.3)[0], gaps.suspicions(["甲" * 20, text, "已转相关街道"], 0.3)[1]
    assert [(one.start, one.right) for one in alone] == [(one.start, one.right) for one in together]


@given(st.text("该户不符合临时救助的申请条件，。1A\n", max_size=40))
def test_proposes_inside_lines_only(gaps: Gaps, text: str) -> None:
    places, codes, features = gaps.propose(text)
    assert features.shape == (len(places), len(FEATURES))
    assert len(codes) == len(places)
    assert all("\n" not in text[place - 1 : place + 1] and 0 < place < len(text) for place in places.tolist())


def test_insertions_complete_words_at_every_place() -> None:
    spelled = np.array([[5, 6, 0, 0], [5, 7, 8, 0], [9, 9, 9, 9], [6, 5, 0, 0]], dtype=np.uint16)
    insertions = Insertions(spelled, np.array([0, 1, 2]))  # the last row is not wanted
    stream = np.array([0, 0, 0, 5, 8, 0, 0, 0], dtype=np.uint16)
    places, codes = insertions.at(stream, np.arange(3, 6))
    assert set(zip(places.tolist(), codes.tolist(), strict=True)) == {(4, 6), (4, 7)}
