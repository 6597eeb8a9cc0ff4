from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.workdays import day_after


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # a Friday
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # 19 June is the Dragon Boat Festival
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # after the Spring Festival
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 1 to 7 October, and 10 October is worked
        (date(2026, 6, 5), 0, date(2026, 6, 5)),
        (date(2026, 12, 31), 1, None),  # the holidays of 2027 are not known
        (date(2003, 12, 1), 1, None),
    ],
)
def test_working_days(start: date, days: int, expected: date | None) -> None:
    assert day_after(start, days, "working") == expected


@given(st.dates(date(2026, 1, 1), date(2026, 10, 1)), st.integers(0, 20))
def test_a_working_day_is_no_earlier_than_a_calendar_day(start: date, days: int) -> None:
    working = day_after(start, days, "working")
    assert day_after(start, days, "calendar") == start + timedelta(days=days)
    assert working is not None
    assert working >= start + timedelta(days=days)
