"""After a change only what it touches is worked out again, and what comes out is what comes out of a fresh run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batches import FORM, STATEMENT, export_row, ledger_row, write_form, write_prose, write_sheet
from zgc_lint import pipeline
from zgc_lint.check import runner
from zgc_lint.config import Config
from zgc_lint.model import Finding, Unjudged
from zgc_lint.report import renderer
from zgc_lint.work.hands import Labour

pytest.importorskip("cryptography")

CASES = tuple(f"202606050123{number:02d}" for number in range(4))
PHONES = ("13800001234", "13800005678", "13900001111")
CALLERS = ("王建国", "王健国", "李丽萍")
SLIPS = ("现场道路通畅。", "问题己解决，现场道路通畅。", "现场道路通畅,没有发现所反映的情况。")
#: What a batch is made of: which variant of which paper, by the kind of paper and the number of its case.
State = Mapping[tuple[str, int], int]
KINDS = ("filing", "statement", "phone", "caller", "parent", "reply", "ledger", "export")


def papers(state: State) -> dict[str, object]:
    """What is to be in which file: fields of a form, paragraphs, or rows of a table."""

    def variant(kind: str, number: int) -> int:
        return state.get((kind, number), 0)

    files: dict[str, object] = {}
    for number, case in enumerate(CASES):
        if variant("filing", number) == 1:
            continue
        form = FORM | {"工单编号": case, "联系电话": PHONES[variant("phone", number)], "附件清单": "1.情况记录"}
        form["诉求人"] = CALLERS[variant("caller", number)]
        if variant("parent", number):
            form |= {"母单编号": CASES[number - variant("parent", number)], "剔除项": "同人同诉"}
        files[f"{case}/申报表.docx"] = form
        told = STATEMENT[1].replace(FORM["工单编号"], case)
        files[f"{case}/情况说明.docx"] = (STATEMENT[0], told, *STATEMENT[2:], SLIPS[variant("statement", number)])
        if variant("reply", number):
            text = f"工单{CASES[variant('reply', number)]}，诉求人{form['诉求人']}，情况属实。"
            files[f"{case}/附件/1.情况记录.docx"] = ("情况记录", text)
    for name, row_of in (("台账", ledger_row), ("工单", export_row)):
        kind = "ledger" if name == "台账" else "export"
        rows = [
            row_of(工单编号=case, 诉求人=CALLERS[variant(kind, number) % 2], 联系电话=PHONES[number % 2])
            for number, case in enumerate(CASES)
            if variant(kind, number) != 2
        ]
        files[f"{name}.xlsx"] = rows
    return files


def write(folder: Path, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Change the files that differ, and no others: their bytes tell when they were written."""
    for name in before.keys() - after.keys():
        (folder / name).unlink()
        if not any((folder / name).parent.iterdir()):
            (folder / name).parent.rmdir()
    for name, paper in after.items():
        if before.get(name) != paper:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(paper, dict):
                write_form(path, paper)
            elif isinstance(paper, tuple):
                write_prose(path, paper)
            elif isinstance(paper, list):
                write_sheet(path, paper)


def checked(folder: Path, *, cache: bool) -> str:
    config = Config(checks={"TX01": {"corrector": False}})
    report = renderer("json").render(pipeline.check([folder], config, labour=Labour(1, cache=cache)))
    assert isinstance(report, str)
    return report


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The scope of each check that has run, and on what: a filing's folder, a document, "" for the batch."""
    done: list[tuple[str, str]] = []
    attempt = runner._Run.attempt

    def note(self: runner._Run) -> Sequence[Finding | Unjudged] | None:
        done.append((self.check.scope, getattr(self.subject, "path", "")))
        return attempt(self)

    monkeypatch.setattr(runner._Run, "attempt", note)
    return done


def after(ran: list[tuple[str, str]], folder: Path, changes: State) -> set[str]:
    """The parts of the batch whose checks are run again after a change; checks that the report is that of a new run."""
    checked(folder, cache=True)
    write(folder, papers({}), papers(changes))
    ran.clear()
    report = checked(folder, cache=True)
    again = list(ran)
    assert report == checked(folder, cache=False)
    assert ("batch", "") in again
    return parts(again)


def parts(ran: Sequence[tuple[str, str]]) -> set[str]:
    """Filings, and documents that lie in none."""
    return {path.partition("/")[0] for scope, path in ran if scope != "batch"}


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "2026-06"
    write(folder, {}, papers({}))
    return folder


def test_a_changed_filing_costs_its_own_checks_and_those_of_the_batch(month: Path, ran: list[tuple[str, str]]) -> None:
    assert after(ran, month, {("statement", 1): 1}) == {CASES[1]}


def test_a_changed_ledger_row_costs_the_ledger_and_the_filings_it_speaks_of(
    month: Path, ran: list[tuple[str, str]]
) -> None:
    again = after(ran, month, {("ledger", 1): 1})
    assert {CASES[1], "台账.xlsx"} <= again
    assert not {CASES[0], CASES[2], "工单.xlsx"} & again
    changed = {("ledger", 1): 1, ("statement", 0): 1}
    write(month, papers({("ledger", 1): 1}), papers(changed))
    ran.clear()
    checked(month, cache=True)
    assert parts(ran) == {CASES[0]}


def test_a_removed_filing_costs_the_ledger_that_quotes_its_complaint(month: Path, ran: list[tuple[str, str]]) -> None:
    assert after(ran, month, {("filing", 2): 1}) == {"台账.xlsx"}


def test_a_filing_that_names_another_as_its_parent_rests_on_that_one_too(
    month: Path, ran: list[tuple[str, str]]
) -> None:
    write(month, papers({}), papers({("parent", 3): 1}))
    checked(month, cache=True)
    write(month, papers({("parent", 3): 1}), papers({("parent", 3): 1, ("phone", 2): 1}))
    ran.clear()
    assert checked(month, cache=True) == checked(month, cache=False)
    assert {CASES[2], CASES[3]} <= {path for _, path in ran}


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=2),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=int(os.environ.get("ZGC_LINT_EXAMPLES", "4")), deadline=None, derandomize=True)
def test_any_changes_give_what_a_new_run_gives(changes: Sequence[Sequence[tuple[str, int, int]]]) -> None:
    state: dict[tuple[str, int], int] = {}
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "2026-06"
        write(folder, {}, papers(state))
        checked(folder, cache=True)
        for step in changes:
            before = papers(state)
            state.update({(kind, number): variant for kind, number, variant in step})
            write(folder, before, papers(state))
            assert checked(folder, cache=True) == checked(folder, cache=False)
