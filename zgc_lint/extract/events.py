"""The dated events that the papers of a case tell of (到场, 起诉, 立案 …), and the date each paper is signed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import FoundDate, ImpossibleDate, Moment, find_dates
from zgc_lint.extract.fields import Fields
from zgc_lint.extract.papers import Line, Paper, Papers
from zgc_lint.model import Filing, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.knowledge.contradictions import Contradictions, Event

__all__ = ["DatedEvent", "Events", "WrittenDate"]

_SENTENCE = re.compile(r"[^。！？；\n]+")
_SIGNED = re.compile(
    r"^\s*[（(]?\s*(?:20\d{2}年\d{1,2}月\d{1,2}日|[二〇○零一]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)\s*[)）]?\s*$"
)
_RANGE_END = re.compile(r"^\s*(?:至|到|—|－|-|~|～)\s*$")
_LABELLED = re.compile(r"(?:日期|时间)(?:为|是|：|:)?\s*$")
_REACH = 40  # characters between a date and what happened on it


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a paper: `sentence` is the sentence it stands in, `before` and `after` the rest of it on either side.

    `yearless`: its year is an assumption (that of the call). `quoted`: it is somebody else's words.
    """

    value: Moment | ImpossibleDate
    paper: Paper
    line: int
    words: Quote
    sentence: Quote
    before: str
    after: str
    yearless: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """What happened on a date. `earlier`: it is told of the time before the call; `future`: as a plan."""

    event: Event
    date: WrittenDate
    at: Moment
    earlier: bool
    future: bool


@dataclass(frozen=True)
class Events:
    """All dates in the running text of a filing's papers, what happened on them, and when each paper was signed."""

    dates: tuple[WrittenDate, ...]
    events: tuple[DatedEvent, ...]
    signed: tuple[WrittenDate, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Events:
        """Go through the papers; the year of a date without one is that of the call, or the last one written."""
        words = knowledge.contradictions
        received = filing[Fields].moment("received_at")
        dates: list[WrittenDate] = []
        events: list[DatedEvent] = []
        signed: list[WrittenDate] = []
        for paper in filing[Papers].papers:
            for number, line in enumerate(paper.lines):
                found = list(_dates(paper, number, line, received.at.year if received else None))
                dates += found
                events += [event for date in found if (event := _event(date, words)) is not None]
                late = number >= len(paper.lines) - 3 and paper.role in (Role.STATEMENT, Role.ATTACHMENT)
                signed += found[:1] if late and _SIGNED.match(line.text) else []
        return cls(tuple(dates), tuple(events), tuple(signed))

    def of(self, key: str) -> list[DatedEvent]:
        """The events of one kind that are told as facts of this case."""
        return [event for event in self.events if event.event.key == key and not (event.earlier or event.future)]


def _dates(paper: Paper, number: int, line: Line, year: int | None) -> Iterator[WrittenDate]:
    found = list(find_dates(line.text, year=year))
    for index, date in enumerate(found):
        start, stop = _sentence(line.text, date)
        later = found[index + 1].start if index + 1 < len(found) else stop
        yield WrittenDate(
            date.value,
            paper,
            number,
            line.quote(date.start, date.end),
            line.quote(start, stop),
            line.text[start : date.start],
            line.text[date.end : max(date.end, min(stop, later))],
            yearless="年" not in date.value.raw and not re.match(r"\s*\d{4}", date.value.raw),
            quoted=line.is_quoted(date.start, date.end),
        )


def _sentence(text: str, date: FoundDate) -> tuple[int, int]:
    for match in _SENTENCE.finditer(text):
        if match.start() <= date.start < match.end():
            return match.start(), match.end()
    return date.start, date.end


def _event(date: WrittenDate, words: Contradictions) -> DatedEvent | None:
    """The event named first behind the date, close by; a date that opens or ends a range has none."""
    if date.quoted or not isinstance(date.value, Moment) or _RANGE_END.match(date.after):
        return None
    told = date.after[:_REACH]
    if _LABELLED.search(date.before):  # 起诉日期为6月12日
        told = re.split(r"[，,、]", date.before)[-1]
    found = (
        (match.start(), event)
        for event in words.events
        # What happens once in the life of a matter is told in the clause of its date.
        if (match := event.words.match(told) if event.once else event.words.search(told))
    )
    best = min(found, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    moods = words.moods
    earlier = moods.earlier.search(date.before + told) is not None
    future = is_future(date, words)
    return DatedEvent(best[1], date, date.value, earlier, future)


def is_future(date: WrittenDate, words: Contradictions) -> bool:
    """Whether the date is told as a plan, a term or somebody's announcement."""
    clause = re.match(r"[，,]?[^，,。；]*", date.after)
    near = re.split(r"[，,]", date.before)[-1][-16:] + "□" + (clause.group()[:_REACH] if clause else "")
    return (
        words.future.search(near) is not None
        or re.match(r"[^，。；]{0,6}(?:前|底前|之前|为止)", date.after) is not None
    )
