"""RP08: parent and child are too far apart, or lie in different appraisal cycles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zgc_lint.api import Batch, Check, Finding, Orders, Place, Unjudged


@dataclass(frozen=True, slots=True)
class Window:
    """`days`: how many days the child's call may come after the parent's; `cycle_first_day`: the day of the
    month an appraisal cycle begins on, where both must lie in the same one. None: not set, not judged.
    """

    window_days: int | None = None
    cycle_first_day: int | None = None


class OutsideWindow(Check):
    code, name, title = "RP08", "outside-window", "母子单超出期限或跨周期"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)
    Options = Window

    def run(self, batch: Batch, options: Window) -> Iterator[Finding | Unjudged]:
        """Compare the days of both calls with the office's settings; without settings nothing is judged."""
        pairs = list(batch[Orders].pairs())
        if options.window_days is None and options.cycle_first_day is None:
            if pairs:
                why = "没有设置同人同诉的期限（RP08 的 window_days 或 cycle_first_day），无法核对母子单间隔"
                yield Unjudged(Place(), why)
            return
        for child, parent, place in pairs:
            called, before = child.called, parent.called
            if called is None or before is None:
                lacking = child if called is None else parent
                yield Unjudged(place, f"工单 {lacking.number} 没有可读的来电时间，无法核对母子单间隔")
                continue
            problem = _problem(before.day, called.day, options)
            if problem:
                yield Finding(
                    place,
                    f"母单 {parent.number} 来电 {before.day}，子单 {child.number} 来电 {called.day}，{problem}",
                    text=parent.number,
                    evidence=[parent.cite("received_at"), child.cite("received_at")],
                    case=child.number,
                )


def _problem(before: date, called: date, options: Window) -> str | None:
    apart = (called - before).days
    if options.window_days is not None and apart > options.window_days:
        return f"相隔 {apart} 天，超过 {options.window_days} 天"
    first = options.cycle_first_day
    if first is not None and _cycle(before, first) != _cycle(called, first):
        return f"不在同一考评周期（每月 {first} 日起）"
    return None


def _cycle(day: date, first: int) -> tuple[int, int]:
    """The year and month in which the cycle that holds `day` begins."""
    if day.day >= first:
        return day.year, day.month
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
