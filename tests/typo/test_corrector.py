"""The corrector with the tables that come with zgc-lint."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.typo.alphabet import LINE_START, SIZE, UNKNOWN
from zgc_lint.typo.classifier import Classifier
from zgc_lint.typo.corrector import FEATURES, Corrector
from zgc_lint.typo.words import LONGEST


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(dictionaries_folder() / "models")


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("诉求人对处里结果表示满意。", "里", "理"),
        ("物业公司已将房屋修膳完毕。", "膳", "缮"),
        ("申请人对行政复以决定不服的，可以提起诉讼。", "以", "议"),
    ],
)
def test_finds_a_slip_where_it_is(corrector: Corrector, text: str, wrong: str, right: str) -> None:
    (found,) = corrector.suspicions(["没有错字的一句话。", text, ""], 0.6)[1]
    assert (text[found.start : found.end], found.right) == (wrong, right)


def test_finds_nothing_in_plain_sentences(corrector: Corrector) -> None:
    texts = ["经核实，该小区不属于我街道辖区，已转相关街道办理。", "", "a", "0", "\U00020000" * 30, "，。" * 5]
    assert corrector.suspicions(texts, 0.6) == [[]] * len(texts)


def test_text_of_any_kind_is_taken(corrector: Corrector) -> None:
    assert corrector.suspicions([], 0.5) == []
    corrector.propose("")
    corrector.propose("中\n\n国\ud800")


def test_result_does_not_depend_on_what_is_judged_along(corrector: Corrector) -> None:
    text = "诉求人对处里结果表示满意。"
    alone = corrector.suspicions([text], 0.5)[0]
    together = corrector.suspicions(["甲" * 20, text, "因该小区停电"], 0.5)[1]
    assert [(s.start, s.end, s.right) for s in alone] == [(s.start, s.end, s.right) for s in together]


def test_a_text_is_read_again_with_what_is_sure(corrector: Corrector) -> None:
    text = "人民发院已受里此案，判决所衣据的证居不足。"
    found = {text[one.start : one.end]: one.right for one in corrector.suspicions([text], 0.5)[0]}
    assert {("发", "法"), ("里", "理"), ("衣", "依"), ("居", "据")} <= {
        pair for wrong, right in found.items() for pair in zip(wrong, right, strict=True)
    }


def test_word_around_a_correction(corrector: Corrector) -> None:
    text = "已对房屋修缮完毕"
    assert text[slice(*corrector.word_at(text, 5, 6))] == "修缮"
    assert corrector.word_at("缮", 0, 1) == (0, 1)


def test_no_word_goes_beyond_the_end_of_the_text(corrector: Corrector) -> None:
    # the table takes 怖 and two line starts for a word: one look-up in some 10,000 does so
    assert corrector.word_at("很可怖", 2, 3) == (1, 3)
    assert not corrector.is_strange("怖", 0, 1)


def test_same_sounding_words_differ_in_two_characters_or_more(corrector: Corrector) -> None:
    text = "安检审理"
    codes = corrector.alphabet.encode(text)
    places, spelled, sizes = corrector.words.alike(codes)
    words = set()
    for place, row, size in zip(places.tolist(), spelled.tolist(), sizes.tolist(), strict=True):
        word = "".join(corrector.alphabet.character(code) for code in row[:size])
        assert sum(a != b for a, b in zip(word, text[place : place + size], strict=True)) >= 2
        words.add((place, word))
    assert (0, "案件") in words
    assert corrector.words.alike(codes[:0])[1].shape == (0, LONGEST)


def test_words_the_wrong_way_round(corrector: Corrector) -> None:
    codes = corrector.alphabet.encode("实核情况")
    assert corrector.words.swapped(codes).tolist() == [0]
    assert corrector.words.swapped(codes[:1]).tolist() == []


def test_no_word_reaches_beyond_the_text(corrector: Corrector) -> None:
    """The table of words takes some 怖 and 恶 with the end of a line for words."""
    every = np.arange(UNKNOWN + 1, SIZE, dtype=np.uint16)
    for end in (LINE_START, UNKNOWN):
        codes = np.stack([every, np.full_like(every, end)], axis=1).ravel()
        assert corrector.words.swapped(codes).tolist() == []
    assert all(one.end <= 1 for found in corrector.suspicions(list("恶怖惮坏"), 0.0) for one in found)


def test_candidates_sound_or_look_alike(corrector: Corrector) -> None:
    codes = corrector.alphabet.encode("侯，池")
    where, others, _, cost = corrector.channel.candidates(codes, np.arange(3))
    found = {(int(i), corrector.alphabet.character(int(code))) for i, code in zip(where, others, strict=True)}
    assert (0, "候") in found
    assert not any(place == 1 for place, _ in found)
    assert (2, "彻") not in found  # 池 is not read che
    likely = {corrector.alphabet.character(int(code)): float(c) for code, c in zip(others, cost, strict=True)}
    assert likely["候"] < 3 < likely["后"]  # of what sounds alike, what also looks alike is meant more often


def test_classifier_walks_its_trees() -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        "base": np.array([-1], dtype=np.float32),
        "feature": np.array([[1, 0, 0]], dtype=np.uint8),
        "threshold": np.array([[0.5, 0, 0]], dtype=np.float32),
        "left": np.array([[1, 1, 2]], dtype=np.uint8),
        "right": np.array([[2, 1, 2]], dtype=np.uint8),
        "value": np.array([[0, -2, 3]], dtype=np.float32),
    }
    features = np.zeros((2, len(FEATURES)), dtype=np.float32)
    features[1, 1] = 1
    found = Classifier(arrays).probability(features)
    assert found == pytest.approx([1 / (1 + np.exp(3)), 1 / (1 + np.exp(-2))])
