"""Reads many files, in this process or in several; the result is the same either way."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from zgc_lint.load.content import problem_of
from zgc_lint.load.reader import Task, read
from zgc_lint.model import Document, Problem

__all__ = ["read_all"]

_TASKS_WORTH_A_PROCESS = 200  # one takes half a second to start, a file some milliseconds to read
_AHEAD = 2  # tasks handed out for each process: enough to keep it busy, few enough to bound memory

_CRASHED = Problem("读取时程序崩溃，文件可能已损坏", "请用 Word、WPS 或看图软件打开，另存后重新放入")

Progress = Callable[[int, int], None]


def read_all(tasks: Sequence[Task], jobs: int | None, progress: Progress | None) -> list[Document]:
    """The documents of `tasks`, in their order. `progress` is told how many of how many are finished.

    `jobs` is the number of processes; with None there are as many as pay for their start.
    """
    tell = progress or (lambda _done, _total: None)
    if jobs is None:
        jobs = min(os.cpu_count() or 1, len(tasks) // _TASKS_WORTH_A_PROCESS)
    if jobs <= 1 or len(tasks) <= 1:
        documents = []
        for task in tasks:
            documents.append(read(task))
            tell(len(documents), len(tasks))
        return documents
    return _Run(tasks, jobs, tell).finish()


class _Run:
    """One reading of all tasks in several processes."""

    def __init__(self, tasks: Sequence[Task], jobs: int, tell: Progress) -> None:
        self._tasks = tasks
        self._jobs = jobs
        self._tell = tell
        self._waiting = deque(range(len(tasks)))
        self._lost: list[int] = []
        self._documents: dict[int, Document] = {}

    def finish(self) -> list[Document]:
        """Read everything."""
        while self._waiting:
            self._use_pool()
        for index in sorted(self._lost):  # one of these ended its process, and the others with it
            self._keep(index, _read_alone(self._tasks[index]))
        return [self._documents[index] for index in range(len(self._tasks))]

    def _use_pool(self) -> None:
        """Read what is waiting, until all is read or a process dies; what was then under way is lost."""
        running: dict[Future[Document], int] = {}
        with _new_pool(self._jobs) as pool:
            try:
                while self._waiting or running:
                    while self._waiting and len(running) < self._jobs * _AHEAD:
                        self._hand_out(pool, running)
                    self._collect(running, FIRST_COMPLETED)
            except BrokenProcessPool:
                self._collect(running, ALL_COMPLETED)

    def _hand_out(self, pool: ProcessPoolExecutor, running: dict[Future[Document], int]) -> None:
        """Hand the next task to the pool. Raises BrokenProcessPool."""
        index = self._waiting[0]
        try:
            running[pool.submit(read, self._tasks[index].portable())] = index
        except BrokenProcessPool:
            raise
        except Exception as error:  # an archive's member that cannot be unpacked
            self._keep(index, self._tasks[index].failed(problem_of(error)))
        self._waiting.popleft()

    def _collect(self, running: dict[Future[Document], int], until: str) -> None:
        """Wait for tasks under way and take what they give; those that give nothing are lost."""
        for future in wait(running, return_when=until).done:
            index = running.pop(future)
            if future.exception() is None:
                self._keep(index, future.result())
            else:
                self._lost.append(index)

    def _keep(self, index: int, document: Document) -> None:
        self._documents[index] = document
        self._tell(len(self._documents), len(self._tasks))


def _read_alone(task: Task) -> Document:
    """Read a file in a process of its own, so that it can harm no other."""
    with _new_pool(1) as pool:
        try:
            return pool.submit(read, task.portable()).result()
        except BrokenProcessPool:
            return task.failed(_CRASHED)
        except Exception as error:
            return task.failed(problem_of(error))


def _new_pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
