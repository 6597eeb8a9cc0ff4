"""OFD files made part by part: geometry, templates, annotations, paths, and what a hostile file may hold."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.load.builders import png, zip_of
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.ofd import read_ofd
from zgc_lint.model import Part

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def text(words: str, x: float, y: float, size: float = 5, **attributes: str) -> str:
    """A text object whose characters stand `size` apart, Latin ones half of that."""
    extra = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    steps = " ".join(str(size / 2 if c.isascii() else size) for c in words[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 8" Font="1" Size="{size}" {extra}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def page(objects: str, before: str = "") -> str:
    layer = f"<ofd:Layer ID='2'>{objects}</ofd:Layer>"
    return f"<ofd:Page {NAMESPACE}>{before}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def document(
    pages: str = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>', common: str = "", rest: str = ""
) -> str:
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    return (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"
        f"{rest}</ofd:Document>"
    )


def root(*documents: str, rest: str = "") -> str:
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>{name}</ofd:DocRoot></ofd:DocBody>" for name in documents or ("Doc_0/Document.xml",)
    )
    return f'<ofd:OFD {NAMESPACE} DocType="OFD">{bodies}{rest}</ofd:OFD>'


def ofd(objects: str = "", parts: dict[str, str | bytes] | None = None, **told: str) -> bytes:
    """A file of one page, with further `parts`; `told` goes to `document`."""
    base: dict[str, str | bytes] = {"OFD.xml": root(), "Doc_0/Document.xml": document(**told), PAGE: page(objects)}
    return zip_of(base | (parts or {}))


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_ofd(data, "a.ofd").paragraphs]


def why(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_ofd(data, "a.ofd")
    assert caught.value.problem.remedy
    return caught.value.problem.why


class TestText:
    def test_lines_become_paragraphs(self) -> None:
        line = "这一行写满了版心一直到右边" * 2 + "末尾还有"
        lines = [
            text("　　" + line[:-2], 28, 40),
            text(line, 28, 50),
            text("短行。", 28, 60),
            text("　　另起一段。", 28, 70),
        ]
        assert [len(t) for t in texts(ofd("".join(lines)))] == [len(line[:-2] + line + "短行。"), len("另起一段。")]

    def test_order_is_that_of_reading_not_of_drawing(self) -> None:
        drawn = text("第二行", 28, 60) + text("值", 60, 40) + text("标签：", 28, 40)
        assert texts(ofd(drawn)) == ["标签： 值", "第二行"]

    def test_pieces_without_a_gap_are_one_word(self) -> None:
        drawn = text("2026", 28, 40) + text("年", 38, 40) + text("6", 43, 40) + text("月", 45.5, 40)
        assert texts(ofd(drawn)) == ["2026年6月"]

    def test_every_way_to_write_the_steps(self) -> None:
        for steps in ("5 5 5", "g 3 5", "g 2 5 5", "5 g 2 5", "", "g 999999999 5", "g x 5", "5 oops"):
            code = f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">四个汉字</ofd:TextCode>'
            drawn = f'<ofd:TextObject Boundary="28 40 20 8" Font="1" Size="5">{code}</ofd:TextObject>'
            assert texts(ofd(drawn)) == ["四个汉字"], steps

    def test_steps_tell_where_a_run_ends_and_a_wide_one_stays_a_word(self) -> None:
        code = '<ofd:TextCode X="0" Y="5" DeltaX="5 40 5">姓名王某</ofd:TextCode>'
        drawn = f'<ofd:TextObject Boundary="28 40 90 8" Font="1" Size="5">{code}</ofd:TextObject>'
        assert texts(ofd(drawn + text("电话", 90, 40))) == ["姓名王某 电话"]

    def test_matrix_moves_and_stretches(self) -> None:
        drawn = text("大字在后", 0, 0, 2.5, CTM="2 0 0 2 28 60") + text("小字在前", 28, 20)
        assert texts(ofd(drawn)) == ["小字在前", "大字在后"]

    def test_downward_and_slanted_text_stands_apart(self) -> None:
        down = (
            '<ofd:TextObject Boundary="10 40 5 30" Font="1" Size="5"><ofd:TextCode X="0" Y="5" DeltaY="6 6">购买方'
            "</ofd:TextCode></ofd:TextObject>"
        )
        aslant = text("仅供核对", 60, 100, CTM="0.7 -0.7 0.7 0.7 0 0")
        content = read_ofd(ofd(down + aslant + text("名称：某公司", 28, 46)), "a.ofd")
        assert [(p.text, p.part) for p in content.paragraphs] == [
            ("名称：某公司", Part.BODY),
            ("购买方", Part.TEXT_BOX),
            ("仅供核对", Part.TEXT_BOX),
        ]
        assert content.pages[0].characters == 13

    def test_rows_of_columns_are_no_paragraph(self) -> None:
        rows = [("序号", "名称", "金额"), ("1", "餐费", "100.00"), ("2", "餐费", "200.00")]
        drawn = "".join(
            text(cell, 28 + column * 60, 40 + row * 8)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
        )
        assert texts(ofd(drawn)) == ["序号 名称 金额", "1 餐费 100.00", "2 餐费 200.00"]

    def test_hidden_objects_are_not_read(self) -> None:
        assert texts(ofd(text("看不见", 28, 40, Visible="false") + text("看得见", 28, 50))) == ["看得见"]

    def test_text_laid_out_by_the_writer_of_the_xml(self) -> None:
        code = '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">\n      四个汉字\n    </ofd:TextCode>'
        assert texts(ofd(f'<ofd:TextObject Boundary="28 40 90 8" Size="5">{code}</ofd:TextObject>')) == ["四个汉字"]


class TestPackage:
    def test_template_text_is_part_of_the_page(self) -> None:
        parts: dict[str, str | bytes] = {
            PAGE: page(text("王某", 60, 40), '<ofd:Template TemplateID="9" ZOrder="Background"/>'),
            "Doc_0/Tpl.xml": page(text("姓名：", 28, 40)),
        }
        common = '<ofd:TemplatePage ID="9" BaseLoc="Tpl.xml"/>'
        assert texts(ofd(parts=parts, common=common)) == ["姓名： 王某"]
        del parts["Doc_0/Tpl.xml"]
        assert texts(ofd(parts=parts, common=common)) == ["王某"]

    @pytest.mark.parametrize("visible", ["true", "false"])
    def test_annotations_show_where_they_are_visible(self, visible: str) -> None:
        parts: dict[str, str | bytes] = {
            "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {NAMESPACE}><ofd:Page PageID="1">'
            "<ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annots/Page_0/A.xml": f'<ofd:PageAnnot {NAMESPACE}><ofd:Annot Type="Watermark" Visible="{visible}">'
            f'<ofd:Appearance Boundary="50 50 60 60">{text("内部资料", 0, 0)}</ofd:Appearance>'
            "</ofd:Annot></ofd:PageAnnot>",
        }
        rest = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        content = read_ofd(ofd(text("正文。", 28, 40), parts, rest=rest), "a.ofd")
        shown = [("内部资料", Part.TEXT_BOX)] if visible == "true" else []
        assert [(p.text, p.part) for p in content.paragraphs] == [("正文。", Part.BODY), *shown]
        assert content.pages[0].characters == 3, "a watermark is no text layer"

    def test_composite_objects(self) -> None:
        unit = (
            f'<ofd:CompositeGraphicUnit ID="7" Width="100" Height="50"><ofd:Content>{text("抬头", 0, 0)}</ofd:Content>'
        )
        resources = (
            f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit>"
            "</ofd:CompositeGraphicUnits></ofd:Res>"
        )
        drawn = '<ofd:CompositeObject Boundary="28 40 100 50" ResourceID="7"/>' + text("正文。", 28, 60)
        common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        assert texts(ofd(drawn, {"Doc_0/Res.xml": resources}, common=common)) == ["抬头", "正文。"]

    @pytest.mark.parametrize(
        ("reference", "stored"),
        [
            ("Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("/Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("pages/page_0/CONTENT.XML", "DOC_0/Pages/Page_0/Content.xml"),
            ("Pages\\Page_0\\Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("Pages/Page_0/Content.xml", "Doc_0\\Pages\\Page_0\\Content.xml"),
            ("./Pages/../Pages/Page_0/Content.xml", "/Doc_0/Pages/Page_0/Content.xml"),
            ("../../../Doc_0/Content.xml", "Doc_0/Content.xml"),
        ],
    )
    def test_paths_as_producers_write_them(self, reference: str, stored: str) -> None:
        listed = document(f'<ofd:Page ID="1" BaseLoc="{reference}"/>')
        data = zip_of({"OFD.xml": root(), "Doc_0/Document.xml": listed, stored: page(text("正文。", 28, 40))})
        assert texts(data) == ["正文。"]

    def test_several_documents(self) -> None:
        parts: dict[str, str | bytes] = {"OFD.xml": root("Doc_0/Document.xml", "Doc_1/Document.xml")}
        for name in ("Doc_0", "Doc_1"):
            parts[f"{name}/Document.xml"] = document()
            parts[f"{name}/Pages/Page_0/Content.xml"] = page(text(f"{name}的正文。", 28, 40))
        content = read_ofd(zip_of(parts), "a.ofd")
        assert [(p.text, p.page) for p in content.paragraphs] == [("Doc_0的正文。", 1), ("Doc_1的正文。", 2)]
        assert [p.number for p in content.pages] == [1, 2]

    def test_pictures_with_their_boxes(self) -> None:
        listed = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
            for number, name in ((5, "a.png"), (6, "small.png"), (7, "missing.png"), (8, "broken.png"))
        )
        parts: dict[str, str | bytes] = {
            "Doc_0/R.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>',
            "Doc_0/Res/a.png": png(200, 120),
            "Doc_0/Res/small.png": png(20, 20),
            "Doc_0/Res/broken.png": b"oh",
        }
        drawn = "".join(
            f'<ofd:ImageObject Boundary="25.4 50.8 25.4 12.7" CTM="25.4 0 0 12.7 0 0" ResourceID="{number}"/>'
            for number in (5, 6, 7, 8)
        )
        common = "<ofd:PublicRes>R.xml</ofd:PublicRes>"
        pictures = read_ofd(ofd(drawn, parts, common=common), "x/a.ofd").pictures
        assert [(p.name, p.width, p.height, p.format) for p in pictures] == [
            ("第1页图片1", 200, 120, "PNG"),
            ("第1页图片2", 0, 0, "PNG"),
        ]
        assert pictures[0].place.document == "x/a.ofd"
        assert pictures[0].place.box == pytest.approx((72, 144, 144, 180))

    def test_page_area_need_not_begin_at_zero(self) -> None:
        area = "<ofd:Area><ofd:PhysicalBox>10 20 100 50</ofd:PhysicalBox></ofd:Area>"
        content = read_ofd(ofd(parts={PAGE: page(text("正文。", 38, 60), area)}), "a.ofd")
        assert (round(content.pages[0].width), round(content.pages[0].height)) == (283, 142)
        assert [p.text for p in content.paragraphs] == ["正文。"]


class TestHostile:
    @pytest.mark.parametrize("missing", ["OFD.xml", "Doc_0/Document.xml", PAGE])
    def test_missing_parts(self, missing: str) -> None:
        parts: dict[str, str | bytes] = {"OFD.xml": root(), "Doc_0/Document.xml": document(), PAGE: page("")}
        del parts[missing]
        assert "缺少内部的" in why(zip_of(parts))

    def test_not_a_zip(self) -> None:
        assert "OFD已损坏或不完整" in why(b"PK\3\4" + bytes(300))

    @pytest.mark.parametrize("cut", [100, 400, 700])
    def test_truncated(self, cut: int) -> None:
        assert "损坏" in why(ofd(text("正文。", 28, 40))[:cut])

    def test_no_document(self) -> None:
        assert "没有文档" in why(zip_of({"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"}))

    @pytest.mark.parametrize("content", ["", "oh", "<a>", "\0\1\2"])
    def test_no_xml(self, content: str) -> None:
        assert "不是有效的 XML" in why(ofd(parts={PAGE: content}))

    def test_encrypted(self) -> None:
        assert why(zip_of({"OFD.xml": root(rest="<ofd:Encryptions>Encryptions.xml</ofd:Encryptions>")})) == "OFD 已加密"
        assert why(ofd(parts={"Encryptions.xml": "<a/>"})) == "OFD 已加密"

    def test_entities(self) -> None:
        attack = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(text("&x;", 28, 40))
        assert "DTD" in why(ofd(parts={PAGE: attack}))

    def test_zip_bomb(self) -> None:
        assert "炸弹" in why(ofd(parts={PAGE: page("<!--" + "0" * 80_000_000 + "-->")}))

    def test_many_pages(self) -> None:
        pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_0/Content.xml"/>' for n in range(10_000))
        assert why(ofd(pages=pages)) == "OFD 共 10000 页，超过 2000 页"

    def test_huge_page(self) -> None:
        area = "<ofd:Area><ofd:PhysicalBox>0 0 90000 297</ofd:PhysicalBox></ofd:Area>"
        assert "尺寸异常" in why(ofd(parts={PAGE: page("", area)}))

    def test_composite_objects_that_hold_themselves(self) -> None:
        inner = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>' * 40
        unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
        resources = f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
        common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        began = time.process_time()
        assert "对象超过" in why(ofd(inner, {"Doc_0/Res.xml": resources}, common=common))
        assert time.process_time() - began < 60

    def test_a_page_that_names_the_template_that_names_the_page(self) -> None:
        common = '<ofd:TemplatePage ID="9" BaseLoc="Pages/Page_0/Content.xml"/>'
        again = page(text("正文。", 28, 40), '<ofd:Template TemplateID="9"/>')
        assert len(texts(ofd(parts={PAGE: again}, common=common))) >= 1

    def test_far_too_much_text(self) -> None:
        assert "超过 200000 个" in why(ofd(text("字" * 200_001, 28, 40)))

    @pytest.mark.parametrize("value", ["nan", "inf", "1e999", "-5", "", "0 0", "x y z w"])
    def test_numbers_that_are_none(self, value: str) -> None:
        code = f'<ofd:TextCode X="{value}" Y="{value}" DeltaX="{value}">正文。</ofd:TextCode>'
        odd = f'<ofd:TextObject Boundary="{value}" Size="5" HScale="{value}" CTM="{value}">{code}</ofd:TextObject>'
        no_size = (
            f'<ofd:TextObject Boundary="0 0 9 9" Size="{value}"><ofd:TextCode>无字号</ofd:TextCode></ofd:TextObject>'
        )
        area = f"<ofd:Area><ofd:PhysicalBox>{value}</ofd:PhysicalBox></ofd:Area>"
        found = "".join(texts(ofd(parts={PAGE: page(odd + no_size, area)})))
        assert "正文。" in found

    def test_deep_nesting(self) -> None:
        assert "XML" in why(ofd("<ofd:PageBlock>" * 5_000 + "</ofd:PageBlock>" * 5_000))


def test_reading_is_quick(record_property: Any) -> None:
    """A page of ordinary length takes milliseconds."""
    lines = "".join(text("这一行有三十个汉字" * 3, 28, 30 + number * 7) for number in range(30))
    began = time.process_time()
    read_ofd(ofd(lines), "a.ofd")
    taken = time.process_time() - began
    record_property("seconds", taken)
    assert taken < 1
