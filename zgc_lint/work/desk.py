"""The desk where dear work is left and fetched: known from the store, or done by whoever does it, each thing once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from zgc_lint.extract.sights import gone
from zgc_lint.extract.suspicions import Texts
from zgc_lint.load.again import changed
from zgc_lint.load.names import ending_of
from zgc_lint.load.roles import SHEETS
from zgc_lint.load.sniff import MEDIA, format_by_name
from zgc_lint.look.comparisons import blocks
from zgc_lint.look.stage import Want
from zgc_lint.model import Document, Problem, Subject
from zgc_lint.work.hands import CRASHED, Fatal
from zgc_lint.work.names import digest, models_digest, program_digest
from zgc_lint.work.packing import nowhere, pack, unpack
from zgc_lint.work.tasks import Hold, Judge, Look, Read, ReadTogether

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from zgc_lint.folding import Aside
    from zgc_lint.load.reader import Task as Reading
    from zgc_lint.look.comparisons import Compare, Pair
    from zgc_lint.work.hands import Hands, Take
    from zgc_lint.work.tasks import Task

__all__ = ["Desk", "Drawer"]


_BUNDLE, _FILES = 1.0, 8  # CPU seconds, as `Read.cost` has them, and files: what is read in one task at most


class Drawer(Protocol):
    """Where the desk keeps what was worked out, packed, by name; see `zgc_lint.work.store.Store`. Whether it `lasts`
    longer than the run.
    """

    lasts: bool

    def get(self, name: bytes) -> bytes | None:
        """What lies there under `name`, or None."""
        ...

    def holds(self, name: bytes) -> bool:
        """Whether anything does."""
        ...

    def put(self, name: bytes, packed: bytes) -> None:
        """Put it there, if that can be done."""
        ...


class Desk:
    """Takes work (`zgc_lint.model.Errands`, and reading) for `hands`; what is kept lies in `store`.

    `progress` hears the stage in Chinese, how much of it is done, and how much there is. What was read lies `aside`.
    """

    def __init__(
        self,
        hands: Hands,
        store: Drawer,
        progress: Callable[[str, int, int], None],
        aside: Aside,
        models: bytes | None = None,
    ) -> None:
        """`models` is what stands for the trained tables, where the files of this machine are not to tell."""
        self.aside = aside
        self._models = models
        self._hands = hands
        self._store = store
        self._progress = progress
        self._gathering = False
        self._is_over = False
        self._looks: defaultdict[Document, list[Any]] = defaultdict(list)
        self._texts: dict[Document, Texts] = {}
        self._sent: list[tuple[Task, Callable[[Any], None]]] = []
        self._suspects: set[Document] = set()
        self._kept: dict[Document, frozenset[Any]] = {}  # what was seen of it and lies in the store
        self._is_lossy = False  # whether the store has lost any of that

    # Reading.

    def read_all(self, tasks: Sequence[Reading]) -> list[Document]:
        """The documents of `tasks`, in their order."""
        found: dict[int, Document] = {}
        hashes = [self._hash_of(task) for task in tasks]
        names = [_name(sha256, task.path, "read", task.with_tables) for task, sha256 in zip(tasks, hashes, strict=True)]
        for number, (task, sha256) in enumerate(zip(tasks, hashes, strict=True)):
            known = self._known(names[number], task.path) if sha256 else None
            if known is not None:
                found[number] = self._folded(known)
        rest = [number for number in range(len(tasks)) if number not in found]

        def take(at: int, given: Document | Problem) -> None:
            number = rest[at]
            task = tasks[number]
            if isinstance(given, Problem):
                found[number] = task.failed(given)
                self._note_deadly(hashes[number], given)
            else:
                keep = given.problem is None and given.sha256 == hashes[number]
                found[number] = self._folded(self._taken(names[number] if keep else None, given, task.path))
            self._progress("读取文件", len(found), len(tasks))

        reads = [self._reading(tasks[number], hashes[number]) for number in rest]
        self._read(reads, [tasks[number].path for number in rest], take)
        return [found[number] for number in range(len(tasks))]

    def _read(self, tasks: Sequence[Read], paths: Sequence[str], take: Take) -> None:
        """Have files read: those of a filing together where others do it, each by itself where one of these is lost."""
        if not self._hands.share(tasks):
            self._hands.do(tasks, take)
            return
        bundles = _bundles(tasks, paths)
        apart: dict[int, Read] = {}

        def take_bundle(at: int, given: Sequence[Document] | Problem) -> None:
            for place, number in enumerate(bundles[at]):
                if isinstance(given, Problem):
                    apart[number] = replace(tasks[number], is_suspect=given == CRASHED)
                else:
                    take(number, given[place])

        self._hands.do([ReadTogether(tuple(tasks[number] for number in bundle)) for bundle in bundles], take_bundle)
        numbers = sorted(apart)
        self._hands.do([apart[number] for number in numbers], lambda at, given: take(numbers[at], given))

    def _folded(self, document: Document) -> Document:
        """The document folded up; a sheet later, since it may be large, and a ledger or an export is read at once."""
        document.aside = self.aside
        if ending_of(document.path) not in SHEETS:
            document.fold()
        return document

    def _reading(self, task: Reading, sha256: str) -> Read:
        return Read(replace(task, path=nowhere(task.path)), is_deadly=self.is_deadly(sha256))

    def _hash_of(self, task: Reading) -> str:
        """The SHA-256 of a file that may be known; "" for one that cannot be."""
        if not self._store.lasts or format_by_name(task.path) in MEDIA:
            return ""
        try:
            return hashlib.sha256(task.entry.read()).hexdigest()
        except Exception:  # reading it in earnest will tell why
            return ""

    # What is put off.

    def gather(self, *, on: bool) -> None:
        """See `zgc_lint.model.Errands`."""
        self._gathering = on or self._is_over

    def stop(self) -> None:
        """See `zgc_lint.model.Errands`."""
        self._gathering = self._is_over = True

    def put_off(self, document: Document, what: Any) -> bool:
        """See `zgc_lint.model.Errands`: `what` is a `Want` or `Texts`."""
        if not self._gathering or document.source is None or document.problem is not None:
            return False
        if isinstance(what, Texts):
            self._texts[document] = what
        elif what not in self._looks[document]:
            self._looks[document].append(what)
        Subject.put_off += 1
        return True

    def send(self, task: Task, take: Callable[[Any], None]) -> None:
        """Put off a task that is of use only where others do it: else nothing is taken. What is taken is what it gives,
        or why it gives nothing (a `Problem`).
        """
        self._sent.append((task, take))

    def catch_up(self) -> None:
        """See `zgc_lint.model.Errands`. What cannot be done is a problem of its document."""
        sent = self._sent if self._hands.share([task for task, _ in self._sent]) else []
        self._sent = []
        tasks: list[tuple[Document, Look | Judge]] = []
        for document, wants in self._looks.items():
            tasks.append((document, _look(document, wants, **self._way_of(document))))
        for document, texts in self._texts.items():
            tasks.append((document, Judge(document.path, texts, **self._way_of(document))))
        self._looks.clear()
        self._texts.clear()
        taken = 0

        def take(number: int, given: Any | Problem) -> None:
            nonlocal taken
            taken += 1
            self._progress("识别图片和文字", taken, len(sent) + len(tasks))
            if number < len(sent):
                sent[number][1](given)
                return
            document, task = tasks[number - len(sent)]
            if isinstance(given, Problem):
                document.problem = given
                self._note_deadly(document.sha256, given)
            elif isinstance(task, Judge):
                document.seen[task.texts.key] = self._taken(self._texts_name(task.texts), given, document.path)
            else:
                sha256, seen = given
                if sha256 and document.sha256 and sha256 != document.sha256:
                    seen = dict.fromkeys(seen, gone(document, changed(document)))
                for want, sights in seen.items():
                    name = _look_name(document, want) if sha256 == document.sha256 else None
                    document.seen[want] = self._taken(name, sights, document.path)
                    self._note_kept(document, want, name)

        self._hands.do([*(task for task, _ in sent), *(task for _, task in tasks)], take)

    def compare(
        self, things: Sequence[Any], firsts: int, known: Collection[int], compare: Compare
    ) -> list[Pair] | None:
        """See `zgc_lint.model.Errands`."""
        parts = blocks(len(things), firsts)
        if parts and self._is_over:
            Subject.put_off += 1
            return []
        tasks = [Hold(block, things, compare) for block in parts]
        if known or not self._hands.share(tasks):
            return None
        found: list[Pair] = []

        def take(number: int, given: list[Pair] | Problem) -> None:
            here = tasks[number].run() if isinstance(given, Problem) else given
            found.extend(parts[number].numbered(here))

        self._hands.do(tasks, take)
        return found

    def keeps(self, document: Document, what: Any) -> bool:
        """See `zgc_lint.model.Errands`."""
        return what in self._kept.get(document, ())

    def again(self, document: Document, what: Any) -> Any:
        """See `zgc_lint.model.Errands`."""
        if isinstance(what, Texts):
            return self._known(self._texts_name(what), document.path)
        name = _look_name(document, what)
        found = self._known(name, document.path)
        if found is not None:
            self._note_kept(document, what, name)
        elif self.keeps(document, what):  # lost to another run, or with its disk: from now on it is not relied on
            self._kept.clear()
            self._is_lossy = True
        return found

    def _texts_name(self, texts: Texts) -> bytes:
        return digest(program_digest(), self._models or models_digest(), texts.texts)

    def _note_kept(self, document: Document, what: Any, name: bytes | None) -> None:
        if name is not None and not self._is_lossy and self._store.holds(name):
            kept = self._kept.get(document, frozenset()) | {what}
            self._kept[document] = _one_of_each.setdefault(kept, kept)

    # What has ended a process: it is not to be tried in this one, though there be little else to do.

    def _note_deadly(self, sha256: str, problem: Problem) -> None:
        if sha256 and isinstance(problem, Fatal):
            self.keep(_deadly_name(sha256), problem.why)

    def suspect(self, documents: Iterable[Document]) -> None:
        """Work on one of these has ended a process in this run; which, is not known."""
        self._suspects.update(documents)

    def _way_of(self, document: Document) -> dict[str, bool]:
        return {"is_deadly": self.is_deadly(document.sha256), "is_suspect": document in self._suspects}

    def is_deadly(self, sha256: str) -> bool:
        """Whether a file with these bytes has ended a process."""
        return bool(sha256) and self.known(_deadly_name(sha256)) is not None

    # The store.

    def has_seen(self, document: Document) -> bool:
        """Whether the store holds anything that was seen of a document."""
        return any(self._store.holds(_look_name(document, want)) for want in Want)

    def known(self, name: bytes) -> Any:
        """What `keep` kept under `name`, in this run or an earlier one; None where there is nothing."""
        return self._known(name, "")

    def keep(self, name: bytes, value: Any) -> None:
        """Keep a value for later runs, if it can be packed: a check's findings may hold anything."""
        with suppress(Exception):
            self._store.put(name, pack(value))

    def keep_all(self, packed: Mapping[bytes, bytes]) -> None:
        """Keep what another process's desk has put into its store."""
        for name, value in packed.items():
            self._store.put(name, value)

    def _known(self, name: bytes, path: str) -> Any:
        """What is in the store under `name`, for the document at `path`; None where there is nothing."""
        packed = self._store.get(name)
        return None if packed is None else unpack(packed, path)

    def _taken(self, name: bytes | None, value: Any, path: str) -> Any:
        """What was just worked out, for the document at `path`, once it is stored under `name` (None: not stored)."""
        packed = pack(value)
        if name is not None:
            self._store.put(name, packed)
        return unpack(packed, path)


_one_of_each: dict[frozenset[Any], frozenset[Any]] = {}


def _bundles(tasks: Sequence[Read], paths: Sequence[str]) -> list[list[int]]:
    """The numbers of those that are read together: a few neighbours in a folder and below it. What is deadly, and what
    lies in the target itself, is read alone.
    """
    bundles: list[list[int]] = []
    cost, root = 0.0, ""
    for number, (task, path) in enumerate(zip(tasks, paths, strict=True)):
        folder = "" if task.is_deadly else path.rpartition("/")[0]
        is_beside = bool(root and folder) and f"{folder}/".startswith(f"{root}/")
        cost += task.cost
        if not is_beside or cost > _BUNDLE or len(bundles[-1]) == _FILES:
            bundles.append([])
            cost, root = task.cost, folder
        bundles[-1].append(number)
    return bundles


def _name(sha256: str, path: str, *what: Any) -> bytes:
    """The name of something worked out of a file; the file's own name counts, since formats are told by it."""
    return digest(program_digest(), sha256, path.rpartition("/")[2], *what)


def _look_name(document: Document, want: Any) -> bytes:
    return _name(document.sha256, document.path, want.value)


def _deadly_name(sha256: str) -> bytes:
    return digest("deadly", sha256)


def _look(document: Document, wants: Sequence[Any], *, is_deadly: bool, is_suspect: bool) -> Look:
    path = nowhere(document.path)
    pictures = tuple(replace(picture, place=replace(picture.place, document=path)) for picture in document.pictures)
    source: Any = document.source
    return Look(path, source, document.format, pictures, len(document.pages), tuple(wants), is_deadly, is_suspect)
