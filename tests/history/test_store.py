"""The history as a database: what is kept, what a later run does to it, and what cannot harm it."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.history.conftest import entry, run_of
from zgc_lint.errors import UsageError
from zgc_lint.history import Store, tables
from zgc_lint.history.month import below_twice, view
from zgc_lint.price import Schedules

ROOT = Path(__file__).parents[2]
ONE, TWO, THREE, FOUR = ("20260605000001", "20260605000002", "20260605000003", "20260605000004")


def cases(store: Store, month: str = "2026-06") -> dict[str, list[str]]:
    return {kept.case: [defect.code for defect in kept.defects] for kept in store.standing(month)}


def test_what_is_added_is_there(store: Store) -> None:
    run = run_of(entry(ONE, "TX01", "TX01", lost=True), entry(TWO))
    assert store.add(run)
    assert store.standing("2026-06") == list(run.entries)
    assert store.months() == ["2026-06"]
    assert [(kept.cases, kept.findings, kept.complete) for kept in store.runs_of("2026-06")] == [(2, 2, True)]


def test_the_same_run_twice_changes_nothing(store: Store) -> None:
    first, fixed = run_of(entry(ONE, "TX01")), run_of(entry(ONE))
    assert [store.add(run) for run in (first, first, fixed, first)] == [True, False, True, False]
    assert cases(store) == {ONE: []}
    assert len(store.runs_of("2026-06")) == 2


def test_runs_over_parts_of_a_month_add_up(store: Store) -> None:
    store.add(run_of(entry(ONE, "TX01"), entry(TWO, "TX01")))
    store.add(run_of(entry(TWO), entry(THREE, "TX01")))
    assert cases(store) == {ONE: ["TX01"], TWO: [], THREE: ["TX01"]}


def test_a_case_counts_in_the_month_it_was_filed_in(store: Store) -> None:
    store.add(run_of(entry(ONE, "TX01", day="2026-07-01"), entry(TWO, day=None)))
    assert (list(cases(store)), list(cases(store, "2026-07"))) == ([TWO], [ONE])
    assert store.months() == ["2026-06", "2026-07"]


def test_the_same_application_in_two_batches_counts_once(store: Store) -> None:
    store.add(run_of(entry(ONE, "TX01", day="2026-06-30")))
    store.add(run_of(entry(ONE, "TX01", month="2026-07", day="2026-06-30"), month="2026-07"))
    assert len(store.standing("2026-06")) == 1


def test_a_second_application_in_a_later_month_counts_besides(store: Store) -> None:
    store.add(run_of(entry(ONE, "TX01")))
    store.add(run_of(entry(ONE, month="2026-07", day="2026-07-05"), month="2026-07"))
    assert (cases(store), cases(store, "2026-07")) == ({ONE: ["TX01"]}, {ONE: []})


def test_what_ledger_and_export_say_yields_to_papers_and_to_a_later_run(store: Store) -> None:
    of_ledger = [entry(case, "LG01", day=None, filing=False) for case in (ONE, TWO, THREE)]
    store.add(run_of(*of_ledger, entry("", "TX01", day=None, filing=False)))
    store.add(run_of(entry(ONE), known=frozenset({TWO})))
    assert cases(store) == {ONE: [], THREE: ["LG01"]}
    store.add(run_of(entry(ONE, "LG01", day=None, filing=False)))
    assert [kept.filing for kept in store.standing("2026-06") if kept.case == ONE] == [True, False]


def test_escalation_goes_on_from_run_to_run(store: Store, schedules: Schedules) -> None:
    for case in (ONE, TWO, THREE, FOUR):
        store.add(run_of(entry(case, "LG01")))
    total = view(store, "2026-06", schedules, {}).total
    assert [total.now, total.by_row["omission"].cases] == [5000, 4]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_however_a_month_is_split_into_runs_it_costs_the_same(
    data: st.DataObject, tmp_path: Path, schedules: Schedules
) -> None:
    codes = st.lists(st.sampled_from(["TX01", "LG01", "AT01"]), max_size=3)
    lost = st.sampled_from([None, True, False])
    found = [entry(f"2026060500{n:04}", *data.draw(codes), lost=data.draw(lost)) for n in range(6)]
    order = data.draw(st.permutations(found))
    size = data.draw(st.integers(1, 6))
    at_once, split = (Store(str(tmp_path / f"{secrets.token_hex(8)}.sqlite")) for _ in range(2))
    at_once.add(run_of(*found))
    for start in range(0, 6, size):
        split.add(run_of(*order[start : start + size]))
    assert view(split, "2026-06", schedules, {}).total == view(at_once, "2026-06", schedules, {}).total


class TestRemoving:
    def test_what_it_superseded_stands_again(self, store: Store) -> None:
        first, second = run_of(entry(ONE, "TX01"), entry(TWO)), run_of(entry(ONE), entry(THREE))
        store.add(first)
        store.add(second)
        number = store.runs_of("2026-06")[-1].number
        assert store.remove(number).cases == 2
        assert cases(store) == {ONE: ["TX01"], TWO: []}
        with pytest.raises(UsageError, match=f"编号为 {number}"):
            store.remove(number)
        assert store.add(second)
        assert cases(store) == {ONE: [], TWO: [], THREE: []}

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_it_is_as_if_the_run_had_never_been_added(self, data: st.DataObject, tmp_path: Path) -> None:
        case, code = st.sampled_from([ONE, TWO, THREE]), st.sampled_from(["TX01", "AT01", "LG01"])
        runs = []
        for n in range(data.draw(st.integers(1, 5))):
            month = data.draw(st.sampled_from(["2026-06", "2026-07"]))
            told = [
                entry(one, *data.draw(st.lists(code, max_size=2)), month=month, filing=data.draw(st.booleans()))
                for one in data.draw(st.lists(case, unique=True, max_size=3))
            ]
            known = frozenset(data.draw(st.sets(case))) | {f"2026060500001{n}"}
            runs.append(run_of(*told, entry(f"2026060500001{n}", month=month), month=month, known=known))
        without, removed = (Store(str(tmp_path / f"{secrets.token_hex(8)}.sqlite")) for _ in range(2))
        gone = data.draw(st.integers(0, len(runs) - 1))
        for n, run in enumerate(runs):
            removed.add(run)
            if n != gone:
                without.add(run)
        removed.remove(gone + 1)
        if len(runs) == 1:
            assert removed.months() == []
            return
        assert removed.months() == without.months()
        for month in without.months():
            assert removed.standing(month) == without.standing(month)

    @pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
    def test_a_crash_in_between_loses_nothing(self, store: Store, place: str) -> None:
        store.add(run_of(entry(ONE, "TX01")))
        store.add(run_of(entry(ONE)))
        (first, _) = store.runs_of("2026-06")
        program = _KILLED_REMOVING.format(number=first.number)
        ended = subprocess.run([sys.executable, "-c", program, place], cwd=ROOT, check=False)
        assert ended.returncode == -9
        assert cases(store) == {ONE: []}
        assert len(store.runs_of("2026-06")) == 2
        store.remove(first.number)
        assert cases(store) == {ONE: []}


def test_outcomes_that_become_known(store: Store, schedules: Schedules) -> None:
    store.add(run_of(entry(ONE, "AT01"), entry(TWO, "AT01")))
    before = view(store, "2026-06", schedules, {})
    assert [before.total.if_lost, before.decided, before.pass_rate] == [3000, 0, None]
    store.add(run_of(entry(ONE, "AT01", lost=True), entry(TWO, "AT01", lost=False)))
    after = view(store, "2026-06", schedules, {})
    assert [after.total.if_lost, after.total.confirmed, after.total.void] == [0, 1500, 1500]
    assert [after.decided, after.passed, after.pass_rate] == [2, 1, 50]


@pytest.mark.parametrize(
    ("lost", "target", "expected"),
    [
        ((True, True), 90, [("2026-06", "2026-07")]),
        ((True, False), 90, []),
        ((True, True), None, []),
        ((True, None), 90, []),
    ],
)
def test_two_months_below_target(
    lost: tuple[bool | None, bool | None],
    target: float | None,
    expected: list[tuple[str, str]],
    tmp_path: Path,
    schedules: Schedules,
) -> None:
    store = Store(str(tmp_path / "h.sqlite"))
    for month, result in zip(("2026-06", "2026-07"), lost, strict=True):
        store.add(run_of(entry(ONE, month=month, day=f"{month}-20", lost=result), month=month))
    views = [view(store, month, schedules, {}) for month in store.months()]
    assert below_twice(views, target) == expected


_KILLED_REMOVING = """
import os, signal, sys
from zgc_lint.history import Store
Store._supersede = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Store(sys.argv[1]).remove({number})
"""
_KILLED = """
import os, signal, sys
from tests.history.conftest import entry, run_of
from zgc_lint.history import Store
inserted = []
plain = Store._insert_entry
def insert(connection, number, entry):
    plain(connection, number, entry)
    inserted.append(entry)
    if len(inserted) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
Store._insert_entry = staticmethod(insert)
Store(sys.argv[1]).add(run_of(*(entry(f"2026060500000{n}", "TX01") for n in range(1, 6))))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_crash_in_between_loses_nothing(store: Store, place: str) -> None:
    store.add(run_of(entry(ONE, "TX01", "TX01")))
    ended = subprocess.run([sys.executable, "-c", _KILLED, place], cwd=ROOT, check=False)
    assert ended.returncode == -9
    assert cases(store) == {ONE: ["TX01", "TX01"]}
    assert store.add(run_of(entry(TWO)))
    assert list(cases(store)) == [ONE, TWO]


def test_two_at_once_wait_for_one_another(place: str) -> None:
    parts = [[f"202606050000{n:02}" for n in range(start, start + 10)] for start in (0, 10, 20, 30)]
    runs = [run_of(*(entry(case, "TX01") for case in part)) for part in parts]
    threads = [threading.Thread(target=Store(place).add, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cases(Store(place))) == 40


def test_steps_to_a_later_version(store: Store, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(run_of(entry(ONE, "TX01")))

    def second(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE runs ADD COLUMN note VARCHAR(10)"))

    def failing(connection: Connection) -> None:
        second(connection)
        raise RuntimeError

    monkeypatch.setattr(tables, "STEPS", [*tables.STEPS, failing])
    monkeypatch.setattr("zgc_lint.history.store.STEPS", tables.STEPS)
    with pytest.raises(RuntimeError):
        Store(place).months()
    tables.STEPS[-1] = second
    assert cases(Store(place)) == {ONE: ["TX01"]}
    assert Store(place).add(run_of(entry(TWO)))

    monkeypatch.undo()
    with pytest.raises(UsageError, match="请升级"):
        Store(place).months()


class TestPlaces:
    def test_nothing_there_yet(self, store: Store) -> None:
        with pytest.raises(UsageError, match="还没有历史记录"):
            store.months()

    def test_a_file_of_another_kind(self, tmp_path: Path) -> None:
        path = tmp_path / "台账.xlsx"
        path.write_bytes(b"PK" + bytes(2000))
        with pytest.raises(UsageError, match="不是历史记录"):
            Store(str(path)).add(run_of())
        assert path.read_bytes() == b"PK" + bytes(2000)

    @pytest.mark.parametrize(
        ("place", "message"),
        [
            ("/不存在/历史.sqlite", "没有文件夹"),
            ("mysql://somebody@localhost/x", "不能用 mysql"),
            ("postgresql://主机/x", "应为文件或"),
            ("postgresql://zgc@主机:端口/x", "应为文件或"),
        ],
    )
    def test_a_place_that_cannot_be(self, place: str, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            Store(place).months()

    def test_a_password_is_never_said(self) -> None:
        pytest.importorskip("pg8000")
        with pytest.raises(UsageError, match="无法使用") as raised:
            Store("postgresql://zgc:geheim@127.0.0.1:1/x").months()
        assert "geheim" not in str(raised.value)
