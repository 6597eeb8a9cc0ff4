"""The kinds of dear work, each a task that can be handed to another process and run there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from zgc_lint.load.reader import CONVERTED, read
from zgc_lint.load.reader import Task as Reading
from zgc_lint.load.sniff import format_by_name
from zgc_lint.look.comparisons import Block
from zgc_lint.model import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.extract.suspicions import Texts
    from zgc_lint.load.source import Entry
    from zgc_lint.look.comparisons import Compare, Pair
    from zgc_lint.look.stage import Sights, Want
    from zgc_lint.model import Picture

__all__ = ["Hold", "Judge", "Look", "Read", "ReadTogether", "Task", "portable"]

# CPU seconds, to put the dearest first; measured by `python -m benchmarks.scale`.
_READ, _READ_MEGABYTE, _CONVERTED = 0.01, 0.03, 4.0
_LOOK = {"reading": 0.5, "overlay": 0.15, "seals": 0.1, "prints": 0.03}  # a page or picture, by Want's value
_JUDGE_CHARACTER = 5e-5
_PAIR = 6e-7


class Task(Protocol):
    """A piece of work. `path` is that of its document, `cost` an estimate in CPU seconds; what `is_deadly` has ended a
    process before, or kept it too long. A task that does so in this run is tried once more, alone; but not one whose
    parts will be tried themselves (`is_whole`). Such a part `is_suspect`: it is tried alone from the beginning.
    """

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def cost(self) -> float: ...  # noqa: D102
    @property
    def is_deadly(self) -> bool: ...  # noqa: D102

    @property
    def is_whole(self) -> bool: ...  # noqa: D102
    @property
    def is_suspect(self) -> bool: ...  # noqa: D102
    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files that it reads."""
        ...

    def with_entries(self, entries: tuple[Entry, ...]) -> Task:
        """The same with others in place of these, in the same order."""
        ...

    def run(self) -> Any:
        """Do it."""
        ...


def portable(task: Task) -> Task:
    """The same for a process that has not got what is open in this one. Raises what reading a file raises."""
    return task.with_entries(tuple(entry.portable() for entry in task.entries))


@dataclass(frozen=True, slots=True)
class Read:
    """A file becomes a `Document`, or one with a problem."""

    reading: Reading
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = False

    @property
    def path(self) -> str:
        """Of the document."""
        return self.reading.path

    @property
    def cost(self) -> float:
        """By the file's size, and whether LibreOffice has to read it first."""
        converted = _CONVERTED if format_by_name(self.reading.path) in CONVERTED else 0.0
        return _READ + _READ_MEGABYTE * self.reading.entry.size / 2**20 + converted

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The file."""
        return (self.reading.entry,)

    def with_entries(self, entries: tuple[Entry, ...]) -> Read:
        """See `Task`."""
        return replace(self, reading=replace(self.reading, entry=entries[0]))

    def run(self) -> Document:
        """Raises nothing."""
        return read(self.reading)


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """Files of one filing, read one after the other."""

    reads: tuple[Read, ...]
    is_suspect: bool = False
    is_whole: ClassVar[bool] = True

    @property
    def path(self) -> str:
        """Of the first."""
        return self.reads[0].path

    @property
    def cost(self) -> float:
        """That of all."""
        return sum(read.cost for read in self.reads)

    @property
    def is_deadly(self) -> bool:
        """Whether any is."""
        return any(read.is_deadly for read in self.reads)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files."""
        return tuple(read.reading.entry for read in self.reads)

    def with_entries(self, entries: tuple[Entry, ...]) -> ReadTogether:
        """See `Task`."""
        reads = tuple(read.with_entries((entry,)) for read, entry in zip(self.reads, entries, strict=True))
        return replace(self, reads=reads)

    def run(self) -> tuple[Document, ...]:
        """Raises nothing."""
        return tuple(read.run() for read in self.reads)


@dataclass(frozen=True, slots=True)
class Look:
    """The pictures and pages of a file, decoded once for all that is wanted of them."""

    path: str
    entry: Entry
    format: str
    pictures: tuple[Picture, ...]
    pages: int
    wants: tuple[Want, ...]
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = False

    @property
    def cost(self) -> float:
        """By the number of pictures and pages."""
        return max(1, self.pages, len(self.pictures)) * sum(_LOOK[want.value] for want in self.wants)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The file."""
        return (self.entry,)

    def with_entries(self, entries: tuple[Entry, ...]) -> Look:
        """See `Task`."""
        return replace(self, entry=entries[0])

    def run(self) -> tuple[str, dict[Want, Sights[Any]]]:
        """The SHA-256 of what was looked at ("" where it is gone), and what was seen. Raises nothing."""
        from zgc_lint.extract.sights import gone
        from zgc_lint.look.stage import look

        document = Document(self.path, self.format, pictures=self.pictures)
        try:
            data = self.entry.read()
        except Exception as error:
            return "", dict.fromkeys(self.wants, gone(document, error))
        return hashlib.sha256(data).hexdigest(), look(data, document, self.wants)


@dataclass(frozen=True, slots=True)
class Hold:
    """A block of things, held against one another; `things` are all there are, and when it goes those of the block."""

    block: Block
    things: Sequence[Any]
    compare: Compare
    path: str = ""
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = False

    @property
    def cost(self) -> float:
        """By the number of pairs."""
        return _PAIR * self.block.size

    @property
    def entries(self) -> tuple[Entry, ...]:
        """None."""
        return ()

    def with_entries(self, entries: tuple[Entry, ...]) -> Hold:
        """The task with no more than its own things."""
        rows = range(len(self.block.rows))
        columns = rows if self.block.split is None else range(len(rows), len(rows) + len(self.block.columns))
        return replace(self, things=self.block.of(self.things), block=Block(rows, columns))

    def run(self) -> list[Pair]:
        """What comes of them, by their numbers in the block."""
        return list(self.compare(self.block.of(self.things), (), self.block.split))


@dataclass(frozen=True, slots=True)
class Judge:
    """The prose of a document, for the corrector."""

    path: str
    texts: Texts
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: ClassVar[bool] = False

    @property
    def cost(self) -> float:
        """By the length of the text."""
        return _JUDGE_CHARACTER * sum(map(len, self.texts.texts))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """None."""
        return ()

    def with_entries(self, entries: tuple[Entry, ...]) -> Judge:
        """The task itself."""
        return self

    def run(self) -> Any:
        """See `Texts.judge`."""
        return self.texts.judge()
