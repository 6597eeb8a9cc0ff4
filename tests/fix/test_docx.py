"""Replacements in WordprocessingML: the text changes, everything else stays."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.fix.words import DATE, change, fixed, formatted, merged, part, settled, texts
from tests.load.builders import STRICT_W, W, docx_of, p, png, wordml, zip_of
from zgc_lint.fix.docx import BOUND, COPIED, SIGNED, UNTRACKABLE, UNWRITABLE, fix_docx
from zgc_lint.fix.edits import Replacement, apply_steps
from zgc_lint.rewrite.package import is_own_copy, marked, replace_members


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> bytes:
    return docx_of(f"<w:p>{''.join(runs)}</w:p>")


def both(data: bytes, original: str, text: str) -> bytes:
    """Fix a document plainly and tracked; check the tracked one by settling its changes; return the plain one."""
    plain, tracked = fixed(data, (original, text)), fixed(data, (original, text), date=DATE)
    assert texts(tracked) == texts(plain)
    before, after = etree.fromstring(part(data)), etree.fromstring(part(plain))
    assert merged(settled(part(tracked), accept=False)) == merged(before)
    assert merged(settled(part(tracked), accept=True)) == merged(after)
    marks = etree.fromstring(part(tracked))
    ids = [mark.get(f"{{{W}}}id") for name in ("ins", "del") for mark in marks.iter(f"{{{W}}}{name}")]
    assert len(ids) == len(set(ids))
    return plain


class TestRuns:
    def test_within_a_run(self) -> None:
        data = paragraph(run("经核实,已布署。"))
        plain = both(data, "布署", "部署")
        assert texts(plain) == ["经核实,已部署。"]
        assert part(plain) == part(data).replace("布署".encode(), "部署".encode())

    def test_across_runs_the_first_gives_the_formatting(self) -> None:
        data = paragraph(run("前甲", "<w:b/>"), run("乙", "<w:i/>"), run("丙后", '<w:sz w:val="32"/>'))
        plain = both(data, "甲乙丙", "丁戊")
        assert texts(plain) == ["前丁戊后"]
        styles = [style for _, style in formatted(plain)[0]]
        assert ["<w:b" in style for style in styles] == [True, True, True, False]
        assert "w:sz" in styles[3]

    def test_what_stands_between_two_changed_characters_keeps_its_formatting(self) -> None:
        data = paragraph(run("见("), run("甲", "<w:b/>"), run(")。"))
        plain = both(data, "(甲)", "（甲）")
        assert [(c, "<w:b" in style) for c, style in formatted(plain)[0]] == [
            ("见", False), ("（", False), ("甲", True), ("）", False), ("。", False),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("inside", "original", "text", "result"),
        [
            ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", "甲\t乙", "甲乙", "甲乙"),
            ("<w:t>甲</w:t><w:br/><w:t>乙丙</w:t>", "\n乙", "，", "甲，丙"),
            ("<w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t>", "-", "—", "甲—乙"),
            ('<w:sym w:font="Wingdings 2" w:char="F052"/><w:t>乙</w:t>', "☑", "☐", "☐乙"),
            ('<w:br/><w:t>甲,</w:t><w:br w:type="page"/><w:t>乙</w:t>', ",乙", "，乙", "甲，乙"),
            ('<w:t>甲</w:t><w:br w:type="page"/><w:t>乙丙</w:t>', "甲乙", "丁", "丁丙"),
            ("<w:t>甲乙</w:t>", "甲乙", "甲\t丁\n乙", "甲\t丁\n乙"),
            ("<w:tab/><w:t>甲</w:t>", "\t", "\t乙", "\t乙甲"),
            ("<w:t>甲甲</w:t>", "甲甲", "乙甲甲", "乙甲甲"),
            ("<w:t>甲</w:t><w:t/><w:t>乙</w:t>", "甲乙", "甲，乙", "甲，乙"),
        ],
    )
    def test_characters_that_are_elements(self, inside: str, original: str, text: str, result: str) -> None:
        assert texts(both(docx_of(f"<w:p><w:r>{inside}</w:r></w:p>"), original, text)) == [result]

    def test_hidden_and_deleted_text_is_passed_over_and_kept(self) -> None:
        hidden = run("藏", "<w:vanish/>")
        gone = '<w:del w:id="7" w:author="某"><w:r><w:delText>删</w:delText></w:r></w:del>'
        data = paragraph(run("甲"), hidden, gone, run("乙丙"))
        plain = both(data, "甲乙", "丁")
        assert texts(plain) == ["丁丙"]
        assert all(mark.encode() in part(plain) for mark in ("藏", "删", 'w:author="某"'))

    def test_fields_links_and_controls(self) -> None:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>丙</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        wrapped = (
            f'<w:hyperlink r:id="x"><w:bookmarkStart w:id="1" w:name="b"/>{run("甲")}</w:hyperlink>'
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>{field}"
            f'<w:fldSimple w:instr="DATE">{run("丁")}</w:fldSimple><w:smartTag>{run("戊")}</w:smartTag>'
        )
        data = paragraph(wrapped)
        assert texts(both(data, "甲乙丙丁戊", "子丑寅卯辰")) == ["子丑寅卯辰"]
        for character in "甲乙丙丁戊":
            plain = both(data, character, "己")
            assert part(plain) == part(data).replace(character.encode(), "己".encode())

    def test_blanks_at_the_ends_are_kept(self) -> None:
        data = docx_of("<w:p><w:r><w:t>甲，乙</w:t></w:r><w:r><w:t>丙</w:t></w:r></w:p>")
        assert b'<w:t xml:space="preserve">' in part(both(data, "，乙", " "))

    def test_a_picture_in_the_run_stays(self) -> None:
        picture = '<w:drawing><wp:inline><a:graphic><a:blip r:embed="i"/></a:graphic></wp:inline></w:drawing>'
        data = docx_of(
            f"<w:p><w:r><w:t>甲</w:t>{picture}<w:t>乙丙</w:t></w:r></w:p>",
            [("i", "image", "media/image1.png")],
            {"word/media/image1.png": png()},
        )
        plain = both(data, "甲乙", "丁")
        assert texts(plain) == ["丁丙"]
        assert part(plain).count(b"<w:drawing") == 1
        assert part(fixed(data, ("甲乙", "丁"), date=DATE)).count(b"<w:drawing") == 1


class TestOthersChanges:
    INSERTED = f'<w:ins w:id="1" w:author="某" w:date="{DATE}">{run("甲乙丙")}</w:ins>'

    @pytest.mark.parametrize(
        ("original", "text"), [("乙", "丁"), ("甲", "丁"), ("丙", ""), ("乙", "乙丁"), ("甲", "丁甲")]
    )
    def test_in_an_insertion(self, original: str, text: str) -> None:
        data = paragraph(run("前"), self.INSERTED, run("后"))
        both(data, original, text)
        tracked = fixed(data, (original, text), date=DATE)
        rejected = settled(part(tracked), accept=False, author=None)
        assert [text for text, _ in merged(rejected)] == ["¶", "前后"]

    def test_across_the_edge_of_an_insertion(self) -> None:
        data = paragraph(run("前"), self.INSERTED, run("后"))
        assert texts(both(data, "丙后", "丁")) == ["前甲乙丁"]

    def test_moved_text_cannot_be_tracked(self) -> None:
        data = paragraph(run("前"), f'<w:moveTo w:id="1" w:author="某">{run("甲")}</w:moveTo>')
        wish = change(data, "甲", "乙")
        assert fix_docx(data, [wish], date=DATE)[1] == {wish: UNTRACKABLE}
        assert texts(fixed(data, ("甲", "乙"))) == ["前乙"]

    def test_a_note_on_changed_formatting_is_not_copied_to_new_text(self) -> None:
        note = '<w:b/><w:rPrChange w:id="1" w:author="某"><w:rPr/></w:rPrChange>'
        tracked = fixed(paragraph(run("甲乙丙", note)), ("乙", "丁"), date=DATE)
        root = etree.fromstring(part(tracked))
        (inserted,) = root.iter(f"{{{W}}}ins")
        assert not list(inserted.iter(f"{{{W}}}rPrChange"))
        assert len(list(inserted.iter(f"{{{W}}}b"))) == 1
        ids = [element.get(f"{{{W}}}id") for element in root.iter() if element.get(f"{{{W}}}id")]
        assert len(ids) == len(set(ids))


BOX = "<w:txbxContent>{}</w:txbxContent>"


def box(choice: str, fallback: str) -> str:
    return f"""<w:p><w:r><w:t>正文,</w:t></w:r><w:r><mc:AlternateContent>
      <mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>
        <wps:wsp><wps:txbx>{BOX.format(choice)}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice>
      <mc:Fallback><w:pict><v:shape><v:textbox>{BOX.format(fallback)}</v:textbox></v:shape></w:pict></mc:Fallback>
    </mc:AlternateContent></w:r><w:r><w:t>完,</w:t></w:r></w:p>"""


class TestTextBoxes:
    @pytest.mark.parametrize("date", [None, DATE])
    def test_both_copies_are_fixed(self, date: str | None) -> None:
        twice = p("框内,甲") + p("框内,甲")
        data = docx_of(box(twice, twice) + p("后文"))
        wishes = [change(data, ",甲", "，乙", 1), change(data, "完,", "完，"), change(data, "正文,", "正文，")]
        result, refused = fix_docx(data, wishes, date=date)
        assert not refused
        assert texts(result) == ["正文，完，", "框内,甲", "框内，乙", "后文"]
        root = settled(part(result), accept=True)
        for name in ("Choice", "Fallback"):
            (branch,) = root.iter(f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}")
            lines = ["".join(map(str, q.itertext(f"{{{W}}}t"))) for q in branch.iter(f"{{{W}}}p")]
            assert lines == ["框内,甲", "框内，乙"]

    def test_a_copy_that_says_something_else_is_left_alone(self) -> None:
        data = docx_of(box(p("框内,甲"), p("见新版本,甲")))
        plain = fixed(data, ("框内,", "框内，"))
        assert "见新版本,甲".encode() in part(plain)

    def test_text_with_a_copy_within_the_paragraph_is_refused(self) -> None:
        inside = "<mc:AlternateContent><mc:Choice><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>乙</w:t></mc:Fallback>"
        data = docx_of(f"<w:p><w:r>{inside}</mc:AlternateContent></w:r></w:p>")
        wish = change(data, "甲", "丙")
        assert fix_docx(data, [wish])[1] == {wish: COPIED}


class TestElsewhereInTheDocument:
    def test_tables_headers_and_notes(self) -> None:
        section = '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
        table = f"<w:tbl><w:tr><w:tc>{p('格,甲')}</w:tc></w:tr></w:tbl>"
        related = [("h", "header", "header1.xml"), ("n", "footnotes", "footnotes.xml")]
        parts = {
            "word/header1.xml": wordml("hdr", p("眉,甲")),
            "word/footnotes.xml": wordml("footnotes", f"<w:footnote>{p('注,甲')}</w:footnote>"),
            "word/other.xml": "<keep/>",
        }
        data = docx_of(f"{p('文')}{table}{section}", related, parts)
        plain = fixed(data, ("格,", "格，"), ("眉,", "眉，"), ("注,", "注，"))
        assert texts(plain) == ["文", "格，甲", "眉，甲", "注，甲"]
        for name in ("word/document.xml", "word/header1.xml", "word/footnotes.xml"):
            assert part(plain, name) == part(data, name).replace(b",", "，".encode())

    def test_declaration_and_comments_are_kept(self) -> None:
        head = '\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<!-- 注 -->'
        main = head + wordml("document", f"<w:body>{p('甲,&amp;&lt;乙')}</w:body>")
        data = replace_members(docx_of(p("")), {"word/document.xml": main.encode()})
        result = part(fixed(data, (",", "，"))).decode()
        assert result.startswith('\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n')
        assert "<!-- 注 -->" in result
        assert "甲，&amp;&lt;乙" in result

    def test_other_encodings(self) -> None:
        main = '<?xml version="1.0" encoding="UTF-16"?>' + wordml("document", f"<w:body>{p('甲,乙')}</w:body>")
        data = replace_members(docx_of(p("")), {"word/document.xml": main.encode("utf-16")})
        assert texts(fixed(data, (",", "，"))) == ["甲，乙"]

    def test_strict_documents(self) -> None:
        main = wordml("document", f"<w:body>{p('甲,乙')}</w:body>").replace(W, STRICT_W)
        data = replace_members(docx_of(p("")), {"word/document.xml": main.encode()})
        tracked = fixed(data, (",", "，"), date=DATE)
        assert texts(tracked) == ["甲，乙"]
        assert W.encode() not in part(tracked)

    def test_a_control_bound_to_data_is_refused(self) -> None:
        control = f"<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        data = docx_of(control)
        wish = change(data, "甲", "乙")
        assert fix_docx(data, [wish])[1] == {wish: BOUND}

    def test_a_signed_document_is_refused(self) -> None:
        data = docx_of(p("甲"), parts={"_xmlsignatures/sig1.xml": "<a/>"})
        wish = change(data, "甲", "乙")
        result, refused = fix_docx(data, [wish])
        assert refused == {wish: SIGNED}
        assert part(result) == part(data)

    def test_a_word_between_brackets(self) -> None:
        data = paragraph(run("见("), run("布署,甲", "<w:b/>"), run(")。"))
        wishes = [change(data, "(布署,甲)", "（布署,甲）"), change(data, "布署", "部署"), change(data, ",", "，")]
        for date in (None, DATE):
            result, refused = fix_docx(data, wishes, date=date)
            assert not refused
            assert texts(result) == ["见（部署，甲）。"]
            assert [character for character, style in formatted(result)[0] if "<w:b" in style] == list("部署，甲")

    def test_a_formula(self) -> None:
        math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
        data = docx_of(f'<w:p>{run("甲")}<m:oMath xmlns:m="{math}"><m:r><m:t>x,y</m:t></m:r></m:oMath></w:p>')
        wish = change(data, ",", "，")
        assert fix_docx(data, [wish], date=DATE)[1] == {wish: UNTRACKABLE}
        assert texts(fixed(data, (",", "，"))) == ["甲x，y"]

    def test_what_xml_cannot_hold_is_refused(self) -> None:
        data = paragraph(run("甲"))
        wish = change(data, "甲", "\x01")
        assert fix_docx(data, [wish])[1] == {wish: UNWRITABLE}

    def test_a_paragraph_that_is_left_empty(self) -> None:
        assert texts(fixed(docx_of(p("甲") + p("乙")), ("甲", ""))) == ["乙"]


class TestPackages:
    def members(self, data: bytes) -> list[tuple[str, int, bytes, tuple[int, ...]]]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return [(i.filename, i.compress_type, archive.read(i), i.date_time) for i in archive.infolist()]

    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    def test_others_stay_as_they_are(self, compression: int) -> None:
        data = zip_of({"b": "1" * 100, "a": "2" * 5000, "c": b""}, compression)
        result = replace_members(data, {"a": b"neu"})
        assert [(m[:3] if m[0] != "a" else (m[0], m[1], b"neu")) for m in self.members(data)] == [
            m[:3] for m in self.members(result)
        ]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            first = archive.infolist()[1].header_offset
        assert result[:first] == data[:first]

    def test_a_streamed_zip(self) -> None:
        class Stream(io.BytesIO):
            def seekable(self) -> bool:
                return False

            def seek(self, *_: object) -> int:
                raise io.UnsupportedOperation

            def tell(self) -> int:
                raise io.UnsupportedOperation

        stream = Stream()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", "甲" * 50)
            archive.writestr("b", "乙" * 50)
        result = replace_members(stream.getvalue(), {"a": b"neu"})
        assert [m[2] for m in self.members(result)] == [b"neu", ("乙" * 50).encode()]

    def test_something_before_the_zip(self) -> None:
        data = b"MZ" + zip_of({"a": "1", "b": "2"})
        assert [m[2] for m in self.members(replace_members(data, {"b": b"neu"}))] == [b"1", b"neu"]

    def test_a_copy_of_ours_is_known_until_somebody_changes_it(self) -> None:
        data = zip_of({"a": "1", "b": "2"})
        copy = marked(data)
        assert is_own_copy(copy)
        assert not is_own_copy(data)
        assert not is_own_copy(b"")
        assert self.members(copy) == self.members(data)
        assert not is_own_copy(replace_members(copy, {"a": b"3"}))


# Properties

STYLES = ("", "<w:b/>", "<w:i/>", '<w:sz w:val="32"/><w:u w:val="single"/>')
CHARACTERS = "甲乙丙，。()（） 1a&<"


@st.composite
def cut_paragraphs(draw: st.DrawFn) -> tuple[bytes, str, list[Replacement]]:
    """A paragraph cut into runs at random, and replacements in it that do not overlap."""
    runs = draw(st.lists(st.tuples(st.text(CHARACTERS, max_size=4), st.sampled_from(STYLES)), min_size=1, max_size=8))
    text = "".join(piece for piece, _ in runs)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    changes = [
        Replacement(1, start, end, text[start:end], draw(st.text(CHARACTERS, max_size=5)))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]

    def escaped(piece: str) -> str:
        return piece.replace("&", "&amp;").replace("<", "&lt;")

    wrapped = [
        f"<w:hyperlink>{run(escaped(piece), style)}</w:hyperlink>"
        if draw(st.booleans())
        else run(escaped(piece), style)
        for piece, style in runs
    ]
    return paragraph(*wrapped), text, changes


@settings(max_examples=150, deadline=None)
@given(cut_paragraphs())
def test_any_spans_in_any_runs(drawn: tuple[bytes, str, list[Replacement]]) -> None:
    data, text, changes = drawn
    if not text.strip():
        return
    wanted = apply_steps(text, changes)
    before = formatted(data)[0]
    kept = [pair for i, pair in enumerate(before) if not any(c.start <= i < c.end for c in changes)]
    plain, refused = fix_docx(data, changes)
    assert not refused
    assert texts(plain) == ([wanted] if wanted.strip() else [])
    tracked, refused = fix_docx(data, changes, date=DATE)
    assert not refused
    assert texts(tracked) == texts(plain)
    assert merged(settled(part(tracked), accept=False)) == merged(etree.fromstring(part(data)))
    assert merged(settled(part(tracked), accept=True)) == merged(etree.fromstring(part(plain)))
    if wanted.strip():
        untouched: list[tuple[str, str]] = []
        at = removed = 0
        after = formatted(plain)[0]
        for spot in changes:
            shift = at + spot.start - removed
            untouched += after[len(untouched) + at : shift]
            at += len(spot.text)
            removed += spot.end - spot.start
        untouched += after[len(untouched) + at :]
        assert untouched == kept
