"""Who does the tasks: this process, others on the machine (`crew`), others elsewhere (`cluster`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from zgc_lint.errors import UsageError
from zgc_lint.load.content import problem_of
from zgc_lint.model import Problem
from zgc_lint.work.watch import TimeIsUp, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.work.crew import Crew
    from zgc_lint.work.tasks import Task

__all__ = ["ALONE", "CRASHED", "Fatal", "Hands", "Labour", "LocalHands", "Take", "dearest_first", "hands", "too_slow"]

#: Called with a task's number (from 0) and what it gave, or why it gave nothing.
Take = Callable[[int, "Any | Problem"], None]


@dataclass(frozen=True, slots=True)
class Fatal(Problem):
    """Why a document ended the process that worked on it, or was taken from it."""


CRASHED = Fatal("处理时程序崩溃，文件可能已损坏", "请用 Word、WPS 或看图软件打开，另存后重新放入")
_WORTH_A_PROCESS = 4.0  # CPU seconds of work: one takes two to start and to load its models
_LONG = 100.0  # CPU seconds of work, after which half a gigabyte a process is let go of: little is left to do


def too_slow(seconds: float) -> Fatal:
    """Said of a document that took longer than the limit."""
    return Fatal(f"处理超过 {seconds:g} 秒，已停止", "请拆分或压缩文件；也可在 zgc-lint.yaml 中调大 time_limit")


def dearest_first(tasks: Sequence[Task]) -> list[int]:
    """The tasks' numbers, the dearest first, so that none is left over at the end for a single process."""
    return sorted(range(len(tasks)), key=lambda number: -tasks[number].cost)


@dataclass(frozen=True, slots=True)
class Labour:
    """How work is done; what comes of it is the same.

    `jobs`: so many processes, None for as many as pay for their start. `scheduler`: the address of a Dask scheduler,
    whose workers do the work instead. `cache`: whether what is known from earlier runs is used, where the settings
    allow it.
    """

    jobs: int | None = 1
    scheduler: str | None = None
    cache: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether others than this process may do some of it."""
        return self.jobs != 1 or self.scheduler is not None


#: This process does it all, and keeps nothing for later runs.
ALONE = Labour()


class Hands(Protocol):
    """Those who do tasks."""

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """Do the tasks; `take` is called for each as soon as it is done."""
        ...

    def share(self, tasks: Sequence[Task]) -> bool:
        """Whether the tasks would be done by others than this process."""
        ...

    def close(self) -> None:
        """Let go of all that was started."""
        ...


def hands(labour: Labour, time_limit: float) -> Hands:
    """Those that `labour` asks for; a task may take `time_limit` seconds. Raises UsageError: no such scheduler."""
    if labour.scheduler is None:
        return LocalHands(labour.jobs, time_limit)
    try:
        from zgc_lint.work.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UsageError('没有安装 Dask，请执行 pip install "zgc-lint[distributed]"') from error
    return Cluster(labour.scheduler, time_limit)


class LocalHands:
    """Those of this machine: as many processes as are wanted, or (`jobs` None) as pay for their start.

    `time_limit`: seconds for a task. With one job, or where there is too little work for a process, this one does it
    (but for what has ended a process before): then a task is stopped only between two steps of Python
    (`zgc_lint.work.watch`), and its crash ends the run.
    """

    def __init__(self, jobs: int | None, time_limit: float) -> None:
        self._jobs = jobs
        self._time_limit = time_limit
        self._crew: Crew | None = None

    def do(self, tasks: Sequence[Task], take: Take) -> None:
        """See `Hands`."""
        if not tasks:
            return
        size = self._processes(tasks)
        if self._crew is None and size:
            from zgc_lint.work.crew import Crew

            self._crew = Crew(size, self._time_limit)
        if self._crew is None:
            self._here(tasks, take)
        else:
            self._crew.size = max(size, self._crew.size)
            self._crew.do(tasks, take)
        if sum(task.cost for task in tasks) > _LONG:
            self._rest()

    def share(self, tasks: Sequence[Task]) -> bool:
        """See `Hands`."""
        return self._processes(tasks) > 0

    def close(self) -> None:
        """See `Hands`."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def _rest(self) -> None:
        """Let go of what pictures are looked at with: processes are started, and models loaded, again if need be."""
        if self._crew is not None:
            self._crew.close()
        else:
            from zgc_lint.look.ocr import forget_models

            forget_models()

    def _processes(self, tasks: Sequence[Task]) -> int:
        """How many others are to do the tasks; 0: this one is."""
        if self._jobs is not None:
            return min(self._jobs, len(tasks)) if self._jobs > 1 else 0
        paying = min(_cores(), int(sum(task.cost for task in tasks) / _WORTH_A_PROCESS))
        return max(paying, any(task.is_deadly for task in tasks))

    def _here(self, tasks: Sequence[Task], take: Take) -> None:
        """Do the tasks in this process."""
        with Watch(self._time_limit) as watch:
            for number, task in enumerate(tasks):
                try:
                    given = watch.run(task.run)
                except TimeIsUp:
                    given = too_slow(self._time_limit)
                except Exception as error:
                    given = problem_of(error)
                take(number, given)


def _cores() -> int:
    """Those this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
