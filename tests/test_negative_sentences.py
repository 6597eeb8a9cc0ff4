"""Correct sentences that a naive list of wrong words flags: no check of the text must say anything of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zgc_lint.check.registry import discover
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing import Case, run_case

SENTENCES = (Path(__file__).parent / "data" / "typo-negative.txt").read_text(encoding="utf-8").splitlines()


def test_all_sentences_are_there() -> None:
    assert len(SENTENCES) == 68


@pytest.mark.parametrize("code", ["TX01", "TX02", "TX03", "TX04"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_correct_sentence_gives_nothing(code: str, sentence: str, knowledge: Knowledge) -> None:
    case = Case(sentence, {"statement": sentence}, (), None)
    outcome = run_case(case, discover().checks[code], knowledge)
    assert [(finding.text, finding.suggest) for finding in outcome.findings] == []
