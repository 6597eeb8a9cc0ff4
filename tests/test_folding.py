"""What is folded up comes out as it was put in."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from datetime import datetime

import pytest

from zgc_lint.extract.dates import SHANGHAI, Moment, Precision
from zgc_lint.extract.fields import Reading
from zgc_lint.folding import Aside, Folds, folded, unfolded
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Box, Cell, Document, Filing, Font, Paragraph, Place, Quote, Table, TableCell

PARAGRAPHS = tuple(Paragraph(f"现场检查第{number}处，道路通畅。", number) for number in range(1, 200))
TABLES = (Table(1, ((TableCell("诉求人", 1, 1), TableCell("王某", 1, 2)),)),)


@dataclass(frozen=True, slots=True)
class _Far(Place):
    far: str = "甲"


def statement(path: str = "1/情况说明.docx") -> Document:
    return Document(path, "docx", paragraphs=PARAGRAPHS, tables=TABLES)


def test_a_value_comes_out_as_it_was_and_takes_less_room_meanwhile() -> None:
    assert unfolded(folded(PARAGRAPHS)) == PARAGRAPHS
    assert len(folded(PARAGRAPHS)) < len(pickle.dumps(PARAGRAPHS)) / 2


def test_what_is_packed_by_its_fields_comes_out_as_it_was() -> None:
    place = Place("1/a.docx", 2, box=Box(1, 2, 3, 4), field="phone", cell=Cell(1, 2, 3))
    at = Moment(datetime(2026, 6, 5, 14, 3, tzinfo=SHANGHAI), Precision.MINUTE, "6月5日14时3分")
    paragraph = Paragraph("一", 1, fonts=(Font(0, 1, "宋体", 12),))
    values = [place, Quote(place, "现场", 0.5), Reading("phone", "1", place), at, paragraph]
    assert unfolded(folded(values)) == values
    assert copy.copy(place) == copy.deepcopy(place) == place
    assert copy.copy(_Far("1/a.docx", far="乙")) == _Far("1/a.docx", far="乙")


def test_a_document_says_the_same_before_and_after() -> None:
    document = statement()
    for _ in range(2):
        document.fold()
        assert document._open is None
        assert (document.paragraphs, document.tables) == (PARAGRAPHS, TABLES)
        assert document.has_text
        assert document.pictures == ()


def test_what_was_changed_after_it_was_folded_is_not_lost() -> None:
    document = statement()
    document.fold()
    document.paragraphs = PARAGRAPHS[:1]
    document.fold()
    assert document.paragraphs == PARAGRAPHS[:1]
    assert document.tables == TABLES


def test_a_document_without_content_folds() -> None:
    document = Document("1/a.jpg", "jpg")
    document.fold()
    assert not document.has_text


@pytest.mark.parametrize("fold", [False, True])
def test_a_folded_document_can_be_sent_to_another_process(*, fold: bool) -> None:
    document = statement()
    if fold:
        document.fold()
    sent: Document = pickle.loads(pickle.dumps(document))  # noqa: S301 (made here)
    assert sent.paragraphs == PARAGRAPHS


def test_what_was_seen_is_folded_one_by_one() -> None:
    seen = Folds(Aside())
    seen["prints"], seen["seals"] = ["a"], ["b"]
    seen.fold()
    seen["overlay"] = ["c"]
    assert dict(seen) == {"prints": ["a"], "seals": ["b"], "overlay": ["c"]}
    seen["prints"] = ["d"]
    seen.fold()
    assert seen["prints"] == ["d"]
    assert len(seen) == 3
    del seen["prints"]
    assert "prints" not in seen
    with pytest.raises(KeyError):
        del seen["prints"]


def test_of_many_filings_few_are_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.model.IN_HAND", 2)
    filings = tuple(Filing(str(number), (statement(f"{number}/情况说明.docx"),)) for number in range(5))
    batch = Batch(filings).inform(Knowledge())
    for filing in filings:
        filing.documents[0].fold()
    for _ in range(2):
        for filing in filings:
            assert filing.documents[0].paragraphs == PARAGRAPHS
        assert [filing.documents[0]._open is None for filing in filings] == [True] * 3 + [False] * 2
    assert list(batch._in_hand) == list(filings[3:])
