"""Runs jobs in a child process that may die, hang or swell, and finds out which of a job's files did it."""

from __future__ import annotations

import multiprocessing
import signal
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from benchmarks.fuzz.examine import HANG, Damaged, Job, Outcome, Report, serve
from benchmarks.fuzz.mutations import mutate
from benchmarks.fuzz.seeds import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["MEMORY", "Watch", "jobs"]

MEMORY = 1_500.0  # MB that a process may hold
_GROUP = 20  # files checked together
_READ_EVERY = 80  # of this many groups one, the last, has the text in its pictures read
_SUSPECT_SECONDS, _SUSPECT_MEMORY = 8.0, 900.0  # of a group: its files are gone through again one by one
_WALL = 180.0  # seconds without an answer, beside ten times what it may take: it waits for something


def jobs(kind: str, count: int, seed: int, first: int = 0) -> Iterator[Job]:
    """`count` damaged files of a kind from number `first`, in groups; the same for the same seed."""
    origin = seeds(kind)
    for start in range(first, first + count, _GROUP):
        files = []
        for number in range(start, min(start + _GROUP, first + count)):
            random = Random(f"{seed}:{kind}:{number}")  # noqa: S311 (no secret)
            name, data = random.choice(origin)
            files.append(Damaged(number, name, mutate(data, kind, random)))
        yield Job(kind, tuple(files), reading=start // _GROUP % _READ_EVERY == _READ_EVERY - 1)


class Watch:
    """A child process and what is asked of it; a new one whenever it has died."""

    def __init__(self, hang: float = HANG) -> None:
        """A file may take `hang` CPU-seconds."""
        self._hang = hang
        self._context = multiprocessing.get_context("spawn")
        self._child: tuple[SpawnProcess, Connection] | None = None

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            process, connection = self._child
            connection.send(None)
            process.join(10)
            process.kill()

    def run(self, job: Job) -> Report:
        """The report on a job; its files are gone through one by one where something is wrong with it as a whole."""
        report = self._ask(job)
        suspect = report.seconds > _SUSPECT_SECONDS or report.megabytes > _SUSPECT_MEMORY
        if len(job.files) == 1:
            number = job.files[0].number
            if report.megabytes > MEMORY:
                return replace(report, outcomes={number: (Outcome.SWOLLEN, f"{report.megabytes:.0f} MB")})
            if report.seconds > self._hang:
                return replace(report, outcomes={number: (Outcome.HUNG, f"{report.seconds:.0f} CPU-s")})
            return report
        if not suspect and not any(outcome.is_fault for outcome, _ in report.outcomes.values()):
            return report
        alone = [self.run(replace(job, files=(file,))) for file in job.files]
        outcomes = {number: outcome for one in alone for number, outcome in one.outcomes.items()}
        if not any(outcome.is_fault for outcome, _ in outcomes.values()) and not suspect:
            first = job.files[0].number  # nothing alone, something together: the engine's fault all the same
            outcomes[first] = next(told for told in report.outcomes.values() if told[0].is_fault)
        return Report(outcomes, max(one.seconds for one in alone), max(one.megabytes for one in alone))

    def _ask(self, job: Job) -> Report:
        if self._child is None:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=serve, args=(theirs, self._hang), daemon=True)
            process.start()
            theirs.close()
            self._child = (process, ours)
        process, connection = self._child
        try:
            connection.send(job)
            if connection.poll(_WALL + 10 * self._hang):
                report: Report = connection.recv()
                return report
            process.kill()
            outcome = Outcome.HUNG, "no answer"
        except (EOFError, OSError):
            process.join()
            code = process.exitcode
            outcome = (Outcome.HUNG if code == -signal.SIGPROF else Outcome.DIED), f"exit status {code}"
        self._child = None
        return Report({file.number: outcome for file in job.files}, self._hang, 0.0)
