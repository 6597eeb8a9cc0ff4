"""What the papers of a filing tell of work orders: screenshots of orders, and the running text of the office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from zgc_lint.extract.attachments import Attachments
from zgc_lint.extract.dates import Moment, find_dates, read_moment
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import Reading, case_ids, find_case_ids, finder_for
from zgc_lint.extract.layout import read_pairs
from zgc_lint.extract.prose import Prose
from zgc_lint.extract.text import any_of
from zgc_lint.extract.voices import clauses
from zgc_lint.model import Document, Filing, Paragraph, Place, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.extract.attachments import File
    from zgc_lint.knowledge import FieldNames, Knowledge

__all__ = ["ORDER_PAPERS", "RoleTold", "ShownOrders", "Told", "ToldResults", "ToldRoles", "ToldTimes"]

#: Kinds of attachments (keys of documents.yaml) that show work orders.
ORDER_PAPERS = frozenset({"parent_screenshot", "child_screenshot", "order_screenshot", "earlier_reply"})

_SURE = 0.9  # score from which a line that was read counts as read
_OF_ORDERS = (
    "case_id", "complainant", "phone", "received_at", "dispatched_at", "closed_at", "complaint", "category", "address",
    "department", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What one paper tells of one order. `is_shown`: the paper shows the order itself, as a screenshot does.

    `is_read`: it had to be read from a picture, where a single character may be misread.
    """

    number: str
    readings: tuple[Reading, ...]
    is_shown: bool = False
    is_read: bool = False

    def reading(self, key: str) -> Reading | None:
        """The field's value, where it is told."""
        return next((reading for reading in self.readings if reading.field == key and reading.text), None)

    def value(self, key: str) -> str:
        """The field's text, "" where it is not told."""
        reading = self.reading(key)
        return reading.text if reading is not None else ""

    def moment(self, key: str) -> Moment | None:
        """The field's date and time; None where there is none or it is impossible."""
        reading = self.reading(key)
        value = reading.moment() if reading else None
        return value if isinstance(value, Moment) else None


# Screenshots of orders.


@dataclass(frozen=True)
class ShownOrders:
    """The orders that the filing's screenshots of orders show; such pictures are read for it (seconds each)."""

    stays = True

    orders: tuple[Told, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> ShownOrders:
        """Read what the list or their name calls screenshots of orders."""
        papers = (file.document for file in filing[Attachments].files if _shows_orders(file))
        shown = (_orders_on(paper, knowledge.fields) for paper in papers if paper.problem is None)
        return cls(tuple(told for orders in shown for told in orders))


def _shows_orders(file: File) -> bool:
    return file.kind is not None and file.kind.key in ORDER_PAPERS


def _orders_on(document: Document, names: FieldNames) -> Iterator[Told]:
    """The orders of a paper: what stands under labels, from one 工单编号 to the next."""
    is_read = DocumentText.must_read(document)
    pieces = [(line, piece) for piece in document[DocumentText].pieces for line in piece.text.split("\n")]
    lines = (_with_colon(_spaced(line) if piece.is_read else line, names) for line, piece in pieces)
    paragraphs = tuple(Paragraph(line, number) for number, line in enumerate(lines, 1))
    paper = Document(document.path, "txt", Role.FORM, paragraphs=paragraphs)
    number, gathered = "", list[Reading]()
    for pair in read_pairs(paper, finder_for(names), form=True):
        stands_in = [pieces[span.paragraph - 1][1] for span in pair.spans if span.end > span.start]
        if not stands_in or min(piece.score for piece in stands_in) < _SURE:
            continue
        numbers = case_ids(pair.text, names) if pair.key == "case_id" else []
        if numbers:
            if number:
                yield Told(number, tuple(gathered), is_shown=True, is_read=is_read)
                gathered = []
            number = numbers[0]
        gathered.append(Reading(pair.key, pair.text, stands_in[0].place))
    if number:
        yield Told(number, tuple(gathered), is_shown=True, is_read=is_read)


def _spaced(line: str) -> str:
    """The line with the blank between date and time that reading a picture loses: 2026-06-0918:20:41."""
    return re.sub(r"(\d{4}[-/.]\d{2}[-/.]\d{2})(?=\d{2}:\d{2})", r"\1 ", line)


def _with_colon(line: str, names: FieldNames) -> str:
    """The line with a colon behind the label it begins with, where a blank or nothing keeps label and value apart."""
    bare = line.strip()
    match = _label_at_start(names).match(bare)
    if match is None or names.label_before_colon.match(bare):
        return line
    return f"{match.group(1)}：{bare[match.end() :]}"


@cache
def _label_at_start(names: FieldNames) -> re.Pattern[str]:
    """A label at the start of a line with something behind it; short ones (电话) need a blank."""
    labels = [label for key in _OF_ORDERS if key in names.fields for label in names.fields[key].labels]
    return re.compile(rf"({any_of(labels)})(?:[ \t\u3000]+|(?<=\w{{3}}))(?=\S)")


# Running text.

_LABELLED_TIME = re.compile(r"^[^。；;]{0,16}?(?:来电|受理|诉求|反映)时间(?:为|是|系)?[:：\s]*")
_CALLED_THEN = re.compile(r"^[）)\s，,]*(?:的诉求人)?(?:系|为)?(?:诉求人|市民|来电人|其)?于?$")
_CALLS = re.compile(r"^[\s，,]*(?:首次|再次|第[一二三四五]次|又)?(?:来电|致电|拨打|通过12345)")


@dataclass(frozen=True)
class ToldTimes:
    """When, by the office's running text, the calls of numbered orders came."""

    orders: tuple[Told, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> ToldTimes:
        """Read the filing's statements and its own words in forms."""
        return cls(tuple(told for text, place in _own_text(filing) for told in _times(text, place, knowledge.fields)))


def _times(text: str, place: Place, names: FieldNames) -> Iterator[Told]:
    """``20260601012345，来电时间为2026年6月1日9时``; ``（20260601012345）于2026年6月1日来电``."""
    numbers = list(find_case_ids(text, names))
    ends = [match.start() for match in numbers[1:]] + [len(text)]
    for match, end in zip(numbers, ends, strict=False):
        after = re.split(r"[。；;]", text[match.end() : end])[0]
        date = next(iter(find_dates(after)), None)
        if date is None or not isinstance(date.value, Moment):
            continue
        before, behind = after[: date.start], after[date.end :]
        labelled = _LABELLED_TIME.fullmatch(before)
        if labelled or (_CALLED_THEN.match(before) and _CALLS.match(behind)):
            start = match.end() + date.start
            raw = text[start : start + date.end - date.start]
            if isinstance(read_moment(raw), Moment):
                reading = Reading("received_at", raw, place.within(start, start + len(raw)))
                yield Told(match.group(), (reading,))


@dataclass(frozen=True, slots=True)
class RoleTold:
    """A number that the running text calls a parent or a child: 母单20260601012345, 20260605012345为子单."""

    number: str
    role: Literal["parent", "child"]
    quote: Quote


@dataclass(frozen=True)
class ToldRoles:
    """The roles that the office's running text gives to work orders, in order."""

    mentions: tuple[RoleTold, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> ToldRoles:
        """Read the filing's statements and its own words in forms; what is denied (不是母单) is passed over."""
        words = knowledge.repeats
        parent, child = any_of(words.parent_words), any_of(words.child_words)
        before = re.compile(
            rf"(?:(?P<parent>{parent})|(?P<child>{child}))(?:工单)?(?:编号|号)?(?:为|是|系)?[\s:：（(“]*(?:(?:工单(?:编号)?|编号|为)[为:：\s]*)?$"
        )
        after = re.compile(
            rf"^[\s）)”]*(?:工单)?(?:应当?|依法)?(?:为|是|系|作为|列为)(?:本件的?|其)?(?:(?P<parent>{parent})|(?P<child>{child}))"
        )
        found = []
        for text, place in _own_text(filing):
            for match in find_case_ids(text, knowledge.fields):
                told = before.search(text[: match.start()]) or after.search(text[match.end() :])
                if told is not None:
                    quote = Quote(place.within(*match.span()), match.group())
                    found.append(RoleTold(match.group(), "parent" if told["parent"] else "child", quote))
        return cls(tuple(found))

    @cached_property
    def parents(self) -> frozenset[str]:
        """The numbers called parents."""
        return frozenset(told.number for told in self.mentions if told.role == "parent")

    @cached_property
    def children(self) -> frozenset[str]:
        """The numbers called children."""
        return frozenset(told.number for told in self.mentions if told.role == "child")


@dataclass(frozen=True)
class ToldResults:
    """Where the office's running text says of its parent that it is solved or closed (母单已办结)."""

    of_parent: tuple[Quote, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> ToldResults:
        """Look for a word for the parent, and in the same clause behind it one for its end that is not denied.

        What others say (诉求人称物业告知母单已解决), conditions and intentions are not the office's statement.
        """
        words, moods = knowledge.repeats, knowledge.contradictions.moods
        said = re.compile(
            rf"(?:{any_of(words.parent_words)})[^，。；;\n]{{0,30}}?(?<!未)(?<!未能)(?<!没有)(?:{any_of(words.told_solved)})"
        )
        return cls(
            tuple(
                Quote(place.within(*match.span()), match.group())
                for text, place in _own_text(filing)
                for clause in clauses(text, knowledge.contradictions)
                if not clause.conditional
                for match in said.finditer(text, clause.start, clause.end)
                if not ((speech := clause.speech_at(match.start())) and speech.claims)
                and not moods.unreal.search(text, clause.start, match.end())
            )
        )


def _own_text(filing: Filing) -> Iterator[tuple[str, Place]]:
    """What the office wrote itself in forms and statements."""
    for document in filing.with_role(Role.FORM, Role.STATEMENT):
        for passage in document[Prose].passages:
            yield passage.text, passage.place
