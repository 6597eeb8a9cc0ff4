from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.pool import read_all
from zgc_lint.load.reader import Task
from zgc_lint.load.source import Entry, LoadedEntry

if TYPE_CHECKING:
    from zgc_lint.model import Document


@dataclass(frozen=True, slots=True)
class DeadlyEntry(Entry):
    """A file that ends the process that reads it."""

    def read(self) -> bytes:
        os._exit(3)


@dataclass(frozen=True, slots=True)
class StuckEntry(Entry):
    """A file that can be read here and not be handed to another process."""

    def read(self) -> bytes:
        return b"x"

    def portable(self) -> Entry:
        raise UnreadableError("取不出来")


def task(index: int) -> Task:
    name = f"{index}.txt"
    return Task(name, LoadedEntry(name, 0, f"第{index}个".encode()))


def seen(documents: list[Document]) -> list[tuple[str, str]]:
    return [(d.path, d.problem.why if d.problem else d.paragraphs[0].text) for d in documents]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_is_that_of_the_tasks(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    documents = read_all([task(i) for i in range(9)], jobs, lambda done, total: told.append((done, total)))
    assert seen(documents) == [(f"{i}.txt", f"第{i}个") for i in range(9)]
    assert told == [(i, 9) for i in range(1, 10)]


def test_nothing_to_read() -> None:
    assert read_all([], 4, None) == []


def test_a_file_that_kills_its_process_harms_no_other() -> None:
    tasks = [task(0), Task("deadly.docx", DeadlyEntry("deadly.docx", 0)), *(task(i) for i in range(2, 8))]
    told: list[int] = []
    found = seen(read_all(tasks, 2, lambda done, _total: told.append(done)))
    assert found[1] == ("deadly.docx", "读取时程序崩溃，文件可能已损坏")
    assert [text for _, text in found[:1] + found[2:]] == [f"第{i}个" for i in (0, *range(2, 8))]
    assert told == list(range(1, 9))


def test_a_file_that_cannot_be_handed_over() -> None:
    found = seen(read_all([task(0), Task("s.txt", StuckEntry("s.txt", 0))], 2, None))
    assert found == [("0.txt", "第0个"), ("s.txt", "取不出来")]
