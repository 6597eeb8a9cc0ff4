"""``python -m benchmarks.scale --folder DIR [--sizes 50 200 800] [--pycorrector-model FILE] [--write]``.

``--only-peers`` gives the tables of other programs alone.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scale.batch import make_batch
from benchmarks.scale.cluster import cluster
from benchmarks.scale.measure import Run, measure
from benchmarks.scale.peers import compare
from benchmarks.scale.plot import plot

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent.parent / "results"
_COLD = {"1": "cold, 1 job", "2": "cold, 2 jobs"}
_HEAD = "| filings | run | seconds | CPU-s | CPU-s per filing | main process, MB | all processes, MB | output |"


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
        (RESULTS / "scale.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
        (RESULTS / "scale.svg").write_text(plot(runs), encoding="utf-8")
    return int(any(len({run.output for run in ways.values() if run.output}) > 1 for ways in runs.values()))


def _only_peers(arguments: argparse.Namespace) -> int:
    """Print the tables of other programs; with --write they are kept in a file of their own."""
    command = "python -m benchmarks.scale --folder DIR --only-peers --pycorrector-model FILE"
    lines = ["# Other programs: CPU seconds", "", f"`{command}`, {_machine()}.", ""]
    lines += compare(_smallest(arguments), arguments.pycorrector_model)
    print(*lines, sep="\n")
    if arguments.write:
        (RESULTS / "scale_peers.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return 0


def _report(arguments: argparse.Namespace, runs: dict[int, dict[str, Run]]) -> Iterator[str]:
    yield "# Scale"
    yield ""
    words = " ".join(str(size) for size in arguments.sizes)
    yield f"`python -m benchmarks.scale --folder DIR --sizes {words} --all-ways {arguments.all_ways} --write`,"
    yield f"{_machine()}."
    yield ""
    yield "A filing: form and statement (docx), three photographs with watermarks (12 megapixels, and twice 2), a scan"
    yield "of two pages (PDF), all made from seeds (`benchmarks/scale/batch.py`). Cold: nothing in the cache. Warm: the"
    yield "same batch once more. One changed: after a line was added to one statement. CPU-s: of all processes, starts"
    yield "included. `output`: the first digits of the SHA-256 of the JSON report."
    yield ""
    yield _HEAD
    yield "|---:|---|---:|---:|---:|---:|---:|---|"
    for size in arguments.sizes:
        batch = make_batch(arguments.folder, size)
        ways = runs[size] = {}
        for way, run in _runs(batch, arguments.folder / "home", every=size <= arguments.all_ways):
            ways[way] = run
            memory = f"{run.memory / 2**20:.0f} | {run.all_memory / 2**20:.0f}"
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
    yield "warm, 1 job", measure(batch, ["--jobs", "1"], home)
    with _one_changed(batch) as changed:
        run = measure(changed, ["--jobs", "1"], home)
    yield "one changed, 1 job", Run(run.seconds, run.cpu, run.memory, run.all_memory, "", run.stages)
    if every:
        yield _COLD["2"], measure(batch, ["--jobs", "2", "--no-cache"], home)
        with cluster(2) as (address, spent):
            run = measure(batch, ["--scheduler", address, "--no-cache"], home)
            cpu = run.cpu + spent()
        yield "cold, 2 Dask workers", Run(run.seconds, cpu, run.memory, run.all_memory, run.output)


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
    cold = {size: ways[_COLD["1"]].stages for size, ways in runs.items() if _COLD["1"] in ways}
    if not cold:
        return
    yield "CPU-s per filing by stage, cold, one job:"
    yield ""
    yield "| stage |" + "".join(f" {size} filings |" for size in cold)
    yield "|---|" + "---:|" * len(cold)
    first = next(iter(cold.values()))
    for stage in sorted(first, key=lambda stage: -first[stage]):
        yield f"| {stage} |" + "".join(f" {stages.get(stage, 0.0) / size:.3f} |" for size, stages in cold.items())
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
