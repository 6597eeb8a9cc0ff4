"""The seals of documents as checks see them, and the body that a paper is signed by."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from fixtures.build.seals import seal_png
from tests.load.builders import ofd_of_scan
from zgc_lint.extract.seals import SealsSeen, issuer_of
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Document, Paragraph
from zgc_lint.testing.papers import make_batch

CLEAN = "fixtures/filings/clean"


def seen(file: str, name: str) -> SealsSeen:
    batch = make_batch({"attachments": [{"name": name, "file": file}]}, Knowledge())
    return batch.filings[0].documents[0][SealsSeen]


def paper(*lines: str) -> Document:
    return Document("a.pdf", "pdf", paragraphs=tuple(Paragraph(text, n) for n, text in enumerate(lines, 1)))


def pdf_with_widget(type_: pikepdf.Name) -> bytes:
    """A blank page of A4 whose one form field shows the picture of a seal, 42 mm wide."""
    name, pdf = pikepdf.Name, pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    picture = Image.open(io.BytesIO(seal_png("北京市海淀区水务局", 400, "widget"))).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    image = pdf.make_stream(white.convert("RGB").tobytes())
    image.update(
        pikepdf.Dictionary(
            Type=name.XObject, Subtype=name.Image, Width=white.width, Height=white.height,
            ColorSpace=name.DeviceRGB, BitsPerComponent=8,
        )
    )  # fmt: skip
    look = pdf.make_stream(b"q 119 0 0 119 0 0 cm /I Do Q")
    look.update(pikepdf.Dictionary(Type=name.XObject, Subtype=name.Form, BBox=[0, 0, 119, 119]))
    look.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    widget = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=name.Annot, Subtype=name.Widget, FT=type_, T="s", Rect=[300, 181, 419, 300], F=4,
            AP=pikepdf.Dictionary(N=look),
        )
    )  # fmt: skip
    page.Annots = pikepdf.Array([widget])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[widget])
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


class TestSealsSeen:
    def test_a_page_of_a_pdf(self) -> None:
        found = seen(f"{CLEAN}/20260616057812/附件/1.夜间施工许可证.pdf", "1.许可证.pdf")
        (seal,) = found.seals
        assert found.looked
        assert not found.doubts
        assert seal.electronic
        assert seal.name == "北京市海淀区住房和城乡建设委员会"
        assert seal.place.page == 1
        assert seal.place.box is not None
        assert 105 < seal.place.box.right - seal.place.box.left < 130  # 42 mm are 119 points

    def test_a_floating_picture_of_a_docx(self) -> None:
        found = seen(f"{CLEAN}/20260602015731/情况说明.docx", "1.说明.docx")
        (seal,) = found.seals
        assert seal.electronic
        assert seal.name.endswith("街道办事处")

    def test_a_scan(self) -> None:
        found = seen(f"{CLEAN}/20260604012964/情况说明.jpg", "1.说明.jpg")
        assert len(found.seals) == 1
        assert not found.seals[0].electronic

    def test_a_page_of_print_without_colour_is_judged(self) -> None:
        found = seen("fixtures/filings/seeded/20260604012964/附件/2.信访复查意见书.pdf", "1.回执.pdf")
        assert found == SealsSeen(looked=True)

    def test_a_grey_scan_is_not(self) -> None:
        found = seen("tests/data/seals/grey.jpg", "1.回执.jpg")
        assert not found.seals
        assert [doubt.why for doubt in found.doubts] == ["灰度图像，没有颜色，看不出是否盖章"]

    def test_an_ofd_without_a_seal_is_not(self) -> None:
        assert seen("tests/data/ofd/sign-helloworld.ofd", "1.说明.ofd").doubts

    def test_only_in_the_appearance_of_a_signature_field(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        for type_ in ("/Sig", "/Tx"):
            path.write_bytes(pdf_with_widget(pikepdf.Name(type_)))
            (seal,) = seen(str(path), "1.复函.pdf").seals
            assert seal.place.page == 1
            assert seal.place.box is not None
            assert seal.place.box == pytest.approx((300, 542, 419, 661), abs=8)

    def test_a_scan_in_an_ofd_is_a_page(self, tmp_path: Path) -> None:
        for name, count in (("own_body", 1), ("red_header", 0)):
            path = tmp_path / f"{name}.ofd"
            path.write_bytes(ofd_of_scan((Path("tests/data/seals") / f"{name}.jpg").read_bytes()))
            found = seen(str(path), "1.复函.ofd")
            assert len(found.seals) == count
            assert not any("OFD" in doubt.why for doubt in found.doubts)
            assert all(seal.place.page == 1 and not seal.electronic for seal in found.seals)

    def test_what_has_no_file_or_no_pages_is_not_looked_at(self) -> None:
        assert SealsSeen.extract(Document("a.pdf", "pdf"), Knowledge()) == SealsSeen()
        assert not seen("dictionaries/names.txt", "1.说明.txt").looked


class TestIssuer:
    def test_the_line_before_the_date(self) -> None:
        found = issuer_of(paper("复函", "街道：", "你街道来函收悉。", "北京市海淀区水务局", "2026年6月5日"))
        assert found is not None
        assert found[0] == "北京市海淀区水务局"
        assert found[1].place.paragraph == 4

    def test_a_body_in_the_text_or_without_a_date_is_none(self) -> None:
        assert (
            issuer_of(paper("复函", "北京市海淀区水务局", "2026年6月5日", "来函收悉。", "特此函复。", "联系人")) is None
        )
        assert issuer_of(paper("复函", "来函收悉。", "北京市海淀区水务局")) is None
        assert issuer_of(paper()) is None

    def test_a_scan_is_read(self) -> None:
        batch = make_batch(
            {"attachments": [{"name": "1.复函.jpg", "file": "tests/data/seals/own_body.jpg"}]}, Knowledge()
        )
        found = issuer_of(batch.filings[0].documents[0])
        assert found is not None
        assert found[0] == "北京市海淀区水务局"
        assert found[1].place.box is not None

    def test_two_bodies_and_a_body_that_stands_in_are_none(self) -> None:
        two = ("北京市海淀区水务局", "2026年6月5日", "北京市海淀区财政局", "2026年6月5日")
        assert issuer_of(paper("一", "二", "三", "四", "五", "六", "七", "八", *two)) is None
        assert issuer_of(paper("一", "二", "三", "北京市海淀区水务局（代章）", "2026年6月5日")) is None


def test_the_organisations_are_full_names() -> None:
    names = Knowledge().organisations
    assert "北京市海淀区人民政府中关村街道办事处" in names
    assert len(names) == len(set(names))
    assert all("{" not in name for name in names)


def test_kinds_that_need_a_seal() -> None:
    kinds = Knowledge().documents.kinds
    assert kinds["judgment"].sealed
    assert not kinds["site_photo"].sealed


def test_a_photographed_paper_is_a_paper() -> None:
    names = Knowledge().documents
    found = [names.kind_of(name) for name in ("复函（照片）", "判决书照片", "现场照片", "整改照片")]
    assert [kind.key for kind in found if kind] == ["unit_reply", "judgment", "site_photo", "site_photo"]
