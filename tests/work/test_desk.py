"""The whole way with a cache and with several processes: what comes out is the same, and only what changed is done."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.batches import CASE, FORM, write_batch, write_form, write_prose
from zgc_lint import pipeline
from zgc_lint.bundled import dictionaries_folder
from zgc_lint.check.alone import Alone
from zgc_lint.cli import FINDINGS, INCOMPLETE, run
from zgc_lint.config import Config, load_config
from zgc_lint.errors import UsageError
from zgc_lint.load.content import Content
from zgc_lint.load.docx import read_docx
from zgc_lint.report import renderer
from zgc_lint.work.hands import CRASHED, Labour, LocalHands, too_slow
from zgc_lint.work.tasks import Judge, Look, Read, ReadTogether, Task, portable

pytest.importorskip("cryptography")
pytest.importorskip("rapidocr")
STATEMENT = ("关于停车的情况说明", "经核实,问题己解决，现场没有发现所反映的情况，工作人员已联系相关不门处理。")


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """Two filings with slips in their text, and a photo without a watermark in each."""
    folder = tmp_path / "2026-06"
    write_prose(write_batch(folder) / "情况说明.docx", STATEMENT)
    second = folder / "20260605012399"
    (second / "附件").mkdir(parents=True)
    write_form(second / "申报表.docx", FORM | {"工单编号": "20260605012399"})
    write_prose(second / "情况说明.docx", (*STATEMENT[:1], "现场以恢复原状，没有其他问题。"))
    photo = folder / CASE / "附件" / "1.现场照片.jpg"
    (second / "附件" / photo.name).write_bytes(photo.read_bytes())
    return folder


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """All that has been done in this process so far."""
    done: list[Task] = []
    do = LocalHands.do

    def note(self: LocalHands, tasks: Sequence[Task], take: Any) -> None:
        done.extend(tasks)
        do(self, tasks, take)

    monkeypatch.setattr(LocalHands, "do", note)
    return done


def checked(folder: Path, labour: Labour, config: Config | None = None) -> str:
    config = config or Config(checks={"TX01": {"corrector": True}})
    report = renderer("json").render(pipeline.check([folder], config, labour=labour))
    assert isinstance(report, str)
    return report


def test_the_same_bytes_cold_warm_and_from_two_processes(month: Path, tasks: list[Task]) -> None:
    alone = checked(month, Labour(1))
    assert {type(task) for task in tasks} == {Read, Look, Judge}
    assert checked(month, Labour(2)) == alone
    assert checked(month, Labour(1, cache=True)) == alone
    tasks.clear()
    assert checked(month, Labour(1, cache=True)) == alone
    assert not tasks
    assert len(json.loads(alone)["findings"]) > 3


def test_one_changed_file_is_done_again_and_no_other(month: Path, tasks: list[Task]) -> None:
    checked(month, Labour(1, cache=True))
    tasks.clear()
    write_prose(month / CASE / "情况说明.docx", (*STATEMENT, "特此说明。"))
    warm = checked(month, Labour(1, cache=True))
    assert {task.path.rpartition("/")[2] for task in tasks} == {"情况说明.docx"}
    assert warm == checked(month, Labour(1))


def test_what_was_seen_is_fetched_from_the_cache_and_not_looked_for_again(
    month: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zgc_lint.model.IN_HAND", 1)
    expected = checked(month, Labour(1))
    looks = [task for task in tasks if isinstance(task, Look)]
    tasks.clear()
    assert checked(month, Labour(1, cache=True)) == expected
    assert len([task for task in tasks if isinstance(task, Look)]) == len(looks)


def test_a_cache_that_loses_what_it_held_changes_nothing(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = checked(month, Labour(1))
    monkeypatch.setattr("zgc_lint.model.IN_HAND", 1)
    monkeypatch.setattr("zgc_lint.work.store.Store.get", lambda *_: None)
    assert checked(month, Labour(1, cache=True)) == expected


def test_a_moved_batch_is_known_and_its_paths_are_the_new_ones(month: Path, tasks: list[Task]) -> None:
    checked(month, Labour(1, cache=True))
    tasks.clear()
    moved = month / CASE
    moved = moved.rename(moved.with_name(f"{CASE} 王建国"))
    warm = checked(month, Labour(1, cache=True))
    assert not tasks
    assert warm == checked(month, Labour(1))


@pytest.mark.parametrize("jobs", [1, None])
def test_a_file_that_is_never_done_with_costs_only_itself(
    month: Path, jobs: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the main process too, where one job is asked for and where there is too little work for another process."""
    endless = (month / CASE / "情况说明.docx").read_bytes()
    other = "20260605012399/情况说明.docx"
    write_prose(month / other, (*STATEMENT, "特此说明。"))

    def stuck(data: bytes, path: str) -> Content:
        while data == endless:
            with suppress(Exception):
                time.sleep(0.01)
        return read_docx(data, path)

    monkeypatch.setattr("zgc_lint.load.docx.read_docx", stuck)
    report = json.loads(checked(month, Labour(jobs), Config(select=("PU",), time_limit=4)))
    unreadable = {(f["document"], f["message"]) for f in report["findings"] if f["code"] == "ZZ01"}
    assert unreadable == {(f"{CASE}/情况说明.docx", str(too_slow(4)))}
    assert other in {f["document"] for f in report["findings"] if f["code"] == "PU01"}


def test_a_changed_setting_counts(month: Path) -> None:
    checked(month, Labour(1, cache=True))
    off = Config(checks={"TX01": {"corrector": False}})
    assert checked(month, Labour(1, cache=True), off) == checked(month, Labour(1), off)


def test_a_changed_dictionary_counts(month: Path, tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    bundled = (dictionaries_folder() / "typos.tsv").read_text(encoding="utf-8")
    config = Config(dictionaries=office)
    own = office / "typos.tsv"
    own.write_text(bundled, encoding="utf-8")
    before = checked(month, Labour(1, cache=True), config)
    own.write_text(f"{bundled.rstrip()}\n到场\t到厂\tA\tE\n现场\t现厂\tA\tE\n", encoding="utf-8")
    assert checked(month, Labour(1, cache=True), config) != before


def test_breaking_off_tells_what_was_done_until_then(
    month: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = month / "20260605012399" / "附件" / "1.现场照片.jpg"
    photo.rename(photo.with_name("1.另一张.jpg"))  # else it is known from the first
    _break_off(monkeypatch)
    assert run(["check", str(month), "--format", "json", "--jobs", "1"]) == INCOMPLETE
    report = json.loads(capsys.readouterr().out)
    assert "PU01" in {finding["code"] for finding in report["findings"]}
    coverage = json.dumps(report["coverage"], ensure_ascii=False)
    assert "检查被中断" in coverage
    assert coverage.count("请人工核对照片水印") == 1  # of the one photo that was looked at
    monkeypatch.undo()
    assert checked(month, Labour(1, cache=True)) == checked(month, Labour(1))


def _break_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while pictures are looked at, when one has been; none may be looked at after it."""
    looked: list[Look] = []
    true_run = Look.run

    def run_and_break(self: Look) -> Any:
        looked.append(self)
        if len(looked) == 2:
            raise KeyboardInterrupt
        assert len(looked) == 1
        return true_run(self)

    def refuse(*_: object) -> None:
        pytest.fail("looked at after Ctrl-C")

    monkeypatch.setattr(Look, "run", run_and_break)
    monkeypatch.setattr("zgc_lint.extract.sights.look", refuse)


@pytest.mark.parametrize("command", [["baseline", "-o"], ["history", "add", "--history"], ["fix", "--output-dir"]])
def test_what_is_broken_off_changes_nothing_that_is_kept(
    command: list[str], month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prints, target = tmp_path / "指纹.sqlite", tmp_path / "结果"
    (tmp_path / "zgc-lint.yaml").write_text(f"prints: {prints}\nmonth: 2026-06\n", encoding="utf-8")
    assert run(["check", str(month), "--jobs", "1", "--no-cache"]) == FINDINGS
    before = prints.read_bytes()
    _break_off(monkeypatch)
    assert run([command[0], *command[1:], str(target), str(month), "--jobs", "1", "--no-cache"]) == INCOMPLETE
    assert "已中断" in capsys.readouterr().err
    assert not target.is_file()
    assert not list(target.glob("**/*.docx"))
    monkeypatch.undo()
    _break_off(monkeypatch)
    assert run(["check", str(month), "--jobs", "1", "--no-cache"]) == INCOMPLETE
    assert prints.read_bytes() == before


def test_what_has_ended_a_process_is_never_done_in_this_one(
    month: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(time_limit=60)
    desk_do = LocalHands._here
    here: list[Task] = []

    def note(self: LocalHands, tasks: Sequence[Task], take: Any) -> None:
        here.extend(tasks)
        desk_do(self, tasks, take)

    monkeypatch.setattr(LocalHands, "_here", note)
    monkeypatch.setattr("zgc_lint.work.crew.Crew.do", _crashing)
    first = checked(month, Labour(2, cache=True), config)
    assert "处理时程序崩溃" in first
    tasks.clear()
    checked(month, Labour(None, cache=True), config)
    assert {task.is_deadly for task in tasks if isinstance(task, Look)} == {True}
    assert not [task for task in here if isinstance(task, Look)]


def _crashing(self: object, tasks: Sequence[Task], take: Any) -> None:
    """A crew in which every look ends its process."""
    for number, task in enumerate(tasks):
        take(number, CRASHED if isinstance(portable(task), (Alone, Look)) else task.run())


def test_what_was_seen_before_is_not_looked_at_again_by_others(month: Path, tasks: list[Task]) -> None:
    checked(month, Labour(2, cache=True))
    assert {type(portable(task)) for task in tasks} >= {ReadTogether, Alone}
    tasks.clear()
    config = Config(ignore=("PU03",))
    again = checked(month, Labour(2, cache=True), config)
    assert not tasks
    assert again == checked(month, Labour(1), config)


def test_what_comes_of_a_file_that_was_changed_meanwhile_is_not_kept(
    month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = month / CASE / "附件" / "1.现场照片.jpg"
    data, true_run = photo.read_bytes(), Look.run

    def run_on_another(self: Look) -> Any:
        photo.write_bytes(data + b" ")
        return true_run(self)

    monkeypatch.setattr(Look, "run", run_on_another)
    assert "检查期间文件有变动" in checked(month, Labour(1, cache=True))
    monkeypatch.undo()
    photo.write_bytes(data)
    assert checked(month, Labour(1, cache=True)) == checked(month, Labour(1))


def test_a_run_killed_at_any_moment_leaves_the_next_one_right(month: Path) -> None:
    command = [sys.executable, "-m", "zgc_lint", "check", str(month), "--format", "json", "--jobs", "2"]
    for moment in (0.6, 2.0, 4.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment * random.uniform(0.8, 1.2))  # noqa: S311
        process.kill()
        process.wait()
    config = Config()
    assert checked(month, Labour(2, cache=True), config) == checked(month, Labour(1), config)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_worker_killed_in_mid_run_changes_nothing(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zgc_lint.work.crew import Crew

    collect = Crew._collect
    killed: list[int] = []

    def kill_first(self: Crew, *arguments: Any) -> None:
        busy = self._busy()
        if busy and len(killed) < 2:
            killed.append(busy[0].process.pid or 0)
            os.kill(killed[-1], signal.SIGKILL)
        collect(self, *arguments)

    monkeypatch.setattr(Crew, "_collect", kill_first)
    crewed = checked(month, Labour(2))
    assert len(killed) == 2
    assert crewed == checked(month, Labour(1))


@pytest.mark.parametrize("text", ["cache: -1", "cache: yes", "time_limit: 0", "time_limit: 长", "time_limit: 86401"])
def test_settings_that_cannot_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "zgc-lint.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="整数"):
        load_config(None, [tmp_path])


def test_without_a_cache_nothing_is_written(month: Path) -> None:
    run(["check", str(month), "--jobs", "1", "--no-cache", "--select", "PU"])
    (month / "zgc-lint.yaml").write_text("cache: 0", encoding="utf-8")
    run(["check", str(month), "--jobs", "1", "--select", "PU"])
    assert not list(Path(os.environ["XDG_CACHE_HOME"]).rglob("*.sqlite"))


def test_clean(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(month), "--jobs", "1", "--select", "PU"])
    assert list(Path(os.environ["XDG_CACHE_HOME"]).rglob("*.sqlite"))
    assert run(["clean"]) == 0
    assert "已清除缓存" in capsys.readouterr().out
    assert not list(Path(os.environ["XDG_CACHE_HOME"]).rglob("*.sqlite"))


OWN_CHECK = """
from pathlib import Path

from zgc_lint.api import Check, Finding, Prose


class Word(Check):
    code, name, title = "XX01", "word", "本单位的词"
    row = "typo"
    scope = "filing"
    needs = (Prose,)

    def run(self, filing, options):
        word = Path(__file__).with_name("lists").joinpath("words.txt").read_text(encoding="utf-8")
        for document in filing.documents:
            for passage in document[Prose].passages:
                if word in passage.text:
                    yield Finding(passage.place, f"有“{word}”")
"""


def test_a_changed_word_list_of_an_offices_own_check_counts(month: Path, tmp_path: Path) -> None:
    own = tmp_path / "checks"
    (own / "lists").mkdir(parents=True)
    (own / "xx01_word.py").write_text(OWN_CHECK, encoding="utf-8")
    words = own / "lists" / "words.txt"
    config = Config(checks_dirs=(own,), select=("XX01",))
    words.write_text("现场", encoding="utf-8")
    assert checked(month, Labour(1, cache=True), config).count('"XX01"') == 2
    words.write_text("没有此词", encoding="utf-8")
    assert '"code": "XX01"' not in checked(month, Labour(1, cache=True), config)
