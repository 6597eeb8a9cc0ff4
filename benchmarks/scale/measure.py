"""A run of zgc-lint in processes of its own: seconds, CPU seconds by stage, memory."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Run", "measure", "with_children"]

_LOOK_EVERY = 0.2  # seconds


@dataclass(frozen=True)
class Run:
    """`seconds` by the clock, `cpu` of all processes, `stages` CPU seconds by stage, `memory` in bytes at its height.

    `memory` is that of the main process, `all_memory` that of it, those it started and the cluster's together: what
    several of them hold is counted once where the system can tell (Linux), else once for each; `quarters` is its height
    in each quarter of the run. `output` is the SHA-256 of the report.
    """

    seconds: float
    cpu: float
    memory: int
    all_memory: int
    quarters: tuple[int, ...]
    output: str
    stages: Mapping[str, float] = field(default_factory=dict)


def measure(batch: Path, options: Sequence[str], home: Path, cluster: Sequence[psutil.Process] = ()) -> Run:
    """Check `batch` with `options`; cache and key lie in `home`. Of `cluster` and its children memory is counted."""
    with tempfile.TemporaryDirectory() as folder:
        stages, report = Path(folder) / "stages.json", Path(folder) / "report.json"
        environment = os.environ | {"XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        command = [sys.executable, "-m", "benchmarks.scale.staged", str(stages), "check", str(batch), *options]
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
        with report.open("wb") as output:
            process = subprocess.Popen([*command, "--format", "json"], stdout=output, env=environment)
            looks = _watched(process, cluster)
        after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic() - begun
        if process.returncode not in (0, 1):
            raise RuntimeError(f"zgc-lint ended with {process.returncode}")
        told = json.loads(stages.read_text(encoding="utf-8"))
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        digest = hashlib.sha256(report.read_bytes()).hexdigest()
        memory = told.pop("memory")  # at its very height, which may lie between two looks
        return Run(seconds, cpu, memory, max([memory, *looks]), _heights(looks), digest, told)


def with_children(roots: Iterable[psutil.Process]) -> list[psutil.Process]:
    """The processes and all that descend from them."""
    return [process for root in roots for process in (root, *root.children(recursive=True))]


def _watched(process: subprocess.Popen[bytes], others: Sequence[psutil.Process]) -> list[int]:
    """Wait for a process; at each look, the memory that it, the others and their children held together, in bytes."""
    looks = []
    roots = [psutil.Process(process.pid), *others]
    while True:
        try:
            process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            looks.append(sum(map(_held, with_children(roots))))
        else:
            return looks


def _heights(looks: Sequence[int], parts: int = 4) -> tuple[int, ...]:
    """The greatest of the looks in each of so many parts of the time; nothing where there were fewer than parts."""
    if len(looks) < parts:
        return ()
    bounds = [len(looks) * part // parts for part in range(parts + 1)]
    return tuple(max(looks[begin:end]) for begin, end in pairwise(bounds))


def _held(process: psutil.Process) -> int:
    """Bytes: its own pages and its share of those it has in common with others (PSS); all of them off Linux."""
    try:
        told = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0
    return int(getattr(told, "pss", told.rss))
