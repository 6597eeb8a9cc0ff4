"""Ends a process of a run by ``kill -9`` at random moments: what becomes of that run, and whether the next is right.

``python -m benchmarks.kills --folder DIR [--filings 8] [--moments 5] [--seed 1] [--only WORD] [--write]``. The batches
are those of `benchmarks.scale`. Each moment has a cache of its own, empty at first; the next run goes on from what the
killed one left there. Right is the report of a run that nobody disturbed, byte for byte.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.scale.batch import make_batch
from benchmarks.scale.cluster import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RESULT = Path(__file__).parent / "results" / "kills.md"
_WORKER, _MAIN, _DASK = "worker", "main process", "Dask worker"
_EARLY, _LATE = 0.1, 0.95  # of the time that an undisturbed run takes
_TRIES = 4  # a moment that comes too late, or when there is no such process, is drawn anew
_LOOK_EVERY = 0.02  # seconds
_FAREWELL = 60  # seconds that processes may go on after the main one is dead: a page is read to its end
_LEGEND = (
    "",
    "A process is ended by SIGKILL so many seconds after the start of a cold run that takes `of` seconds undisturbed.",
    "`left behind`: seconds for which other processes of the run went on. `next run`: with the cache as it was left.",
    "",
    "| killed | after, s | of | that run | left behind | next run | seconds | exit |",
    "|---|---:|---:|---|---:|---|---:|---:|",
)


@dataclass(frozen=True)
class _End:
    """How a run ended: its exit code, its report (None: there is none), and seconds."""

    code: int
    report: bytes | None
    seconds: float


@dataclass(frozen=True)
class _Way:
    """How `batch` is checked."""

    batch: Path
    options: Sequence[str]

    def start(self, home: Path, report: Path) -> subprocess.Popen[bytes]:
        """Begin a run whose cache and key lie in `home`."""
        environment = os.environ | {"XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        command = [sys.executable, "-m", "zgc_lint", "check", str(self.batch), *self.options]
        command += ["--output", f"json={report}"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)

    def run(self, home: Path) -> _End:
        """A run that nobody disturbs."""
        report = home / "report.json"
        begun = time.monotonic()
        return _ended(self.start(home, report), report, begun)


def main() -> int:
    """Kill, print the table, and with --write keep it under results/. 1 where something was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the batch is made, 1.7 MB a filing")
    parser.add_argument("--filings", type=int, default=8)
    parser.add_argument("--moments", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help=f"a word of: {_WORKER}, {_MAIN}, {_DASK}")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    command = f"python -m benchmarks.kills --folder DIR --filings {arguments.filings} --moments {arguments.moments}"
    command += f" --seed {arguments.seed}" + (f" --only {arguments.only}" if arguments.only else "")
    lines = ["# Killed processes", "", f"`{command}`, {date.today()}.", *_LEGEND]  # noqa: DTZ011
    print(*lines, sep="\n", flush=True)
    wrong = 0
    for line, is_right in _trials(arguments):
        print(line, flush=True)
        lines.append(line)
        wrong += not is_right
    lines += ["", f"{wrong} not right."]
    print(*lines[-2:], sep="\n")
    if arguments.write:
        _RESULT.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return int(wrong > 0)


def _trials(arguments: argparse.Namespace) -> Iterator[tuple[str, bool]]:
    """Yield a line of the table for each kill, and whether all was right."""
    rnd = random.Random(arguments.seed)  # noqa: S311 (no secret)
    batch = make_batch(arguments.folder, arguments.filings)
    local = _Way(batch, ["--jobs", "2"])
    with tempfile.TemporaryDirectory() as name:
        right = local.run(_home(Path(name)))
        for victim in (_WORKER, _MAIN, _DASK):
            if arguments.only not in victim:
                continue
            with ExitStack() as stack:
                way, usual = local, right
                if victim is _DASK:
                    way = _Way(batch, ["--scheduler", stack.enter_context(cluster(2)).address])
                    usual = way.run(_home(Path(name)))
                    if usual.report != right.report:
                        yield f"| {victim} | | | undisturbed: another report | | | | |", False
                for part in rnd.sample(range(arguments.moments), arguments.moments):
                    yield _trial(way, victim, right, usual.seconds, (part, arguments.moments), rnd, Path(name))


def _trial(
    way: _Way, victim: str, right: _End, usual: float, part: tuple[int, int], rnd: random.Random, folder: Path
) -> tuple[str, bool]:
    """Kill at a moment within such a `part` (which, of how many) of the time, then run once more."""
    for _ in range(_TRIES):
        home = _home(folder)
        share = _EARLY + (_LATE - _EARLY) * (part[0] + rnd.random()) / part[1]
        begun = time.monotonic()
        process = way.start(home, home / "report.json")
        others = _kill(victim, process, begun + share * usual, rnd)
        after = time.monotonic() - begun
        end = _ended(process, home / "report.json", begun)
        if others is not None:
            break
        usual = end.seconds  # the machine has less else to do than when that was measured
    else:
        return f"| {victim} | | {usual:.1f} | ended before it could be killed, {_TRIES} times | | | | |", False
    left = _farewell(others) if victim is _MAIN else 0.0
    told, is_right = _judged(end, right, ended=victim is _MAIN)
    following = way.run(home)
    then, then_right = _judged(following, right, ended=False)
    cells = (victim, f"{after:.1f}", f"{usual:.1f}", told, f"{left:.1f}", then, f"{following.seconds:.1f}")
    return f"| {' | '.join(cells)} | {following.code} |", is_right and then_right and left < _FAREWELL


def _kill(
    victim: str, process: subprocess.Popen[bytes], moment: float, rnd: random.Random
) -> list[psutil.Process] | None:
    """Kill at `moment` by the clock, or as soon after it as there is such a process.

    Returns what other processes the run had; None where it ended first.
    """
    while process.poll() is None:
        if time.monotonic() >= moment:
            with suppress(psutil.NoSuchProcess):  # it has ended of itself meanwhile
                found = [psutil.Process(process.pid)] if victim is _MAIN else _workers()
                others: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
                if found:
                    rnd.choice(found).kill()
                    return others
        time.sleep(_LOOK_EVERY)
    return None


def _workers() -> list[psutil.Process]:
    """The processes below this one that do tasks, of a run or of the cluster."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if any("spawn_main" in word for word in process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _farewell(others: list[psutil.Process]) -> float:
    """Seconds until none of the `others` is there any more; at most `_FAREWELL`."""
    begun = time.monotonic()
    psutil.wait_procs(others, _FAREWELL)
    return time.monotonic() - begun


def _judged(end: _End, right: _End, *, ended: bool) -> tuple[str, bool]:
    """What came of a run, and whether that is right: `ended` for one that has a right to no report, but to no half."""
    if end.report is None:
        return "no report", ended
    if end.report != right.report:
        return "ANOTHER REPORT", False
    return "the same report", ended or end.code == right.code


def _ended(process: subprocess.Popen[bytes], report: Path, begun: float) -> _End:
    code = process.wait()
    return _End(code, report.read_bytes() if report.is_file() else None, time.monotonic() - begun)


def _home(folder: Path) -> Path:
    """An empty folder; the one before it is removed."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    return home


if __name__ == "__main__":
    sys.exit(main())
