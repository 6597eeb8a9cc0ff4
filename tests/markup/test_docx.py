"""Comments in WordprocessingML: at the very characters, and nothing else changes."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.load.builders import W, docx_of, p, wordml
from tests.markup.comments import Comment, comments
from zgc_lint.load.docx import read_docx
from zgc_lint.markup.docx import mark_docx
from zgc_lint.markup.remarks import AUTHOR, Remark
from zgc_lint.model import Cell, Place
from zgc_lint.rewrite.package import is_own_copy


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_docx(data, "a.docx").paragraphs]


def place_of(data: bytes, text: str) -> Place:
    """The first place of `text` in a document."""
    number, whole = next((n, whole) for n, whole in enumerate(texts(data), 1) if text in whole)
    return Place("a.docx", paragraph=number).within(whole.index(text), whole.index(text) + len(text))


def marked(data: bytes, *places: Place) -> list[Comment]:
    """Mark places with a comment each, check that the text is as it was, and read the comments back."""
    copy = mark_docx(data, [Remark(place, (f"第{n}条",)) for n, place in enumerate(places)])
    assert texts(copy) == texts(data)
    assert is_own_copy(copy)
    assert copy == mark_docx(data, [Remark(place, (f"第{n}条",)) for n, place in enumerate(places)])
    return [comment for comment in comments(copy).values() if comment.author == AUTHOR]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><wps:txbx><w:txbxContent>'
    "<w:p><w:r><w:t>框中布署</w:t></w:r></w:p></w:txbxContent></wps:txbx></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框中布署</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CONTROL = f"<w:sdt><w:sdtContent>{p('控件布署')}</w:sdtContent></w:sdt>"
PROPERTIES = '<w:sdtPr><w:alias w:val="x"/></w:sdtPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('经核实,已布署。')}</w:p>", "布署"),
        (f"<w:p>{run('前甲', '<w:b/>')}{run('乙', '<w:i/>')}{run('丙后')}</w:p>", "甲乙丙"),
        (f"<w:p>{run('甲')}<w:r><w:t>乙</w:t><w:tab/><w:t>丙丁</w:t></w:r></w:p>", "乙\t丙"),
        (f'<w:p>{run("前")}<w:ins w:id="5" w:author="某">{run("新布署句")}</w:ins></w:p>', "布署"),
        (f'<w:p>{run("前布")}<w:ins w:id="5" w:author="某">{run("署句")}</w:ins></w:p>', "布署"),
        (f'<w:p>{run("布")}<w:del w:id="5"><w:r><w:delText>删</w:delText></w:r></w:del>{run("署")}</w:p>', "布署"),
        (f"<w:p><w:sdt>{PROPERTIES}<w:sdtContent>{run('控件布署')}</w:sdtContent></w:sdt></w:p>", "布署"),
        (f"<w:sdt>{PROPERTIES}<w:sdtContent><w:p>{run('控件布署')}</w:p></w:sdtContent></w:sdt>", "布署"),
        (f'<w:p><w:hyperlink r:id="x">{run("链接布署")}</w:hyperlink>{run("后")}</w:p>', "布署后"),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('单元格布署')}</w:p></w:tc></w:tr></w:tbl>", "布署"),
        (f"<w:p>{run('段')}{BOX}</w:p>", "布署"),
        (f"<w:p>{run('段末')}{BOX}{run('续')}</w:p>", "末"),
        ("<w:p><w:r><w:ruby><w:rubyBase><w:r><w:t>布署</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>", "布署"),
    ],
)
def test_characters(body: str, text: str) -> None:
    data = docx_of(body)
    assert [comment.characters for comment in marked(data, place_of(data, text))] == [text]


@pytest.mark.parametrize(
    "body",
    [
        f"{p('前')}{CONTROL}{p('后')}",
        f"{p('前')}{CONTROL}",
        f"{CONTROL}{CONTROL}{p('后')}",
        f"{p('前')}<w:tbl><w:tr><w:tc>{CONTROL}</w:tc></w:tr></w:tbl>{p('后')}",
    ],
)
def test_references_stand_outside_a_paragraph_that_begins_a_content_control(body: str) -> None:
    """LibreOffice leaves out the text before them."""
    data = docx_of(body)
    place = place_of(data, "布署")
    copy = mark_docx(data, [Remark(place, ("甲",)), Remark(place, ("乙",))])
    assert [comment.characters for comment in comments(copy).values()] == ["布署", "布署"]
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml"))
    around = [next(found.iterancestors(f"{{{W}}}p")) for found in root.iter(f"{{{W}}}commentReference")]
    assert ["".join(t.text or "" for t in found.iter(f"{{{W}}}t")) for found in around] == [
        "后" if "后" in body else "前"
    ] * 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_all_of_it(tmp_path: Path) -> None:
    from benchmarks.markup import as_libreoffice_reads

    data = docx_of(f"{p('前')}{CONTROL}<w:p>{run('经核实,')}{BOX}{run('已布署')}</w:p>")
    for folder in ("batch", "copies"):
        (tmp_path / folder).mkdir()
    (tmp_path / "batch/a.docx").write_bytes(data)
    number = len(texts(data))
    places = [Place("a.docx", paragraph=n, start=1, end=2) for n in range(1, number + 1)]
    (tmp_path / "copies/a.docx").write_bytes(mark_docx(data, [Remark(place, ("说明",)) for place in places]))
    assert as_libreoffice_reads(tmp_path / "batch", tmp_path / "copies", tmp_path) == (1, [])


def test_both_alternatives_of_a_text_box_are_marked() -> None:
    data = docx_of(f"<w:p>{BOX}</w:p>")
    copy = mark_docx(data, [Remark(place_of(data, "布署"), ("说明",))])
    xml = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml")
    assert xml.count(b"commentRangeStart") == xml.count(b"commentReference") == 2


def test_a_formula_is_marked_as_a_whole() -> None:
    data = docx_of("<w:p><w:r><w:t>前</w:t></w:r><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>".replace(
        "<m:oMath>", '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    ))  # fmt: skip
    copy = mark_docx(data, [Remark(place_of(data, "+"), ("说明",))])
    xml = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml").decode()
    assert xml.index("commentRangeStart") < xml.index("<m:oMath") < xml.index("commentRangeEnd")


def test_overlapping_and_empty_places() -> None:
    data = docx_of(f"<w:p>{run('一二三')}{run('四五六')}</w:p>")
    whole = place_of(data, "一二三四五六")
    places = [whole.within(*span) for span in [(0, 6), (1, 4), (1, 4), (3, 5), (3, 3), (0, 0), (6, 6)]]
    assert [comment.characters for comment in marked(data, *places)] == [
        "一二三四五六", "二三四", "二三四", "四五", "", "", "",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("甲乙丙,。 ", min_size=1, max_size=5), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=5),
)
def test_any_ranges(pieces: list[str], spans: list[tuple[int, int]]) -> None:
    data = docx_of(f"<w:p>{run('头')}{''.join(map(run, pieces))}{run('尾')}</w:p>")
    text = texts(data)[0]
    ranges = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans]
    found = marked(data, *(Place("a.docx", paragraph=1).within(*span) for span in ranges))
    assert [comment.characters for comment in found] == [text[start:end] for start, end in ranges]


class TestPlacesWithoutCharacters:
    def test_a_paragraph_is_marked_as_a_whole(self) -> None:
        data = docx_of(f"{p('标题')}{p('正文一段')}")
        assert [c.characters for c in marked(data, Place("a.docx", paragraph=2))] == ["正文一段"]

    def test_no_place_is_the_first_paragraph_with_text(self) -> None:
        data = docx_of(f"<w:p/>{p('标题')}{p('正文')}")
        assert [c.characters for c in marked(data, Place("a.docx"))] == ["标题"]

    def test_an_empty_cell(self) -> None:
        cells = f"<w:tc>{p('审核专员')}</w:tc><w:tc><w:p><w:pPr/></w:p></w:tc>"
        data = docx_of(f"{p('标题')}<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        found = marked(data, Place("a.docx", field="reviewer", cell=Cell(1, 1, 2)))
        assert [(c.characters, c.paragraph) for c in found] == [("", "")]

    def test_a_header_is_remarked_on_at_the_first_paragraph(self) -> None:
        body = f'{p("正文")}<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
        data = docx_of(body, [("h", "header", "header1.xml")], {"word/header1.xml": wordml("hdr", p("页眉布署"))})
        assert [c.characters for c in marked(data, place_of(data, "布署"))] == ["正文"]

    def test_a_footnote_is_remarked_on_at_its_sign(self) -> None:
        body = f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        notes = wordml("footnotes", f'<w:footnote w:id="2">{p("脚注布署")}</w:footnote>')
        data = docx_of(body, [("f", "footnotes", "footnotes.xml")], {"word/footnotes.xml": notes})
        copy = mark_docx(data, [Remark(place_of(data, "布署"), ("说明",))])
        xml = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml").decode()
        assert xml.index("commentRangeStart") < xml.index("footnoteReference") < xml.index("commentRangeEnd")


def test_comments_of_the_user_stay() -> None:
    theirs = '<w:comment w:id="7" w:author="王五"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'
    body = (
        f'<w:p><w:commentRangeStart w:id="7"/>{run("已布署")}<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r></w:p>'
    )
    data = docx_of(body, [("c", "comments", "comments.xml")], {"word/comments.xml": wordml("comments", theirs)})
    copy = mark_docx(data, [Remark(place_of(data, "布署"), ("说明",))])
    found = comments(copy)
    assert found["7"] == Comment("已布署", "王五", ("请核对",), "已布署")
    assert found["8"].characters == "布署"
    assert len(found) == 2


def test_python_docx_reads_the_comments() -> None:
    document = docx.Document()
    document.add_paragraph("经核实,已布署。")
    buffer = io.BytesIO()
    document.save(buffer)
    copy = mark_docx(buffer.getvalue(), [Remark(place_of(buffer.getvalue(), "布署"), ("TX01", "说明"))])
    (comment,) = docx.Document(io.BytesIO(copy)).comments
    assert (comment.author, comment.text) == (AUTHOR, "TX01\n说明")


def test_a_copy_that_was_changed_is_no_longer_ours() -> None:
    copy = mark_docx(docx_of(p("正文")), [Remark(Place("a.docx"), ("说明",))])
    buffer = io.BytesIO(copy)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("x", "y")
    assert is_own_copy(copy)
    assert not is_own_copy(buffer.getvalue())
