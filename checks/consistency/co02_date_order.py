"""CO02: dates of a case that stand in an impossible order."""

import re
from collections.abc import Iterator
from itertools import pairwise

from zgc_lint.api import (
    Check,
    Confidence,
    DatedEvent,
    Events,
    Exports,
    Fields,
    Filing,
    Finding,
    Ledger,
    Moment,
    NoOptions,
    Papers,
    Quote,
    Role,
    SheetRow,
    compare,
)

AGAIN = re.compile(r"再次|再度|又一次|复查|复核|回访|第二次")
KEYS = ("received_at", "dispatched_at", "due_at", "closed_at", "visited_at", "filed_on")
ANOTHER = re.compile(r"母单|子单|首单|首件|前次|上次|首次来电|原工单|此前|曾(?:于|经|多次)|重复")
CALL = re.compile(r"^[^。；]{0,24}(?:来电|致电|拨打|反映|投诉|举报)")
NAMED = {  # a word of 来电前已经…… → the event it is about
    "起诉": "sued",
    "仲裁": "arbitrated",
    "复议": "reviewed",
    "立案": "accepted",
    "受理": "accepted",
    "判决": "judged",
    "挂账": "approved",
}
OPENINGS = ("sued", "arbitrated", "reviewed")  # each begins a course of its own
HISTORY = 31  # days: what a statement dates longer before the call is the history of the matter


class DateOrder(Check):
    code, name, title = "CO02", "date-order", "日期先后颠倒"
    row = "contradiction"
    needs = (Fields, Ledger, Exports, Events, Papers)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Hold the fields against one another, then the events of the text against the fields and one another."""
        moments = _moments(filing)
        yield from self._fields(moments)
        events = filing[Events]
        received = moments.get("received_at")
        if received is not None:
            yield from self._before_the_call(events, received)
            yield from self._said_to_be_earlier(filing, events, received)
        yield from self._course(events)
        yield from self._again(events)
        yield from self._signed(events, moments.get("filed_on"))

    def _fields(self, moments: dict[str, tuple[Moment, Quote]]) -> Iterator[Finding]:
        names = self.knowledge.fields
        blamed: set[str] = set()
        for first, second in self.knowledge.contradictions.field_order:
            if first not in moments or second not in moments or {first, second} & blamed:
                continue
            (earlier, said), (later, quote) = moments[first], moments[second]
            if compare(earlier, later) != 1:
                continue
            blamed.add(second)
            yield Finding(
                quote.place,
                f"{names.name_of(second)} {later} 早于{names.name_of(first)} {earlier}",
                text=quote.text,
                evidence=[said, quote],
            )

    def _before_the_call(self, events: Events, received: tuple[Moment, Quote]) -> Iterator[Finding]:
        """What the office did on this order cannot lie before the call."""
        called, said = received
        after_order = self.knowledge.contradictions.after_order
        for event in events.events:
            if not event.event.after_call or event.future or not event.date.paper.own:
                continue
            days = (called.day - event.at.day).days
            plain = not event.earlier and after_order.search(event.date.sentence.text) is not None
            if days <= 0 or (
                not plain and (days > HISTORY or event.earlier or _tells_of_another(event, events, called))
            ):
                continue
            yield Finding(
                event.date.words.place,
                f"{event.date.paper.name}写{event.date.words.text}{event.event.name}，早于来电时间 {called}",
                text=event.date.words.text,
                evidence=[said, event.date.sentence],
                confidence=Confidence.CERTAIN if plain and not event.date.yearless else Confidence.LIKELY,
            )

    def _said_to_be_earlier(self, filing: Filing, events: Events, received: tuple[Moment, Quote]) -> Iterator[Finding]:
        """来电前已经起诉, and a date after the call on which it happened or on which the paper about it was signed."""
        called, said = received
        claim = self._claim_of_before(filing)
        if claim is None:
            return
        late = [
            (event.date, f"{event.date.paper.name}写{event.event.name}是 {event.at}")
            for event in events.events
            if event.event.once and not event.future and event.at.day > called.day and _names(claim.text, event)
        ]
        opening = self.knowledge.contradictions.opening_papers
        late += [
            (signed, f"{signed.paper.name}的日期是 {signed.words.text}")
            for signed in events.signed
            if signed.paper.kinds & opening and isinstance(signed.value, Moment) and signed.value.day > called.day
        ]
        if late:
            date, told = late[0]
            yield Finding(
                date.words.place,
                f"材料称“{claim.text}”，而{told}，晚于来电时间 {called}",
                text=date.words.text,
                evidence=[said, claim, date.sentence],
                confidence=Confidence.LIKELY,
            )

    def _claim_of_before(self, filing: Filing) -> Quote | None:
        """Where the office says that the matter was in court, or the like, before the call."""
        pattern = self.knowledge.contradictions.before_call
        for paper in filing[Papers].papers:
            for line in paper.lines if paper.own else ():
                match = pattern.search(line.text)
                if match is not None and not line.is_quoted(*match.span()):
                    return line.quote(*match.span())
        return None

    def _course(self, events: Events) -> Iterator[Finding]:
        """起诉 before 立案 before 判决, where each has one date; not where court and arbitration are both told of."""
        several = sum(any(e.event.key == key for e in events.events) for key in OPENINGS) > 1
        for first, second in self.knowledge.contradictions.event_order:
            if several and {first, second} & {"accepted", "judged"}:
                continue
            earlier, later = events.of(first), events.of(second)
            if len({e.at.day for e in earlier}) != 1 or len({e.at.day for e in later}) != 1:
                continue  # 一审, 二审: more than one course
            one, other = earlier[0], later[0]
            if one.at.day > other.at.day:
                yield Finding(
                    other.date.words.place,
                    f"{other.event.name}（{other.date.words.text}）早于{one.event.name}（{one.date.words.text}）",
                    text=other.date.words.text,
                    evidence=[one.date.sentence, other.date.sentence],
                    confidence=Confidence.LIKELY,
                )

    def _again(self, events: Events) -> Iterator[Finding]:
        """再次到场 on a day before the first time that the same paper tells of."""
        for kind in ("arrived", "contacted"):
            told = [e for e in events.of(kind) if e.date.paper.own]
            for before, after in pairwise(told):
                again = AGAIN.search(after.date.after[:20])
                if again and before.date.paper is after.date.paper and before.at.day > after.at.day:
                    yield Finding(
                        after.date.words.place,
                        f"{after.date.words.text}{again.group()}{after.event.name}，"
                        f"却早于前面写的{before.date.words.text}",
                        text=after.date.words.text,
                        evidence=[before.date.sentence, after.date.sentence],
                        confidence=Confidence.LIKELY,
                    )

    def _signed(self, events: Events, filed: tuple[Moment, Quote] | None) -> Iterator[Finding]:
        """A statement signed before what it tells of; what lies even after the filing is CO03's."""
        for signed in events.signed:
            if signed.paper.role is not Role.STATEMENT or not isinstance(signed.value, Moment):
                continue
            for event in events.events:
                if event.date.paper is not signed.paper or event.future or event.at.day <= signed.value.day:
                    continue
                if filed is not None and event.at.day > filed[0].day:
                    continue
                yield Finding(
                    event.date.words.place,
                    f"情况说明落款日期是{signed.words.text}，文中却写{event.date.words.text}已经{event.event.name}",
                    text=event.date.words.text,
                    evidence=[signed.words, event.date.sentence],
                    confidence=Confidence.LIKELY,
                )
                return


def _names(claim: str, event: DatedEvent) -> bool:
    """Whether the claim is about this event: 来电前已判决 is not about 起诉; 已进入诉讼程序 is about both."""
    named = {key for word, key in NAMED.items() if word in claim}
    return event.event.key in (named or {"sued", "accepted"})


def _tells_of_another(event: DatedEvent, events: Events, called: Moment) -> bool:
    """Whether the paper also tells of a call or an order before this one, to which the event may belong."""
    paper = event.date.paper
    if any(ANOTHER.search(line.text) for line in paper.lines):
        return True
    return any(
        date.paper is paper
        and isinstance(date.value, Moment)
        and date.value.day < called.day
        and CALL.search(date.after)
        for date in events.dates
    )


def _moments(filing: Filing) -> dict[str, tuple[Moment, Quote]]:
    """The moment of each field by the source that counts (export, form, ledger), and its words."""
    batch, fields = filing.batch, filing[Fields]
    export = batch[Exports].row_of(filing.case) if batch is not None else None
    ledger = batch[Ledger].row_of(filing.case) if batch is not None else None
    found: dict[str, tuple[Moment, Quote]] = {}
    for key in KEYS:
        reading = fields.first(key)
        of_form = (fields.moment(key), Quote(reading.place, reading.text)) if reading is not None else None
        candidates = (_of_row(export, key), of_form, _of_row(ledger, key))
        given = next((pair for pair in candidates if pair is not None and pair[0] is not None), None)
        if given is not None and given[0] is not None:
            found[key] = (given[0], given[1])
    return found


def _of_row(row: SheetRow | None, key: str) -> tuple[Moment | None, Quote] | None:
    return (row.moment(key), Quote(row.place(key), row.value(key))) if row is not None else None
