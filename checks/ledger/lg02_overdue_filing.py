"""LG02: filed after its deadline, or not filed by it; returned and not filed again in time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple, get_args

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
    Unit,
    Unjudged,
    compare,
    day_after,
    fold,
)

_END_OF_DAY = re.compile(r"(?<!\d)24\s*[:时点]")


class Deadline(NamedTuple):
    """The last day, the moment itself where the ledger states it, the words to quote, where they stand."""

    last: date
    moment: Moment | None
    words: str
    place: Place


@dataclass(frozen=True)
class Rule:
    """Within how many days of which moment something must be done, where the office has set that."""

    days: int | None
    start: str
    unit: Unit

    @property
    def words(self) -> str:
        """The days in words."""
        return f"{self.days} 个工作日内" if self.unit == "working" else f"{self.days} 日内"


@dataclass(frozen=True)
class Step:
    """Something with a deadline: keys of the columns of its date and its deadline, and what it is called."""

    done: str
    deadline: str
    section: Literal["filing", "resubmission"]
    words: str


FILING = Step("filed_on", "filing_deadline", "filing", "申报")
RESUBMISSION = Step("resubmitted_on", "resubmission_deadline", "resubmission", "退回后再次申报")


class OverdueFiling(Check):
    code, name, title = "LG02", "overdue-filing", "逾期申报"
    row = "overdue"
    scope = "batch"
    needs = (Ledger, Orders)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Compare each row's dates with their deadlines: the ledger's own, else by the rules in deadlines.yaml."""
        rows = [row for row in batch[Ledger].rows if row.case]
        latest = max((moment.day for row in rows for moment in _dates(row)), default=None)  # it was still kept then
        without: dict[str, list[SheetRow]] = {}
        for row in rows:
            for step in (FILING, RESUBMISSION) if row.moment("returned_on") is not None else (FILING,):
                deadline = self._deadline(row, step)
                if isinstance(deadline, Unjudged):
                    yield deadline
                elif deadline is None:
                    without.setdefault(step.section, []).append(row)
                else:
                    yield from self._overdue(row, batch[Orders].get(row.case), deadline, latest, step)
        for step in (FILING, RESUBMISSION):
            if step.section in without:
                column = self.knowledge.fields.name_of(step.deadline)
                missing = f"台账有 {len(without[step.section])} 行没有“{column}”"
                why = f"{missing}，deadlines.yaml 也没有设置{step.words}的期限，无法核对是否逾期"
                yield Unjudged(Place(without[step.section][0].document), why)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        """The rule of each step. Raises UsageError for a unit that there is not."""
        rules: dict[str, Rule] = {}
        for step in (FILING, RESUBMISSION):
            section = self.knowledge.yaml("deadlines.yaml").section(step.section)
            days, unit = section.data.get("days"), section.text("unit", "calendar")
            if unit not in get_args(Unit):
                raise section.fail("unit", " calendar 或 working")
            start = section.text("from", "closed_at" if step is FILING else "returned_on")
            rules[step.section] = Rule(days if isinstance(days, int) else None, start, unit)  # type: ignore[arg-type]
        return rules

    def _deadline(self, row: SheetRow, step: Step) -> Deadline | Unjudged | None:
        stated = row.moment(step.deadline)
        if stated is not None:
            ends_day = _END_OF_DAY.search(fold(stated.raw)) is not None
            last = stated.day - timedelta(days=1) if ends_day else stated.day
            return Deadline(last, None if ends_day else stated, stated.raw, row.place(step.deadline))
        rule = self._rules[step.section]
        begin = row.moment(rule.start)
        if rule.days is None or begin is None:
            return None
        start = f"{self.knowledge.fields.name_of(rule.start)} {begin} 起 {rule.words}"
        by = day_after(begin.day, rule.days, rule.unit)
        if by is None:
            return Unjudged(row.place(rule.start), f"{start}：期间的节假日安排不在程序所知年份，无法核对是否逾期")
        return Deadline(by, None, f"{start}，即 {by}", row.place(rule.start))

    def _overdue(
        self, row: SheetRow, order: Order | None, deadline: Deadline, latest: date | None, step: Step
    ) -> Iterator[Finding | Unjudged]:
        written = row.value(step.done)
        done = row.moment(step.done)
        if done is None and step is FILING and self.knowledge.fields.is_blank(written) and order is not None:
            done = order.moment("filed_on")  # the form's
        name = self.knowledge.fields.name_of(step.done)
        finding: Finding | None = None
        limit = self.knowledge.fields.name_of(step.deadline)
        if done is not None:
            late = (done.day - deadline.last).days
            same_day = late == 0 and deadline.moment is not None and compare(done, deadline.moment) == 1
            if late > 0 or same_day:
                finding = Finding(
                    row.place(step.done),
                    f"{name} {done} 晚于{limit}（{deadline.words}）" + (f"，逾期 {late} 天" if late else ""),
                    text=done.raw,
                    evidence=[Quote(deadline.place, deadline.words)],
                    case=row.case,
                )
        elif not self.knowledge.fields.is_blank(written):
            yield Unjudged(row.place(step.done), f"{name}“{written}”不是有效日期，无法核对是否逾期")
        elif latest is not None and latest > deadline.last and any(r.field == step.done for r in row.readings):
            returned = row.moment("returned_on") if step is RESUBMISSION else None
            since = f"，{returned} 退回后没有再次申报" if returned is not None else ""
            finding = Finding(
                row.place(step.done),
                f"{limit}（{deadline.words}）已过，台账没有{name}{since}",
                evidence=[Quote(deadline.place, deadline.words)],
                confidence=Confidence.LIKELY,
                case=row.case,
            )
        if finding is not None:
            yield from self._unless_exempt(finding, row)

    def _unless_exempt(self, finding: Finding, row: SheetRow) -> Iterator[Finding | Unjudged]:
        """The finding, unless the ledger registers that the delay was announced and confirmed."""
        registered = row.reading("exemption")
        if registered is None or self.knowledge.fields.is_blank(registered.text):
            yield finding
            return
        words = self.knowledge.yaml("deadlines.yaml").section("exemption")
        if any(word in registered.text for word in words.texts("unconfirmed")):
            yield finding
        elif not any(word in registered.text for word in words.texts("confirmed")):
            why = f"{finding.message}；报备情况写“{registered.text}”，看不出是否经确认，请人工核对"
            yield Unjudged(registered.place, why)


def _dates(row: SheetRow) -> Iterator[Moment]:
    """The days on which something was entered in the row."""
    for step in (FILING, RESUBMISSION):
        moment = row.moment(step.done)
        if moment is not None:
            yield moment
