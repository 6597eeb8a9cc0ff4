"""How far apart a child and its parent may lie, as the office has set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """`window_days`: how many days the child's call may come after the parent's; `cycle_first_day`: the day of the
    month an appraisal cycle begins on, where both must lie in the same one. None: not set, no limit is known.
    """

    window_days: int | None = None
    cycle_first_day: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is any limit."""
        return self.window_days is not None or self.cycle_first_day is not None

    def broken(self, before: date, called: date) -> str | None:
        """Which limit a parent of the day `before` breaks for a child of the day `called`, in words."""
        apart = (called - before).days
        if self.window_days is not None and apart > self.window_days:
            return f"相隔 {apart} 天，超过 {self.window_days} 天"
        first = self.cycle_first_day
        if first is not None and _cycle(before, first) != _cycle(called, first):
            return f"不在同一考评周期（每月 {first} 日起）"
        return None


def _cycle(day: date, first: int) -> tuple[int, int]:
    """The year and month in which the cycle that holds `day` begins."""
    if day.day >= first:
        return day.year, day.month
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
