from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.work.stand_ins import Deadly, Endless, Raising, Stuck, Told, Turning, Untidy
from zgc_lint.model import Problem
from zgc_lint.work.crew import Crew, _Worker
from zgc_lint.work.hands import CRASHED, LocalHands, dearest_first, too_slow


def done(hands: Crew | LocalHands, tasks: Sequence[Told]) -> list[Any]:
    taken: dict[int, Any] = {}
    hands.do(tasks, taken.__setitem__)
    return [taken[number] for number in range(len(tasks))]


@pytest.fixture
def crew() -> Iterator[Crew]:
    crew = Crew(2, 60)
    yield crew
    crew.close()


def test_each_task_is_done_elsewhere_and_what_goes_wrong_is_a_problem(crew: Crew) -> None:
    given = done(crew, [Told("甲"), Raising("乙"), Stuck("丙"), Told("丁")])
    assert [given[0][0], given[3][0]] == ["甲", "丁"]
    assert os.getpid() not in (given[0][1], given[3][1])
    assert given[1] == Problem("无法读取（ValueError）", "请确认文件能用 Word、WPS 或看图软件打开，另存后重新放入")
    assert given[2] == Problem("取不出来")


def test_what_is_whole_is_not_tried_again_and_its_parts_are_tried_alone(crew: Crew, tmp_path: Path) -> None:
    whole = Deadly("整件", folder=tmp_path, is_whole=True)
    part = Deadly("部分", folder=tmp_path, is_suspect=True)
    sound = Told("完好", is_suspect=True)
    assert done(crew, [whole, part, sound, Told("甲")])[:2] == [CRASHED, CRASHED]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["整件0", "部分0"]


def test_a_task_that_kills_its_process_is_tried_once_more_and_harms_no_other(crew: Crew, tmp_path: Path) -> None:
    tasks = [Told("甲"), Deadly("死", folder=tmp_path), Deadly("活", folder=tmp_path, times=1), Told("丁")]
    given = done(crew, tasks)
    assert [given[0][0], given[2][0], given[3][0]] == ["甲", "活", "丁"]
    assert str(given[1]) == "处理时程序崩溃，文件可能已损坏。请用 Word、WPS 或看图软件打开，另存后重新放入"
    assert len(list(tmp_path.glob("死*"))) == 2


def test_a_process_killed_from_outside_costs_nothing(crew: Crew) -> None:
    first = done(crew, [Told("甲"), Told("乙")])
    os.kill(first[0][1], signal.SIGKILL)
    assert [word for word, _ in done(crew, [Told(str(n)) for n in range(6)])] == [str(n) for n in range(6)]


def test_a_task_that_takes_too_long_is_stopped() -> None:
    crew = Crew(2, 3)
    given = done(crew, [Endless("慢"), Told("快")])
    crew.close()
    assert given[1][0] == "快"
    assert given[0].why == "处理超过 3 秒，已停止"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts, also where the tests were started in the background of a script."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_breaking_off_leaves_no_process_behind(crew: Crew) -> None:
    taken: dict[int, Any] = {}

    def interrupt() -> None:
        while not taken:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        crew.do([Told("快", 9.0), Endless("慢")], taken.__setitem__)
    thread.join()
    assert taken[0][0] == "快"
    assert not crew._workers


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_processes_that_are_stopped_put_their_things_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.work.crew._TO_LEAVE", 60.0)

    def interrupt(*_: object) -> None:
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.05)
        raise KeyboardInterrupt

    crew = Crew(3, 600)
    done(crew, [Told("甲"), Told("乙"), Told("丙")])  # so that all listen
    tasks = [Told("快", 9.0), Untidy("慢", folder=tmp_path), Untidy("慢", folder=tmp_path)]
    with pytest.raises(KeyboardInterrupt):
        crew.do(tasks, interrupt)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_is_stopped_puts_its_things_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.work.crew._TO_LEAVE", 60.0)
    crew = Crew(1, 3)
    assert done(crew, [Untidy("慢", folder=tmp_path)])[0].why == "处理超过 3 秒，已停止"
    crew.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_nobody_works_on_for_a_main_process_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import pathlib; from tests.work.stand_ins import Untidy; from zgc_lint.work.crew import Crew\n"
        "if __name__ == '__main__':\n"
        f"    Crew(1, 600).do([Untidy('慢', folder=pathlib.Path({str(tmp_path)!r}))], print)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    while not (made := list(tmp_path.iterdir())):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    for _ in range(200):
        if not made[0].exists():
            break
        time.sleep(0.05)
    assert not made[0].exists()


def test_half_a_message_costs_only_its_task(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    recv = Connection.recv
    cut: list[Connection[Any, Any]] = []

    def cut_short(self: Connection[Any, Any]) -> Any:
        given = recv(self)
        if given is not None and not cut:
            cut.append(self)
            raise OSError("got end of file during message")
        return given

    monkeypatch.setattr(Connection, "recv", cut_short)
    assert [word for word, _ in done(crew, [Told("甲"), Told("乙"), Told("丙")])] == ["甲", "乙", "丙"]
    assert cut


def test_a_machine_without_room_for_one_more_process_goes_on_with_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    hired: list[int] = []
    true_init = _Worker.__init__

    def refuse_the_second(self: _Worker) -> None:
        hired.append(1)
        if len(hired) > 1:
            raise OSError(12, "Cannot allocate memory")
        true_init(self)

    monkeypatch.setattr(_Worker, "__init__", refuse_the_second)
    crew = Crew(3, 60)
    given = done(crew, [Told("甲"), Told("乙"), Told("丙")])
    crew.close()
    assert len({process for _, process in given}) == 1


def test_two_jobs_do_even_a_single_task_elsewhere() -> None:
    hands = LocalHands(2, 60)
    assert done(hands, [Told("甲", 0.1)])[0][1] != os.getpid()
    hands.close()
    hands = LocalHands(None, 60)
    assert done(hands, [Told("甲", 0.1, is_deadly=True)])[0][1] != os.getpid()
    hands.close()


def test_processes_end_after_much_work_and_others_come_where_there_is_more() -> None:
    hands = LocalHands(2, 60)
    ((_, little),) = done(hands, [Told("甲")])
    ((_, much),) = done(hands, [Told("乙", 200.0)])
    ((_, more),) = done(hands, [Told("丙")])
    hands.close()
    assert little == much != more


def test_after_much_work_this_process_lets_go_of_its_models(monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr("zgc_lint.look.ocr.forget_models", lambda: forgotten.append("模型"))
    hands = LocalHands(1, 60)
    done(hands, [Told("甲")])
    assert not forgotten
    done(hands, [Told("乙", 60.0), Told("丙", 60.0)])
    assert forgotten == ["模型"]


def test_little_work_is_done_at_once_and_much_by_others() -> None:
    hands = LocalHands(None, 60)
    assert done(hands, [Told("甲", 0.1), Told("乙", 0.1)])[0] == ("甲", os.getpid())
    hands.close()
    hands = LocalHands(2, 60)
    assert done(hands, [Told("甲", 0.1), Told("乙", 0.1)])[0][1] != os.getpid()
    hands.close()
    assert done(LocalHands(1, 60), [Raising("甲"), Told("乙")])[1] == ("乙", os.getpid())


def test_what_this_process_does_has_a_time_limit_too() -> None:
    hands = LocalHands(1, 1)
    given = done(hands, [Told("甲"), Turning("慢"), Raising("乙"), Turning("慢"), Told("丁")])
    assert [given[0], given[4]] == [("甲", os.getpid()), ("丁", os.getpid())]
    assert given[1] == given[3] == too_slow(1)
    assert given[2].why == "无法读取（ValueError）"


def test_work_that_pays_for_one_process_is_done_by_one() -> None:
    hands = LocalHands(None, 60)
    told = done(hands, [Told("甲", 2.5), Told("乙", 2.5)])
    hands.close()
    assert told[0][1] == told[1][1] != os.getpid()


def test_the_dearest_come_first() -> None:
    assert dearest_first([Told("a", 1), Told("b", 3), Told("c", 2)]) == [1, 2, 0]
