"""Pages that would draw more than a process can hold are refused before they are loaded."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from tests.load.builders import pdf_of
from zgc_lint.load import pdf_weight, ruled
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.pdf import read_pdf
from zgc_lint.load.pdf_weight import weigh

SQUARE = b"0 0 9 9 re f\n"


def saved(pdf: pikepdf.Pdf, **settings: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **settings)
    return buffer.getvalue()


def form(pdf: pikepdf.Pdf, content: bytes, **resources: Any) -> pikepdf.Object:
    stream = pdf.make_stream(content)
    stream.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
    stream.Resources = Dictionary(**resources)
    return stream


def nested(depth: int, times: int) -> bytes:
    pdf = pikepdf.new()
    inner = form(pdf, SQUARE)
    for _ in range(depth):
        inner = form(pdf, b"/F#6F Do " * times, XObject=Dictionary(Fo=inner))
    page = pdf.add_blank_page()
    page.Resources = Dictionary(XObject=Dictionary(G=inner))
    page.Contents = pdf.make_stream(b"/G Do")
    return saved(pdf)


def test_a_page_of_print_weighs_little() -> None:
    data = pdf_of(["市民反映某小区噪声扰民。"] * 40)
    assert all(0 < weight < 50_000 for weight in weigh(data).values())
    assert [*weigh(data)] == [1, 2]


def test_forms_count_as_often_as_they_are_drawn() -> None:
    assert 1_000 * len(SQUARE) < weigh(nested(3, 10))[1] < 2_000 * len(SQUARE)


def test_forms_within_forms_are_refused() -> None:
    data = nested(7, 10)
    assert len(data) < 5_000
    with pytest.raises(UnreadableError, match="第 1 页的绘图内容过多"):
        read_pdf(data, "a.pdf")


def test_a_form_that_draws_itself_ends() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    loop = form(pdf, b"/F Do " * 9 + SQUARE)
    loop.Resources.XObject = Dictionary(F=loop)
    page.Resources = Dictionary(XObject=Dictionary(F=loop))
    page.Contents = pdf.make_stream(b"/F Do")
    assert weigh(saved(pdf))[1] < 200


@pytest.mark.parametrize("where", ["contents", "parts", "pattern", "mask", "character", "annotation"])
def test_what_unpacks_to_much_is_refused_wherever_it_is_drawn(where: str) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    heavy = form(pdf, SQUARE * (9 * 2**20 // len(SQUARE)))
    if where == "contents":
        page.Contents = heavy
    elif where == "parts":
        page.Contents = Array([form(pdf, SQUARE * (5 * 2**20 // len(SQUARE))) for _ in range(2)])
    elif where == "pattern":
        page.Resources = Dictionary(Pattern=Dictionary(P=heavy))
    elif where == "mask":
        page.Resources = Dictionary(ExtGState=Dictionary(G=Dictionary(SMask=Dictionary(G=heavy))))
    elif where == "character":
        page.Resources = Dictionary(Font=Dictionary(T=Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(a=heavy))))
    else:
        page.Annots = Array([Dictionary(Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=heavy))])
    data = saved(pdf, compress_streams=True)
    assert len(data) < 100_000
    with pytest.raises(UnreadableError, match="绘图内容过多"):
        weigh(data)


def test_a_stream_larger_than_is_held_is_refused() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pikepdf.Stream(pdf, zlib.compress(b" " * 80_000_000, 9), Filter=Name.FlateDecode)
    with pytest.raises(UnreadableError, match="绘图内容过多"):
        weigh(saved(pdf))


def test_many_pages_are_weighed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pikepdf.new()
    shared = pdf.make_stream(SQUARE * 1_000)
    for _ in range(20):
        pdf.add_blank_page().Contents = shared
    monkeypatch.setattr(pdf_weight, "_FILE", 15_000 * len(SQUARE))
    with pytest.raises(UnreadableError, match="各页的绘图内容过多"):
        weigh(saved(pdf))


def test_pictures_weigh_nothing() -> None:
    scan = Path("fixtures/filings/clean/20260608051164/情况说明.pdf").read_bytes()
    assert weigh(scan)[1] < 1_000


def test_what_cannot_be_taken_apart_passes() -> None:
    assert weigh(b"%PDF-1.7 and nothing more") == {}


def test_an_owner_password_is_no_hindrance() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page().Contents = pdf.make_stream(SQUARE * 50)
    data = saved(pdf, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    assert weigh(data)[1] >= 50 * len(SQUARE)


def test_tables_are_looked_for_on_light_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.grid([72, 172, 272], [600, 630, 660])
    canvas.save()
    assert ruled.find_tables(buffer.getvalue())
    monkeypatch.setattr(ruled, "_MAX_DRAWING", 10)
    assert not ruled.find_tables(buffer.getvalue())


def test_a_font_that_would_fill_the_memory_is_not_read() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.grid([72, 172, 272], [600, 630, 660])
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as pdf:
        widths = pikepdf.Array([0, 3_000_000, 500])  # what a damaged file asked for: a billion and more
        name = pikepdf.Name
        inner = pikepdf.Dictionary(Type=name.Font, Subtype=name.CIDFontType2, BaseFont=name.A, W=widths)
        font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type0, BaseFont=name.A, Encoding=name("/Identity-H"))
        font.DescendantFonts = pikepdf.Array([pdf.make_indirect(inner)])
        pdf.pages[0].Resources.Font = pikepdf.Dictionary(F9=pdf.make_indirect(font))
        data = saved(pdf)
    tracemalloc.start()
    try:
        assert ruled.find_tables(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20
