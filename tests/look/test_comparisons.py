from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.look.comparisons import Comparisons, Digests

ROW = st.lists(st.integers(0, 12), max_size=12)


def alike(first: int, second: int) -> bool:
    """An invented likeness that is not the same from both sides."""
    return (first + 2 * second) % 3 == 0


def named(row: Iterable[int]) -> Digests:
    return Digests(b"".join(hashlib.sha256(b"%d" % each).digest() for each in row))


class Row:
    """Things in a row, and the pairs of them that were compared."""

    def __init__(self, row: list[int]) -> None:
        self.row = row
        self.compared: list[tuple[int, int]] = []

    def compare(self, known: Collection[int]) -> Iterator[tuple[int, int, str]]:
        for second in range(len(self.row)):
            for first in range(second):
                if first in known and second in known:
                    continue
                self.compared.append((first, second))
                if alike(self.row[first], self.row[second]):
                    yield first, second, f"{self.row[first]} {self.row[second]}"


@given(st.lists(ROW, min_size=1, max_size=5))
def test_what_was_compared_before_comes_to_the_same(rows: list[list[int]]) -> None:
    before = Comparisons()
    for row in rows:
        found, before = before.go_on(named(row), Row(row).compare)
        assert found == sorted(Row(row).compare(()))


@given(st.lists(st.integers(), unique=True, max_size=12), st.data())
def test_only_what_is_new_is_compared(row: list[int], data: st.DataObject) -> None:
    _, before = Comparisons().go_on(named(row), Row(row).compare)
    at = data.draw(st.integers(0, len(row)))
    longer = Row([*row[:at], max(row, default=0) + 1, *row[at:]])
    before.go_on(named(longer.row), longer.compare)
    assert all(at in pair for pair in longer.compared)
    assert len(longer.compared) == len(row)
