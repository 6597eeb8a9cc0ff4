"""Damages files and says what became of them.

``python -m benchmarks.fuzz [--count N] [--seed S] [--kinds docx,pdf] [--first N] [--minutes N] [--journal FILE]
[--keep DIR] [--write]``. A run with a journal that is ended goes on with its next round when it is called again.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fuzz.examine import Outcome
from benchmarks.fuzz.seeds import KINDS
from benchmarks.fuzz.watch import MEMORY, Watch, jobs
from benchmarks.kept import keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.fuzz.examine import Job

_RESULT = Path(__file__).parent.parent / "results" / "fuzz.md"
#: Of 100 files; a picture is dear, and settings are checked one by one.
_SHARES = {"docx": 27, "xlsx": 16, "pdf": 20, "ofd": 14, "jpg": 9, "zip": 6, "yaml": 8}
_ROUND = 500  # files; in each round every kind has its share, so that a run cut short has seen them all


@dataclass
class Row:
    """What became of the files of one kind; `outcomes` by the value of `Outcome`."""

    outcomes: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: float = 0.0


class Journal:
    """The rows of a run and how many of its rounds are done, kept in `file` (None: nowhere)."""

    def __init__(self, file: Path | None, run: list[object], kinds: Sequence[str]) -> None:
        """`run` is what the files depend on. Raises SystemExit where the journal is that of another run."""
        self._file, self._run = file, run
        self.rounds = 0
        self.rows = {kind: Row() for kind in kinds}
        if file is not None and file.is_file():
            told = json.loads(file.read_text(encoding="utf-8"))
            if told["run"] != run:
                raise SystemExit(f"{file} is the journal of another run: {told['run']}")
            self.rounds = told["rounds"]
            for kind, row in told["rows"].items():
                self.rows[kind] = Row(**(row | {name: Counter(row[name]) for name in ("outcomes", "why")}))

    def keep(self, rounds: int) -> None:
        """Write down that so many rounds are done."""
        self.rounds = rounds
        if self._file is not None:
            rows = {kind: vars(row) for kind, row in self.rows.items()}
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps({"run": self._run, "rounds": rounds, "rows": rows}), encoding="utf-8")
            part.replace(self._file)


def main() -> int:
    """Print the table, and each fault as it is found; 1 where there was one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="files of all kinds together")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin with no further round after this long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--first", type=int, default=0, help="number of the first file of each kind")
    parser.add_argument("--journal", type=Path, help="file in which it is noted what is done, to go on with later")
    parser.add_argument("--keep", type=Path, help="folder for the files that the engine failed on")
    parser.add_argument("--why", action="store_true", help="list the reasons given for files that cannot be read")
    parser.add_argument("--write", action="store_true", help=f"write {_RESULT.name} under benchmarks/results")
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(",")
    run = [arguments.count, arguments.seed, arguments.first, kinds]
    journal = Journal(arguments.journal, run, kinds)
    rounds = max(1, round(arguments.count / _ROUND))
    whole = arguments.count / sum(_SHARES[kind] for kind in kinds)
    began = time.monotonic()
    with Watch() as watch:
        for number in range(journal.rounds, rounds):
            if time.monotonic() - began > arguments.minutes * 60:
                break
            for kind, row in journal.rows.items():
                first, end = (round(whole * _SHARES[kind] * part / rounds) for part in (number, number + 1))
                _run(row, watch, jobs(kind, end - first, arguments.seed, arguments.first + first), arguments.keep)
            journal.keep(number + 1)
            print(f"round {number + 1} of {rounds}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            if arguments.write:
                keep(_RESULT, _table(journal.rows, arguments.count, arguments.seed))
    rows = journal.rows
    print(_table(rows, arguments.count, arguments.seed))
    if arguments.why:
        for kind, row in rows.items():
            print(*(f"{kind}\t{count}\t{why}" for why, count in row.why.most_common()), sep="\n")
    return 1 if any(row.faults for row in rows.values()) else 0


def _run(row: Row, watch: Watch, todo: Iterable[Job], keep: Path | None) -> None:
    """Go through jobs and enter in a row what became of their files."""
    for job in todo:
        report = watch.run(job)
        row.slowest, row.largest = max(row.slowest, report.seconds), max(row.largest, report.megabytes)
        for file in job.files:
            outcome, why = report.outcomes[file.number]
            row.outcomes[outcome.value] += 1
            row.why[f"{outcome.value}: {why}"] += 1
            if outcome.is_fault:
                row.faults.append(f"{job.kind} {file.number} ({file.name}): {outcome.value}: {why}")
                print(row.faults[-1], flush=True)
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{file.number}-{file.name}").write_bytes(file.data)


def _table(rows: dict[str, Row], count: int, seed: int) -> str:
    done = sum(sum(row.outcomes.values()) for row in rows.values())
    lines = [
        "# Damaged files",
        "",
        f"`python -m benchmarks.fuzz --count {count} --seed {seed} --journal FILE --write`, {date.today():%Y-%m-%d};",  # noqa: DTZ011
        f"{done:,} files are done.",
        "",
        "Each file is damaged in one to three ways, put into a filing, loaded, looked at, checked, priced and reported",
        "in a child process, twenty at a time; in one group of 80 the text in pictures is read too. Slowest and",
        "largest are those of a file where its group was gone through file by file, else the group's: upper bounds.",
        "",
        "| kind | files | " + " | ".join(outcome.value for outcome in Outcome) + " | slowest, CPU-s | largest, MB |",
        "|---|" + "---:|" * (len(Outcome) + 3),
    ]
    for kind, row in rows.items():
        cells = [str(row.outcomes[outcome.value]) for outcome in Outcome]
        lines.append(
            f"| {kind} | {sum(row.outcomes.values())} | {' | '.join(cells)} | {row.slowest:.1f} | {row.largest:.0f} |"
        )
    lines += [
        "",
        f"The last four are faults: crashed check or exception, dead process, over 20 CPU-s, over {MEMORY:.0f} MB.",
    ]
    lines += [f"- {fault}" for row in rows.values() for fault in row.faults]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
