"""Filings checked by themselves come to what they come to among the others."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.batches import FORM, write_form
from tests.work.test_keeping import CASES, KINDS, papers, write
from zgc_lint import pipeline
from zgc_lint.bundled import dictionaries_folder
from zgc_lint.check import alone, runner
from zgc_lint.check.alone import Alone
from zgc_lint.check.registry import discover
from zgc_lint.config import Config
from zgc_lint.knowledge import Knowledge
from zgc_lint.load.content import problem_of
from zgc_lint.model import Document, Filing
from zgc_lint.report import renderer
from zgc_lint.work.hands import CRASHED, Labour, LocalHands
from zgc_lint.work.tasks import Task, portable

pytest.importorskip("cryptography")

CALLERS = ("王建国", "李丽萍", "赵文彬", "陈晓燕")


def sent(value: Any) -> Any:
    """What arrives at another process."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 (our own)


def their_hands(labour: Labour, limit: float) -> LocalHands:
    """In place of `zgc_lint.work.hands.hands`."""
    return (Neighbours if labour.is_shared else LocalHands)(1, limit)


class Neighbours(LocalHands):
    """Hands that do everything as though in another process, and note which filings they were given."""

    done: list[str]

    def share(self, tasks: Sequence[Task]) -> bool:
        return bool(tasks)

    def do(self, tasks: Sequence[Task], take: Any) -> None:
        for number, task in enumerate(tasks):
            take(number, self.given_by(task))

    def given_by(self, task: Task) -> Any:
        try:
            arrived = sent(portable(task))
            if isinstance(arrived, Alone):
                self.done.append(task.path)
                assert {document._open is None for document in arrived.filing.documents} == {True}
            return sent(arrived.run())
        except Exception as error:
            return problem_of(error)


@pytest.fixture
def neighbours(monkeypatch: pytest.MonkeyPatch) -> type[Neighbours]:
    """Who does what is shared; `done` are the folders of the filings they were given."""
    monkeypatch.setattr(Neighbours, "done", [], raising=False)
    monkeypatch.setattr(pipeline, "hands", their_hands)
    alone._office_here.cache_clear()
    return Neighbours


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The filings of which a check has run among all the others."""
    ran: list[str] = []
    attempt = runner._Run.attempt

    def note(self: runner._Run) -> Any:
        filing = self.subject.filing if isinstance(self.subject, Document) else self.subject
        if isinstance(filing, Filing) and filing.batch is not None:
            others = object.__getattribute__(filing.batch, "filings")  # no question of the check's
            ran.extend([filing.path] if len(others) > 1 else [])
        return attempt(self)

    monkeypatch.setattr(runner._Run, "attempt", note)
    return ran


def checked(folder: Path, *, shared: bool, config: Config = Config(), cache: bool = False) -> str:  # noqa: B008
    report = renderer("json").render(pipeline.check([folder], config, labour=Labour(2 if shared else 1, cache=cache)))
    assert isinstance(report, str)
    return report


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """Filings of four callers; in the first two something is wrong."""
    files = papers({("statement", 0): 1, ("statement", 1): 2})
    for number, (case, caller) in enumerate(zip(CASES, CALLERS, strict=True)):
        form, said = files[f"{case}/申报表.docx"], {"诉求人": caller, "联系电话": f"1380000{number}234"}
        assert isinstance(form, dict)
        form.update(said)
        for name in ("台账.xlsx", "工单.xlsx"):
            rows = files[name]
            assert isinstance(rows, list)
            rows[number].update(said)
    write(tmp_path / "2026-06", {}, files)
    return tmp_path / "2026-06"


def test_filings_that_rest_on_no_other_are_not_checked_here(
    month: Path, neighbours: type[Neighbours], here: list[str]
) -> None:
    report = checked(month, shared=True)
    assert neighbours.done == [*CASES]
    assert not here
    assert report == checked(month, shared=False)
    assert set(here) == set(CASES)


def test_a_filing_that_rests_on_another_is_checked_here_once_more(
    month: Path, neighbours: type[Neighbours], here: list[str]
) -> None:
    parent = FORM | {"工单编号": CASES[2], "诉求人": CALLERS[3], "联系电话": "13800003234", "附件清单": "1.情况记录"}
    write_form(month / CASES[2] / "申报表.docx", parent)
    report = checked(month, shared=True)
    assert neighbours.done == [*CASES]
    assert set(here) == {CASES[2]}
    assert report == checked(month, shared=False)


def test_what_cannot_be_checked_by_itself_is_checked_here(
    month: Path, neighbours: type[Neighbours], here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given_by = neighbours.given_by
    monkeypatch.setattr(
        neighbours, "given_by", lambda self, task: CRASHED if task.path == CASES[1] else given_by(self, task)
    )
    report = checked(month, shared=True)
    assert set(here) == {CASES[1]}
    assert report == checked(month, shared=False)


def test_with_other_dictionaries_elsewhere_all_is_checked_here(
    month: Path, tmp_path: Path, neighbours: type[Neighbours], here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "dictionaries"
    office.mkdir()
    bundled = (dictionaries_folder() / "typos.tsv").read_text(encoding="utf-8")
    (office / "typos.tsv").write_text(f"{bundled.rstrip()}\n通畅\t通长\tA\tE\n", encoding="utf-8")
    config = Config(dictionaries=office)
    assert checked(month, shared=True, config=config) == checked(month, shared=False, config=config)
    assert neighbours.done
    here.clear()
    monkeypatch.setattr(alone, "Knowledge", lambda _: Knowledge(None))  # does not see the office's folder
    alone._office_here.cache_clear()
    assert checked(month, shared=True, config=config) == checked(month, shared=False, config=config)
    assert set(here) == set(CASES)


def test_dictionaries_that_are_edited_between_two_runs_are_read_anew(
    month: Path, tmp_path: Path, neighbours: type[Neighbours], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process that goes on, as on a cluster, and has read some of them for another run."""
    bundled = (dictionaries_folder() / "repeats.yaml").read_text(encoding="utf-8")
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "repeats.yaml").write_text(bundled, encoding="utf-8")
    read: list[Knowledge] = []

    def reading(office: Path | None) -> Knowledge:
        read.append(Knowledge(office))
        return read[-1]

    monkeypatch.setattr(alone, "Knowledge", reading)
    checked(month, shared=True, config=Config(dictionaries=one))  # asks for nothing of repeats.yaml
    repeat = FORM | {"工单编号": CASES[3], "剔除项": "同人同诉", "母单编号": CASES[2], "附件清单": "1.情况记录"}
    write_form(month / CASES[3] / "申报表.docx", repeat)
    (one / "repeats.yaml").write_text("not: what it was\n", encoding="utf-8")
    config = Config(dictionaries=other)
    assert checked(month, shared=True, config=config) == checked(month, shared=False, config=config)
    assert [knowledge.office for knowledge in read] == [one.resolve(), other.resolve()]
    assert len(neighbours.done) == 8


def test_dictionaries_that_were_out_of_reach_are_tried_again(
    month: Path, tmp_path: Path, neighbours: type[Neighbours], here: list[str]
) -> None:
    (office := tmp_path / "office").mkdir()
    bundled = (dictionaries_folder() / "repeats.yaml").read_text(encoding="utf-8")
    (office / "repeats.yaml").write_text(f"{bundled}\n# ours\n", encoding="utf-8")
    config = Config(dictionaries=office)
    given_by = neighbours.given_by

    def out_of_reach(self: Neighbours, task: Task) -> Any:
        if task.path != CASES[0]:
            return given_by(self, task)
        office.rename(tmp_path / "away")
        try:
            return given_by(self, task)
        finally:
            (tmp_path / "away").rename(office)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "given_by", out_of_reach)
        checked(month, shared=True, config=config)
    assert set(here) == {CASES[0]}


def test_tables_with_other_times_are_the_same_tables(
    month: Path, neighbours: type[Neighbours], here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given_by = neighbours.given_by

    def installed_later(self: Neighbours, task: Task) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            for module in ("zgc_lint.check.alone", "zgc_lint.check.outcomes", "zgc_lint.work.desk"):
                patch.setattr(f"{module}.models_digest", lambda: b"another day")
            return given_by(self, task)

    monkeypatch.setattr(neighbours, "given_by", installed_later)
    checked(month, shared=True)
    assert neighbours.done
    assert not here


def test_a_check_that_crashes_elsewhere_only_is_run_here(
    month: Path, neighbours: type[Neighbours], here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have lacked memory there."""
    expected = checked(month, shared=False)
    here.clear()
    given_by = neighbours.given_by

    def short_of_memory(self: Neighbours, task: Task) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv(runner.RAISE_VARIABLE, raising=False)
            if task.path == CASES[1]:
                patch.setattr(discover().checks["PU01"], "run", fail)
            return given_by(self, task)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(neighbours, "given_by", short_of_memory)
    assert checked(month, shared=True) == expected
    assert set(here) == {CASES[1]}


def test_an_office_s_own_checks_are_run_here(month: Path, tmp_path: Path, neighbours: type[Neighbours]) -> None:
    (own := tmp_path / "checks").mkdir()
    (own / "tx91_own.py").write_text(
        "from zgc_lint.api import Check, Finding, Place\n\n\n"
        "class Own(Check):\n"
        '    code, name, title, row, scope = "TX91", "own", "自定", "wrong-character", "filing"\n\n'
        "    def run(self, filing, options):\n"
        '        yield Finding(Place(filing.path), "自定")\n',
        encoding="utf-8",
    )
    assert "TX91" in checked(month, shared=True, config=Config(checks_dirs=(own,)))
    assert not neighbours.done


def break_off_at(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while somebody else has that filing."""
    given_by = Neighbours.given_by

    def break_off(self: Neighbours, task: Task) -> Any:
        if task.path == case:
            raise KeyboardInterrupt
        return given_by(self, task)

    monkeypatch.setattr(Neighbours, "given_by", break_off)


@pytest.mark.usefixtures("neighbours")
def test_what_has_come_back_is_told_when_the_run_is_broken_off(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_off_at(CASES[1], monkeypatch)
    audit = pipeline.check([month], Config(), labour=Labour(2))
    assert not audit.complete
    report = renderer("json").render(audit)
    assert isinstance(report, str)
    assert "己解决" in report
    assert "检查被中断" in report


@pytest.mark.usefixtures("neighbours")
def test_what_was_seen_is_told_when_the_run_is_broken_off(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a filing whose outcome elsewhere does not hold."""
    pytest.importorskip("rapidocr")
    picture = Image.new("RGB", (640, 480), (90, 120, 90))
    (month / CASES[0] / "附件").mkdir()
    picture.save(month / CASES[0] / "附件" / "1.现场照片.jpg")
    break_off_at(CASES[1], monkeypatch)
    monkeypatch.setattr("zgc_lint.work.keeping.Keeping.outcome_of", lambda *_: None)
    report = renderer("json").render(pipeline.check([month], Config(), labour=Labour(2)))
    assert isinstance(report, str)
    assert "请人工核对照片水印" in report


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 2)), max_size=4),
        min_size=2,
        max_size=3,
    )
)
@settings(max_examples=int(os.environ.get("ZGC_LINT_EXAMPLES", "4")), deadline=None, derandomize=True)
def test_any_batch_comes_to_the_same(steps: Sequence[Sequence[tuple[str, int, int]]]) -> None:
    """From scratch, and after changes with a cache; in a cache that either way of working has filled."""
    config = Config(checks={"TX01": {"corrector": False}})
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as home:
        patch.setattr(Neighbours, "done", [], raising=False)
        patch.setattr(pipeline, "hands", their_hands)
        folder, state = Path(home) / "2026-06", dict[tuple[str, int], int]()
        before: dict[str, object] = {}
        for step in steps:
            state.update({(kind, number): variant for kind, number, variant in step})
            write(folder, before, papers(state))
            before = papers(state)
            expected = checked(folder, shared=False, config=config)
            assert checked(folder, shared=True, config=config, cache=True) == expected
            assert checked(folder, shared=False, config=config, cache=True) == expected
