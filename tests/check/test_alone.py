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

from tests.batches import FORM, write_form
from tests.work.test_keeping import CASES, KINDS, papers, write
from zgc_lint import pipeline
from zgc_lint.bundled import dictionaries_folder
from zgc_lint.check import alone, runner
from zgc_lint.check.alone import Alone
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
        if isinstance(task, Alone):
            self.done.append(task.path)
        try:
            return sent(sent(portable(task)).run())
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


def test_what_has_come_back_is_told_when_the_run_is_broken_off(
    month: Path, neighbours: type[Neighbours], monkeypatch: pytest.MonkeyPatch
) -> None:
    given_by = neighbours.given_by

    def break_off(self: Neighbours, task: Task) -> Any:
        if task.path == CASES[1]:
            raise KeyboardInterrupt
        return given_by(self, task)

    monkeypatch.setattr(neighbours, "given_by", break_off)
    audit = pipeline.check([month], Config(), labour=Labour(2))
    assert not audit.complete
    report = renderer("json").render(audit)
    assert isinstance(report, str)
    assert "己解决" in report
    assert "检查被中断" in report


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
