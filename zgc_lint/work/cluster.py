"""A Dask cluster (extra ``distributed``): the same tasks, done by workers on other machines.

A worker reads a file by its path where it sees the very same file there, as on a share; else the file is sent to it. A
worker that is lost costs nothing: Dask gives its tasks to another. One that takes too long over a task ends itself, so
that a nanny starts it anew; after a few deaths Dask holds the task guilty, and it becomes a problem of its document.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zgc_lint.errors import UsageError
from zgc_lint.load.content import problem_of
from zgc_lint.load.source import DiskEntry, LoadedEntry
from zgc_lint.work.hands import CRASHED, dearest_first
from zgc_lint.work.names import program_digest
from zgc_lint.work.tasks import Judge, Look, Read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.load.source import Entry
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Cluster"]

_CONNECT = 10  # seconds
_AHEAD = 3  # tasks handed out for each thread of the cluster: enough to keep it busy, few enough to bound memory


class Cluster:
    """The workers of the Dask scheduler at `address`.

    Raises UsageError where none answers, or where they have another version of the program.
    """

    def __init__(self, address: str, time_limit: float) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError('没有安装 Dask，请执行 pip install "zgc-lint[distributed]"') from error
        self._time_limit = time_limit
        try:
            self._client = Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"连接不上 Dask 调度器 {address}：{error}") from error
        programs = set(self._client.run(program_digest).values())
        if not programs:
            self.close()
            raise UsageError(f"Dask 调度器 {address} 下没有工作进程")
        if programs != {program_digest()}:
            self.close()
            raise UsageError(
                f"Dask 调度器 {address} 下的工作进程与本机的 zgc-lint 或所用组件版本不同，请安装同样的版本"
            )

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        from distributed import as_completed

        waiting = deque((number, False) for number in dearest_first(tasks))
        running = as_completed([], loop=self._client.loop)
        numbers: dict[Any, tuple[int, bool]] = {}
        try:
            while waiting or numbers:
                while waiting and len(numbers) < _AHEAD * max(1, sum(self._client.nthreads().values())):
                    number, whole = waiting.popleft()
                    try:
                        future = self._submit(tasks[number], whole=whole)
                    except Exception as reason:  # a file that cannot be read here
                        take(number, problem_of(reason))
                        continue
                    numbers[future] = number, whole
                    running.add(future)
                if not numbers:
                    continue
                future = next(running)
                number, whole = numbers.pop(future)
                failure = future.exception()
                given = None if failure is not None else future.result()
                if failure is not None:
                    take(number, CRASHED if type(failure).__name__ == "KilledWorker" else problem_of(failure))
                elif isinstance(given, _Elsewhere):
                    waiting.appendleft((number, True))
                else:
                    take(number, given)
        finally:
            self._client.cancel(list(numbers))

    def close(self) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        self._client.close()

    def _submit(self, task: Task, *, whole: bool) -> Any:
        """Hand a task to the cluster; its file is sent along if `whole`. Raises what reading a file raises."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a file is as large as it is
            return self._client.submit(_work, _addressed(task, whole=whole), self._time_limit, pure=False)


class _Elsewhere:
    """Said by a worker that does not see the file which it was to read."""


@dataclass(frozen=True, slots=True)
class _SharedEntry(DiskEntry):
    """A file that a worker may see under the same path: it is the same if its size and time are."""

    modified: int = 0

    def is_here(self) -> bool:
        """Whether this machine sees the file."""
        try:
            status = self.location.stat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.modified)


def _addressed(task: Task, *, whole: bool) -> Task:
    if isinstance(task, Judge):
        return task
    portable = task.portable()
    if isinstance(portable, Read):
        reading = portable.reading
        return Read(replace(reading, entry=_sent(reading.entry, whole=whole)))
    if isinstance(portable, Look):
        return replace(portable, entry=_sent(portable.entry, whole=whole))
    return portable


def _sent(entry: Entry, *, whole: bool) -> Entry:
    if not isinstance(entry, DiskEntry):
        return entry
    if whole:
        return LoadedEntry(entry.name, entry.size, entry.read())
    status = entry.location.stat()
    return _SharedEntry(entry.name, status.st_size, str(entry.location.resolve()), status.st_mtime_ns)


def _work(task: Task, time_limit: float) -> Any:
    """Do a task, in a worker. The models it needs are loaded by the first that needs them, and stay."""
    entry = task.reading.entry if isinstance(task, Read) else task.entry if isinstance(task, Look) else None
    if isinstance(entry, _SharedEntry) and not entry.is_here():
        return _Elsewhere()
    watch = threading.Timer(time_limit, os._exit, (1,))  # a library in its own code cannot be stopped otherwise
    watch.daemon = True
    watch.start()
    try:
        return task.run()
    finally:
        watch.cancel()
