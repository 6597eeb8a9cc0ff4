from __future__ import annotations

import io

import docx
import pytest

from tests.load.builders import STRICT_W, W, docx_of, p, png, wordml, zip_of
from zgc_lint.load import package
from zgc_lint.load.content import Content, UnreadableError
from zgc_lint.load.docx import read_docx
from zgc_lint.model import Cell, Part


def read(body: str, *args: object, **parts: object) -> Content:
    return read_docx(docx_of(body, *args, **parts), "a.docx")  # type: ignore[arg-type]


def texts(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


FIELD = f"""<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{run("不显示")}
  <w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("页")}"""


def test_numbers_and_blank_paragraphs() -> None:
    content = read(p("甲") + "<w:p/>" + p("　") + p("乙"))
    assert [(q.number, q.text) for q in content.paragraphs] == [(1, "甲"), (2, "乙")]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ('<w:r><w:br w:type="page"/><w:t>甲</w:t></w:r>', "甲"),
        ("<w:r><w:t>010</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "010-1"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>属实</w:t></w:r>', "☑属实"),
        ('<w:r><w:sym w:font="Webdings" w:char="F0FF"/><w:t>属实</w:t></w:r>', "属实"),
        ("<w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "加"),
        ("<w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom>", "来"),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接"),
        ("<w:smartTag><w:r><w:t>北京</w:t></w:r></w:smartTag>", "北京"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>6月5日</w:t></w:r></w:fldSimple>', "6月5日"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        (FIELD, "3页"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r>", "可见"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>', "可见"),
        (f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>", "拼"),
        ("<!-- note --><w:r><w:t>甲</w:t></w:r>", "甲"),
    ],
)  # fmt: skip
def test_what_stands_in_a_paragraph(inside: str, text: str) -> None:
    assert texts(read(f"<w:p>{inside}</w:p>")) == [text]


def test_blocks_in_controls_and_insertions() -> None:
    body = f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt><w:customXml>{p('乙')}</w:customXml>"
    assert texts(read(body)) == ["甲", "乙"]


def test_a_text_box_counts_once() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = f"""<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>
      <mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>
        <wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice>
      <mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>
    </mc:AlternateContent></w:r></w:p>{p("后文")}"""
    assert [(q.text, q.part) for q in read(body).paragraphs] == [
        ("正文", Part.BODY),
        ("框内", Part.TEXT_BOX),
        ("后文", Part.BODY),
    ]


def test_an_old_text_box() -> None:
    box = f"<v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox>"
    body = f"<w:p><w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r></w:p>"
    assert texts(read(body)) == ["框内"]


def test_headers_footers_and_notes() -> None:
    section = '<w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/>'
    body = f"{p('正文')}<w:sectPr>{section}</w:sectPr>"
    related = [
        ("h", "header", "header1.xml"),
        ("unused", "header", "header2.xml"),
        ("f", "footer", "footer1.xml"),
        ("n", "footnotes", "footnotes.xml"),
    ]
    notes = f'<w:footnote w:type="separator">{p("----")}</w:footnote><w:footnote>{p("脚注")}</w:footnote>'
    parts = {
        "word/header1.xml": wordml("hdr", p("页眉")),
        "word/header2.xml": wordml("hdr", p("没有用到")),
        "word/footer1.xml": wordml("ftr", p("页脚")),
        "word/footnotes.xml": wordml("footnotes", notes),
    }
    assert [(q.text, q.part) for q in read(body, related, parts).paragraphs] == [
        ("正文", Part.BODY),
        ("页眉", Part.HEADER),
        ("页脚", Part.FOOTER),
        ("脚注", Part.NOTE),
    ]


# Tables


def cell(text: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells() -> None:
    body = f"""<w:tbl>
      <w:tr>{cell("甲", '<w:vMerge w:val="restart"/>')}{cell("乙", '<w:gridSpan w:val="2"/>')}</w:tr>
      <w:tr>{cell("", "<w:vMerge/>")}{cell("丙")}{cell("丁")}</w:tr>
      <w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("戊")}</w:tr>
      <w:tr><w:trPr><w:del/></w:trPr>{cell("删")}</w:tr>
    </w:tbl>"""
    content = read(body)
    (table,) = content.tables
    assert [[c.text for c in row] for row in table.rows] == [
        ["甲", "乙", "乙"],
        ["甲", "丙", "丁"],
        ["", "戊", ""],
    ]
    corner = table.rows[0][0]
    assert table.rows[1][0] is corner
    assert (corner.row_span, corner.column_span, corner.paragraphs) == (2, 1, (1,))
    addresses = [(1, 1), (1, 2), (2, 2), (2, 3), (3, 2)]
    assert [q.cell for q in content.paragraphs] == [Cell(1, row, column) for row, column in addresses]


def test_a_table_in_a_table() -> None:
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    content = read(f"{p('前')}<w:tbl><w:tr><w:tc>{p('外')}{inner}<w:p/></w:tc></w:tr></w:tbl>")
    outer, nested = content.tables
    assert outer.rows[0][0].text == "外\n内"
    assert outer.rows[0][0].paragraphs == (2, 3)
    assert nested.rows[0][0].text == "内"
    assert [q.cell for q in content.paragraphs] == [None, Cell(1, 1, 1), Cell(2, 1, 1)]


def test_rows_and_cells_in_content_controls() -> None:
    row = f"<w:tr><w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt></w:tr>"
    (table,) = read(f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>").tables
    assert table.rows[0][0].text == "甲"


def test_absurd_spans_do_no_harm() -> None:
    wide = cell("甲", '<w:gridSpan w:val="999999999"/>')
    (table,) = read(f"<w:tbl><w:tr>{wide}{cell('乙')}</w:tr></w:tbl>").tables
    assert len(table.rows[0]) < 2000


# Pictures

MEDIA = {"word/media/image1.png": png(4, 3)}
IMAGE = [("i", "image", "media/image1.png")]


def drawing(kind: str, name: str = "图片 1") -> str:
    return f"""<w:r><w:drawing><wp:{kind}><wp:docPr id="1" name="{name}"/><a:graphic><a:blip r:embed="i"/></a:graphic>
      </wp:{kind}></w:drawing></w:r>"""


def test_pictures_and_their_places() -> None:
    image = '<v:imagedata r:id="i" o:title="公章"/>'
    vml = f'<w:r><w:pict><v:shape style="position: absolute">{image}</v:shape></w:pict></w:r>'
    in_cell = f"<w:p>{run('图')}{drawing('inline', '单元格')}</w:p>"
    body = (
        f"<w:p>{drawing('inline')}</w:p>{p('甲')}<w:p>{run('乙')}{drawing('anchor', '印章')}{vml}</w:p>"
        f"<w:tbl><w:tr><w:tc>{in_cell}</w:tc></w:tr></w:tbl>"
    )
    content = read(body, IMAGE, MEDIA)
    assert [(q.name, q.floating, q.place.paragraph, q.place.cell) for q in content.pictures] == [
        ("图片 1", False, None, None),
        ("印章", True, 2, None),
        ("公章", True, 2, None),
        ("单元格", False, 3, Cell(1, 1, 1)),
    ]
    first = content.pictures[0]
    assert (first.width, first.height, first.format, first.place.document) == (4, 3, "PNG", "a.docx")
    assert len({q.sha256 for q in content.pictures}) == 1


def test_a_picture_of_no_known_size() -> None:
    content = read(
        f"<w:p>{drawing('inline')}</w:p>", [("i", "image", "media/image1.wmf")], {"word/media/image1.wmf": b"x"}
    )
    (found,) = content.pictures
    assert (found.width, found.height, found.format) == (0, 0, "WMF")


def test_a_picture_in_a_header_and_one_that_is_lost() -> None:
    body = f'<w:p>{drawing("inline")}</w:p><w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    parts = {
        "word/header1.xml": wordml("hdr", f"<w:p>{drawing('inline', '标志')}</w:p>"),
        "word/_rels/header1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i" Type="x/image" Target="/word/media/image1.png"/></Relationships>',
        **MEDIA,
    }
    content = read(body, [("h", "header", "header1.xml"), ("i", "image", "media/lost.png")], parts)
    assert [q.name for q in content.pictures] == ["标志"]


# Styles

STYLES = wordml(
    "styles",
    """<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/></w:style>
    <w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="level"/></w:style>
    <w:style w:type="paragraph" w:styleId="level"><w:basedOn w:val="child"/>
      <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>""",
)


@pytest.mark.parametrize(
    ("properties", "heading"),
    [
        ('<w:pStyle w:val="2"/>', True),
        ('<w:pStyle w:val="Heading1"/>', True),
        ('<w:pStyle w:val="标题2"/>', True),
        ('<w:pStyle w:val="child"/>', True),
        ('<w:outlineLvl w:val="0"/>', True),
        ('<w:outlineLvl w:val="9"/>', False),
        ('<w:pStyle w:val="Normal"/>', False),
        ("", False),
    ],
)
def test_headings(properties: str, heading: bool) -> None:
    content = read(p("甲", properties), [("s", "styles", "styles.xml")], {"word/styles.xml": STYLES})
    assert content.paragraphs[0].heading is heading


def test_hidden_by_style() -> None:
    content = read(p("甲", '<w:pStyle w:val="secret"/>'), [("s", "styles", "styles.xml")], {"word/styles.xml": STYLES})
    assert not content.paragraphs


@pytest.mark.parametrize(
    ("text", "run", "heading"),
    [
        ("情况说明", "<w:b/>", True),
        ("关于有关情况的说明", '<w:sz w:val="44"/>', True),
        ("情况说明", "", False),
        ("情况如下：", "<w:b/>", False),
        ("长" * 50, "<w:b/>", False),
    ],
)
def test_a_centred_line_that_looks_like_a_title(text: str, run: str, heading: bool) -> None:
    body = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>'
    assert read(body).paragraphs[0].heading is heading


# The package


def test_what_python_docx_writes() -> None:
    document = docx.Document()
    document.add_heading("情况说明", 0)
    document.add_paragraph("第一", style="List Number")
    document.add_paragraph("第二", style="List Number")
    document.add_table(1, 2).cell(0, 1).text = "表"
    buffer = io.BytesIO()
    document.save(buffer)
    content = read_docx(buffer.getvalue(), "a.docx")
    assert [(q.label, q.text, q.heading) for q in content.paragraphs] == [
        ("", "情况说明", True),
        ("1.", "第一", False),
        ("2.", "第二", False),
        ("", "表", False),
    ]


def test_strict_documents() -> None:
    data = docx_of(p("甲"))
    main = wordml("document", f"<w:body>{p('严格')}</w:body>").replace(W, STRICT_W)
    assert texts(read_docx(replaced(data, "word/document.xml", main), "a.docx")) == ["严格"]


def test_a_body_that_lies_elsewhere() -> None:
    assert texts(read_docx(docx_of(p("甲"), main="Word/document2.xml"), "a.docx")) == ["甲"]


def test_a_part_that_begins_with_a_byte_order_mark() -> None:
    main = "\ufeff<?xml version='1.0' encoding='UTF-8'?>" + wordml("document", f"<w:body>{p('甲')}</w:body>")
    assert texts(read_docx(replaced(docx_of(""), "word/document.xml", main), "a.docx")) == ["甲"]


def replaced(data: bytes, part: str, content: str | bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zip_of({name: archive.read(name) for name in archive.namelist()} | {part: content})


LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    + wordml("document", f"<w:body>{p('&c;')}</w:body>")
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + wordml("document", f"<w:body>{p('&f;')}</w:body>")


@pytest.mark.parametrize("main", [LAUGHS, OUTSIDE])
def test_entities_are_refused(main: str) -> None:
    with pytest.raises(UnreadableError, match="DTD"):
        read_docx(replaced(docx_of(""), "word/document.xml", main), "a.docx")


def test_the_broken_part_is_named() -> None:
    body = '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    with pytest.raises(UnreadableError, match=r"word/header1\.xml"):
        read(body, [("h", "header", "header1.xml")], {"word/header1.xml": "<w:hdr>"})


@pytest.mark.parametrize("data", [zip_of({"a": "b"}), docx_of(p("x"))[:-30], b"PK\3\4"])
def test_a_broken_package(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        read_docx(data, "a.docx")


def test_a_body_of_another_kind() -> None:
    with pytest.raises(UnreadableError, match="找不到正文"):
        read_docx(replaced(docx_of(""), "word/document.xml", "<a/>"), "a.docx")


def test_a_part_that_unpacks_to_too_much() -> None:
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        read_docx(replaced(docx_of(""), "word/document.xml", b" " * (11 * 2**20)), "a.docx")


def test_a_part_too_large_for_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MAX_PART", 1_000)
    with pytest.raises(UnreadableError, match="超过"):
        read_docx(docx_of(p("甲" * 500)), "a.docx")


def test_very_deep_nesting() -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + p("甲") + "</w:sdtContent></w:sdt>" * 400
    with pytest.raises((UnreadableError, RecursionError)):
        read(deep)


def styled(text: str, font: str = "", size: int = 0, extra: str = "") -> str:
    name = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    points = f'<w:sz w:val="{size}"/>' if size else ""
    return f"<w:r><w:rPr>{name}{points}{extra}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "fonts"),
    [
        (styled("甲", "仿宋", 32) + styled("乙", "仿宋", 32), ()),
        (styled("甲", "仿宋", 32) + styled("乙", "宋体", 24), ((0, 1, "仿宋", 16), (1, 2, "宋体", 12))),
        (styled("甲", "仿宋", 32) + styled("12", "Times") + styled("乙", "仿宋", 32), ()),
        (styled("甲", "仿宋", 32) + styled("乙"), ((0, 1, "仿宋", 16), (1, 2, "", 0))),
        (styled("甲", size=21) + styled("乙", size=32), ((0, 1, "", 10.5), (1, 2, "", 16))),
        (styled("甲", "仿宋") + styled("乙", extra='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'),
         ((0, 1, "仿宋", 0), (1, 2, "", 0))),
        ("<w:r><w:br/></w:r>" + styled("甲", "仿宋") + styled("乙", "宋体"), ((0, 1, "仿宋", 0), (1, 2, "宋体", 0))),
    ],
)  # fmt: skip
def test_fonts_of_a_mixed_paragraph(inside: str, fonts: tuple[object, ...]) -> None:
    (paragraph,) = read(f"<w:p>{inside}</w:p>").paragraphs
    assert paragraph.fonts == fonts
