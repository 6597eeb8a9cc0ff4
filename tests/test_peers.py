"""The comparison with other programs: what counts as found, and that it goes on without them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from benchmarks.peers.ours import Checks
from benchmarks.peers.peer import AbsentError, Edit, apply, changes, characters_changed, flags
from benchmarks.peers.pycorrector import Pycorrector
from benchmarks.peers.report import Case, compare, judge_case, read_cases
from benchmarks.peers.zhlint import Zhlint
from benchmarks.scores import Score
from zgc_lint.model import Confidence


@pytest.mark.parametrize(
    ("text", "corrected", "flagged", "changed"),
    [
        ("行政复以决定", "行政复议决定", {3: "议"}, 1),
        ("3月1日", "3 月 1 日", {0: "", 1: "", 2: ""}, 3),
        ("满意。。", "满意。", {3: ""}, 1),
        ("好,的(了)", "好，的（了）", {1: "，", 3: "（", 5: "）"}, 3),
        ("没有错", "没有错", {}, 0),
    ],
)
def test_edits_of_a_corrected_text(text: str, corrected: str, flagged: dict[int, str], changed: int) -> None:
    edits = changes(text, corrected)
    assert apply(text, edits) == corrected
    assert flags(text, edits) == flagged
    assert characters_changed(text, edits) == changed


def test_a_place_without_a_proposal_is_flagged_whole() -> None:
    edits = [Edit(2, 4, None)]
    assert apply("行政复以", edits) == "行政复以"
    assert flags("行政复以", edits) == {2: "", 3: ""}
    assert characters_changed("行政复以", edits) == 2


def test_score() -> None:
    score = Score()
    score.add("行政复以决定", "行政复议决定", {3: "议"}, 0)
    score.add("强治执行", "强制执行", {1: "致", 2: "只"}, 2)
    assert list(score.row()) == ["0.500 / 0.500 / 0.500", "0.667 / 1.000 / 0.800", "0.500", "200.000"]


def test_cases_are_sound() -> None:
    cases = read_cases()
    assert len(cases) >= 60
    assert len({case.text for case in cases}) == len(cases)
    assert sum(case.text == case.should for case in cases) >= 20


def test_our_checks_leave_right_punctuation_alone() -> None:
    cases = [case for case in read_cases() if case.text == case.should]
    found = Checks("PU", ["PU"], list(Confidence)).judge([case.text for case in cases])
    assert {case.text: edits for case, edits in zip(cases, found, strict=True) if edits} == {}


def test_our_checks_place_their_edits_by_line() -> None:
    checks = Checks("TX01", ["TX01"], list(Confidence), at_once=2)
    lines = ["没有错字。", "我街道联合布署整治。", "该工丹已反馈。"]
    assert checks.judge(lines) == [[], [Edit(5, 7, "部署")], [Edit(1, 3, "工单")]]


@pytest.mark.parametrize(
    ("edits", "verdict"),
    [([], "missed"), ([Edit(2, 3, "，")], "mended"), ([Edit(2, 3, "。")], "found"), ([Edit(2, 3, None)], "found")],
)
def test_verdict(edits: list[Edit], verdict: str) -> None:
    assert judge_case(Case("半角标点", "核实,属实。", "核实，属实。"), edits) == verdict


@pytest.mark.usefixtures("pycorrector")
def test_pycorrector() -> None:
    assert Pycorrector("模型.klm").judge(["行政复以决定。", "没有错。"]) == [[Edit(2, 4, "复议")], []]


def test_absent_programs_are_named(tmp_path: Path) -> None:
    with pytest.raises(AbsentError):
        Pycorrector(str(tmp_path / "没有.klm")).version()
    with pytest.raises(AbsentError):
        Zhlint(tmp_path).version()
    settings = Namespace(data=None, only=None, corpus=None, pycorrector_model="", node_modules=tmp_path)
    lines = list(compare(settings))
    assert any(line.startswith("| pycorrector | not measured: ") for line in lines)
    assert any(line.startswith("| zhlint | not measured: ") for line in lines)
    assert any(line.startswith("| PU, priced | zgc-lint ") for line in lines)
    assert not any(line.startswith("| zhlint | 0 + ") for line in lines)
