"""CO03: a date that no calendar has, a weekday that is not the date's, something done after the filing."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    Check,
    Confidence,
    Events,
    Fields,
    Filing,
    Finding,
    ImpossibleDate,
    Ledger,
    Moment,
    NoOptions,
    Place,
    Quote,
    WrittenDate,
    find_dates,
    weekday_of,
)

WEEKDAYS = "一二三四五六日"
IN_DATE = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天]")


class ImpossibleDateWritten(Check):
    code, name, title = "CO03", "impossible-date", "日期有误"
    row = "contradiction"
    needs = (Events, Fields, Ledger)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Look at every date the office wrote: in fields, in prose, in the attachments."""
        events = filing[Events]
        filed = _filed(filing)
        seen: set[Place] = set()
        for finding in (*self._fields(filing), *self._written(events)):
            if finding.place not in seen:
                seen.add(finding.place)
                yield finding
        if filed is not None:
            yield from self._after_filing(filing, events, filed)

    def _fields(self, filing: Filing) -> Iterator[Finding]:
        """The date fields of form, statement and ledger."""
        kinds = {key: field.type for key, field in self.knowledge.fields.fields.items()}
        row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
        readings = [*filing[Fields].readings, *(row.readings if row is not None else ())]
        for reading in readings:
            if kinds[reading.field] not in ("moment", "date"):
                continue
            value = reading.moment()
            if isinstance(value, ImpossibleDate):
                yield _impossible(reading.place, reading.text, value)
            elif value is not None:
                yield from _of_weekday(reading.text, reading.place)

    def _written(self, events: Events) -> Iterator[Finding]:
        for date in events.dates:
            if date.quoted:
                continue
            if isinstance(date.value, ImpossibleDate):
                confidence = Confidence.LIKELY if date.yearless and "2月29" in date.value.raw else Confidence.CERTAIN
                yield _impossible(date.words.place, date.words.text, date.value, date.sentence, confidence)
            else:
                yield from _weekday_in_text(date)

    def _after_filing(self, filing: Filing, events: Events, filed: Moment) -> Iterator[Finding]:
        """What is told as done on a day after the filing; papers that are signed after it."""
        said = filing[Fields].first("filed_on")
        evidence = [Quote(said.place, said.text)] if said is not None else []
        for event in events.events:
            if event.date.paper.own and not event.future and event.at.day > filed.day:
                yield Finding(
                    event.date.words.place,
                    f"{event.date.paper.name}写{event.date.words.text}已经{event.event.name}，晚于申报日期 {filed.day}",
                    text=event.date.words.text,
                    evidence=[*evidence, event.date.sentence],
                    confidence=Confidence.LIKELY,
                )
        for signed in events.signed:
            if isinstance(signed.value, Moment) and signed.value.day > filed.day:
                yield Finding(
                    signed.words.place,
                    f"{signed.paper.name}落款日期 {signed.words.text} 晚于申报日期 {filed.day}",
                    text=signed.words.text,
                    evidence=[*evidence, signed.words],
                    confidence=Confidence.LIKELY,
                )


def _filed(filing: Filing) -> Moment | None:
    """The last day that form or ledger give for the filing; that they differ is CO04's."""
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    given = [filing[Fields].moment("filed_on"), row.moment("filed_on") if row is not None else None]
    return max((moment for moment in given if moment is not None), key=lambda moment: moment.at, default=None)


def _impossible(
    place: Place,
    text: str,
    value: ImpossibleDate,
    sentence: Quote | None = None,
    confidence: Confidence = Confidence.CERTAIN,
) -> Finding:
    evidence = [sentence or Quote(place, text)]
    return Finding(place, f"“{text}”有误：{value.why}", text=text, evidence=evidence, confidence=confidence)


def _weekday_in_text(date: WrittenDate) -> Iterator[Finding]:
    written = IN_DATE.search(date.words.text)
    tail = date.words.text[written.start() :] + date.after if written else date.after
    yield from _compare(date.value, tail, date.words, date.sentence, yearless=date.yearless)


def _of_weekday(text: str, place: Place) -> Iterator[Finding]:
    for found in find_dates(text):
        written = IN_DATE.search(text, found.start)
        if written is not None:
            yield from _compare(found.value, text[written.start() :], Quote(place, text), None, yearless=False)


def _compare(value: object, tail: str, words: Quote, sentence: Quote | None, *, yearless: bool) -> Iterator[Finding]:
    weekday = weekday_of(tail)
    if weekday is None or not isinstance(value, Moment) or value.day.weekday() == weekday[1]:
        return
    right = WEEKDAYS[value.day.weekday()]
    written = weekday[0]
    yield Finding(
        words.place,
        f"{value.day.year}年{value.day.month}月{value.day.day}日是星期{right}，写成了“{written}”",
        text=words.text if written in words.text else f"{words.text}{tail[: len(written) + 2].rstrip()}",
        suggest=None,
        evidence=[sentence or words],
        confidence=Confidence.LIKELY if yearless else Confidence.CERTAIN,
    )
