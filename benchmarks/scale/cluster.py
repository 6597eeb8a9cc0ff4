"""A Dask scheduler with workers on this machine, each a process of its own, for as long as it is needed."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["cluster"]


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """The scheduler's address, and what tells how many CPU seconds scheduler and workers have used since now."""
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
        begun = _used(processes)
        yield address, lambda: _used(processes) - begun
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


def _used(processes: list[subprocess.Popen[bytes]]) -> float:
    roots = [psutil.Process(process.pid) for process in processes]
    everything = [*roots, *(child for root in roots for child in root.children(recursive=True))]
    return sum(float(times.user + times.system) for times in (process.cpu_times() for process in everything))
