"""What the stages hand to one another: the batch as it was read, places in it, and findings about it.

Nothing here reads a file, knows a price or names a check. `Batch`, `Filing` and `Document` are
*subjects*: a check runs on one of them and asks it for facts (``filing[Fields]``), which are extracted
once and kept.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar

from zgc_lint.folding import Aside, Folds, folded, packed_by_fields, unfolded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from zgc_lint.folding import Laid
    from zgc_lint.knowledge import Knowledge

__all__ = [
    "Batch", "Box", "CaseRecord", "Cell", "Confidence", "Context", "Coverage", "Document", "Errands", "Fact", "Filing",
    "Finding", "Fix", "Font", "IgnoreFile", "Keeper", "Known", "Outcome", "Page", "Paragraph", "Part", "Picture",
    "Place", "Problem", "Quote", "Role", "Source", "Subject", "Suppressed", "Table", "TableCell", "UndeclaredFactError",
    "Unjudged",
]  # fmt: skip


class Role(str, enum.Enum):
    """What a document is to the batch it lies in."""

    FORM = "form"  # 申报表
    STATEMENT = "statement"  # 情况说明
    ATTACHMENT = "attachment"  # 附件、佐证材料
    LEDGER = "ledger"  # 台账
    EXPORT = "export"  # 工单导出表
    OTHER = "other"


class Part(str, enum.Enum):
    """The part of a document a paragraph stands in."""

    BODY = "body"
    TEXT_BOX = "textbox"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


class Confidence(str, enum.Enum):
    """How sure a finding is. Certain and likely findings are priced; a hint is advice at 0 RMB."""

    CERTAIN = "certain"
    LIKELY = "likely"
    HINT = "hint"


class Box(NamedTuple):
    """A rectangle, origin at the upper left: pixels of the upright picture, or points (1/72 inch) of a PDF page."""

    left: float
    top: float
    right: float
    bottom: float


class Cell(NamedTuple):
    """A cell's address; all three count from 1. In a spreadsheet `table` is the sheet's number."""

    table: int
    row: int
    column: int


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    `document` is the path relative to the target, with ``/``; `page` and `paragraph` count from 1;
    `start` and `end` are character offsets in that paragraph (in a spreadsheet: in that cell), end
    excluded; `field` is a key of ``dictionaries/fields.yaml``. `picture` is the name of the picture inside the
    document that `box` is measured in; without it `box` is that of the page, or of the file where that is a picture.
    """

    document: str = ""
    page: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None
    field: str | None = None
    cell: Cell | None = None
    picture: str | None = None

    def within(self, start: int, end: int) -> Place:
        """The place of ``text[start:end]`` where this place is that of ``text``."""
        offset = self.start or 0
        return replace(self, start=offset + start, end=offset + end)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be read, and the way out of it; both sentences in Chinese for the user."""

    why: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.why}。{self.remedy}" if self.remedy else self.why


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged document: width and height in points, and how many characters its text layer holds."""

    number: int
    width: float
    height: float
    characters: int


class Font(NamedTuple):
    """The type in which ``text[start:end]`` of a paragraph is set: name for Chinese text, size in points."""

    start: int
    end: int
    name: str
    size: float


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of visible text, numbered from 1 in reading order through the whole document.

    `heading` is true for a heading or title style, and for a line that the reader recognised as a title.
    `label` is the automatic list number that Word shows before the text ("一、"); it is not part of `text`.
    `fonts` is what its Chinese text is set in, one after the other, where that is more than one font and known.
    """

    text: str
    number: int
    page: int | None = None
    part: Part = Part.BODY
    cell: Cell | None = None
    heading: bool = False
    label: str = ""
    fonts: tuple[Font, ...] = ()


class TableCell(NamedTuple):
    """A cell as a reader sees it. A merged cell is one object that stands at every grid position it covers.

    `row` and `column` (from 1) are its upper left position. `value` is the typed value of a spreadsheet
    cell (int, float, bool, datetime, date, time, timedelta), None where the cell is text. A tuple, since an export has
    a million of them.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    paragraphs: tuple[int, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a sheet: rows of equal length, merged cells repeated. `name` is the sheet's name."""

    number: int
    rows: tuple[tuple[TableCell, ...], ...]
    name: str = ""
    page: int | None = None


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a document or a picture file: pixel size, format ("JPEG"), SHA-256 of its bytes, where it stands."""

    name: str
    width: int
    height: int
    format: str
    sha256: str
    place: Place
    floating: bool = False


class Fact(Protocol):
    """Something worked out from a subject; see `zgc_lint.extract`.

    It is let go of when there are other filings to look into, and worked out again where it is asked for once more. One
    that is small, and asked of each filing again and again, may have a class attribute ``stays = True``: it is held, or
    laid aside, instead.
    """

    @classmethod
    def extract(cls: type[F], subject: Any, knowledge: Knowledge) -> F:
        """Work the fact out of `subject`."""
        ...


F = TypeVar("F", bound=Fact)
T = TypeVar("T")


class UndeclaredFactError(Exception):
    """A check asked for a fact that its `needs` does not name."""


@dataclass(eq=False)
class Subject:
    """What a check can run on. ``subject[SomeFact]`` extracts the fact on first use."""

    #: While a check runs: the facts it declared. None elsewhere, where any may be asked for.
    declared: ClassVar[frozenset[type] | None] = None
    #: How often dear work has been put off so far (`Errands`); what was worked out while it rose is not to be kept.
    put_off: ClassVar[int] = 0

    _facts: dict[type, Any] = field(default_factory=dict, init=False, repr=False)
    #: Facts that were there and were let go of.
    _gone: frozenset[type] = field(default=frozenset(), init=False, repr=False)
    knowledge: Knowledge | None = field(default=None, init=False, repr=False)
    #: Who keeps facts from one run to the next; None where nobody does.
    keeper: Keeper | None = field(default=None, init=False, repr=False)

    def __getitem__(self, kind: type[F]) -> F:
        if Subject.declared is not None and kind not in Subject.declared:
            raise UndeclaredFactError(f"{kind.__name__} is not among the check's needs")
        return self.extracted(kind) if self.keeper is None else self.keeper.fact(self, kind)

    def extracted(self, kind: type[F]) -> F:
        """The fact, worked out here and now unless it has been before; for `Keeper`. Others write ``subject[kind]``."""
        if kind not in self._facts:
            if self.knowledge is None:
                raise LookupError("facts are available once the batch has been given its knowledge (Batch.inform)")
            declared, Subject.declared = Subject.declared, None  # a fact may build on other facts
            put_off = Subject.put_off
            try:
                fact = kind.extract(self, self.knowledge)
            finally:
                Subject.declared = declared
            if Subject.put_off != put_off:
                return fact
            self._facts[kind] = fact
            self.take_in_hand()
            return fact
        return self._facts[kind]  # type: ignore[no-any-return]

    def known(self, kind: type[F]) -> F | None:
        """The fact, where it has been extracted already, in this run or in that whose outcome is used again."""
        if self.keeper is not None:
            return self.keeper.known(self, kind)
        return self.extracted(kind) if self.holds(kind) else None

    def has(self, kind: type) -> bool:
        """Whether the fact lies here ready."""
        return kind in self._facts

    def holds(self, kind: type) -> bool:
        """Whether the fact lies here ready, or has."""
        return self.has(kind) or kind in self._gone

    def take_in_hand(self) -> None:
        """Tell the batch that something was worked out, or unfolded, for this; see `Batch.take_in_hand`."""

    def let_go(self) -> None:
        """Let go of all facts but those that stay (`Fact`) and that nobody else keeps: they can be worked out again."""
        kept = self.keeper.let_go(self) if self.keeper is not None else ()
        gone = [kind for kind in self._facts if kind in kept or not getattr(kind, "stays", False)]
        if gone:
            self._gone = _one_of_each.setdefault(every := self._gone.union(gone), every)
            self._facts = {kind: fact for kind, fact in self._facts.items() if kind not in gone}  # a smaller one

    def restore(self, kind: type[F], fact: F) -> None:
        """Take over a fact that an earlier run has extracted of the very same papers."""
        self._facts[kind] = fact
        self.take_in_hand()


_one_of_each: dict[frozenset[type], frozenset[type]] = {}


class Source(Protocol):
    """Where a document's bytes can be had once more."""

    def read(self) -> bytes:
        """The bytes. Raises OSError, or what the stage that reads files raises for a broken one."""
        ...


class Errands(Protocol):
    """Dear work on documents that is put off until it can be done for many of them at once; see `zgc_lint.work`."""

    def put_off(self, document: Document, what: Any) -> bool:
        """Whether `what` is put off: the asker goes on with nothing, is asked again later, and finds it in
        `Document.seen` then. If not, the asker does it now.
        """
        ...

    def catch_up(self) -> None:
        """Do what was put off since the last time."""
        ...

    def compare(
        self, things: Sequence[Any], firsts: int, known: Collection[int], compare: Any
    ) -> list[tuple[int, int, Any]] | None:
        """What comes of comparing each of the `firsts` of very many things with each later one
        (`zgc_lint.look.comparisons`); None where nobody has a share in it, so that the asker does it: as where some are
        `known` to one another. Once all work is put off so is this.
        """
        ...

    def keeps(self, document: Document, what: Any) -> bool:
        """Whether `again` should give what came of an errand."""
        ...

    def again(self, document: Document, what: Any) -> Any:
        """What came of an errand that was done, in this run or before; None where that is not known."""
        ...

    def gather(self, *, on: bool) -> None:
        """From now on put work off, or do so no more."""
        ...

    def stop(self) -> None:
        """From now on put all work off, for good."""
        ...


class Keeper(Protocol):
    """Keeps what was worked out for a part of a batch, for as long as all that it rests on stays as it is; see
    `zgc_lint.work.keeping`.
    """

    def fact(self, subject: Subject, kind: type[F]) -> F:
        """The fact of `subject`: there already, kept from an earlier run, or extracted now."""
        ...

    def known(self, subject: Subject, kind: type[F]) -> F | None:
        """The fact, where it was asked for before: in this run, or in that of which something is used again."""
        ...

    def recall(self, what: str) -> Any:
        """What an earlier run on a batch of this month has given to `remember`; None where none has.

        Not what this run has: that may have been worked out with part of the work put off.
        """
        ...

    def remember(self, what: str, value: Any) -> None:
        """Keep a value that is true of any batch, in place of any given before."""
        ...

    def let_go(self, subject: Subject) -> Collection[type]:
        """The facts of `subject` are let go of but for those that stay; gives those of these that lie here now."""
        ...

    def saw_all(self) -> None:
        """Part of a batch has looked at the batch itself, so that it rests on all that is in it."""
        ...


_MEMORY = Aside()


class _Read(Generic[T]):
    """A field of a document that is folded with the others."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, document: Document | None, owner: type) -> tuple[T, ...]:
        return () if document is None else document.read().get(self._name, ())  # of the class: the field's default

    def __set__(self, document: Document, value: tuple[T, ...]) -> None:
        document.change(self._name, value)


@dataclass(eq=False)
class Document(Subject):
    """One file as it was read. Where `problem` is set nothing else is known but path, size and perhaps SHA-256.

    `source` is None where there is no file behind the document; it can be read as long as the batch is open.

    What was read is folded up (`fold`) where it is not in use, and unfolds where it is asked for.
    """

    path: str
    format: str
    role: Role = Role.OTHER
    size: int = 0
    sha256: str = ""
    paragraphs: _Read[Paragraph] = _Read()
    tables: _Read[Table] = _Read()
    pictures: _Read[Picture] = _Read()
    pages: _Read[Page] = _Read()
    problem: Problem | None = None
    source: Source | None = field(default=None, repr=False)
    #: Whether its file is no longer the one that was read: what comes of it is not to be kept.
    is_changed: bool = field(default=False, init=False)

    filing: Filing | None = field(default=None, init=False, repr=False)
    batch: Batch | None = field(default=None, init=False, repr=False)
    #: What was read, by the names of its fields; None where it is folded.
    _open: dict[str, tuple[Any, ...]] | None = field(default=None, init=False, repr=False)
    _folded: Laid | None = field(default=None, init=False, repr=False)
    #: Where what is folded up lies; to be given before anything was seen.
    aside: Aside = field(default=_MEMORY, init=False, repr=False)
    _seen: Folds | None = field(default=None, init=False, repr=False)

    @property
    def seen(self) -> Folds:
        """What dear work on it gave, by what was asked for; see `zgc_lint.extract.sights` and `suspicions`."""
        self.take_in_hand()
        if self._seen is None:
            self._seen = Folds(self.aside)
        return self._seen

    def read(self) -> dict[str, tuple[Any, ...]]:
        """What was read, unfolded, by the names of its fields."""
        read = self._open
        if read is None:
            read = self._open = unfolded(self.aside.get(self._folded)) if self._folded is not None else {}
            self.take_in_hand()
        return read

    def change(self, name: str, value: tuple[Any, ...]) -> None:
        """Something else was read."""
        self._open, self._folded = {**self.read(), name: value}, None

    def take_in_hand(self) -> None:
        """See `Batch.take_in_hand`."""
        if self.filing is not None:
            self.filing.take_in_hand()
        elif self.batch is not None:
            self.batch.take_in_hand(self)

    def forget(self, what: Any) -> None:
        """What was seen under this name is not to be asked for any more: whoever asked holds it."""
        if self._seen is not None:
            self._seen.pop(what, None)

    def fold(self) -> None:
        """Fold up what was read and what was seen; this is dropped where that can be had again."""
        if self._seen is not None:
            errands = self.batch.errands if self.batch is not None else None
            self._seen.fold(lambda what: errands is not None and errands.keeps(self, what))
            if not self._seen:
                self._seen = None
        if self._open is not None:
            if self._folded is None and any(self._open.values()):
                self._folded = self.aside.put(folded(self._open))
            self._open = None

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Set all attributes there are at once, one by one: else it gets a dictionary of its own, which is larger."""
        for name in dict.fromkeys((*_ATTRIBUTES, *state)):
            object.__setattr__(self, name, state.get(name, getattr(self, name, None)))

    @property
    def is_open(self) -> bool:
        """Whether what was read lies unfolded."""
        return self._open is not None

    def copy(self) -> Document:
        """The same as it was read, folded up: in no batch, without its source and all that was worked out."""
        self.fold()
        copy = Document(self.path, self.format, self.role, self.size, self.sha256, problem=self.problem)
        copy._open, copy._folded = None, None if self._folded is None else self.aside.get(self._folded)
        return copy

    def let_go(self) -> None:
        """Let go of facts, and fold up the rest."""
        super().let_go()
        self.fold()

    @property
    def name(self) -> str:
        """The file's own name, with its ending."""
        return self.path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.name.rpartition(".")[0] or self.name

    @property
    def has_text(self) -> bool:
        """Whether any text could be read; a scan without a text layer has none."""
        return bool(self.paragraphs or self.tables)


#: Those of a document but what was read, which lies among the others.
_ATTRIBUTES = tuple(each.name for each in fields(Document) if not isinstance(each.default, tuple))


@dataclass(eq=False)
class Filing(Subject):
    """The papers of one application. `number` is the work-order number its folder name or filing.yaml gives."""

    path: str
    documents: tuple[Document, ...] = ()
    number: str | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)

    batch: Batch | None = field(default=None, init=False, repr=False)

    @property
    def case(self) -> str:
        """The work-order number, or the folder's name where no number could be found."""
        return self.number or self.path.rpartition("/")[2] or self.path

    def copy(self) -> Filing:
        """The same in no batch; see `Document.copy`."""
        return Filing(self.path, tuple(document.copy() for document in self.documents), self.number, self.overrides)

    def with_role(self, *roles: Role) -> Iterator[Document]:
        """The readable documents that have one of `roles`, in order."""
        return (d for d in self.documents if d.role in roles and d.problem is None)

    def take_in_hand(self) -> None:
        """See `Batch.take_in_hand`."""
        if self.batch is not None:
            self.batch.take_in_hand(self)

    def let_go(self) -> None:
        """Let go of the facts of the filing and its documents, and fold these up."""
        super().let_go()
        for document in self.documents:
            document.let_go()


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """A ``zgc-lint-ignore.yaml`` as text; `path` is relative to the target, `problem` says why it cannot be read."""

    path: str
    text: str
    problem: Problem | None = None


#: How many filings, and documents in none, are in hand at once. One is what is needed; with more, what looks to and fro
#: between a few (an order and its parent) need not work everything out each time.
IN_HAND = 16
#: The attributes of a batch from which all of its papers can be reached.
_CONTENTS = frozenset({"filings", "documents", "earlier", "memory", "ignores"})


@dataclass(eq=False)
class Batch(Subject):
    """A month's folder, or whatever smaller target was given.

    `documents` are those that belong to no filing: ledgers, exports and papers nobody can place.
    `month` is the calendar month ("2026-06") that the folder's name or the user gives.
    `whole` is false where the target is less than a batch (one filing, one file), so that what is
    absent from it proves nothing. `earlier`: ledgers and exports of earlier months, to look things up in.
    """

    filings: tuple[Filing, ...] = ()
    documents: tuple[Document, ...] = ()
    month: str | None = None
    whole: bool = True
    ignores: tuple[IgnoreFile, ...] = ()
    earlier: tuple[Document, ...] = ()

    #: What is known of the pictures of earlier months (`zgc_lint.look.memory.Memory`), where the office keeps that.
    memory: Any = field(default=None, init=False, repr=False)
    #: Who does the dear work; None where it is done as soon as it is asked for.
    errands: Errands | None = field(default=None, init=False, repr=False)
    #: Where what is held of all its parts lies as long as it is not in use.
    aside: Aside = field(default=_MEMORY, init=False, repr=False)
    #: Those parts of which anything is unfolded or worked out that can be again, the last one used last.
    _in_hand: dict[Filing | Document, None] = field(default_factory=dict, init=False, repr=False)

    def __getattribute__(self, name: str) -> Any:
        if name in _CONTENTS and self.keeper is not None:
            self.keeper.saw_all()
        return object.__getattribute__(self, name)

    def inform(self, knowledge: Knowledge) -> Batch:
        """Tie documents, filings and batch together and let facts be extracted; returns the batch itself."""
        self.knowledge = knowledge
        for document in (*self.documents, *self.earlier):
            document.batch, document.knowledge = self, knowledge
        for filing in self.filings:
            filing.batch, filing.knowledge = self, knowledge
            for document in filing.documents:
                document.filing, document.batch, document.knowledge = filing, self, knowledge
        for document in self.documents:
            if document.is_open:
                self.take_in_hand(document)
        return self

    def take_in_hand(self, part: Filing | Document | None = None) -> None:
        """Something of `part` was unfolded or worked out; let go of that part which was used least lately, so that what
        is held of a batch does not grow with what is held of a filing while its checks are run.
        """
        hand = self._in_hand
        if part is None or next(reversed(hand), None) is part:
            return
        hand.pop(part, None)
        hand[part] = None
        if len(hand) > IN_HAND:
            oldest = next(iter(hand))
            del hand[oldest]
            oldest.let_go()

    def entrust(self, keeper: Keeper) -> None:
        """Let `keeper` keep the facts of the batch and of all its parts."""
        for subject in (self, *self.filings, *self.every_document()):
            subject.keeper = keeper

    def with_role(self, *roles: Role) -> Iterator[Document]:
        """The readable documents outside the filings that have one of `roles`."""
        return (d for d in self.documents if d.role in roles and d.problem is None)

    def parts(self) -> Iterator[Document | Filing]:
        """What it is made of: its own documents, then its filings."""
        yield from self.documents
        yield from self.filings

    def every_document(self) -> Iterator[Document]:
        """All documents of the batch, its own first, then filing by filing."""
        yield from self.documents
        for filing in self.filings:
            yield from filing.documents


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence: where, and what stands there; `score` (0-1) is how surely that was read in a picture."""

    place: Place
    text: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement of the characters of a finding's place. A safe fix never changes the meaning."""

    replacement: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """The paragraph or cell a finding stands in; ``text[start:end]`` is what the finding is about."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect: where, what, what to write instead, how sure.

    A check sets the first block; the engine stamps the second; the third is added for reports: the text around it, and
    the keys of its pictures in `Audit.exhibits`.
    `row` is a row id of the price list; a check with one row leaves it to the engine.
    """

    place: Place
    message: str
    text: str = ""
    suggest: str | None = None
    evidence: Sequence[Quote] = ()
    fix: Fix | None = None
    confidence: Confidence | Literal["certain", "likely", "hint"] = Confidence.CERTAIN
    case: str | None = None
    row: str | None = None

    code: str = ""
    name: str = ""
    fingerprint: str = ""

    context: Context | None = None
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Something a check could not decide, and why (a Chinese sentence). A check may yield it in place of a finding."""

    place: Place
    why: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the appeal: `lost` is None until the appraisal is known."""

    lost: bool | None = None
    district: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What pricing and reports need to know of a case."""

    case: str
    path: str
    item: str = ""
    specialist: str = ""
    reviewer: str = ""
    filed_on: date | None = None
    received_on: date | None = None
    outcome: Outcome = Outcome()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that the office has agreed to leave out, and the reason it gave; or one that its baseline holds."""

    finding: Finding
    reason: str
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as a baseline holds it: nothing of its text."""

    code: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was looked at: number of files, what could not be judged, what was left out by agreement.

    `compared` is true where a baseline was given; `absent` are its entries that no longer occur.
    """

    files: int = 0
    not_judged: tuple[Unjudged, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    compared: bool = False
    absent: tuple[Known, ...] = ()
