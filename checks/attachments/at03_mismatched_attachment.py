"""AT03: an attachment's own text shows that it is another paper, or belongs to another case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zgc_lint.api import (
    HAN,
    Attachments,
    CaseMention,
    Check,
    Confidence,
    Contents,
    CourtNumber,
    DocumentText,
    Fields,
    File,
    Filing,
    FilingText,
    Finding,
    Kind,
    KindText,
    Orders,
    Party,
    Place,
    Quote,
    Reading,
    Said,
    Unjudged,
    differing_positions,
    estate_of,
    may_be,
    same_address,
    same_name,
    squeeze,
)

SURE = 0.9  # score from which a line that was read counts as read
SLIPS = 2  # digits in which two numbers of the same series differ where one is a slip of the pen

# Kinds of documents.yaml that are treated in their own way.
PARENT_PICTURE, CHILD_PICTURE, CONTACT = "parent_screenshot", "child_screenshot", "contact_record"
ORDER_PICTURES = frozenset({PARENT_PICTURE, CHILD_PICTURE, "order_screenshot"})
OTHER_ORDERS = frozenset({"earlier_reply"})  # their business is another order

LIST = 3  # numbers of other orders that make a paper a list of orders

_ORDER_BEFORE = re.compile(r"(?:工单编号|工单号|工单|诉求编号)(?:为|是|系)?[\s:：（(“第]*$")
_ORDER_AFTER = re.compile(r"[)）”\s]*号?(?:热线)?(?:工单|诉求单)")


@dataclass(frozen=True)
class At03Options:
    """`screenshots`: whether the work-order numbers in screenshots of work orders are read, too (0.5 s each)."""

    screenshots: bool = True


@dataclass(frozen=True)
class Paper:
    """An attachment, what it is said to be (kinds, and where that is said), and what its text says."""

    file: File
    claims: frozenset[str]
    said_at: tuple[Quote, ...]
    text: DocumentText
    contents: Contents

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(self.file.document.path)

    def kind_names(self, kinds: dict[str, Kind]) -> str:
        """What it is said to be, in words."""
        return "、".join(kinds[key].name for key in sorted(self.claims))


class MismatchedAttachment(Check):
    code, name, title = "AT03", "mismatched-attachment", "附件与本件不符"
    row = "attachment-mismatch"
    needs = (Attachments, Fields, FilingText, Contents, DocumentText, Orders)
    Options = At03Options

    def run(self, filing: Filing, options: At03Options) -> Iterator[Finding | Unjudged]:
        """Yield each attachment that is another paper than listed, or that speaks of another case, person or place."""
        attachments = filing[Attachments]
        for file in attachments.files:
            document = file.document
            entries = [entry for entry, other in attachments.pairs if other is file]
            kinds = [self.knowledge.documents.kinds_in(name) for name in (file.name, *(e.name for e in entries))]
            claims = frozenset().union(*kinds)
            if document.problem is not None or not self._asks(file, claims, options):
                continue
            said_at = [Quote(entry.place, entry.text) for entry in entries] or [Quote(Place(document.path), file.name)]
            paper = Paper(file, claims, tuple(said_at), document[DocumentText], document[Contents])
            yield from paper.text.unread
            if file in attachments.merged:
                yield from self._merged(filing, paper)
            elif paper.text.text.strip():
                yield from self._compare(filing, paper)

    def _asks(self, file: File, claims: frozenset[str], options: At03Options) -> bool:
        """Whether the text of the file answers a question: reading what has no text layer costs seconds a page.

        Photos of sites and screenshots of calls and messages hold nothing that is compared here.
        """
        if not DocumentText.must_read(file.document):
            return True
        papers = {key for key in claims if not self.knowledge.documents.kinds[key].picture}
        if papers:
            return True
        if claims & ORDER_PICTURES:
            return options.screenshots
        return not claims and not file.is_picture

    def _compare(self, filing: Filing, paper: Paper) -> Iterator[Finding | Unjudged]:
        yield from self._kind(paper)
        other_case = [*self._orders(filing, paper), *self._courts(filing, paper)]
        yield from other_case
        if other_case or paper.claims & ORDER_PICTURES:
            return
        yield from self._parties(filing, paper)
        yield from self._places(filing, paper)
        yield from self._times(filing, paper)

    def _merged(self, filing: Filing, paper: Paper) -> Iterator[Finding | Unjudged]:
        """All attachments in one file: the numbers in it, where none of what is listed is another order's paper."""
        listed = [self.knowledge.documents.kinds_in(entry.name) for entry in filing[Attachments].listed]
        if not frozenset().union(*listed) & (OTHER_ORDERS | ORDER_PICTURES):
            yield from self._orders(filing, paper)
        yield from self._courts(filing, paper)

    # What it is.

    def _kind(self, paper: Paper) -> Iterator[Finding | Unjudged]:
        """The kind its title gives against the kinds that list and file name give."""
        names = self.knowledge.documents
        told = [names.texts[key] for key in sorted(paper.claims) if key in names.texts]
        if not told or len(told) < len(paper.claims):
            return  # a name as wide as 证明 fits nearly any paper
        title = paper.contents.title
        if title is None:
            if not _looks_like(paper, told):
                why = f"“{paper.file.document.name}”没有认出标题，看不出是不是{told[0].name}，请人工核对"
                yield Unjudged(paper.place, why)
            return
        head = squeeze(title.said.text)
        fits = any(other.kind.key in paper.claims for other in paper.contents.titles)
        if fits or any(cue in head for key in paper.claims for cue in names.kinds[key].cues):
            return
        own, others = _count(paper, title.kind), max(_count(paper, kind) for kind in told)
        misread = title.said.is_read and any(may_be(title.words, words[-1]) for kind in told for words in kind.titles)
        if misread or title.said.score < 0.7 or (own == 0 and others) or (own < 2 <= others) or paper.text.unread:
            why = f"“{paper.file.document.name}”的标题读作“{head}”，与正文对不上或者不清楚，请人工核对种类"
            yield Unjudged(title.said.quote.place, why)
            return
        sure = own > 0 and title.said.score >= SURE and title.kind.source and all(kind.source for kind in told)
        yield Finding(
            title.said.quote.place,
            f"附件“{paper.file.document.name}”列为{paper.kind_names(names.kinds)}，内容是{title.kind.name}"
            f"（标题为“{head}”）{_how(title.said)}",
            text=title.said.text,
            evidence=[*paper.said_at, title.said.quote],
            confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        )

    # Which case.

    def _orders(self, filing: Filing, paper: Paper) -> Iterator[Finding | Unjudged]:
        """The work-order numbers in it: one must be the case's own, its parent's, or one the office's papers name."""
        if filing.number is None or paper.claims & OTHER_ORDERS:
            return
        named = [(m, said) for m, said in paper.contents.cases if self._is_order(filing, paper, m) and not m.other]
        if not 0 < len({mention.number for mention, _ in named}) < LIST:
            return
        own = filing[FilingText]
        if PARENT_PICTURE in paper.claims and not own.parents:
            return  # that no parent is named is RP03's business
        expected = _expected(filing, own, paper)
        if any(mention.number in expected for mention, _ in paper.contents.cases):
            return
        mention, said = named[0]
        if said.is_read and any(may_be(mention.number, number) for number in expected):
            why = f"识别出的工单编号“{mention.number}”与本件只差一位，可能是识别误差，请人工核对"
            yield Unjudged(said.quote.place, why)
            return
        near = [n for n in sorted(expected) if 1 <= len(differing_positions(mention.number, n)) <= SLIPS]
        right = next(iter(near), None) or (filing.case if filing.case in expected else min(expected))
        sure = self._is_known(filing, mention.number) or not said.is_read
        first = filing[Fields].first("parent_id" if right in own.parents else "case_id")
        where = Quote(first.place if first else Place(filing.path), first.text if first else right)
        sure = sure and said.score >= SURE and not own.unread
        yield _other_number(paper, "工单编号", said, mention.number, right, where, sure=sure)

    def _is_order(self, filing: Filing, paper: Paper, mention: CaseMention) -> bool:
        """Whether what looks like a number is that of a work order: a receipt's or permit's may look the same."""
        number, place = mention.number, mention.quote.place
        if len(number) != len(filing.case) or number.isdigit() != filing.case.isdigit():
            return False
        text = paper.text.text
        before, after = text[: place.start], text[place.end :] if place.end else ""
        called = _ORDER_BEFORE.search(before[-16:]) or _ORDER_AFTER.match(after[:8])
        return called is not None or self._is_known(filing, number)

    def _is_known(self, filing: Filing, number: str) -> bool:
        return filing.batch is not None and filing.batch[Orders].get(number) is not None

    def _courts(self, filing: Filing, paper: Paper) -> Iterator[Finding | Unjudged]:
        """The court case numbers in it against those that form and statement name."""
        kind = paper.contents.kind
        if not paper.contents.courts or kind is None or not kind.parties:
            return
        own = filing[FilingText]
        theirs = {str(number) for number, _ in paper.contents.courts}
        if not own.courts or theirs & {str(number) for number, _ in own.courts}:
            return
        number, said = paper.contents.courts[0]
        if said.is_read and any(may_be(str(number), str(other)) for other, _ in own.courts):
            why = f"识别出的案号“{number}”与申报材料只差一字，可能是识别误差，请人工核对"
            yield Unjudged(said.quote.place, why)
            return
        near = next(((other, quote) for other, quote in own.courts if _is_slip(number, other)), None)
        other, quote = near or own.courts[0]
        sure = near is not None and said.score >= SURE
        yield _other_number(paper, "案号", said, str(number), str(other), quote, sure=sure)

    # Whom, where, when.

    def _parties(self, filing: Filing, paper: Paper) -> Iterator[Finding]:
        """The people it names as parties, where the complainant must be one of them."""
        kind = paper.contents.kind
        complainants = [r for r in filing[Fields].all("complainant") if _is_full_name(r.text)]
        parties = paper.contents.parties
        if kind is None or not kind.parties or not complainants or not parties:
            return
        if any(party.is_body and party.claims for party in parties) or not any(p.claims for p in parties):
            return  # 诉求人 may act for it, or own it
        anonymous = self.knowledge.fields.anonymous
        mine, people = complainants[0], [party for party in parties if not party.is_body]
        slips = int(paper.text.is_read)
        if any(same_name(party.name, r.text, anonymous) is not False for party in people for r in complainants):
            return
        if any(paper.text.holds(squeeze(r.text), slips) for r in complainants):
            return
        own = filing[FilingText]
        if own.unread or any(own.holds(party.name, slips) for party in people):
            return
        first = next(party for party in people if party.claims)
        yield Finding(
            first.said.quote.place,
            f"附件“{paper.file.document.name}”的{_roles(people)}，没有本件诉求人“{mine.text}”，申报材料也没有提到这些人"
            f"{_how(first.said)}",
            text=first.said.text,
            evidence=[Quote(mine.place, mine.text), *(party.said.quote for party in people)],
            confidence=Confidence.LIKELY,
        )

    def _places(self, filing: Filing, paper: Paper) -> Iterator[Finding]:
        """The place it gives against the address of the complaint: another estate or street, named nowhere else."""
        address = filing[Fields].first("address")
        mine = estate_of(address.text) if address else ""
        if address is None or not mine or not paper.contents.places:
            return
        slips = int(paper.text.is_read)
        for said in paper.contents.places:
            theirs = estate_of(said.text)
            if not theirs or same_address(said.text, address.text) is not False or may_be(theirs, mine, slips):
                return
        own = filing[FilingText]
        said = paper.contents.places[0]
        if own.unread or own.holds(estate_of(said.text), slips) or paper.text.holds(mine, slips):
            return
        yield Finding(
            said.quote.place,
            f"附件“{paper.file.document.name}”写明的地点是“{said.text.strip()}”，本件诉求地址是“{address.text}”，"
            f"申报材料没有提到前者{_how(said)}",
            text=said.text,
            evidence=[Quote(address.place, address.text), said.quote],
            confidence=Confidence.LIKELY,
        )

    def _times(self, filing: Filing, paper: Paper) -> Iterator[Finding]:
        """The day of a record after the day of filing; of a contact record, all of them before the call."""
        times = [(moment, said) for moment, said in paper.contents.times if not said.is_read or said.score >= SURE]
        kind = paper.contents.kind
        if not times or kind is None:
            return
        fields = filing[Fields]
        filed, called = fields.moment("filed_on"), fields.moment("received_at")
        moment, said = max(times, key=lambda time: time[0].at)
        if filed is not None and moment.at.date() > filed.at.date():
            yield from _wrong_time(paper, said, fields.first("filed_on"), "晚于申报日期")
            return
        order = filing.batch[Orders].get(filing.case) if filing.batch is not None else None
        repeat = order is not None and order.is_repeat
        if called is None or repeat or kind.key != CONTACT:
            return
        if moment.at.date() < called.at.date():
            yield from _wrong_time(paper, said, fields.first("received_at"), "早于来电时间")


def _expected(filing: Filing, own: FilingText, paper: Paper) -> frozenset[str]:
    """The work-order numbers of which the paper must show one: 母单截图 a parent's, 子单截图 the case's own."""
    if paper.claims == {PARENT_PICTURE} and own.parents:
        return own.parents
    if paper.claims == {CHILD_PICTURE}:
        return own.children | {filing.case}
    return own.numbers


def _looks_like(paper: Paper, kinds: list[KindText]) -> bool:
    """Whether a paper without a known title may well be one of the kinds: two of its words, or one in its title."""
    head = squeeze(paper.text.text[:200])
    return any(_count(paper, kind) >= 2 or any(words[-1] in head for words in kind.titles) for kind in kinds)


def _count(paper: Paper, kind: KindText) -> int:
    """How many of the kind's words stand in the paper's body."""
    return sum(paper.text.holds(word) for word in kind.body)


def _is_slip(one: CourtNumber, other: CourtNumber) -> bool:
    """Whether two numbers of the same court and year differ in a digit or two."""
    same = (one.year, one.series) == (other.year, other.series)
    return same and 1 <= len(differing_positions(one.serial, other.serial)) <= SLIPS


def _other_number(paper: Paper, what: str, said: Said, number: str, right: str, where: Quote, *, sure: bool) -> Finding:
    positions = differing_positions(number, right)
    differing = f"（第 {'、'.join(map(str, positions))} 位不同）" if 1 <= len(positions) <= SLIPS else ""
    return Finding(
        said.quote.place,
        f"附件“{paper.file.document.name}”写的{what}是“{number}”，本件是“{right}”{differing}{_how(said)}",
        text=said.text,
        evidence=[where, said.quote],
        confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
    )


def _wrong_time(paper: Paper, said: Said, reading: Reading | None, how: str) -> Iterator[Finding]:
    if reading is not None:
        yield Finding(
            said.quote.place,
            f"附件“{paper.file.document.name}”写明的时间“{said.text.strip()}”{how}“{reading.text}”{_how(said)}",
            text=said.text,
            evidence=[Quote(reading.place, reading.text), said.quote],
            confidence=Confidence.LIKELY,
        )


def _how(said: Said) -> str:
    """How it was read, where that was not from a text layer."""
    return f"（识别自图片，可信度 {said.score:.2f}）" if said.is_read else ""


def _roles(people: list[Party]) -> str:
    return "、".join(dict.fromkeys(f"{party.role}为“{party.name}”" for party in people))


def _is_full_name(name: str) -> bool:
    bare = squeeze(name)
    return re.fullmatch(f"[{HAN}]{{2,4}}", bare) is not None and not re.search("[某○]|先生|女士|小姐|同志|老师", bare)
