"""Which picture, page or file of a batch was there before: in an earlier filing, or in an earlier month."""

from __future__ import annotations

import hashlib
import itertools
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from zgc_lint.errors import UsageError
from zgc_lint.extract.attachments import Attachments
from zgc_lint.extract.compared import compared
from zgc_lint.laying import LaidList
from zgc_lint.look.comparisons import Digests
from zgc_lint.look.likeness import LaidPrint, LaidPrints
from zgc_lint.model import Place, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zgc_lint.extract.attachments import File
    from zgc_lint.extract.orders import Order
    from zgc_lint.knowledge import Kind, Knowledge
    from zgc_lint.look.frames import About, Unseen
    from zgc_lint.look.likeness import Match, Print
    from zgc_lint.look.memory import Memory, Remembered
    from zgc_lint.model import Batch, Document, Filing

__all__ = ["Printed", "Prints", "Twin", "remember"]

_SMALLEST = 240  # pixels of the shorter side: what is smaller inside a document is a logo or a seal
_LONGEST = 3.0  # longer side by shorter: what is longer is a letterhead or a signature
_SQUARE = 1.25  # the same of a seal


@dataclass(frozen=True, slots=True)
class Printed:
    """A file among the attachments, a page of one, or a picture in any paper of the filing: of a batch's, the one at
    `position`.

    `sha256` is that of its bytes, "" for a drawn page. `kind` and `number` are the attachment's; None and 0 where it
    has none. `print` is None for what is no picture, and for pages that have text.
    """

    position: int
    filing: Filing
    document: Document
    place: Place = field(compare=False)
    kind: Kind | None = field(compare=False)
    number: int = field(compare=False)
    sha256: str = field(compare=False, default="")
    print: LaidPrint | None = field(compare=False, default=None)

    @property
    def is_file(self) -> bool:
        """Whether it is a file as a whole."""
        return self.place == Place(self.document.path)

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture, and not one of a page or a screen."""
        return self.print is not None and not self.print.is_page


@dataclass(frozen=True, slots=True)
class Twin:
    """What came before and is alike; `match` is None where the bytes are the same."""

    other: Printed
    match: Match | None


@dataclass(frozen=True)
class Prints:
    """What can be compared in the batch, by case number and document, what could not be looked at, and what is alike.

    Kinds of attachment that filings may share are left out. `found` are those of `entries`, in the same order, that
    have `twins` or are `remembered`.
    """

    entries: Sequence[Printed]
    unseen: tuple[Unseen, ...]
    found: tuple[Printed, ...]
    twins: dict[Printed, list[Twin]]
    remembered: dict[Printed, list[tuple[Remembered, Match | None]]]
    memory: Memory | None

    def is_relative(self, past: Remembered, order: Order | None) -> bool:
        """Whether what is remembered is of this very order (filed once more) or of its parent."""
        numbers = [order.number, *(parent.number for parent in order.parents)] if order else []
        return self.memory is not None and past.filing in map(self.memory.hash_of, numbers)

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Prints:
        """Look at all attachments of `batch` and compare each with all that came before."""
        filings = sorted(batch.filings, key=lambda filing: (filing.case, filing.path))
        seen = [_is_seen(document) for filing in filings for document, _ in _compared(filing)]
        if not all(seen):
            return cls((), (), (), {}, {}, batch.memory)  # for now
        unseen: list[Unseen] = []
        count = itertools.count()
        entries = LaidList((entry for filing in filings for entry in _printed(filing, unseen, count)), batch.aside)
        memory: Memory | None = batch.memory
        past = LaidList(memory.before(batch.month) if memory is not None and batch.month else (), batch.aside)
        twins: defaultdict[Printed, list[Twin]] = defaultdict(list)
        remembered: defaultdict[Printed, list[tuple[Remembered, Match | None]]] = defaultdict(list)
        found: dict[int, Printed] = {}

        def entry_of(number: int) -> Printed:
            if number not in found:
                found[number] = entries[number]
            return found[number]

        for first, second, match in _alike(batch, entries, past):
            if second < len(entries):
                twins[entry_of(second)].append(Twin(entry_of(first), match))
            else:
                remembered[entry_of(first)].append((past[second - len(entries)], match))
        in_order = tuple(entry for _, entry in sorted(found.items()) if entry in twins or entry in remembered)
        return cls(entries, tuple(unseen), in_order, dict(twins), dict(remembered), memory)


def remember(batch: Batch) -> None:
    """Write down what the batch holds for later months, where the office keeps a memory.

    Raises UsageError where that cannot be done, as for a batch of no known month.
    """
    memory: Memory | None = batch.memory
    month = batch.month
    if memory is None:
        return
    if month is None:
        raise UsageError("不知道所属月份，没有与以前的月份比较，请用 --month 指明")
    entries = (
        memory.remembered(
            entry.filing.case, month, entry.number, entry.sha256, entry.print.whole() if entry.print else None
        )
        for entry in batch[Prints].entries
    )
    memory.replace(month, entries, None if batch.whole else [filing.case for filing in batch.filings])


def _compared(filing: Filing) -> Iterator[tuple[Document, File | None]]:
    """The papers that are compared; those that are attachments with what is known of them as such."""
    files = {file.document.path: file for file in filing[Attachments].files}
    for document in filing.with_role(Role.ATTACHMENT, Role.FORM, Role.STATEMENT):
        file = files.get(document.path)
        if file is None or file.kind is None or not file.kind.shared:
            yield document, file


def _is_seen(document: Document) -> bool:
    """Whether the document was looked at, if need be now; not so where that is put off."""
    from zgc_lint.extract.sights import sights  # numpy and Pillow, which only a check of files should load
    from zgc_lint.look.stage import Want

    if Want.PRINTS not in document.seen:
        sights(document, Want.PRINTS)
    return Want.PRINTS in document.seen


def _printed(filing: Filing, unseen: list[Unseen], count: Iterator[int]) -> Iterator[Printed]:
    """What can be compared of a filing; from now on it is held nowhere else."""
    from zgc_lint.extract.sights import sights
    from zgc_lint.look.frames import FrameKind
    from zgc_lint.look.stage import Want

    for document, file in _compared(filing):
        kind, number = (file.kind, file.number or 0) if file else (None, 0)
        seen = sights(document, Want.PRINTS)
        document.forget(Want.PRINTS)
        if file is not None:
            unseen.extend(seen.unseen)
            own = next((s.what for s in seen.seen if s.about.kind is FrameKind.FILE), None)
            laid = LaidPrint.of(own, document.aside) if own is not None else None
            yield Printed(next(count), filing, document, Place(document.path), kind, number, document.sha256, laid)
        for sight in seen.seen:
            if _counts(sight.about, sight.what, attached=file is not None):
                laid = LaidPrint.of(sight.what, document.aside)
                where = sight.about.place
                yield Printed(next(count), filing, document, where, kind, number, sight.about.sha256, laid)


def _counts(about: About, look: Print, *, attached: bool) -> bool:
    """Whether a page or a picture inside a document is evidence of its own: no logo, letterhead, signature or seal."""
    if about.kind.value != "embedded":
        return attached and about.kind.value == "page"
    short, long = sorted((about.width, about.height))
    return short >= _SMALLEST and long <= _LONGEST * short and not (look.is_page and long <= _SQUARE * short)


def _alike(
    batch: Batch, entries: Sequence[Printed], past: Sequence[Remembered]
) -> Iterator[tuple[int, int, Match | None]]:
    """The number of each entry with that of what is alike and comes later: in the batch, or after it in the past."""
    from zgc_lint.look.prints import pairs

    compared_ones = array("I")  # one of those with the same bytes
    names = bytearray()
    recent = 0
    firsts: dict[bytes, int] = {}
    copies: defaultdict[int, list[int]] = defaultdict(list)  # of a first one, the others
    everything: Iterator[Printed | Remembered] = itertools.chain(entries, past)
    for number, entry in enumerate(everything):
        first = firsts.setdefault(bytes.fromhex(entry.sha256), number) if entry.sha256 else number
        if first != number:
            copies[first].append(number)
        elif entry.print is not None:
            is_recent = number < len(entries)
            compared_ones.append(number)
            names += entry.print.name if is_recent else hashlib.sha256(entry.print.name + b" past").digest()
            recent += is_recent
    for first, others in copies.items():
        group = (first, *others)
        for place, one in enumerate(group):
            if one >= len(entries):  # so are all that follow
                break
            yield from ((one, other, None) for other in group[place + 1 :])

    def brought(place: int) -> Print:
        number = compared_ones[place]
        entry = entries[number] if number < len(entries) else past[number - len(entries)]
        return cast("LaidPrint | Print", entry.print).whole()

    prints = LaidPrints(len(compared_ones), brought)
    for first_one, second_one, match in compared(batch, "prints", Digests(bytes(names)), prints, pairs, recent):
        first, second = compared_ones[first_one], compared_ones[second_one]
        for left, right in itertools.product((first, *copies.get(first, ())), (second, *copies.get(second, ()))):
            one, other = sorted((left, right))
            if one < len(entries):
                yield one, other, match
