"""A Dask cluster (extra ``distributed``): the same tasks, done by workers on other machines (`engine`).

A worker reads a file by its path where it sees the very same file there, as on a share; else the file is sent to it. A
worker that is lost costs nothing: Dask gives its tasks to another. Answers are put together by the workers, as a tree,
before they come here: however large the cluster is, few messages do.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import warnings
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from distributed import Client, wait

from zgc_lint.errors import UsageError
from zgc_lint.load.content import problem_of
from zgc_lint.load.source import DiskEntry, LoadedEntry
from zgc_lint.model import Problem
from zgc_lint.work.engine import Broken, Elsewhere, Engine, Otherwise, SharedEntry, Sheaf, together, work
from zgc_lint.work.hands import CRASHED, dearest_first
from zgc_lint.work.names import installation_digest
from zgc_lint.work.tasks import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from distributed import Future

    from zgc_lint.load.source import Entry
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Cluster"]

#: Loggers of Dask that write pages about a scheduler that is gone, of which the user is told in a line.
_TALKATIVE = ("distributed.client", "distributed.core", "distributed.comm", "distributed.utils")
_CONNECT = 10  # seconds
_PATIENCE = 60  # seconds for which a cluster may be without any worker
_AHEAD = 3  # tasks handed out for each thread of the cluster: enough to keep it busy, few enough to bound memory
_FAN, _MOST = 8, 64  # answers that a worker makes one of; that come as one in the end
_CANCELLED = (concurrent.futures.CancelledError, asyncio.CancelledError)
_TIME_OUT = (TimeoutError, asyncio.TimeoutError)  # one and the same only since Python 3.11


class Cluster:
    """The workers of the Dask scheduler at `address`; a task may take `time_limit` seconds.

    Raises UsageError where none answers, or where they have another version of the program.
    """

    def __init__(self, address: str, time_limit: float) -> None:
        self._address = address
        self._time_limit = time_limit
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            self._client = Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, ImportError, *_TIME_OUT) as error:
            raise UsageError(f"连接不上 Dask 调度器 {address}：{error}") from error
        try:
            self._installation = self._agreed()
            self._client.register_plugin(Engine())
        except UsageError:
            self.close()
            raise
        except (OSError, *_TIME_OUT) as error:
            self.close()
            raise self._lost() from error
        except Exception as error:  # a worker that cannot even import the program
            self.close()
            raise self._differs() from error

    def _agreed(self) -> bytes:
        """What is installed, here and with all workers alike. Raises UsageError."""
        found = set(self._client.run(installation_digest).values())
        if not found:
            raise UsageError(f"Dask 调度器 {self._address} 下没有工作进程")
        if found != {own := installation_digest()}:
            raise self._differs()
        return own

    def _differs(self) -> UsageError:
        return UsageError(
            f"Dask 调度器 {self._address} 下有工作进程没有安装 zgc-lint，"
            "或与本机的 zgc-lint、所用组件、词表版本不同，请安装同样的版本"
        )

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `zgc_lint.work.hands.Hands`. Raises UsageError where scheduler or workers are gone for good."""
        waiting = deque(_Asked(number) for number in dearest_first(tasks))
        running: dict[Future[Any], list[_Given]] = {}
        try:
            while waiting or running:
                room = _AHEAD * max(1, self._threads()) if waiting else 0
                while waiting and len(_undone(running)) < room:
                    ready = _ready(_next(waiting, room), tasks, take)
                    given = [_Given(asked, self._submit(task)) for asked, task in ready]
                    if given:
                        running[self._put_together([each.answer for each in given])] = given
                for future in self._finished(running):
                    group = running.pop(future)
                    answers = self._given_by(future)
                    if isinstance(answers, Problem) and len(group) > 1:  # one has none: each is waited for by itself
                        running |= {each.answer: [each] for each in group}
                    else:
                        waiting.extendleft(self._taken(group, answers, take))
        except _CANCELLED as error:
            raise self._lost() from error
        finally:
            with suppress(Exception):  # of a client whose scheduler is gone
                self._client.cancel([*running, *_undone(running)])

    def share(self, tasks: Sequence[Task]) -> bool:
        """See `zgc_lint.work.hands.Hands`."""
        return bool(tasks)

    def close(self) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        self._client.close()

    def _finished(self, running: Mapping[Future[Any], Sequence[_Given]]) -> list[Future[Any]]:
        """Those that have come to an end, once there are any, or an answer of a group is there. Raises UsageError where
        nobody works on them.
        """
        futures = {*running, *_undone(running)}
        while futures:
            try:
                with self._client.as_current():
                    done = wait(futures, timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
                    return [future for future in running if future in done]
            except _TIME_OUT as error:
                self._look_for_workers(error)
        return []

    def _given_by(self, future: Future[Any]) -> Any:
        while True:  # its worker may be lost with what it gave, and the task be done once more
            try:
                failure = future.exception(timeout=_PATIENCE)
                given = None if failure is not None else future.result(timeout=_PATIENCE)
                break
            except _TIME_OUT as error:
                self._look_for_workers(error)
        if failure is not None:
            return CRASHED if type(failure).__name__ == "KilledWorker" else problem_of(failure)
        return given

    def _taken(self, group: Sequence[_Given], answers: Any, take: Take) -> Iterator[_Asked]:
        """Hand on the answers of a group; yields those tasks that are to be done once more."""
        for each, answer in zip(group, answers if isinstance(answers, Sheaf) else [answers], strict=True):
            if isinstance(answer, Elsewhere):
                yield replace(each.asked, whole=True)
            else:
                take(each.asked.number, self._understood(answer))

    def _understood(self, given: Any) -> Any:
        """What a worker's answer means. Raises UsageError where the worker cannot be worked with."""
        if isinstance(given, Otherwise):  # a worker that has joined since
            raise self._differs()
        if isinstance(given, Broken):
            raise UsageError(f"Dask 调度器 {self._address} 下有工作进程不能工作（{given.why}），检查没有做完")
        return given

    def _look_for_workers(self, error: BaseException) -> None:
        if not self._threads():
            raise UsageError(f"Dask 调度器 {self._address} 下已没有工作进程，检查没有做完") from error

    def _lost(self) -> UsageError:
        return UsageError(f"与 Dask 调度器 {self._address} 失去联系，检查没有做完")

    def _threads(self) -> int:
        """How many threads the cluster has. Raises UsageError where its scheduler does not answer."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, *_TIME_OUT) as error:
            raise self._lost() from error

    def _put_together(self, answers: Sequence[Future[Any]]) -> Future[Any]:
        """What the workers make one of all `answers`: a few each time, and of what comes of that a few again."""
        while len(answers) > 1:
            parts = [answers[begin : begin + _FAN] for begin in range(0, len(answers), _FAN)]
            answers = [self._send(together, *part) for part in parts]
        return answers[0]

    def _submit(self, task: Task) -> Future[Any]:
        return self._send(work, task, self._time_limit, self._installation)

    def _send(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker call a function. Raises UsageError where the scheduler is gone."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a file is as large as it is
            try:
                return self._client.submit(function, *arguments, pure=False)
            except Exception as error:  # of several kinds, and in some versions of none of its own
                raise self._lost() from error


@dataclass(frozen=True, slots=True)
class _Asked:
    """A task that is to be done, by its number: its files sent along if `whole`."""

    number: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Given:
    """A task that was given to the workers, and what will be its answer."""

    asked: _Asked
    answer: Future[Any]


def _undone(running: Mapping[Future[Any], Sequence[_Given]]) -> list[Future[Any]]:
    """The answers that are still to come."""
    return [each.answer for group in running.values() for each in group if not each.answer.done()]


def _next(waiting: deque[_Asked], room: int) -> list[_Asked]:
    """Those whose answers come together: of what a small cluster has in hand no more than half."""
    size = min(_MOST, max(1, room // 2), len(waiting))
    return [waiting.popleft() for _ in range(size)]


def _ready(group: Iterable[_Asked], tasks: Sequence[Task], take: Take) -> Iterator[tuple[_Asked, Task]]:
    """The tasks of a group as they go; of one that cannot, `take` hears why."""
    for asked in group:
        try:
            task = _addressed(tasks[asked.number], whole=asked.whole)
        except Exception as reason:  # a file that cannot be read here
            take(asked.number, problem_of(reason))
        else:
            yield asked, task


def _addressed(task: Task, *, whole: bool) -> Task:
    """The task for another machine; its files are sent along if `whole`. Raises what reading a file raises."""
    task = portable(task)
    return task.with_entries(tuple(_sent(entry, whole=whole) for entry in task.entries))


def _sent(entry: Entry, *, whole: bool) -> Entry:
    if not isinstance(entry, DiskEntry):
        return entry
    if whole:
        return LoadedEntry(entry.name, entry.size, entry.read())
    status = entry.location.stat()
    location = entry.location.resolve()
    return SharedEntry(entry.name, status.st_size, str(location.parent), location.name, status.st_mtime_ns)
