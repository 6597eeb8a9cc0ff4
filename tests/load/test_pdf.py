from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image as PilImage
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, PageBreak, Spacer, Table
from reportlab.platypus import Paragraph as PdfParagraph

from tests.load.builders import pdf_of, pdf_style, picture
from zgc_lint.load import pdf as module
from zgc_lint.load.content import Content, UnreadableError
from zgc_lint.load.pdf import read_pdf
from zgc_lint.model import Cell, Part

LONG = (
    "2026年6月5日，市民王某通过12345热线反映中关村南大街某小区三号楼前有人占用消防通道停车，影响居民出行。"
    "接到派单后，街道高度重视，立即安排城管科、安监科工作人员到现场核实情况，并联系物业公司予以整改。"
)


def texts(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


def drawn(*lines: tuple[float, float, str], size: float = 12, pages: int = 1) -> bytes:
    """A PDF with texts at (x, y from the top) on its last page."""
    pdf_style()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for _ in range(pages - 1):
        canvas.showPage()
    canvas.setFont("STSong-Light", size)
    for x, y, text in lines:
        canvas.drawString(x, A4[1] - y, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_lines_are_joined_to_paragraphs() -> None:
    assert texts(read_pdf(pdf_of([LONG, "特此说明。", LONG]), "a.pdf")) == [LONG, "特此说明。", LONG]


def test_latin_words_are_joined_with_a_blank() -> None:
    text = "The linter reads the filing materials of a hotline case and reports each defect " * 3
    style = pdf_style(wordWrap="LTR")
    (found,) = texts(read_pdf(pdf_of([PdfParagraph(text, style)]), "a.pdf"))
    assert found == text.strip()


def test_a_paragraph_ends_before_a_gap_and_before_another_size() -> None:
    full = "办" * 34
    gap = drawn((72, 100, full), (72, 120, full), (72, 170, full), (72, 190, full))
    assert texts(read_pdf(gap, "a.pdf")) == [full * 2, full * 2]
    small, large = pdf_style(12), pdf_style(15)
    sizes = pdf_of([PdfParagraph("办" * 36, small), PdfParagraph("理" * 29, large)])
    assert texts(read_pdf(sizes, "a.pdf")) == ["办" * 36, "理" * 29]


def test_a_title() -> None:
    title = PdfParagraph("关于有关情况的说明", pdf_style(20, alignment=1))
    first, second = read_pdf(pdf_of([title, LONG]), "a.pdf").paragraphs
    assert (first.text, first.heading) == ("关于有关情况的说明", True)
    assert not second.heading


def test_a_paragraph_goes_over_the_page() -> None:
    content = read_pdf(pdf_of([Spacer(1, 580), LONG, LONG]), "a.pdf")
    assert len(content.pages) == 2
    assert texts(content) == [LONG, LONG]
    assert [paragraph.page for paragraph in content.paragraphs] == [1, 1]


def test_page_numbers_are_footers() -> None:
    lines = [(72, 100, "情况说明"), (290, 810, "- 3 -")]
    found = read_pdf(drawn(*lines), "a.pdf").paragraphs
    assert [(paragraph.text, paragraph.part) for paragraph in found] == [
        ("情况说明", Part.BODY),
        ("- 3 -", Part.FOOTER),
    ]


def test_pages() -> None:
    content = read_pdf(pdf_of(["甲乙 丙", PageBreak(), "丁"]), "a.pdf")
    assert [(page.number, page.characters) for page in content.pages] == [(1, 3), (2, 1)]
    assert (round(content.pages[0].width), round(content.pages[0].height)) == (595, 842)
    assert [paragraph.page for paragraph in content.paragraphs] == [1, 2]


def test_a_page_without_text() -> None:
    content = read_pdf(drawn(), "a.pdf")
    assert content.paragraphs == ()
    assert content.pages[0].characters == 0


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(rotation: int) -> None:
    """The text is drawn so that it stands upright once the viewer has turned the page."""
    pdf_style()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.translate(300, 400)
    canvas.rotate(rotation)
    for index in range(3):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(-150, -20 * index, "办" * 20)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as pdf:
        pdf.pages[0].rotate(rotation, relative=False)
        turned = io.BytesIO()
        pdf.save(turned)
    content = read_pdf(turned.getvalue(), "a.pdf")
    assert texts(content) == ["办" * 60]
    assert (content.pages[0].width > content.pages[0].height) == (rotation != 180)


def table() -> Table:
    style = pdf_style(10)

    def cell(text: str) -> PdfParagraph:
        return PdfParagraph(text, style)

    return Table(
        [
            [cell("工单编号"), cell("20260605012345"), cell("诉求人"), cell("王某")],
            [cell("诉求内容"), cell(LONG), "", ""],
            [cell("审核"), "", cell("甲"), cell("乙")],
        ],
        colWidths=[70, 150, 70, 100],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (1, 1), (3, 1))],
    )


def test_ruled_tables() -> None:
    content = read_pdf(pdf_of(["表前", table(), "表后"]), "a.pdf", with_tables=True)
    (found,) = content.tables
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["工单编号", "20260605012345", "诉求人", "王某"],
        ["诉求内容", LONG, LONG, LONG],
        ["审核", "", "甲", "乙"],
    ]
    assert found.page == 1
    assert found.rows[1][1].column_span == 3
    assert texts(content)[0] == "表前"
    assert texts(content)[-1] == "表后"
    by_text = {paragraph.text: paragraph for paragraph in content.paragraphs}
    assert by_text["王某"].cell == Cell(1, 1, 4)
    assert found.rows[0][3].paragraphs == (by_text["王某"].number,)


def test_without_tables_their_text_is_there() -> None:
    content = read_pdf(pdf_of([table()]), "a.pdf")
    assert content.tables == ()
    assert "20260605012345" in "".join(texts(content))


def test_pictures() -> None:
    large, small = (Image(io.BytesIO(picture("JPEG", side, side)), 144, 144) for side in (200, 50))
    (found,) = read_pdf(pdf_of([large, small]), "a.pdf").pictures
    assert (found.name, found.width, found.height, found.format) == ("第1页图片1", 200, 200, "JPEG")
    box = found.place.box
    assert box is not None
    assert round(box.right - box.left) == round(box.bottom - box.top) == 144
    assert 0 < box.top < 200
    assert found.place.page == 1


def test_a_scan_made_by_pillow() -> None:
    buffer = io.BytesIO()
    PilImage.new("RGB", (400, 500), "white").save(buffer, "PDF")
    content = read_pdf(buffer.getvalue(), "a.pdf")
    assert len(content.pictures) == 1
    assert not content.paragraphs


def encrypted(owner: str, user: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(["甲"]))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner=owner, user=user))
    return buffer.getvalue()


def test_an_encrypted_pdf() -> None:
    with pytest.raises(UnreadableError, match="已加密"):
        read_pdf(encrypted("a", "b"), "a.pdf")


def test_a_pdf_that_only_restricts_editing() -> None:
    assert texts(read_pdf(encrypted("a", ""), "a.pdf")) == ["甲"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 500, pdf_of(["甲"])[:200]])
def test_a_broken_pdf(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        read_pdf(data, "a.pdf")


def test_a_page_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise pypdfium2.PdfiumError("Failed to load page.")

    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", refuse)
    with pytest.raises(UnreadableError, match="第 1 页"):
        read_pdf(pdf_of(["甲"]), "a.pdf")


def test_tables_that_only_the_slow_reader_stumbles_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfminer is stricter than pdfium."""

    def refuse(*_: object) -> None:
        raise PdfminerException("Unexpected EOF")

    monkeypatch.setattr(pdfplumber, "open", refuse)
    assert texts(read_pdf(pdf_of(["甲"]), "a.pdf")) == ["甲"]
    with pytest.raises(UnreadableError, match="表格"):
        read_pdf(pdf_of(["甲"]), "a.pdf", with_tables=True)


def test_a_pdf_without_pages() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(buffer)
    with pytest.raises(UnreadableError):
        read_pdf(buffer.getvalue(), "a.pdf")


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 2)
    with pytest.raises(UnreadableError, match="超过 2 页"):
        read_pdf(drawn(pages=3), "a.pdf")


def test_an_enormous_page() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page().MediaBox = pikepdf.Array([0, 0, 20_000, 300])
        pdf.save(buffer)
    with pytest.raises(UnreadableError, match="尺寸异常"):
        read_pdf(buffer.getvalue(), "a.pdf")
