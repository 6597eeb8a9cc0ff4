"""Processes of this machine, each with one task at a time, so that a process that dies or hangs costs only that task.

What is lost is tried once more at the end, alone, when nothing else needs memory; then it is a problem of its document.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, cast

from zgc_lint.load.content import problem_of
from zgc_lint.work.hands import CRASHED, dearest_first, too_slow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from multiprocessing.connection import Connection

    from zgc_lint.model import Problem
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Crew"]

_GONE = (EOFError, BrokenPipeError, ConnectionError)
_TO_START = 60.0  # seconds that a process may take to start, beside the time that its task may take


class _Worker:
    """A process, and the number of the task it has in hand (-1: none), since when on the clock of `time.monotonic`."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        self.line = here
        self.process = context.Process(target=_serve, args=(there,), daemon=True)
        self.process.start()
        there.close()
        self.number = -1
        self.since = 0.0
        self.is_ready = False

    def give(self, number: int, task: Task) -> None:
        """Hand a task over. Raises what `Task.portable` raises; OSError where the process has died."""
        portable = task.portable()
        self.number, self.since = number, time.monotonic()
        self.line.send(portable)

    def greeted(self) -> None:
        """It has started: only now does the time of its task run."""
        self.is_ready, self.since = True, time.monotonic()

    def deadline(self, time_limit: float) -> float:
        """When its task is to be done with."""
        return self.since + time_limit + (0.0 if self.is_ready else _TO_START)

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()
        self.line.close()


class Crew:
    """At most `size` processes, started when there is work, kept until `close`. A task may take `time_limit` seconds.

    `size` may be raised at any time.
    """

    def __init__(self, size: int, time_limit: float) -> None:
        self.size = size
        self._time_limit = time_limit
        self._workers: list[_Worker] = []

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `zgc_lint.work.hands.Hands`. Any exception (Ctrl-C) ends the processes."""
        try:
            lost = self._round(tasks, dearest_first(tasks), self.size, take)
            for number in sorted(lost):
                for problem in self._round(tasks, [number], 1, take).values():
                    take(number, problem)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def _round(self, tasks: Sequence[Task], numbers: Iterable[int], size: int, take: Take) -> dict[int, Problem]:
        """Do the tasks of these `numbers`, `size` at once; returns those that were lost, with why."""
        waiting = deque(numbers)
        lost: dict[int, Problem] = {}
        while waiting or self._busy():
            while waiting and len(self._busy()) < size:
                worker = next((worker for worker in self._workers if worker.number < 0), None) or self._hire()
                number = waiting.popleft()
                try:
                    worker.give(number, tasks[number])
                except _GONE:  # it died while it had nothing to do
                    self._dismiss(worker)
                    waiting.appendleft(number)
                except Exception as error:  # an archive's member that cannot be unpacked
                    worker.number = -1
                    take(number, problem_of(error))
            self._collect(lost, take)
        return lost

    def _collect(self, lost: dict[int, Problem], take: Take) -> None:
        """Wait until a process has finished, died, or had its time; take what there is."""
        busy = {worker.line: worker for worker in self._busy()}
        if not busy:
            return
        first = min(worker.deadline(self._time_limit) for worker in busy.values())
        for line in wait(list(busy), max(0.0, first - time.monotonic())):
            worker = busy.pop(cast("Connection[Any, Any]", line))
            try:
                given = worker.line.recv()
            except _GONE:
                lost[worker.number] = CRASHED
                self._dismiss(worker)
                continue
            if not worker.is_ready:
                worker.greeted()
                continue
            number, worker.number = worker.number, -1
            take(number, given)
        for worker in busy.values():
            if time.monotonic() >= worker.deadline(self._time_limit):
                lost[worker.number] = too_slow(self._time_limit)
                self._dismiss(worker)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.number >= 0]

    def _hire(self) -> _Worker:
        worker = _Worker()
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.stop()


def _serve(line: Connection[Any, Any]) -> None:
    """The life of a process: take a task, give back what it gives, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends this one
    with suppress(*_GONE):
        line.send(None)  # it has started
        while True:
            task: Task = line.recv()
            try:
                given = task.run()
            except Exception as error:
                given = problem_of(error)
            line.send(given)
