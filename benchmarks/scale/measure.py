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
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Run", "measure"]

_LOOK_EVERY = 0.2  # seconds


@dataclass(frozen=True)
class Run:
    """`seconds` by the clock, `cpu` of all processes, `stages` CPU seconds by stage, `memory` in bytes at its height.

    `memory` is that of the main process, `all_memory` that of it and those it started together (shared pages counted
    once for each). `output` is the SHA-256 of the report.
    """

    seconds: float
    cpu: float
    memory: int
    all_memory: int
    output: str
    stages: Mapping[str, float] = field(default_factory=dict)


def measure(batch: Path, options: Sequence[str], home: Path) -> Run:
    """Check `batch` with `options`; cache and key lie in `home`."""
    with tempfile.TemporaryDirectory() as folder:
        stages, report = Path(folder) / "stages.json", Path(folder) / "report.json"
        environment = os.environ | {"XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        command = [sys.executable, "-m", "benchmarks.scale.staged", str(stages), "check", str(batch), *options]
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
        with report.open("wb") as output:
            process = subprocess.Popen([*command, "--format", "json"], stdout=output, env=environment)
            peak = _watched(process)
        after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic() - begun
        if process.returncode not in (0, 1):
            raise RuntimeError(f"zgc-lint ended with {process.returncode}")
        told = json.loads(stages.read_text(encoding="utf-8"))
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        digest = hashlib.sha256(report.read_bytes()).hexdigest()
        return Run(seconds, cpu, told.pop("memory"), peak, digest, told)


def _watched(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; the largest memory that it and its children held together, in bytes."""
    peak = 0
    root = psutil.Process(process.pid)
    while True:
        try:
            process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            peak = max(peak, _held(root))
        else:
            return peak


def _held(root: psutil.Process) -> int:
    total = 0
    for process in (root, *root.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
