"""Days after a day: by the calendar, or working days with the public holidays of China and the days worked for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, cast

__all__ = ["Unit", "day_after"]

Unit = Literal["calendar", "working"]


def day_after(start: date, days: int, unit: Unit) -> date | None:
    """The day that is `days` days or working days after `start`, which does not count itself.

    None where the holidays of a year on the way are not known: the State Council announces them the year before.

    >>> day_after(date(2026, 2, 13), 2, "working")  # 14 February is worked, 15 to 23 are the Spring Festival
    datetime.date(2026, 2, 24)
    """
    if unit == "calendar":
        return start + timedelta(days=days)
    day, left = start, days
    while left:
        day += timedelta(days=1)
        works = _is_worked(day)
        if works is None:
            return None
        left -= works
    return day


def _is_worked(day: date) -> bool | None:
    import chinese_calendar

    try:
        return cast("bool", chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
