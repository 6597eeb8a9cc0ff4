"""CO04: form, statement, ledger and export do not say the same of a case."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from zgc_lint.api import (
    Check,
    Confidence,
    Discrepancies,
    Discrepancy,
    Exports,
    Fields,
    Filing,
    Finding,
    Ledger,
    Mentions,
    Moment,
    NoOptions,
    Phone,
    Place,
    Quote,
    Reading,
    Registration,
    Role,
    SheetRow,
    agree,
    case_ids,
    differing_positions,
    read_phones,
    same_name,
    same_phone,
    squeeze,
)

MOMENTS = ("received_at", "dispatched_at", "due_at", "closed_at", "visited_at", "filed_on")


@dataclass(frozen=True)
class Claim:
    """What one source says: its Chinese name, the text as written, where it stands; `told` in running text."""

    source: str
    text: str
    place: Place
    moment: Moment | None = None
    told: bool = False

    @property
    def phones(self) -> list[Phone]:
        """The text as telephone numbers."""
        return read_phones(self.text)


class FieldMismatch(Check):
    code, name, title = "CO04", "field-mismatch", "材料之间信息不一致"
    row = "contradiction"
    needs = (Fields, Mentions, Ledger, Exports, Registration, Discrepancies)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Compare number, name, telephone and times of a case between its sources; one finding a deviating value."""
        yield from self._numbers(filing)
        sources = _Sources(filing)
        anonymous = self.knowledge.fields.anonymous
        mentions = filing[Mentions]
        names = [Claim("情况说明", m.name, m.quote.place, told=True) for m in mentions.names]
        yield from self._differing(
            "complainant",
            sources.claims("complainant") + names,
            lambda a, b: same_name(a.text, b.text, anonymous) is False,
        )
        phones = [Claim("情况说明", m.quote.text, m.quote.place, told=True) for m in mentions.phones]
        yield from self._differing(
            "phone", sources.claims("phone") + phones, lambda a, b: same_phone(a.phones, b.phones) is False
        )
        for key in MOMENTS:
            claims = [claim for claim in sources.claims(key) if claim.moment is not None]
            if key == "received_at":
                claims += self._call(claims, mentions)
            yield from self._differing(key, claims, _moments_differ)
        yield from map(_discrepancy, filing[Discrepancies].all)

    def _call(self, claims: Sequence[Claim], mentions: Mentions) -> list[Claim]:
        """The statement's time of the call: only where it names a single one, and no date in it is that of the form.

        A statement that tells of several days may well begin with another call than the one it is about.
        """
        called = claims[0].moment if claims else None
        if called is None or len(mentions.calls) != 1 or any(agree(called, date) for date in mentions.dates):
            return []
        return [Claim("情况说明", m.quote.text, m.quote.place, m.moment, told=True) for m in mentions.calls]

    def _differing(
        self, key: str, claims: Sequence[Claim], differ: Callable[[Claim, Claim], bool]
    ) -> Iterator[Finding]:
        """Compare each claim with the first, which is the one that counts; equal deviations are one finding."""
        if not claims:
            return
        first, deviating = claims[0], [claim for claim in claims[1:] if differ(claims[0], claim)]
        while deviating:
            claim = deviating[0]
            same = [other for other in deviating if not differ(claim, other)]
            deviating = [other for other in deviating if other not in same]
            name = self.knowledge.fields.name_of(key)
            yield Finding(
                claim.place,
                f"{name}不一致：{'、'.join(dict.fromkeys(c.source for c in same))}为“{claim.text}”，"
                f"{first.source}为“{first.text}”{_where(key, first, claim)}",
                text=claim.text,
                suggest=first.text,
                evidence=[Quote(other.place, other.text) for other in (first, *same)],
                confidence=Confidence.LIKELY if all(other.told for other in same) else Confidence.CERTAIN,
            )

    def _numbers(self, filing: Filing) -> Iterator[Finding]:
        """The case number in the form, the ledger and the statement; the parent's number in form and ledger."""
        fields, names = filing[Fields], self.knowledge.fields
        form = next((reading for reading in fields.form if reading.field == "case_id"), None)
        form_ids = case_ids(form.text, names) if form else []
        if form and filing.number and form_ids and filing.number not in squeeze(form.text):
            yield _number_finding("申报表", form_ids[0], form.place, "文件夹", filing.number, Place(filing.path))
        batch = filing.batch
        row = batch[Registration].row_of(filing) if batch is not None else None
        if row is not None:
            yield _number_finding("台账", row.case, row.place(), "申报材料", filing.case, Place(filing.path))
        registered = batch[Ledger].row_of(filing.case) if batch is not None else None
        yield from self._parents(filing, registered)
        yield from self._mentioned(filing)

    def _parents(self, filing: Filing, row: SheetRow | None) -> Iterator[Finding]:
        mine, theirs = filing[Fields].first("parent_id"), row.reading("parent_id") if row else None
        if mine is None or theirs is None:
            return
        form_ids, ledger_ids = (case_ids(reading.text, self.knowledge.fields) for reading in (mine, theirs))
        if form_ids and ledger_ids and set(form_ids) != set(ledger_ids):
            yield _number_finding(
                "台账", "、".join(ledger_ids), theirs.place, "申报表", "、".join(form_ids), mine.place, what="母单编号"
            )

    def _mentioned(self, filing: Filing) -> Iterator[Finding]:
        fields, names = filing[Fields], self.knowledge.fields
        related = {
            number for key in ("parent_id", "child_ids") for r in fields.all(key) for number in case_ids(r.text, names)
        }
        own = {filing.case} | {
            number for r in fields.form if r.field == "case_id" for number in case_ids(r.text, names)
        }
        mentions = filing[Mentions].cases
        names_own = any(mention.number in own for mention in mentions)
        reported: set[str] = set()
        for mention in mentions:
            if mention.number in own | related | reported:
                continue
            meant = mention.labelled and not names_own and len(mention.number) == len(filing.case)
            slip = _is_near(mention.number, filing.case) and not self._is_order(mention.number, filing)
            if filing.number and not mention.other and (meant or slip):
                reported.add(mention.number)
                yield _number_finding(
                    "情况说明", mention.number, mention.quote.place, "申报材料", filing.case, Place(filing.path)
                )

    def _is_order(self, number: str, filing: Filing) -> bool:
        """Whether the number is that of another order the batch knows."""
        batch = filing.batch
        return batch is not None and any(sheets.row_of(number) for sheets in (batch[Ledger], batch[Exports]))


class _Sources:
    """Export, form, ledger, statement of one case, in the order in which they count."""

    def __init__(self, filing: Filing) -> None:
        self.fields = filing[Fields]
        self.statements = {document.path for document in filing.with_role(Role.STATEMENT)}
        batch = filing.batch
        self.export = batch[Exports].row_of(filing.case) if batch is not None else None
        row = batch[Ledger].row_of(filing.case) if batch is not None else None
        self.ledger = row or (batch[Registration].row_of(filing) if batch is not None else None)

    def claims(self, key: str) -> list[Claim]:
        """What each source says of a field, where it says anything."""
        found = [self._of_row("工单导出表", self.export, key)]
        form = next((r for r in self.fields.form if r.field == key), None)
        found.append(self._of_reading("申报表", form))
        found.append(self._of_row("台账", self.ledger, key))
        told = (r for r in self.fields.all(key) if r.place.document in self.statements)
        found.extend(self._of_reading("情况说明", reading) for reading in told)
        return [claim for claim in found if claim is not None]

    def _of_reading(self, source: str, reading: Reading | None) -> Claim | None:
        if reading is None:
            return None
        moment = reading.moment()
        return Claim(source, reading.text, reading.place, moment if isinstance(moment, Moment) else None)

    def _of_row(self, source: str, row: SheetRow | None, key: str) -> Claim | None:
        reading = row.reading(key) if row is not None else None
        return Claim(source, reading.text, reading.place, row.moment(key)) if reading and row is not None else None


def _discrepancy(found: Discrepancy) -> Finding:
    first, other = found.first.quote, found.other.quote
    return Finding(
        other.place,
        f"{found.what}不一致：{found.other.source}为“{other.text}”，{found.first.source}为“{first.text}”",
        text=other.text,
        suggest=first.text,
        evidence=[first, other],
        confidence=Confidence.CERTAIN if found.sure else Confidence.LIKELY,
    )


def _moments_differ(one: Claim, other: Claim) -> bool:
    return one.moment is not None and other.moment is not None and not agree(one.moment, other.moment)


def _is_near(number: str, case: str) -> bool:
    """Whether the number is the case's own but for one or two digits."""
    return 1 <= len(differing_positions(number, case)) <= 2


def _where(key: str, first: Claim, claim: Claim) -> str:
    """Where two telephones differ: they are masked in reports, so the digits alone would not show it."""
    if key != "phone" or not first.phones or not claim.phones:
        return ""
    positions = differing_positions(first.phones[0].number, claim.phones[0].number)
    return f"（第 {'、'.join(map(str, positions))} 位不同）" if positions else "（位数不同）"


def _number_finding(
    source: str, number: str, place: Place, other: str, right: str, right_place: Place, what: str = "工单编号"
) -> Finding:
    positions = differing_positions(number, right)
    where = f"（第 {'、'.join(map(str, positions))} 位不同）" if 1 <= len(positions) <= 4 else ""
    return Finding(
        place,
        f"{what}不一致：{source}为“{number}”，{other}为“{right}”{where}",
        text=number,
        suggest=right,
        evidence=[Quote(right_place, right), Quote(place, number)],
    )
