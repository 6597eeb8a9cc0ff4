"""Texts judged together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.typo.batches import Joined, in_batches


@given(st.lists(st.integers(0, 4000), max_size=12))
def test_batches_are_the_rows_in_order(sizes: list[int]) -> None:
    rows = list(enumerate(sizes))
    batches = list(in_batches(rows, sizes))
    assert [row for batch in batches for row in batch] == rows
    assert all(sum(size for _, size in batch) >= 3000 for batch in batches[:-1])
    assert all(sum(size for _, size in batch[:-1]) < 3000 for batch in batches)


@given(st.lists(st.text("甲乙丙", max_size=3), min_size=1, max_size=5))
def test_every_place_is_that_of_a_text(texts: list[str]) -> None:
    joined = Joined(texts)
    for number, text in enumerate(texts):
        for at, character in enumerate(text):
            place = int(joined.starts[number]) + at
            assert joined.text[place] == character
            assert joined.locate(place) == (number, at)
