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
from zgc_lint.report import renderer
from zgc_lint.work.desk import _bundles
from zgc_lint.work.hands import CRASHED, Labour
from zgc_lint.work.tasks import Read, ReadTogether, Task

SECOND = "20260605012399"


@dataclass
class Entry:
    """A file of so many megabytes."""

    size: int
    name: str = ""


def read(megabytes: float = 0.0, *, deadly: bool = False) -> Read:
    entry: Any = Entry(int(megabytes * 2**20))
    return Read(Reading("", entry), is_deadly=deadly)


def test_neighbours_in_a_folder_are_read_together() -> None:
    paths = ["台账.xlsx", "1/a", "1/附件/b", "1/附件/c", "2/a", "2/b", "工单.xlsx", "附注.txt"]
    assert _bundles([read() for _ in paths], paths) == [[0], [1, 2, 3], [4, 5], [6], [7]]
    assert _bundles([], []) == []


def test_what_is_deadly_or_long_is_read_by_itself() -> None:
    tasks = [read(), read(deadly=True), read(), read(20), read(20), read(900), read()]
    assert _bundles(tasks, ["1/x"] * 7) == [[0], [1], [2, 3], [4], [5], [6]]


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


def test_where_they_are_lost_each_is_read_alone(
    month: Path, given: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = checked(month, 1)
    given_by = Neighbours.given_by
    monkeypatch.setattr(
        Neighbours,
        "given_by",
        lambda self, task: CRASHED if isinstance(task, ReadTogether) else given_by(self, task),
    )
    assert checked(month, 2) == alone
    assert sum(isinstance(task, Read) and task.is_suspect for task in given) == 7


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
