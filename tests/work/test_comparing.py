"""Comparing each with each, parted into blocks that others have a share in: what comes of it is the same."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.check.test_alone import Neighbours, their_hands
from tests.look.test_prints import marked, scene
from tests.look.test_seal_prints import LEAST, prints
from zgc_lint import pipeline
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.config import Config
from zgc_lint.extract.seal_pairs import _pairs
from zgc_lint.folding import Aside
from zgc_lint.look import comparisons
from zgc_lint.look.comparisons import Pair, blocks
from zgc_lint.look.seal_prints import maybe_alike
from zgc_lint.model import Subject
from zgc_lint.report import renderer
from zgc_lint.work.desk import Desk
from zgc_lint.work.hands import CRASHED, Labour
from zgc_lint.work.spool import Pile
from zgc_lint.work.tasks import Hold, Task, portable

CASES = tuple(f"2026060501234{number}" for number in range(6))


def compare(things: Sequence[int], known: Collection[int], split: int | None) -> Iterator[Pair]:
    """Each pair with what it is made of."""
    for second in range(split or 0, len(things)):
        for first in range(second if split is None else split):
            yield first, second, (things[first], things[second])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 9), st.integers(1, 5), st.integers(0, 200))
def test_each_pair_is_held_once_in_the_order_of_all(
    count: int, later: int, smallest: int, most: int, many: int
) -> None:
    """But perhaps for those of which neither is among the first."""
    firsts = max(0, count - later)
    things = [10 * number for number in range(count)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparisons, "_SMALLEST", smallest)
        patch.setattr(comparisons, "_MOST", most)
        patch.setattr(comparisons, "_MANY", many)
        parts = blocks(count, firsts)
        assert bool(parts) == (firsts * (2 * count - firsts) > 2 * many)
        held = [pair for block in parts for pair in block.numbered(portable(Hold(block, things, compare)).run())]
        every = [(first, second, (10 * first, 10 * second)) for second in range(count) for first in range(second)]
        assert len(held) == len(set(held))
        assert set(held) <= set(every)
        assert {pair for pair in every if pair[0] < firsts and parts} <= set(held)
        assert all(block.rows.start < firsts for block in parts)


def test_seals_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "_SMALLEST", 13)
    monkeypatch.setattr(comparisons, "_MANY", 0)
    every = prints(60)
    tasks = [Hold(block, every, _pairs) for block in blocks(len(every), len(every))]
    assert len(tasks) == 15
    found = [pair[:2] for task in tasks for pair in task.block.numbered(portable(portable(task)).run())]
    assert sorted(found) == maybe_alike(every, LEAST)


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """Filings with a photo each; the last two have one that was there before, saved anew and signed anew."""
    (tmp_path / "zgc-lint.yaml").write_text("select: [AT04]\n", encoding="utf-8")
    pictures = [scene(1), scene(2), scene(3), scene(4), scene(2), marked(scene(3), 1)]
    for case, picture in zip(CASES, pictures, strict=True):
        folder = tmp_path / "2026-06" / case / "附件"
        folder.mkdir(parents=True)
        picture.save(folder / "1.现场照片.jpg", quality=60 + int(case[-1]))
    return tmp_path / "2026-06"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Hold]:
    """Blocks that others were given, as though in another process; there are blocks from few things on."""
    tasks: list[Hold] = []
    given_by = Neighbours.given_by

    def note(self: Neighbours, task: Task) -> Any:
        if isinstance(task, Hold):
            tasks.append(task)
        return given_by(self, task)

    monkeypatch.setattr(Neighbours, "done", [], raising=False)
    monkeypatch.setattr(Neighbours, "given_by", note)
    monkeypatch.setattr(pipeline, "hands", their_hands)
    part(monkeypatch)
    return tasks


def part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few things are very many."""
    monkeypatch.setattr(comparisons, "_SMALLEST", 1)
    monkeypatch.setattr(comparisons, "_MANY", 2)


def checked(folder: Path, labour: Labour) -> str:
    report = renderer("json").render(pipeline.check([folder], Config(select=("AT04",)), labour=labour))
    assert isinstance(report, str)
    return report


def reused(report: str) -> list[tuple[str, str]]:
    return [(entry["case"], entry["code"]) for entry in json.loads(report)["findings"]]


def test_what_others_hold_together_is_what_is_held_together_here(month: Path, held: list[Hold]) -> None:
    alone = checked(month, Labour(1))
    assert not held
    assert checked(month, Labour(2)) == alone
    assert len(held) == 21
    assert reused(alone) == [(CASES[4], "AT04"), (CASES[5], "AT04")]


def test_what_others_cannot_do_is_done_here(month: Path, held: list[Hold], monkeypatch: pytest.MonkeyPatch) -> None:
    alone = checked(month, Labour(1))
    given_by = Neighbours.given_by

    def fail(self: Neighbours, task: Task) -> Any:
        given = given_by(self, task)
        return CRASHED if isinstance(task, Hold) else given

    monkeypatch.setattr(Neighbours, "given_by", fail)
    assert checked(month, Labour(2)) == alone
    assert held


def test_nothing_is_held_together_once_the_run_is_broken_off(
    month: Path, held: list[Hold], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given_by = Neighbours.given_by

    def break_off(self: Neighbours, task: Task) -> Any:
        given = given_by(self, task)
        if isinstance(task, Hold):
            raise KeyboardInterrupt
        return given

    monkeypatch.setattr(Neighbours, "given_by", break_off)
    assert run(["check", str(month), "--jobs", "2", "--no-cache", "--format", "json"]) == INCOMPLETE
    assert len(held) == 1
    report = capsys.readouterr().out
    assert "检查被中断" in report
    assert not reused(report)


def test_once_all_is_put_off_so_are_comparisons_that_take_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "_MANY", 10)
    desk = Desk(Neighbours(1, 60), Pile(aside := Aside()), lambda *_: None, aside)
    assert desk.compare(range(4), 4, (), compare) is None
    found = desk.compare(range(6), 6, (), compare)
    assert found is not None
    assert sorted(found) == sorted(compare(range(6), (), None))
    assert desk.compare(range(6), 6, (1, 2), compare) is None
    desk.stop()
    before = Subject.put_off
    assert desk.compare(range(4), 4, (), compare) is None
    assert Subject.put_off == before
    assert desk.compare(range(6), 6, (1, 2), compare) == []
    assert Subject.put_off > before


@pytest.mark.parametrize(("known", "shared"), [(1, True), (5, False)])
def test_a_few_known_ones_do_not_keep_others_from_having_a_share(
    month: Path, held: list[Hold], monkeypatch: pytest.MonkeyPatch, known: int, *, shared: bool
) -> None:
    pytest.importorskip("cryptography")
    alone = checked(month, Labour(1))
    kept = [month / case for case in CASES]
    for case in kept[known:]:
        case.rename(month.parent / case.name)
    checked(month, Labour(1, cache=True))
    for case in kept[known:]:
        (month.parent / case.name).rename(case)
    assert checked(month, Labour(2, cache=True)) == alone
    assert bool(held) == shared


def test_in_processes_of_their_own(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = checked(month, Labour(1))
    part(monkeypatch)
    assert checked(month, Labour(2)) == alone
