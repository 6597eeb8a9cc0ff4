"""A filing checked by itself, by another process or machine, as far as it does not rest on the others of its batch.

It is checked there with the rows of ledgers and exports that speak of it. What comes of it is what an earlier run would
have kept (`zgc_lint.work.keeping`), with the questions that were asked of the batch and the answers. It holds where the
whole batch gives the same answers; else the filing is checked here, with what was seen of its papers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, cast

from zgc_lint.check.options import build_options
from zgc_lint.check.outcomes import Facts, Names
from zgc_lint.check.registry import MOUNTED, discover
from zgc_lint.check.runner import examine
from zgc_lint.extract.fields import case_ids
from zgc_lint.extract.sheets import Earlier, Exports, Ledger
from zgc_lint.folding import Aside
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Filing
from zgc_lint.work.desk import Desk
from zgc_lint.work.keeping import Keeping
from zgc_lint.work.spool import Pile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from zgc_lint.check.base import Check
    from zgc_lint.load.source import Entry
    from zgc_lint.model import Document
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Alone", "Elsewhere", "Setting", "own"]

# CPU seconds, to put the dearest first; measured by `python -m benchmarks.scale`.
_FILING, _PICTURE = 0.2, 0.4
_MOST = 0.2  # of the time that a task may take: a dearer filing is done document by document
_TEXT_LAYER = 50  # characters: a page with more is not read
_LINKS = ("parent_id", "child_ids")


def own(checks: Sequence[type[Check]]) -> bool:
    """Whether all checks are those that come with the program, which is the same in all processes."""
    return all(check.__module__.partition(".")[0] == MOUNTED for check in checks)


@dataclass(frozen=True, slots=True)
class Setting:
    """What filings are checked with: codes of checks, the office's settings for them, its dictionaries.

    `circumstances` is the digest of all that (`Names`), by which one setting is told from another.
    """

    circumstances: bytes
    codes: tuple[str, ...] = field(compare=False)
    settings: Mapping[str, Mapping[str, Any]] = field(compare=False)
    office: Path | None = field(compare=False)
    month: str | None = field(compare=False)
    whole: bool = field(compare=False)


@dataclass(frozen=True, slots=True)
class Alone:
    """A filing as it was read, the files of its documents, and what the batch's tables say of it."""

    tries: ClassVar[int] = 1  # then its documents one by one
    setting: Setting
    filing: Filing
    entries: tuple[Entry, ...]
    tables: tuple[Ledger, Exports, Earlier]
    is_deadly: bool = False

    @property
    def path(self) -> str:
        """Of the filing."""
        return self.filing.path

    @property
    def cost(self) -> float:
        """By the number of pictures, and of pages without text."""
        return _FILING + _PICTURE * sum(map(_pictures, self.filing.documents))

    def with_entries(self, entries: tuple[Entry, ...]) -> Alone:
        """See `zgc_lint.work.tasks.Task`."""
        return replace(self, entries=entries)

    def run(self) -> tuple[Any, dict[bytes, bytes]]:
        """What is to be kept of the filing, None for nothing; and all that was seen in its papers, for the store.

        Raises UsageError where that cannot be done here, and whatever goes wrong.
        """
        office = _office(self.setting)
        batch = Batch(filings=(self.filing,), month=self.setting.month, whole=self.setting.whole)
        batch.inform(office.knowledge)
        for document, entry in zip(self.filing.documents, self.entries, strict=True):
            document.source = entry
        for table in self.tables:
            batch.restore(type(table), table)
        seen = Pile(aside := Aside())
        batch.errands = desk = Desk(_Here(), seen, lambda *_: None, aside)
        keeping = Keeping(batch, office.knowledge, desk, office.names.of_part)
        examine(batch, office.checks, office.knowledge, office.options, keeping=keeping)
        Facts.of(batch)  # asks what a report needs of the filing
        if not desk.is_true:
            raise ValueError("a file was changed while it was checked")
        return keeping.record_of(self.filing), seen.everything()


def _pictures(document: Document) -> int:
    """How many pictures a document has to look at."""
    return len(document.pictures) + sum(page.characters < _TEXT_LAYER for page in document.pages)


@dataclass(frozen=True)
class _Office:
    """What is needed to check any filing in the same setting."""

    knowledge: Knowledge
    checks: list[type[Check]]
    options: dict[str, object]
    names: Names


def _office(setting: Setting) -> _Office:
    """Raises ValueError where the checks and dictionaries found here are others than those of the setting."""
    office = _office_here(setting)
    if office.names.circumstances != setting.circumstances:
        raise ValueError("other checks or dictionaries")
    return office


@lru_cache(maxsize=1)
def _office_here(setting: Setting) -> _Office:
    known = discover().checks
    checks = [known[code] for code in setting.codes]
    knowledge = Knowledge(setting.office)
    options: dict[str, object] = {
        check.code: build_options(check, setting.settings.get(check.settings_of or check.code, {}), "")
        for check in checks
    }
    names = Names(Batch(month=setting.month, whole=setting.whole), checks, options, knowledge)
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


class Elsewhere:
    """Has the filings of `batch` checked by themselves where `desk` gives tasks to others; what comes of it goes to
    `keeping`.
    """

    def __init__(
        self, batch: Batch, knowledge: Knowledge, desk: Desk, keeping: Keeping, setting: Setting, time_limit: float
    ) -> None:
        """A task may take `time_limit` seconds."""
        self._time_limit = time_limit
        self._tables = batch[Ledger], batch[Exports], batch[Earlier]
        self._knowledge = knowledge
        self._desk = desk
        self._keeping = keeping
        self._setting = setting
        self._linked = self._links()

    def take_on(self, part: Filing | Document) -> bool:
        """See `zgc_lint.check.runner.Others`. What has ended a process before is not tried again so."""
        if not isinstance(part, Filing):
            return False
        entries = [document.source for document in part.documents if document.source is not None]
        if len(entries) < len(part.documents) or any(self._desk.is_deadly(each.sha256) for each in part.documents):
            return False

        def take(given: tuple[Any, dict[bytes, bytes]]) -> None:
            record, seen = given
            self._desk.keep_all(seen)
            if record is not None:
                self._keeping.receive(part, record)

        cases = {part.case, *self._linked.get(part.case, ())}
        ledger, exports, earlier = self._tables
        tables = ledger.about(cases), exports.about(cases), earlier.about(cases)
        task = Alone(self._setting, part.copy(), cast("tuple[Entry, ...]", tuple(entries)), tables)
        if task.cost > _MOST * self._time_limit:
            return False
        self._desk.send(task, take)
        return True

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
