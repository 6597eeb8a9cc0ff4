"""Damaged files: a few hundred of the fuzzer's, always the same; the long run is ``python -m benchmarks.fuzz``."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.fuzz.__main__ import Journal
from benchmarks.fuzz.examine import Damaged, Job, Outcome
from benchmarks.fuzz.mutations import mutate
from benchmarks.fuzz.seeds import KINDS, seeds
from benchmarks.fuzz.watch import Watch, jobs
from zgc_lint.load.reader import Task, read
from zgc_lint.load.source import LoadedEntry

READ = {"docx": 140, "xlsx": 80, "pdf": 80, "ofd": 80, "jpg": 40}
CHECKED = {"docx": 20, "xlsx": 16, "pdf": 12, "ofd": 12, "jpg": 6, "zip": 6, "yaml": 8}
SEED = 500


@pytest.mark.parametrize("kind", READ)
def test_damaged_files_are_read_or_say_why_not(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZGC_LINT_SOFFICE", "/nonexistent")
    for job in jobs(kind, READ[kind], SEED):
        for file in job.files:
            document = read(Task(file.name, LoadedEntry(file.name, len(file.data), file.data), with_tables=True))
            assert document.problem is None or document.problem.remedy, f"{kind} {file.number}"
            unforeseen = document.problem is not None and document.problem.why.startswith("无法读取（")
            assert not unforeseen, f"{kind} {file.number}: {document.problem}"


def test_damaged_files_never_break_a_run() -> None:
    with Watch() as watch:
        for kind in KINDS:
            for job in jobs(kind, CHECKED[kind], SEED + 1):
                told = watch.run(job)
                assert not [(kind, number, what) for number, what in told.outcomes.items() if what[0].is_fault]


def test_a_run_goes_on_where_its_journal_ends(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    first = Journal(file, [20, 1, 0, ["docx"]], ["docx"])
    first.rows["docx"].outcomes["read"] += 3
    first.rows["docx"].slowest = 1.5
    first.keep(2)
    second = Journal(file, [20, 1, 0, ["docx"]], ["docx"])
    assert (second.rounds, second.rows) == (2, first.rows)
    with pytest.raises(SystemExit):
        Journal(file, [20, 2, 0, ["docx"]], ["docx"])


def test_a_mutation_is_the_same_for_the_same_seed() -> None:
    for kind in KINDS:
        _, data = seeds(kind)[0]
        one, other = (mutate(data, kind, Random(1)) for _ in range(2))  # noqa: S311
        assert one == other


def test_the_watch_sees_what_breaks_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer itself: a process that dies is told of, and the next file goes to a new one."""
    sound = Job("docx", (Damaged(1, *seeds("docx")[0]),))
    with Watch() as watch:
        assert not watch.run(sound).outcomes[1][0].is_fault
        assert watch._child is not None
        watch._child[0].kill()
        watch._child[0].join()
        assert watch.run(sound).outcomes[1][0] is Outcome.DIED
        assert not watch.run(sound).outcomes[1][0].is_fault
