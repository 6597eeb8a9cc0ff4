"""``python -m benchmarks.scale --folder DIR [--sizes 50 200 800] [--pycorrector-model FILE] [--write]``.

``--only-peers`` gives the tables of other programs alone. Notes below the tables are kept when they are written anew.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.kept import called, keep
from benchmarks.scale.batch import make_batch
from benchmarks.scale.cluster import cluster
from benchmarks.scale.measure import Run, measure
from benchmarks.scale.peers import compare
from benchmarks.scale.plot import plot

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent.parent / "results"
_ALONE = ", 1 job"
_COLD = {"1": f"cold{_ALONE}", "2": "cold, 2 jobs"}
_HEAD = (
    "| filings | run | seconds | CPU-s | CPU-s a filing | main process, MB | all processes, MB | by quarters | output |"
)


def main() -> int:
    """Measure, print the tables, and with --write keep table and plot under results/. 1 where outputs differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the batches are made, 1.7 MB a filing")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 800])
    parser.add_argument(
        "--all-ways", type=int, default=200, help="the largest batch run in every way; others on two jobs"
    )
    parser.add_argument("--pycorrector-model", default="", help="file of the kenlm model that pycorrector is to use")
    parser.add_argument("--only-peers", action="store_true", help="beside other programs only; the rest is not run")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if arguments.only_peers:
        return _only_peers(arguments)
    runs: dict[int, dict[str, Run]] = {}
    lines = []
    for line in _report(arguments, runs):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        keep(RESULTS / "scale.md", "\n".join(lines))
        (RESULTS / "scale.svg").write_text(plot(runs), encoding="utf-8")
    return int(any(len({run.output for run in ways.values() if run.output}) > 1 for ways in runs.values()))


def _only_peers(arguments: argparse.Namespace) -> int:
    """Print the tables of other programs; with --write they are kept in a file of their own."""
    lines = ["# Other programs: CPU seconds", "", f"`{called('benchmarks.scale')}`, {_machine()}.", ""]
    lines += compare(_smallest(arguments), arguments.pycorrector_model)
    print(*lines, sep="\n")
    if arguments.write:
        keep(RESULTS / "scale_peers.md", "\n".join(lines))
    return 0


def _report(arguments: argparse.Namespace, runs: dict[int, dict[str, Run]]) -> Iterator[str]:
    yield "# Scale"
    yield ""
    yield f"`{called('benchmarks.scale')}`,"
    yield f"{_machine()}."
    yield ""
    yield "A filing: form and statement (docx), three photographs with watermarks (12 megapixels, and twice 2), a scan"
    yield "of two pages (PDF), all made from seeds (`benchmarks/scale/batch.py`). Cold: nothing in the cache. Warm: the"
    yield "same batch once more. One changed: after a line was added to one statement. CPU-s: of all processes, starts"
    yield "included. Memory of all processes: the scheduler and workers of a cluster with them, looked at five times a"
    yield "second, what they have in common counted once (PSS, on Linux); never less than that of the main process."
    yield "By quarters: their height in each quarter of the run's time. `output`: the first digits of the SHA-256 of"
    yield "the JSON report."
    yield ""
    yield _HEAD
    yield "|---:|---|---:|---:|---:|---:|---:|---|---|"
    for size in arguments.sizes:
        batch = make_batch(arguments.folder, size)
        ways = runs[size] = {}
        for way, run in _runs(batch, arguments.folder / "home", every=size <= arguments.all_ways):
            ways[way] = run
            quarters = ", ".join(f"{height / 2**20:.0f}" for height in run.quarters)
            memory = f"{run.memory / 2**20:.0f} | {run.all_memory / 2**20:.0f} | {quarters}"
            share = run.cpu / size
            yield f"| {size} | {way} | {run.seconds:.1f} | {run.cpu:.1f} | {share:.3f} | {memory} | {run.output[:8]} |"
    yield ""
    yield from _stages(runs)
    yield from compare(_smallest(arguments), arguments.pycorrector_model)


def _smallest(arguments: argparse.Namespace) -> Path:
    return make_batch(arguments.folder, min(arguments.sizes))


def _runs(batch: Path, home: Path, *, every: bool) -> Iterator[tuple[str, Run]]:
    shutil.rmtree(home, ignore_errors=True)
    jobs = "1" if every else "2"
    yield _COLD[jobs], measure(batch, ["--jobs", jobs], home)
    yield f"warm{_ALONE}", measure(batch, ["--jobs", "1"], home)
    with _one_changed(batch) as changed:
        run = measure(changed, ["--jobs", "1"], home)
    yield f"one changed{_ALONE}", replace(run, output="")
    if every:
        yield _COLD["2"], measure(batch, ["--jobs", "2", "--no-cache"], home)
        with cluster(2) as remote:
            begun = remote.used()
            run = measure(batch, ["--scheduler", remote.address, "--no-cache"], home, remote.processes)
            cpu = run.cpu + remote.used() - begun
        yield "cold, 2 Dask workers", replace(run, cpu=cpu)


class _one_changed:  # noqa: N801 (used as a function)
    """The batch with one more line in one statement, for as long as the context lasts."""

    def __init__(self, batch: Path) -> None:
        self._batch = batch
        self._statement = sorted(batch.glob("*/情况说明.docx"))[0]
        self._before = self._statement.read_bytes()

    def __enter__(self) -> Path:
        import docx

        document = docx.Document(str(self._statement))
        document.add_paragraph("另附核查记录一份。")
        document.save(str(self._statement))
        return self._batch

    def __exit__(self, *_: object) -> None:
        self._statement.write_bytes(self._before)


def _stages(runs: dict[int, dict[str, Run]]) -> Iterator[str]:
    alone = [(size, way, run) for size, ways in runs.items() for way, run in ways.items() if way.endswith(_ALONE)]
    yield "CPU-s per filing by stage, of every run on one job:"
    yield ""
    yield "| stage |" + "".join(f" {size} {way.removesuffix(_ALONE)} |" for size, way, _ in alone)
    yield "|---|" + "---:|" * len(alone)
    names = {stage for *_, run in alone for stage in run.stages}
    shares = {stage: [run.stages.get(stage, 0.0) / size for size, _, run in alone] for stage in names}
    for stage, row in sorted(shares.items(), key=lambda item: -max(item[1])):
        yield f"| {stage} |" + "".join(f" {share:.4f} |" for share in row)
    yield ""


def _machine() -> str:
    return f"{date.today()}, Python {platform.python_version()}, {_processor()}"  # noqa: DTZ011


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    sys.exit(main())
