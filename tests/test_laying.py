"""Values that lie aside come back equal, with the batch's own subjects in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint import laying
from zgc_lint.folding import Aside
from zgc_lint.knowledge import Knowledge
from zgc_lint.laying import LaidList
from zgc_lint.model import Document, Filing
from zgc_lint.work.spool import Spool


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=60))
def test_all_come_back_in_order(values: list[tuple[str, int]]) -> None:
    laid = LaidList(iter(values), Aside())
    assert list(laid) == values
    assert [laid[number] for number in reversed(range(len(values)))] == values[::-1]


def test_subjects_knowledge_and_where_things_lie_stay_what_they_are(knowledge: Knowledge) -> None:
    aside, filing, document = Aside(), Filing("1"), Document("1/a.docx", "docx")
    laid = LaidList([(filing, document, knowledge, aside), (document,)], aside)
    assert all(mine is theirs for mine, theirs in zip(laid[0], (filing, document, knowledge, aside), strict=True))
    assert laid[1][0] is document


def test_few_are_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying, "_OPEN", 2)
    laid = LaidList(([number] for number in range(10 * laying._TOGETHER)), Aside())
    first = laid[0]
    assert laid[1] is not first
    assert laid[0] is first, "it is still open"
    every = list(laid)
    assert every[0] == first
    assert laid[0] is not first, "it was put away meanwhile"


def test_there_is_nothing_beyond_the_end() -> None:
    laid = LaidList([1, 2], Aside())
    for number in (2, -3):
        with pytest.raises(IndexError):
            laid[number]
    assert (laid[-1], laid[:1], laid[5:]) == (2, [1], [])


def test_they_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography")
    monkeypatch.setattr("zgc_lint.work.spool._ROOM", 0)
    spool = Spool()
    try:
        laid = LaidList(range(100), spool)
        assert not any(isinstance(each, bytes) for each in laid._laid)
        assert list(laid) == list(range(100))
    finally:
        spool.close()
