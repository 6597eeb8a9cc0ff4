from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.extract.voices import Voice, clauses
from zgc_lint.knowledge import Knowledge

KNOWLEDGE = Knowledge()
LETTERS = {Voice.OFFICE: "o", Voice.CITIZEN: "c", Voice.OTHER: "t"}


def voices_of(text: str, knowledge: Knowledge) -> str:
    """Who speaks at the end of each clause, a letter each."""
    return "".join(LETTERS[each.voice_at(each.end - 1)] for each in clauses(text, knowledge.contradictions))


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        ("诉求人反映路灯不亮，要求维修。", "cc"),
        ("诉求人反映的路灯问题不属实。", "o"),
        ("经向诉求人了解，路灯已修复。", "oo"),
        ("物业公司称已清理，经核实没有清理。", "to"),
        ("物业公司称诉求人表示满意。", "t"),
        ("王女士表示，灯已经亮了；我街道再次查看，灯亮。", "ocoo"),
        ("诉求人提出两点：一是赔偿；二是道歉。", "cc"),
        ("工作人员到场查看，路灯正常。", "oo"),
    ],
)
def test_who_speaks_at_the_end_of_each_clause(text: str, voices: str, knowledge: Knowledge) -> None:
    assert voices_of(text, knowledge) == voices


@pytest.mark.parametrize(
    ("emptied", "text", "voices"),
    [
        ("not_verbs", "诉求人反映路灯不亮，要求维修。", "cc"),
        ("not_said", "诉求人反映路灯不亮，要求维修。", "cc"),
        ("say", "诉求人家中路灯不亮。", "o"),
        ("claim", "诉求人家中路灯不亮。", "o"),
        ("citizen", "现场要求清理堆物。", "o"),
        ("others", "现场要求清理堆物。", "o"),
    ],
)
def test_an_emptied_list_of_words_matches_nothing(tmp_path: Path, emptied: str, text: str, voices: str) -> None:
    written = (dictionaries_folder() / "contradictions.yaml").read_text(encoding="utf-8")
    changed, number = re.subn(rf"^  {emptied}: \[.*\]$", f"  {emptied}: []", written, flags=re.M)
    assert number == 1
    (tmp_path / "contradictions.yaml").write_text(changed, encoding="utf-8")
    assert voices_of(text, Knowledge(tmp_path)) == voices


def test_condition_reaches_to_the_end_of_its_sentence(knowledge: Knowledge) -> None:
    found = clauses("如情况属实，将立案查处。已告知诉求人。", knowledge.contradictions)
    assert [clause.conditional for clause in found] == [True, True, False]


@given(st.text(alphabet="诉求人反映称，。经核实未起诉；\n法院", max_size=60))
@settings(deadline=None)
def test_clauses_are_the_text_in_order(text: str) -> None:
    last = 0
    for clause in clauses(text, KNOWLEDGE.contradictions):
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= last
        last = clause.end
