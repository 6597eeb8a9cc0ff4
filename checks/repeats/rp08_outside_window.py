"""RP08: parent and child are too far apart, or lie in different appraisal cycles."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, Orders, Place, Unjudged, Window


class OutsideWindow(Check):
    code, name, title = "RP08", "outside-window", "母子单超出期限或跨周期"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)
    Options = Window

    def run(self, batch: Batch, options: Window) -> Iterator[Finding | Unjudged]:
        """Compare the days of both calls with the office's settings; without settings nothing is judged."""
        pairs = batch[Orders].pairs()
        if not options.is_set:
            if any(pairs):
                why = "没有设置同人同诉的期限（RP08 的 window_days 或 cycle_first_day），无法核对母子单间隔"
                yield Unjudged(Place(), why)
            return
        for child, parent, place in pairs:
            called, before = child.called, parent.called
            if called is None or before is None:
                lacking = child if called is None else parent
                yield Unjudged(place, f"工单 {lacking.number} 没有可读的来电时间，无法核对母子单间隔")
                continue
            problem = options.broken(before.day, called.day)
            if problem:
                yield Finding(
                    place,
                    f"母单 {parent.number} 来电 {before.day}，子单 {child.number} 来电 {called.day}，{problem}",
                    text=parent.number,
                    evidence=[parent.cite("received_at"), child.cite("received_at")],
                    case=child.number,
                )
