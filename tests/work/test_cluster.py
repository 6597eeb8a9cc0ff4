"""A Dask scheduler and workers, each a process of its own."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.batches import write_batch, write_prose
from tests.documents import run_elsewhere
from tests.work.stand_ins import Deadly, Endless, Raising, Told
from zgc_lint import pipeline
from zgc_lint.cli import FINDINGS, run
from zgc_lint.config import Config
from zgc_lint.errors import UsageError
from zgc_lint.load.reader import Task as Reading
from zgc_lint.load.source import DiskEntry, Entry
from zgc_lint.report import renderer
from zgc_lint.work import cluster
from zgc_lint.work.engine import Sheaf, together
from zgc_lint.work.hands import CRASHED, Labour, too_slow
from zgc_lint.work.names import installation_digest
from zgc_lint.work.tasks import Read, Task

pytest.importorskip("distributed", reason='pip install "zgc-lint[distributed]"')
pytestmark = pytest.mark.filterwarnings("default")  # those of Dask are not ours


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    commands = [
        ["dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        ["dask_worker", address, "--nthreads", "1", "--nworkers", "2", "--no-dashboard"],
    ]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command[0]}", *command[1:]],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    try:
        _wait_for_workers(address)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(60)


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    for _ in range(60):
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=120)
                return
        except OSError:
            time.sleep(1)
    pytest.fail("no Dask cluster came up")


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "2026-06"
    statement = ("关于停车的情况说明", "经核实,问题己解决，工作人员已联系相关不门处理。")
    write_prose(write_batch(folder) / "情况说明.docx", statement)
    return folder


def checked(folder: Path, labour: Labour) -> str:
    config = Config(checks={"TX01": {"corrector": True}})
    report = renderer("json").render(pipeline.check([folder], config, labour=labour))
    assert isinstance(report, str)
    return report


def test_the_same_bytes_though_a_worker_is_killed_in_mid_run(
    address: str, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = checked(month, Labour(1))
    assert checked(month, Labour(scheduler=address)) == alone
    killed: list[int] = []
    submit = cluster.Cluster._submit

    def submit_and_kill(self: cluster.Cluster, task: Task) -> Any:
        future = submit(self, task)
        if not killed:
            killed.append(next(iter(self._client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)
        return future

    monkeypatch.setattr(cluster.Cluster, "_submit", submit_and_kill)
    assert checked(month, Labour(scheduler=address)) == alone
    assert killed


def test_what_ends_its_process_or_hangs_costs_only_itself(address: str, tmp_path: Path) -> None:
    tasks = [Told("甲"), Deadly("死", folder=tmp_path), Endless("慢"), Raising("乙"), Told("丁")]
    taken: dict[int, Any] = {}
    with closing(cluster.Cluster(address, 6)) as hands:
        hands.do(tasks, taken.__setitem__)
        workers = set(hands._client.run(os.getpid).values())
    assert [taken[0][0], taken[4][0]] == ["甲", "丁"]
    assert (taken[1], taken[2]) == (CRASHED, too_slow(6))
    assert taken[3].why == "无法读取（ValueError）"
    assert workers.isdisjoint((taken[0][1], taken[4][1]))  # done by a process of its own
    assert len(list(tmp_path.glob("死*"))) == 2


def test_answers_are_put_together_as_a_tree(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_AHEAD", 14)
    monkeypatch.setattr(cluster, "_FAN", 3)
    taken: dict[int, Any] = {}
    came: list[int] = []
    given_by = cluster.Cluster._given_by

    def count(self: cluster.Cluster, future: Any) -> Any:
        given = given_by(self, future)
        came.append(len(given) if isinstance(given, Sheaf) else 1)
        return given

    monkeypatch.setattr(cluster.Cluster, "_given_by", count)
    with closing(cluster.Cluster(address, 60)) as hands:
        hands.do([Told(str(number)) for number in range(20)], taken.__setitem__)
    assert [taken[number][0] for number in range(20)] == [str(number) for number in range(20)]
    assert sorted(came) == [6, 14]


def test_where_answers_cannot_be_put_together_each_comes_by_itself(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_AHEAD", 10)
    taken: dict[int, Any] = {}
    given_by = cluster.Cluster._given_by
    lost: list[Any] = []

    def lose(self: cluster.Cluster, future: Any) -> Any:
        given = given_by(self, future)
        if isinstance(given, Sheaf):
            lost.append(given)
            return CRASHED
        return given

    monkeypatch.setattr(cluster.Cluster, "_given_by", lose)
    with closing(cluster.Cluster(address, 60)) as hands:
        tasks = [Told("甲"), Told("乙"), Deadly("死", folder=tmp_path), Told("丙")]
        hands.do(tasks, taken.__setitem__)
    assert [len(sheaf) for sheaf in lost] == [4]
    assert [taken[number][0] for number in (0, 1, 3)] == ["甲", "乙", "丙"]
    assert taken[2] == CRASHED


def test_sheaves_are_put_together_in_order() -> None:
    assert together(1, together((2,), 3), Sheaf(), [4]) == Sheaf((1, (2,), 3, [4]))


def test_a_cluster_that_is_left_by_all_ends_the_run(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(cluster, "wait", gone)
    with closing(cluster.Cluster(address, 60)) as hands:
        monkeypatch.setattr(hands, "_threads", lambda: 0)
        with pytest.raises(UsageError, match="已没有工作进程"):
            hands.do([Told("甲")], lambda _, __: None)


def test_a_scheduler_that_is_gone_ends_the_run(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: Any, **__: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(cluster, "wait", cancelled)
    with closing(cluster.Cluster(address, 60)) as hands, pytest.raises(UsageError, match="失去联系"):
        hands.do([Told("甲")], lambda _, __: None)


def test_a_worker_of_another_version_that_joins_later_ends_the_run(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(cluster.Cluster(address, 60)) as hands:
        monkeypatch.setattr(hands, "_installation", b"other")
        with pytest.raises(UsageError, match="版本不同"):
            hands.do([Told("甲")], lambda _, __: None)


def test_the_guides_commands(address: str, month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed.cli.dask_scheduler import main as scheduler
    from distributed.cli.dask_worker import main as worker

    *started, checking = map(shlex.split, run_elsewhere("tests/work/test_cluster.py"))
    assert [command[:2] for command in started] == [["dask", "scheduler"], ["dask", "worker"]]
    for program, command in zip((scheduler, worker), started, strict=True):
        program.make_context(" ".join(command[:2]), command[2:])  # raises for an option that there is not
    monkeypatch.chdir(month.parent)
    assert checking[-2:] == ["--scheduler", "tcp://10.0.0.1:8786"]
    assert run([*checking[1:-1], address, "--select", "PU"]) == FINDINGS


def test_a_file_that_the_workers_do_not_see_is_sent(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "一.txt"
    path.write_text("第一行", encoding="utf-8")
    task = Read(Reading("一.txt", DiskEntry.at(path, path.name, path.stat().st_size)))
    sent = cluster._sent

    def stale(entry: Entry, *, whole: bool) -> Entry:
        given = sent(entry, whole=whole)
        if not whole:
            os.utime(path, (1, 1))  # as if it were another file under the same path
        return given

    monkeypatch.setattr(cluster, "_sent", stale)
    taken: dict[int, Any] = {}
    with closing(cluster.Cluster(address, 60)) as hands:
        hands.do([task], taken.__setitem__)
    assert taken[0].paragraphs[0].text == "第一行"


def test_a_cluster_of_another_version_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = installation_digest()
    monkeypatch.setattr(cluster, "installation_digest", _other_installation(own))
    with pytest.raises(UsageError, match="版本不同"):
        cluster.Cluster(address, 60)


def _other_installation(own: bytes) -> Any:
    """Gives `own` to the workers, which get a copy, and something else here."""
    here = os.getpid()
    return lambda: own if os.getpid() != here else b"other"


def test_nobody_there() -> None:
    with pytest.raises(UsageError, match="连接不上"):
        cluster.Cluster("tcp://127.0.0.1:9", 60)
