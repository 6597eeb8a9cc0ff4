"""A row comes out of its bytes as it was put in, and equal rows are equal bytes."""

from __future__ import annotations

import pickle
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.cells import open_cells, pack_cells
from zgc_lint.model import TableCell

TEXTS = st.text(st.characters(codec=None), max_size=12)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)
ROWS = st.lists(st.builds(lambda text, value: TableCell(text, 1, 1, value=value), TEXTS, VALUES), max_size=6)


@given(ROWS)
def test_texts_and_values_come_out_as_they_were(row: list[TableCell]) -> None:
    cells = open_cells(pack_cells(row))
    assert cells.texts == tuple(cell.text for cell in row)
    assert cells.values == {at: cell.value for at, cell in enumerate(row) if cell.value is not None}
    assert [type(value) for value in cells.values.values()] == [type(c.value) for c in row if c.value is not None]


@given(ROWS)
def test_equal_rows_are_equal_bytes_however_they_were_made(row: list[TableCell]) -> None:
    assert pack_cells(row) == pack_cells(pickle.loads(pickle.dumps(row)))  # noqa: S301 (made here)


def test_kinds_that_are_equal_to_others_stay_what_they_are() -> None:
    values = [True, 1, 1.0, date(2026, 6, 5), datetime(2026, 6, 5), time(0), timedelta(days=1, microseconds=1)]  # noqa: DTZ001
    packed = pack_cells([TableCell("x", 1, 1, value=value) for value in values])
    assert [repr(value) for value in open_cells(packed).values.values()] == [repr(value) for value in values]


def test_a_value_of_another_kind_is_its_text() -> None:
    assert open_cells(pack_cells([TableCell("1.5", 1, 1, value=Decimal("1.5"))])).values == {0: "1.5"}


def test_a_row_takes_little_room() -> None:
    row = [TableCell("北京市海淀区知行里小区3号楼", 1, column) for column in range(1, 10)]
    assert len(pack_cells(row)) < 9 * 50
