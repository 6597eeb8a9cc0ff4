"""The files of a filing are read in one task; where that is lost, each by itself."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.batches import CASE, FORM, write_batch, write_form
from tests.check.test_alone import Neighbours, their_hands
from zgc_lint import pipeline
from zgc_lint.config import Config
from zgc_lint.load.reader import Task as Reading
from zgc_lint.model import Problem
from zgc_lint.report import renderer
from zgc_lint.work.desk import _bundles
from zgc_lint.work.hands import CRASHED, Labour, too_slow
from zgc_lint.work.packing import nowhere
from zgc_lint.work.tasks import Read, ReadTogether, Task

SECOND = "20260605012399"


@dataclass
class Entry:
    """A file of so many megabytes."""

    size: int
    name: str = ""


def read(megabytes: float = 0.0, *, deadly: bool = False, name: str = "x.docx") -> Read:
    entry: Any = Entry(int(megabytes * 2**20))
    return Read(Reading(nowhere(name), entry), is_deadly=deadly)


def test_neighbours_in_a_folder_are_read_together() -> None:
    paths = ["台账.xlsx", "1/a", "1/附件/b", "1/附件/c", "2/a", "2/b", "工单.xlsx", "附注.txt"]
    assert _bundles([read() for _ in paths], paths) == [[0], [1, 2, 3], [4, 5], [6], [7]]
    assert _bundles([], []) == []


def test_what_is_deadly_or_long_is_read_by_itself() -> None:
    tasks = [read(), read(deadly=True), read(), read(20), read(20), read(900), read(), read(name="旧.doc"), read()]
    assert _bundles(tasks, ["1/x"] * 9) == [[0], [1], [2, 3], [4], [5], [6], [7], [8]]


@pytest.mark.parametrize("folder", ["", "2026-06/", "甲/乙/2026-06/"])
def test_no_more_than_a_few_are_read_together_wherever_filings_lie(folder: str) -> None:
    paths = [f"{folder}{case}/{number}.docx" for case in range(9) for number in range(20)] + [f"{folder}台账.xlsx"]
    bundles = _bundles([read() for _ in paths], paths)
    assert [number for bundle in bundles for number in bundle] == [*range(181)]
    assert max(map(len, bundles)) == 8
    assert all(len({paths[number].rpartition("/")[0] for number in bundle}) == 1 for bundle in bundles)


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "2026-06"
    write_batch(folder)
    (folder / SECOND).mkdir()
    write_form(folder / SECOND / "申报表.docx", FORM | {"工单编号": SECOND})
    (folder / SECOND / "情况说明.docx").write_bytes(b"PK\3\4")
    return folder


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """What the others were given."""
    tasks: list[Task] = []
    given_by = Neighbours.given_by

    def note(self: Neighbours, task: Task) -> Any:
        tasks.append(task)
        return given_by(self, task)

    monkeypatch.setattr(Neighbours, "done", [], raising=False)
    monkeypatch.setattr(Neighbours, "given_by", note)
    monkeypatch.setattr(pipeline, "hands", their_hands)
    return tasks


def checked(folder: Path, jobs: int) -> str:
    report = renderer("json").render(pipeline.check([folder], Config(), labour=Labour(jobs)))
    assert isinstance(report, str)
    return report


def test_a_task_for_each_filing(month: Path, given: list[Task]) -> None:
    assert checked(month, 2) == checked(month, 1)
    together = [task for task in given if isinstance(task, ReadTogether)]
    assert sorted(len(task.reads) for task in together) == [1, 1, 2, 3]
    assert not [task for task in given if isinstance(task, Read)]


@pytest.mark.parametrize(("why", "suspects"), [(CRASHED, 7), (too_slow(1), 0)])
def test_where_they_are_lost_each_is_read_by_itself(
    month: Path, given: list[Task], monkeypatch: pytest.MonkeyPatch, why: Problem, suspects: int
) -> None:
    """Alone only where one has ended the process: the others may have been short of memory."""
    alone = checked(month, 1)
    given_by = Neighbours.given_by
    monkeypatch.setattr(
        Neighbours,
        "given_by",
        lambda self, task: why if isinstance(task, ReadTogether) else given_by(self, task),
    )
    assert checked(month, 2) == alone
    reads = [task for task in given if isinstance(task, Read)]
    assert len(reads) == 7
    assert sum(task.is_suspect for task in reads) == suspects


def test_a_file_that_cannot_be_handed_over_costs_only_itself(tmp_path: Path, given: list[Task]) -> None:
    write_batch(tmp_path / "2026-06")
    packed = tmp_path / "2026-06.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted((tmp_path / "2026-06").rglob("*.*")):
            archive.write(path, path.relative_to(tmp_path))
    data = packed.read_bytes()
    name = f"2026-06/{CASE}/情况说明.docx".encode()
    at = data.index(name) + len(name) + 40
    packed.write_bytes(data[:at] + bytes(20) + data[at + 20 :])
    report = checked(packed, 2)
    assert report == checked(packed, 1)
    assert report.count('"ZZ01"') >= 1
    assert any(isinstance(task, Read) and not task.is_suspect for task in given)
