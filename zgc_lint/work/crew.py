"""Processes of this machine, each with one task at a time, so that a process that dies or hangs costs only that task.

What is lost is tried once more at the end, alone, when nothing else needs memory (of a whole filing its documents are);
then it is a problem of its document.
"""

from __future__ import annotations

import _thread
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, NoReturn, cast

from zgc_lint.load.content import problem_of
from zgc_lint.work.hands import CRASHED, dearest_first, too_slow
from zgc_lint.work.tasks import portable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from multiprocessing.connection import Connection

    from zgc_lint.model import Problem
    from zgc_lint.work.hands import Take
    from zgc_lint.work.tasks import Task

__all__ = ["Crew"]

_TO_START = 60.0  # seconds that a process may take to start, beside the time that its task may take
_TO_LEAVE = 2.0  # seconds that a process may take to put its things away


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
        self._first: Task | None = None

    def give(self, number: int, task: Task) -> None:
        """Hand over a task, made portable, once it listens. Raises OSError where the process has died."""
        self.number, self.since = number, time.monotonic()
        if self.is_ready:
            self.line.send(task)
        else:
            self._first = task

    def greeted(self) -> None:
        """It has started: only now is it given its task, whose time runs. Raises OSError where it has died since."""
        self.is_ready, self.since = True, time.monotonic()
        first, self._first = self._first, None
        self.line.send(first)

    def deadline(self, time_limit: float) -> float:
        """When its task is to be done with."""
        return self.since + time_limit + (0.0 if self.is_ready else _TO_START)

    def ask_to_leave(self) -> None:
        """Have the process stop what it does, and put away what it would leave: copies of papers, LibreOffice.

        Windows has no such request: there it ends at once.
        """
        if self.number >= 0:
            self.process.terminate()

    def stop(self, patience: float) -> None:
        """End the process, at the latest in so many seconds where it has been asked to leave."""
        self.process.join(patience if self.number >= 0 else 0.0)
        self.process.kill()
        self.process.join()
        self.line.close()


class Crew:
    """At most `size` processes, started when there is work, kept until `close`. A task may take `time_limit` seconds.

    Both may be changed from one `do` to the next.
    """

    def __init__(self, size: int, time_limit: float) -> None:
        self.size = size
        self.time_limit = time_limit
        self._workers: list[_Worker] = []

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `zgc_lint.work.hands.Hands`. Any exception (Ctrl-C) ends the processes."""
        try:
            alone = [number for number, task in enumerate(tasks) if task.is_suspect]
            together = [number for number in dearest_first(tasks) if not tasks[number].is_suspect]
            for number, problem in self._round(tasks, together, self.size, take).items():
                if tasks[number].is_whole:
                    take(number, problem)
                else:
                    alone.append(number)
            if alone:
                self.close()  # what the others hold in memory may be what these were short of
            for number in sorted(alone):
                for problem in self._round(tasks, [number], 1, take).values():
                    take(number, problem)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """See `zgc_lint.work.hands.Hands`."""
        for worker in self._workers:
            worker.ask_to_leave()
        until = time.monotonic() + _TO_LEAVE
        for worker in self._workers:
            worker.stop(max(0.0, until - time.monotonic()))
        self._workers.clear()

    def _round(self, tasks: Sequence[Task], numbers: Iterable[int], size: int, take: Take) -> dict[int, Problem]:
        """Do the tasks of these `numbers`, `size` at once; returns those that were lost, with why."""
        waiting = deque(numbers)
        lost: dict[int, Problem] = {}
        while waiting or self._busy():
            while waiting and len(self._busy()) < size and (worker := self._idle()) is not None:
                number = waiting.popleft()
                try:
                    task = portable(tasks[number])
                except Exception as error:  # an archive's member that cannot be unpacked
                    take(number, problem_of(error))
                    continue
                try:
                    worker.give(number, task)
                except OSError:  # it died while it had nothing to do
                    waiting.appendleft(number)
                    self._dismiss(worker)
            self._collect(lost, take)
        return lost

    def _collect(self, lost: dict[int, Problem], take: Take) -> None:
        """Wait until a process has finished, died, or had its time; take what there is."""
        busy = {worker.line: worker for worker in self._busy()}
        if not busy:
            return
        first = min(worker.deadline(self.time_limit) for worker in busy.values())
        for line in wait(list(busy), max(0.0, first - time.monotonic())):
            worker = busy.pop(cast("Connection[Any, Any]", line))
            was_ready = worker.is_ready
            try:
                given = worker.line.recv()
                if not was_ready:
                    worker.greeted()
            except Exception:  # it has died, perhaps in the midst of what it said
                lost[worker.number] = CRASHED
                self._dismiss(worker)
                continue
            if not was_ready:
                continue
            number, worker.number = worker.number, -1
            take(number, given)
        for worker in busy.values():
            if time.monotonic() >= worker.deadline(self.time_limit):
                lost[worker.number] = too_slow(self.time_limit)
                self._dismiss(worker)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.number >= 0]

    def _idle(self) -> _Worker | None:
        """A process that has nothing to do, if need be a new one; None where the machine has no room for one more.

        Raises OSError where it has none for the first.
        """
        for worker in self._workers:
            if worker.number < 0:
                return worker
        try:
            self._workers.append(_Worker())
        except OSError:
            if not self._workers:
                raise
            return None
        return self._workers[-1]

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.ask_to_leave()
        worker.stop(_TO_LEAVE)


def _serve(line: Connection[Any, Any]) -> None:
    """The life of a process: take a task, give back what it gives, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends this one
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        line.send(None)  # it has started
        while True:
            task: Task = line.recv()
            try:
                given = task.run()
            except Exception as error:
                given = problem_of(error)
            line.send(given)


def _leave(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # not again while things are put away
    sys.exit(1)


def _leave_with_parent() -> None:
    """Nobody is to work on for a main process that has been killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        if hasattr(signal, "pthread_kill"):  # ends what the main thread waits for, too
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        else:
            _thread.interrupt_main(signal.SIGTERM)
        time.sleep(_TO_LEAVE)
        os._exit(1)
