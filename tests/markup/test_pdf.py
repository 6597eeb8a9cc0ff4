"""Highlights in PDFs: over the very characters, and what was in the file stays."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.load.builders import pdf_of
from tests.markup.comments import annotations_in
from zgc_lint.load.pdf import frame_of, open_pdf, read_pdf
from zgc_lint.look.pdf_signatures import pdf_signatures
from zgc_lint.markup.pdf import is_own_copy, mark_pdf
from zgc_lint.markup.remarks import Remark
from zgc_lint.model import Box, Place

LONG = "工作人员于六月六日到场查看，现场道路通畅，没有发现所反映的情况。" * 3 + "已布署巡查。"
SIGNED = Path(__file__).parents[1] / "data/signed/intact.pdf"


def place_of(data: bytes, text: str) -> Place:
    paragraph = next(p for p in read_pdf(data, "a.pdf").paragraphs if text in p.text)
    at = paragraph.text.index(text)
    return Place("a.pdf", page=paragraph.page, paragraph=paragraph.number, start=at, end=at + len(text))


def mark(data: bytes, *places: Place, with_tables: bool = False) -> bytes:
    return mark_pdf(data, [Remark(place, ("TX01", "说明")) for place in places], with_tables=with_tables)


def highlighted(data: bytes) -> list[str]:
    """The text under each highlight, as pdfium sees it."""
    found = []
    for number, annotation in annotations_in(data):
        points = [float(point) for point in annotation["/QuadPoints"]]
        with closing(pypdfium2.PdfDocument(data)) as document:
            text = document[number - 1].get_textpage()
            lines = []
            for at in range(0, len(points), 8):
                xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
                box = {"left": min(xs) + 1, "right": max(xs) - 1, "bottom": min(ys) + 1, "top": max(ys) - 1}
                lines.append(text.get_text_bounded(**box))
            found.append("".join(lines))
    return found


def test_characters_are_highlighted() -> None:
    data = pdf_of(["关于停车的情况说明", LONG])
    copy = mark(data, place_of(data, "布署"), place_of(data, "停车"))
    assert sorted(highlighted(copy)) == sorted(["布署", "停车"])
    assert [annotation["/Contents"] for _, annotation in annotations_in(copy)] == ["TX01\n说明"] * 2
    assert read_pdf(copy, "a.pdf").paragraphs == read_pdf(data, "a.pdf").paragraphs
    assert is_own_copy(copy)
    assert not is_own_copy(data)
    assert not is_own_copy(copy + b"\n")


def test_a_highlight_runs_over_lines() -> None:
    data = pdf_of([LONG])
    text = read_pdf(data, "").paragraphs[0].text[20:60]
    assert highlighted(mark(data, place_of(data, text))) == [text]


def test_a_point_between_characters_is_shown_on_the_one_before() -> None:
    data = pdf_of(["没有句号"])
    place = Place("a.pdf", page=1, paragraph=1, start=4, end=4)
    assert highlighted(mark(data, place)) == ["号"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages(rotation: int) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(["现场道路通畅，已布署巡查。"]))) as pdf:
        pdf.pages[0].rotate(rotation, relative=False)
        buffer = io.BytesIO()
        pdf.save(buffer)
    data = buffer.getvalue()
    with closing(open_pdf(data)) as document:
        frame = frame_of(document[0], 1)
    box = Box(10, 20, 50, 90)
    assert frame.to_box(*frame.from_box(box)) == pytest.approx(box)


def test_a_place_without_characters_is_a_note_and_a_box_a_frame() -> None:
    data = pdf_of(["正文"])
    copy = mark(data, Place("a.pdf"), Place("a.pdf"), Place("a.pdf", page=1, box=Box(100, 200, 180, 280)))
    found = [annotation for _, annotation in annotations_in(copy)]
    assert [annotation["/Subtype"] for annotation in found] == ["/Text", "/Text", "/Square"]
    assert found[0]["/Rect"] != found[1]["/Rect"]


def test_signatures_stay_valid() -> None:
    data = SIGNED.read_bytes()
    copy = mark(data, Place("a.pdf"))
    assert copy.startswith(data)
    assert [signature.intact for signature in pdf_signatures(copy)] == [True]
