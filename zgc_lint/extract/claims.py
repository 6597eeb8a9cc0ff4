"""What the papers of a case state of it: the statements of `contradictions.yaml`, with who, when and what about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import Moment, find_dates
from zgc_lint.extract.fields import Fields
from zgc_lint.extract.papers import Line, Paper, Papers
from zgc_lint.extract.topics import About, about_of, heading_topic
from zgc_lint.extract.voices import Clause, Voice, clauses
from zgc_lint.model import Filing, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.knowledge.contradictions import Contradictions, Statement

__all__ = ["Claim", "Claims"]

_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?:份|初|底|中|上旬|中旬|下旬|间|[，,。；]|$)")  # a month without a day
_SURE = 0.9  # from which score a line that was read counts as read


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a paper makes.

    `words` quotes its clause; `about` says what of, `object` the thing it names; `on` is the day it speaks of.
    `earlier`: it speaks of the time before this call; `later`: of a change; `closing`: it sums up, so holds of the day
    of filing; `contrast`, `beside`: its sentence, `told`, tells of more than one thing. `sentence` tells all sentences
    apart, in order. `by_field`: a field of the form amounts to it. `sure`: read from a text layer, or surely read.
    """

    statement: Statement
    paper: Paper
    words: Quote
    about: About = field(default_factory=About)
    object: str = ""
    on: date | None = None
    earlier: bool = False
    later: bool = False
    closing: bool = False
    contrast: bool = False
    beside: bool = False
    sentence: tuple[int, int, int] = (-1, 0, 0)
    told: str = ""
    by_field: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Claims:
    """All claims of a filing, in the order of its papers. Reported speech, wishes and conditions are left out.

    `matter`: the citizen's words, by the form's complaint and as the papers report them.
    """

    all: tuple[Claim, ...]
    matter: str

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Claims:
        """Go through the papers clause by clause; fields of the form may say as much as a sentence does."""
        words = knowledge.contradictions
        found: list[Claim] = list(_by_fields(filing, knowledge))
        matter = [filing[Fields].text("complaint"), filing[Fields].text("category")]
        for rank, paper in enumerate(filing[Papers].papers):
            reader = _Reader(paper, rank, words, filing[Fields].moment("received_at"))
            passed_over = bool(paper.kinds & words.papers_passed_over)
            found.extend(() if passed_over else reader.claims())
            matter.extend(reader.reported() if paper.own else ())
        return cls(tuple(found), "\n".join(matter))

    def of(self, key: str) -> list[Claim]:
        """The claims of one statement."""
        return [claim for claim in self.all if claim.statement.key == key]


def _by_fields(filing: Filing, knowledge: Knowledge) -> Iterator[Claim]:
    """What 剔除项 and other fields of the form amount to."""
    path = next((document.path for document in filing.with_role(Role.FORM)), "")
    paper = Paper("申报表", path, Role.FORM, own=True, lines=())
    item = filing[Fields].first("exclusion_item")
    chosen = knowledge.catalogue.find(item.text) if item else None
    for statement in knowledge.contradictions.statements.values():
        readings = [item] if item and chosen and chosen.key in statement.items else []
        for key, pattern in statement.fields.items():
            reading = filing[Fields].first(key)
            if reading is not None and pattern.search(reading.text):
                readings.append(reading)
        for reading in readings:
            yield Claim(statement, paper, Quote(reading.place, reading.text), closing=True, by_field=True)


class _Reader:
    """Goes through one paper; the year of a date without one is that of the call."""

    def __init__(self, paper: Paper, rank: int, words: Contradictions, received: Moment | None) -> None:
        self.paper, self.rank, self.words = paper, rank, words
        self.received = received

    def reported(self) -> Iterator[str]:
        """The citizen's words, as the paper reports them."""
        for line in self.paper.lines:
            for clause in clauses(line.text, self.words):
                if clause.voice_at(clause.end - 1) is Voice.CITIZEN:
                    yield clause.text

    def claims(self) -> Iterator[Claim]:
        """The claims, line by line; a line may open a section with a topic of its own."""
        topic = ""
        for number, line in enumerate(self.paper.lines):
            heading = heading_topic(line.text)
            topic = heading if heading is not None else topic
            days = self._days(line.text)
            for clause in clauses(line.text, self.words):
                inner = heading_topic(clause.text) if clause.start == clause.sentence and clause.start else None
                topic = inner if inner is not None else topic
                for statement in self.words.statements.values():
                    match = self._said(statement, clause, line)
                    if match is not None:
                        yield self._claim(statement, match, clause, line, number, topic, days)

    def _days(self, text: str) -> list[tuple[int, date]]:
        year = self.received.at.year if self.received else None
        return [(f.start, f.value.day) for f in find_dates(text, year=year) if isinstance(f.value, Moment)]

    def _is_before_call(self, days: list[date]) -> bool:
        return bool(days) and self.received is not None and all(day < self.received.day for day in days)

    def _is_of_an_earlier_month(self, text: str) -> bool:
        """Whether the words tell of a month before that of the call: 5月份该处确有……."""
        months = [int(match.group(1)) for match in _MONTH.finditer(text)]
        return bool(months) and self.received is not None and all(month < self.received.at.month for month in months)

    def _said(self, statement: Statement, clause: Clause, line: Line) -> re.Match[str] | None:
        """Where the clause makes the statement as a fact, in words that count."""
        if statement.unless is not None and statement.unless.search(clause.text):
            return None
        for pattern in statement.says:
            match = pattern.search(line.text, clause.start, clause.stop)
            while match is not None and match.start() < clause.end:
                if self._counts(statement, match, clause, line):
                    return match
                match = pattern.search(line.text, match.start() + 1, clause.stop)
        return None

    def _counts(self, statement: Statement, match: re.Match[str], clause: Clause, line: Line) -> bool:
        start, end = match.span()
        if line.is_quoted(start, end):
            return False
        voice = clause.voice_at(start if statement.by_citizen else end - 1)
        if voice is Voice.OTHER or (voice is Voice.CITIZEN and not statement.by_citizen):
            return False
        unreal = clause.conditional or self.words.moods.unreal.search(line.text, clause.start, start) is not None
        return not (statement.real and unreal)

    def _claim(
        self,
        statement: Statement,
        match: re.Match[str],
        clause: Clause,
        line: Line,
        number: int,
        topic: str,
        days: list[tuple[int, date]],
    ) -> Claim:
        moods, text = self.words.moods, line.text
        own = [day for start, day in days if clause.sentence <= start < clause.end]
        inherited = [day for start, day in days if start < clause.sentence]
        closing = moods.closing.search(text, clause.sentence, clause.end) is not None
        on = own[-1] if own else inherited[-1] if inherited and not closing else None
        around = [day for start, day in days if clause.sentence <= start < clause.stop]
        before_call = self._is_before_call([on] if own and on else around or ([on] if on else []))
        if not own and not before_call:
            before_call = self._is_of_an_earlier_month(text[clause.sentence : clause.end])
        return Claim(
            statement,
            self.paper,
            line.quote(clause.start, max(clause.end, match.end())),
            about_of(text[clause.sentence : clause.stop], clause.text, topic),
            (match.groupdict().get("object") or "").strip(),
            on,
            earlier=moods.earlier.search(text, clause.sentence, clause.end) is not None
            or (before_call and not statement.standing),
            later=moods.later.search(text, clause.sentence, clause.end) is not None,
            closing=closing or (self.paper.role in (Role.FORM, Role.LEDGER) and not own),
            contrast=moods.contrast.search(text, clause.sentence, clause.stop) is not None,
            beside=moods.beside.search(text, clause.sentence, clause.end) is not None,
            sentence=(self.rank, number, clause.sentence),
            told=text[clause.sentence : clause.stop],
            sure=line.score >= _SURE,
        )
