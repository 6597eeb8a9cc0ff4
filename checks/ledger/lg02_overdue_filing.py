"""LG02: filed after its deadline, or not filed by it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from zgc_lint.api import (
    Batch,
    Check,
    Confidence,
    Finding,
    Ledger,
    Moment,
    NoOptions,
    Order,
    Orders,
    Place,
    Quote,
    SheetRow,
    Unjudged,
    compare,
    fold,
)

_END_OF_DAY = re.compile(r"(?<!\d)24\s*[:时点]")


class Deadline(NamedTuple):
    """The last day for filing, the moment itself where the ledger states it, the words to quote, where they stand."""

    last: date
    moment: Moment | None
    words: str
    place: Place


class OverdueFiling(Check):
    code, name, title = "LG02", "overdue-filing", "逾期申报"
    row = "overdue"
    scope = "batch"
    needs = (Ledger, Orders)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Compare each row's filing date with its deadline: the ledger's own, else by the rule in deadlines.yaml."""
        rows = [row for row in batch[Ledger].rows if row.case]
        known = [moment.day for row in rows if (moment := row.moment("filed_on"))]
        latest = max(known, default=None)  # the ledger was still being kept on this day
        without_deadline = [row for row in rows if self._deadline(row) is None]
        for row in rows:
            deadline = self._deadline(row)
            if deadline is not None:
                yield from self._overdue(row, batch[Orders].get(row.case), deadline, latest)
        if without_deadline:
            missing = f"台账有 {len(without_deadline)} 行没有“申报截止”"
            why = f"{missing}，deadlines.yaml 也没有设置申报期限，无法核对是否逾期"
            yield Unjudged(Place(without_deadline[0].document), why)

    @cached_property
    def _rule(self) -> tuple[int | None, str]:
        """Within how many days of which moment a case must be filed, where the office has set that."""
        rule = self.knowledge.yaml("deadlines.yaml").section("filing")
        days = rule.data.get("days")
        return (days if isinstance(days, int) else None), rule.text("from", "closed_at")

    def _deadline(self, row: SheetRow) -> Deadline | None:
        stated = row.moment("filing_deadline")
        if stated is not None:
            ends_day = _END_OF_DAY.search(fold(stated.raw)) is not None
            last = stated.day - timedelta(days=1) if ends_day else stated.day
            return Deadline(last, None if ends_day else stated, stated.raw, row.place("filing_deadline"))
        days, start = self._rule
        begin = row.moment(start)
        if days is None or begin is None:
            return None
        last = begin.day + timedelta(days=days)
        words = f"{self.knowledge.fields.name_of(start)} {begin} 起 {days} 日内，即 {last}"
        return Deadline(last, None, words, row.place(start))

    def _overdue(
        self, row: SheetRow, order: Order | None, deadline: Deadline, latest: date | None
    ) -> Iterator[Finding | Unjudged]:
        written = row.value("filed_on")
        filed = row.moment("filed_on")
        if filed is None and self.knowledge.fields.is_blank(written) and order is not None:
            filed = order.moment("filed_on")  # the form's
        evidence = [Quote(deadline.place, deadline.words)]
        if filed is not None:
            late = (filed.day - deadline.last).days
            same_day = late == 0 and deadline.moment is not None and compare(filed, deadline.moment) == 1
            if late > 0 or same_day:
                yield Finding(
                    row.place("filed_on"),
                    f"申报日期 {filed} 晚于申报截止（{deadline.words}）" + (f"，逾期 {late} 天" if late else ""),
                    text=filed.raw,
                    evidence=evidence,
                    case=row.case,
                )
        elif not self.knowledge.fields.is_blank(written):
            yield Unjudged(row.place("filed_on"), f"申报日期“{written}”不是有效日期，无法核对是否逾期")
        elif latest is not None and latest > deadline.last and any(r.field == "filed_on" for r in row.readings):
            yield Finding(
                row.place("filed_on"),
                f"申报截止（{deadline.words}）已过，台账没有申报日期",
                evidence=evidence,
                confidence=Confidence.LIKELY,
                case=row.case,
            )
