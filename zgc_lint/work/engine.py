"""What runs in the workers of a Dask cluster: each task is done by a process of its own (`crew`), as on one machine.

So a document that ends its process, or takes too long, costs neither the worker nor what else Dask has given to it, and
is told of in the same words. It also does not matter how many threads a worker has.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from distributed import WorkerPlugin, get_worker

from zgc_lint.load.source import DiskEntry
from zgc_lint.work.crew import Crew
from zgc_lint.work.names import installation_digest

if TYPE_CHECKING:
    from distributed import Worker

    from zgc_lint.work.tasks import Task

__all__ = ["Broken", "Elsewhere", "Engine", "Otherwise", "SharedEntry", "Sheaf", "together", "work"]


class Engine(WorkerPlugin):
    """Holds a worker's processes, one for each of its threads, and so the models they have loaded, between runs."""

    name = "zgc-lint"
    idempotent = True  # two runs at once share it

    def setup(self, worker: Worker) -> None:
        """Called by Dask when the worker joins."""
        self._crews: deque[Crew] = deque()
        # A worker under a nanny is daemonic, and then multiprocessing allows it no children. These end with it.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
        # Dask has its workers give back memory at once. Where pictures are decoded that costs an eighth more time.
        os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)

    def teardown(self, worker: Worker) -> None:
        """Called by Dask when the worker leaves."""
        while self._crews:
            self._crews.pop().close()

    def do(self, task: Task, time_limit: float) -> Any:
        """What the task gives, or why it gives nothing (a `Problem`); `time_limit` in seconds."""
        try:
            crew = self._crews.pop()
        except IndexError:
            crew = Crew(1, time_limit)
        crew.time_limit = time_limit
        given: list[Any] = []
        try:
            crew.do([task], lambda _, what: given.append(what))
        finally:
            self._crews.append(crew)
        return given[0]


class Elsewhere:
    """Said by a worker that does not see the file which it was to read."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Said by a worker whose machine cannot start a process, and why."""

    why: str


class Otherwise:
    """Said by a worker whose program, libraries or tables are not those of the machine that asks."""


@dataclass(frozen=True, slots=True)
class SharedEntry(DiskEntry):
    """A file that a worker may see under the same path: it is the same if its size and time (nanoseconds) are."""

    modified: int = 0

    def here(self) -> DiskEntry | None:
        """The file as this machine sees it, if it does."""
        try:
            status = self.location.stat()
        except OSError:
            return None
        same = (status.st_size, status.st_mtime_ns) == (self.size, self.modified)
        return DiskEntry(self.name, self.size, self.folder, self.own) if same else None


class Sheaf(tuple[Any, ...]):
    """Answers of several tasks, in order."""


def together(*parts: Any) -> Sheaf:
    """The answers of tasks, or sheaves of them, as one; in a worker."""
    return Sheaf(chain.from_iterable(part if isinstance(part, Sheaf) else (part,) for part in parts))


def work(task: Task, time_limit: float, installation: bytes) -> Any:
    """Do a task, in a worker. Raises nothing: what is raised Dask would write to its log, with the task's text."""
    try:
        if installation_digest() != installation:
            return Otherwise()
        here = [entry.here() if isinstance(entry, SharedEntry) else entry for entry in task.entries]
        entries = tuple(entry for entry in here if entry is not None)
        if len(entries) < len(here):
            return Elsewhere()
        task = task.with_entries(entries)
        engine = get_worker().plugins[Engine.name]
        return cast("Engine", engine).do(task, time_limit)
    except Exception as error:
        return Broken(f"{type(error).__name__}: {error}" if isinstance(error, OSError) else type(error).__name__)
