"""A Dask scheduler with workers on this machine, each a process of its own, for as long as it is needed."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks.scale.measure import with_children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cluster", "cluster"]


@dataclass(frozen=True)
class Cluster:
    """`address` of the scheduler; `processes`: scheduler and nanny, whose children are the workers."""

    address: str
    processes: Sequence[psutil.Process]

    def used(self) -> float:
        """CPU seconds of all its processes since they were started, of those that have ended since too."""
        every = (process.cpu_times() for process in with_children(self.processes))
        return sum(float(sum(times[:4])) for times in every)  # user, system, and both of children that have ended


@contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """A cluster whose workers are all there."""
    from distributed import Client

    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    options = ["--nthreads", "1", "--nworkers", str(workers), "--no-dashboard"]
    processes = [
        _started("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"),
        _started("dask_worker", address, *options),
    ]
    try:
        with Client(address, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield Cluster(address, [psutil.Process(process.pid) for process in processes])
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def _started(command: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{command}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
