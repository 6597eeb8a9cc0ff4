"""A filing checked by itself, by another process or machine, as far as it does not rest on the others of its batch.

It is checked there with the rows of ledgers and exports that speak of it. What comes of it is what an earlier run would
have kept (`zgc_lint.work.keeping`), with the questions that were asked of the batch and the answers. It holds where the
whole batch gives the same answers; else the filing is checked here, with what was seen of its papers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from zgc_lint.check.options import build_options
from zgc_lint.check.outcomes import Facts, Names
from zgc_lint.check.registry import MOUNTED, discover
from zgc_lint.check.runner import examine
from zgc_lint.extract.fields import case_ids
from zgc_lint.extract.sheets import Earlier, Exports, Ledger
from zgc_lint.folding import Aside
from zgc_lint.knowledge import Knowledge
from zgc_lint.look.limits import FEW_CHARACTERS
from zgc_lint.model import Batch, Filing, Problem
from zgc_lint.work.desk import Desk
from zgc_lint.work.hands import Fatal
from zgc_lint.work.keeping import Keeping
from zgc_lint.work.names import models_digest
from zgc_lint.work.spool import Pile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zgc_lint.check.base import Check
    from zgc_lint.load.source import Entry
    from zgc_lint.model import Document
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Alone", "Setting", "Sharing", "all_bundled"]

# CPU seconds, to put the dearest first; measured by `python -m benchmarks.scale`.
_FILING, _PICTURE = 0.2, 0.4
_MOST = 0.2  # of the time that a task may take: a dearer filing is done document by document
_LINKS = ("parent_id", "child_ids")


def all_bundled(checks: Sequence[type[Check]]) -> bool:
    """Whether all checks are those that come with the program, which is the same in all processes."""
    return all(check.__module__.partition(".")[0] == MOUNTED for check in checks)


@dataclass(frozen=True, slots=True)
class Setting:
    """What filings are checked with: codes of checks, the office's settings for them, the folder of its dictionaries.

    `circumstances` is the digest of all that (`Names`), by which one setting is told from another; `models` stands for
    the trained tables in it.
    """

    circumstances: bytes
    models: bytes
    codes: tuple[str, ...] = field(compare=False)
    settings: Mapping[str, Mapping[str, Any]] = field(compare=False)
    office: str | None
    month: str | None
    whole: bool

    @classmethod
    def of(
        cls,
        batch: Batch,
        checks: Sequence[type[Check]],
        settings: Mapping[str, Mapping[str, Any]],
        knowledge: Knowledge,
        names: Names,
    ) -> Setting:
        """That in which a batch is checked here."""
        codes = tuple(check.code for check in checks)
        office = str(knowledge.office.resolve()) if knowledge.office is not None else None
        return cls(names.circumstances, models_digest(), codes, settings, office, batch.month, batch.whole)


@dataclass(frozen=True, slots=True)
class Alone:
    """A filing as it was read, the files of those of its documents that could be read, and what the batch's tables say
    of it.
    """

    setting: Setting
    filing: Filing
    entries: tuple[Entry, ...]
    tables: tuple[Ledger, Exports, Earlier]
    cost: float
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = True  # its documents are done one by one, if need be

    @property
    def path(self) -> str:
        """Of the filing."""
        return self.filing.path

    def with_entries(self, entries: tuple[Entry, ...]) -> Alone:
        """See `zgc_lint.work.tasks.Task`."""
        return replace(self, entries=entries)

    def run(self) -> tuple[Any, dict[bytes, bytes]]:
        """What is to be kept of the filing, None for nothing; and all that was seen in its papers, for the store.

        Raises LookupError where that cannot be done as it would be in the process that asks, and whatever goes wrong.
        """
        office = _office(self.setting)
        batch = Batch(filings=(self.filing,), month=self.setting.month, whole=self.setting.whole)
        batch.inform(office.knowledge)
        for document, entry in zip(_readable(self.filing), self.entries, strict=True):
            document.source = entry
        for table in self.tables:
            batch.restore(type(table), table)
        seen = Pile(aside := Aside())
        batch.errands = desk = Desk(_Here(), seen, lambda *_: None, aside, self.setting.models)
        keeping = Keeping(batch, office.knowledge, desk, office.names.of_part)
        # The checks of the batch ask the filing for what they will ask in the batch: that is kept, not what they find.
        examined = examine(batch, office.checks, office.knowledge, office.options, keeping=keeping)
        Facts.of(batch)
        if examined.has_crashed:
            raise LookupError("a check has crashed; it may have lacked memory")
        if any(document.is_changed for document in self.filing.documents) or not office.names.still_hold():
            raise LookupError("files were changed meanwhile")
        return keeping.record_of(self.filing), seen.everything()


def _readable(filing: Filing) -> list[Document]:
    """Those of which bytes were read; of a recording none are."""
    return [document for document in filing.documents if document.sha256]


@dataclass(frozen=True)
class _Office:
    """What is needed to check any filing in the same setting."""

    knowledge: Knowledge
    checks: list[type[Check]]
    options: dict[str, object]
    names: Names


def _office(setting: Setting) -> _Office:
    """Raises LookupError where the checks and dictionaries found here are others than those of the setting."""
    office = _office_here(setting)
    if office.names.circumstances != setting.circumstances or not office.names.still_hold():
        _office_here.cache_clear()  # dictionaries were edited, or were out of reach, since they were read
        office = _office_here(setting)
        if office.names.circumstances != setting.circumstances:
            raise LookupError("other checks or dictionaries")
    return office


@lru_cache(maxsize=1)
def _office_here(setting: Setting) -> _Office:
    known = discover().checks
    checks = [known[code] for code in setting.codes]
    knowledge = Knowledge(Path(setting.office) if setting.office is not None else None)
    options: dict[str, object] = {
        check.code: build_options(check, setting.settings.get(check.settings_of or check.code, {}), "")
        for check in checks
    }
    names = Names(Batch(month=setting.month, whole=setting.whole), checks, options, knowledge, setting.models)
    return _Office(knowledge, [check for check in checks if not check.extra], options, names)


class _Here:
    """Hands that do each task at once; what it raises ends it all."""

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        for number, task in enumerate(tasks):
            take(number, task.run())

    def share(self, tasks: Sequence[Task]) -> bool:
        """See `zgc_lint.work.hands.Hands`."""
        return False

    def close(self) -> None:
        """See `zgc_lint.work.hands.Hands`."""


class Sharing:
    """Has the filings of `batch` checked by themselves where `desk` gives tasks to others, who may take `time_limit`
    seconds for each; what comes of it goes to `keeping`.
    """

    def __init__(
        self, batch: Batch, knowledge: Knowledge, desk: Desk, keeping: Keeping, setting: Setting, time_limit: float
    ) -> None:
        self.setting = setting
        self._tables = batch[Ledger], batch[Exports], batch[Earlier]
        self._knowledge = knowledge
        self._desk = desk
        self._keeping = keeping
        self._time_limit = time_limit
        self._linked = self._links()

    def take_on(self, part: Filing | Document) -> bool:
        """See `zgc_lint.check.runner.Others`. Not what has been seen before, nor what has ended a process."""
        if not isinstance(part, Filing):
            return False
        readable = _readable(part)
        if any(document.source is None or self._desk.is_deadly(document.sha256) for document in readable):
            return False
        if any(self._desk.has_seen(document) for document in readable):
            return False
        cost = _FILING + _PICTURE * sum(map(_pictures, part.documents))
        if cost > _MOST * self._time_limit:
            return False

        def take(given: tuple[Any, dict[bytes, bytes]] | Problem) -> None:
            if isinstance(given, Fatal):
                self._desk.suspect(part.documents)
            if isinstance(given, Problem):
                return
            record, seen = given
            self._desk.keep_all(seen)
            if record is not None:
                self._keeping.receive(part, record)

        self._desk.send(_Handed(self, part, cost), take)
        return True

    def tables_about(self, filing: Filing) -> tuple[Ledger, Exports, Earlier]:
        """What the tables say of a filing, its parents and children."""
        cases = {filing.case, *self._linked.get(filing.case, ())}
        ledger, exports, earlier = self._tables
        return ledger.about(cases), exports.about(cases), earlier.about(cases)

    def _links(self) -> dict[str, set[str]]:
        """The numbers of parents and children that the tables name, by the number of either."""
        linked: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in self._named():
            linked[one].add(other)
            linked[other].add(one)
        return dict(linked)

    def _named(self) -> Iterator[tuple[str, str]]:
        for table in self._tables:
            for row in table.rows:
                for text in filter(None, map(row.value, _LINKS)):
                    yield from ((row.case, number) for number in case_ids(text, self._knowledge.fields))


@dataclass(frozen=True, slots=True)
class _Handed:
    """The task as long as it lies here: its papers are put together when it goes."""

    sharing: Sharing
    filing: Filing
    cost: float
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = True

    @property
    def path(self) -> str:
        """Of the filing."""
        return self.filing.path

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files of the documents that could be read."""
        return tuple(cast("Entry", document.source) for document in _readable(self.filing))

    def with_entries(self, entries: tuple[Entry, ...]) -> Alone:
        """The task that goes."""
        tables = self.sharing.tables_about(self.filing)
        return Alone(self.sharing.setting, self.filing.copy(), entries, tables, self.cost)

    def run(self) -> tuple[Any, dict[bytes, bytes]]:
        """See `Alone.run`."""
        return self.with_entries(self.entries).run()


def _pictures(document: Document) -> int:
    """How many pictures a document has to look at, and pages without text."""
    return len(document.pictures) + sum(page.characters < FEW_CHARACTERS for page in document.pages)
