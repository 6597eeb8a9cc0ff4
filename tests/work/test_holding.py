"""A batch is a stream: no more is held of it than of the few filings in hand, but for what batch-wide checks need."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

import pytest

from tests.batches import (
    CASE,
    FORM,
    STATEMENT,
    export_row,
    ledger_row,
    write_form,
    write_prose,
    write_sheet,
    write_spoilt_batch,
)
from zgc_lint import pipeline
from zgc_lint.check import runner
from zgc_lint.config import Config
from zgc_lint.extract.attachments import Attachments
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import DocumentFields, Fields, Reading
from zgc_lint.extract.mentions import Mentions
from zgc_lint.extract.orders import Order
from zgc_lint.extract.outline import Outline
from zgc_lint.extract.prints import Printed
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.signatures import Signatures
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Document, Paragraph
from zgc_lint.report import renderer
from zgc_lint.work.hands import Labour

#: What is held of a document or filing only while it is in hand.
PASSING = (Paragraph, Passage, Prose, DocumentText, DocumentFields, Outline, runner._Run)
#: What is laid aside then.
LAID = (Reading, Order, Fields, Mentions, Attachments, Signatures, Printed)


def write_month(folder: Path, filings: int) -> Path:
    """A batch of filings without anything wrong."""
    cases = [f"202606050123{number:02d}" for number in range(filings)]
    for case in cases:
        (folder / case).mkdir(parents=True)
        write_form(folder / case / "申报表.docx", FORM | {"工单编号": case, "附件清单": "无"})
        write_prose(folder / case / "情况说明.docx", tuple(line.replace(CASE, case) for line in STATEMENT))
    write_sheet(folder / "台账.xlsx", [ledger_row(工单编号=case) for case in cases])
    write_sheet(folder / "工单.xlsx", [export_row(工单编号=case) for case in cases])
    return folder


def held() -> Counter[type]:
    """How many objects there are of each kind."""
    gc.collect()
    return Counter(type(each) for each in gc.get_objects())


def most_held(month: Path, *, cache: bool) -> Counter[type]:
    """How many objects a run holds of each kind at most, whenever it tells how far it is, and in the end."""
    before, most = held(), Counter[type]()

    def look(*_: object) -> None:
        nonlocal most
        most |= held() - before

    config = Config(checks={"TX01": {"corrector": False}})
    pipeline.check([month], config, labour=Labour(1, cache=cache), progress=look, deliver=look)
    return most


def report_of(month: Path, *, cache: bool = False) -> str:
    config = Config(checks={"TX01": {"corrector": False}})
    report = renderer("json").render(pipeline.check([month], config, labour=Labour(1, cache=cache)))
    assert isinstance(report, str)
    return report


@pytest.mark.parametrize("cache", [False, True])
def test_no_more_is_held_of_many_filings_than_of_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, cache: bool
) -> None:
    if cache:
        pytest.importorskip("cryptography")
    for module in ("model", "pipeline"):
        monkeypatch.setattr(f"zgc_lint.{module}.IN_HAND", 2)
    monkeypatch.setattr("zgc_lint.laying._TOGETHER", 1)
    monkeypatch.setattr("zgc_lint.laying._OPEN", 2)
    few = most_held(write_month(tmp_path / "2026-05", 4), cache=cache)
    many = most_held(write_month(tmp_path / "2026-06", 8), cache=cache)
    assert few[Paragraph], "counted at no time when a filing was in hand"
    assert few[Fields]
    assert {kind: many[kind] for kind in (*PASSING, *LAID) if many[kind] > few[kind]} == {}


@pytest.mark.parametrize(("in_hand", "cache"), [(1, False), (2, False), (1, True)])
def test_what_is_found_does_not_rest_on_how_many_filings_are_in_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_hand: int, *, cache: bool
) -> None:
    month = write_spoilt_batch(tmp_path / "2026-06")
    expected = report_of(month)
    monkeypatch.setattr("zgc_lint.model.IN_HAND", in_hand)
    for _ in range(2 if cache else 1):
        assert report_of(month, cache=cache) == expected


@pytest.mark.parametrize("answers", [1, 2])
def test_what_is_found_does_not_rest_on_how_many_answers_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    month = write_spoilt_batch(tmp_path / "2026-06")
    monkeypatch.setattr("zgc_lint.work.keeping._ANSWERS", answers)
    for _ in range(2):
        assert report_of(month, cache=True) == report_of(month)
        write_prose(next(month.glob("*/情况说明.docx")), STATEMENT)


def test_what_was_read_is_in_hand_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.model.IN_HAND", 2)
    tables = [Document(f"{name}.xlsx", "xlsx", paragraphs=(Paragraph(name, 1),)) for name in "甲乙丙"]
    Batch(documents=tuple(tables)).inform(Knowledge())
    assert [table.is_open for table in tables] == [False, True, True]
    assert [table.paragraphs[0].text for table in tables] == ["甲", "乙", "丙"]
