"""Signatures made here and then tampered with: nothing that was changed may pass for intact."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import socket
import sys
from datetime import datetime, timedelta, timezone

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen.canvas import Canvas

from fixtures.build.ofds import ofd_parts
from fixtures.build.pdfs import PaperText
from fixtures.build.signed import sign
from tests.load.builders import zip_of
from zgc_lint.extract.signatures import Signatures
from zgc_lint.knowledge import Knowledge
from zgc_lint.load.source import LoadedEntry
from zgc_lint.look import ofd_signatures, pdf_signatures
from zgc_lint.look.digests import digest_of
from zgc_lint.look.missing import NOT_INSTALLED, NotInstalledError
from zgc_lint.look.ses import read_signed_value
from zgc_lint.look.signatures import Signature, signatures
from zgc_lint.model import Document

MOMENT = datetime(2026, 6, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
OFFICE = "中关村街道办事处"


def paper(rotation: int = 0, pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, 800), invariant=1)
    for _ in range(pages):
        canvas.setPageRotation(rotation)
        canvas.drawString(72, 700, "2026-06-05")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sign(paper(pages=2), OFFICE, MOMENT)


def only(data: bytes, format_: str = "pdf") -> Signature:
    (found,) = signatures(data, format_)
    return found


def saved(data: bytes, **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(buffer, **options)
    return buffer.getvalue()


class TestPdf:
    def test_intact(self, signed: bytes) -> None:
        found = only(signed)
        assert (found.kind, found.name, found.signer, found.organisation) == ("pdf", "Seal1", OFFICE, OFFICE)
        assert (found.intact, found.verified, found.why) == (True, True, "")
        assert (found.covers_whole_file, found.changed_later) == (True, False)
        assert found.signed_at == MOMENT
        (stamp,) = found.stamps
        assert (stamp.page, [round(side) for side in stamp.box]) == (1, [380, 560, 500, 680])

    def test_no_byte_can_be_changed(self, signed: bytes) -> None:
        start, first, second, rest = (
            int(number)
            for number in re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", signed).groups()  # type: ignore[union-attr]
        )
        assert start == 0
        assert second + rest == len(signed)
        rnd = random.Random(4)  # noqa: S311
        positions = [rnd.randrange(first) for _ in range(60)] + [rnd.randrange(second, len(signed)) for _ in range(20)]
        judged = 0
        for position in positions:
            changed = bytearray(signed)
            changed[position] ^= 1
            found = signatures(bytes(changed), "pdf")
            assert all(signature.intact is not True for signature in found), position
            judged += any(signature.intact is False for signature in found)
        assert judged > 60, "the rest fell on the file's structure"

    def test_one_byte_of_the_text(self, signed: bytes) -> None:
        found = only(signed.replace(b"ReportLab", b"reportLab", 1))
        assert (found.intact, found.why) == (False, "签名后文件内容被改动（摘要不符）")
        assert found.signer == OFFICE

    def test_added_later(self, signed: bytes) -> None:
        writer = IncrementalPdfFileWriter(io.BytesIO(signed))
        writer.root["/Lang"] = pdf_string("zh")
        writer.update_root()  # type: ignore[no-untyped-call]
        buffer = io.BytesIO()
        writer.write(buffer)  # type: ignore[no-untyped-call]
        found = only(buffer.getvalue())
        assert (found.intact, found.changed_later, found.covers_whole_file) == (True, True, False)

    def test_a_second_signature_is_no_change(self, signed: bytes) -> None:
        first, second = signatures(sign(signed, "海淀区城市管理委员会", MOMENT, "Seal2"), "pdf")
        assert (first.intact, first.changed_later, first.covers_whole_file) == (True, False, False)
        assert (second.signer, second.intact, second.covers_whole_file) == ("海淀区城市管理委员会", True, True)

    def test_saved_anew(self, signed: bytes) -> None:
        found = only(saved(signed))
        assert found.intact is False
        assert "重新保存" in found.why or "摘要" in found.why

    def test_damaged_value(self, signed: bytes) -> None:
        begin = signed.index(b"/Contents <") + 600
        found = only(signed[:begin] + b"00" + signed[begin + 2 :])
        assert found.intact is not True
        assert found.why
        assert found.stamps

    @pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
    def test_truncated(self, signed: bytes, share: float) -> None:
        assert all(found.intact is not True for found in signatures(signed[: int(len(signed) * share)], "pdf"))

    @pytest.mark.parametrize(
        ("rotation", "box"),
        [(90, (120, 380, 240, 500)), (180, (100, 120, 220, 240)), (270, (360, 300, 480, 420))],
    )
    def test_box_on_a_turned_page(self, rotation: int, box: tuple[int, ...]) -> None:
        (stamp,) = only(sign(paper(rotation), OFFICE, MOMENT)).stamps
        assert tuple(round(side) for side in stamp.box) == box

    def test_protected_against_editing_only(self) -> None:
        locked = saved(paper(), encryption=pikepdf.Encryption(owner="a", user=""))
        assert signatures(locked + b"/ByteRange", "pdf") == ()

    def test_not_signed(self) -> None:
        assert signatures(paper(), "pdf") == ()
        assert signatures(b"/ByteRange", "pdf")[0].intact is None
        assert signatures(b"\xff\xd8\xff", "jpg") == ()

    def test_nothing_is_fetched(self, signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("network")

        monkeypatch.setattr(socket, "create_connection", refuse)
        monkeypatch.setattr(socket.socket, "connect", refuse)
        assert only(signed).verified is True

    def test_without_pyhanko(self, signed: bytes, monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
        monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
        with pytest.raises(NotInstalledError):
            pdf_signatures.pdf_signatures(signed)
        document = Document("a.pdf", "pdf", source=LoadedEntry("a.pdf", len(signed), signed))
        assert Signatures.extract(document, knowledge) == Signatures(unseen=NOT_INSTALLED)


class TestOfd:
    @pytest.fixture
    def parts(self) -> dict[str, bytes]:
        page = PaperText("复函", "", "某公司", ["来函收悉。"], [], "", OFFICE, "2026年6月1日", OFFICE)
        return dict(ofd_parts(page, "test"))

    def test_intact(self, parts: dict[str, bytes]) -> None:
        found = only(zip_of(parts), "ofd")
        assert (found.kind, found.seal, found.seal_size, found.intact) == ("ofd", OFFICE, (42, 42), True)
        assert found.covers_whole_file is True
        assert (found.verified, found.why) == (None, "只核对了摘要，签名值没有核验")
        assert found.signed_at == datetime(2026, 6, 1, 9, tzinfo=MOMENT.tzinfo)
        (stamp,) = found.stamps
        assert (stamp.page, round(stamp.box.right - stamp.box.left)) == (1, 119)

    @pytest.mark.parametrize(
        "part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml"]
    )
    def test_each_part_is_protected(self, parts: dict[str, bytes], part: str) -> None:
        parts[part] += b" "
        found = only(zip_of(parts), "ofd")
        assert (found.intact, found.why) == (False, f"签名保护的 {part} 在签名后被改动或删除（摘要不符）")

    def test_a_part_is_gone(self, parts: dict[str, bytes]) -> None:
        del parts["Doc_0/PublicRes.xml"]
        assert only(zip_of(parts), "ofd").intact is False

    def test_many_changed_parts(self, parts: dict[str, bytes]) -> None:
        for part in ("OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml"):
            parts[part] += b" "
        assert "等 4 个部分" in only(zip_of(parts), "ofd").why

    def test_the_list_itself_is_protected(self, parts: dict[str, bytes]) -> None:
        content = parts["Doc_0/Pages/Page_0/Content.xml"]
        changed = content.replace("来函收悉".encode(), "来函未收".encode())
        parts["Doc_0/Pages/Page_0/Content.xml"] = changed
        before, after = (base64.b64encode(hashlib.new("sm3", data).digest()) for data in (content, changed))
        name = "Doc_0/Signs/Sign_0/Signature.xml"
        parts[name] = parts[name].replace(before, after)
        found = only(zip_of(parts), "ofd")
        assert (found.intact, found.why) == (False, "签名描述文件（Signature.xml）在签名后被改动（摘要不符）")
        parts[name] = parts[name].replace(b"1.2.156.10197.1.501", b"1.2.840.113549.1.1.11")
        assert only(zip_of(parts), "ofd").intact is None, "its digest may be of another kind"

    def test_added_part(self, parts: dict[str, bytes]) -> None:
        found = only(zip_of(parts | {"Doc_0/Res/new.png": b"1"}), "ofd")
        assert (found.intact, found.covers_whole_file) == (True, False)

    def test_a_further_signature_changes_only_the_lists(self, parts: dict[str, bytes]) -> None:
        listing = "Doc_0/Signs/Signatures.xml"
        again = b'<ofd:Signature ID="2" BaseLoc="Sign_1/Signature.xml"/></ofd:Signatures>'
        parts[listing] = parts[listing].replace(b"</ofd:Signatures>", again)
        parts["OFD.xml"] += b" "
        first, second = signatures(zip_of(parts), "ofd")
        assert first.intact is True
        assert (second.intact, second.why) == (None, "签名描述文件（Signature.xml）缺失或损坏")

    @pytest.mark.parametrize(
        ("method", "name"),
        [("MD5", "md5"), ("SHA1", "sha1"), ("SHA-256", "sha256"), ("1.3.14.3.2.26", "sha1"), ("SM3", "sm3")],
    )
    def test_digest_methods(self, parts: dict[str, bytes], method: str, name: str) -> None:
        description = "Doc_0/Signs/Sign_0/Signature.xml"
        text = parts[description].replace(b'"1.2.156.10197.1.401"', f'"{method}"'.encode())
        for part in ("OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml"):
            before, after = (
                base64.b64encode(hashlib.new(kind, parts[part], usedforsecurity=False).digest())
                for kind in ("sm3", name)
            )
            text = text.replace(before, after)
        del parts["Doc_0/Signs/Sign_0/SignedValue.dat"]
        found = only(zip_of(parts | {description: text}), "ofd")
        assert (found.intact, found.why) == (None, "签名值文件（SignedValue.dat）缺失")
        parts["Doc_0/PublicRes.xml"] += b" "
        assert only(zip_of(parts | {description: text}), "ofd").intact is False

    @pytest.mark.parametrize("method", ["1.2.156.10197.1.401.2", "WHIRLPOOL", ""])
    def test_unknown_method(self, parts: dict[str, bytes], method: str) -> None:
        description = "Doc_0/Signs/Sign_0/Signature.xml"
        parts[description] = parts[description].replace(b'"1.2.156.10197.1.401"', f'"{method}"'.encode())
        found = only(zip_of(parts), "ofd")
        assert (found.intact, found.why) == (None, f"摘要算法 {method or 'MD5'} 无法核对")

    def test_missing_lists(self, parts: dict[str, bytes]) -> None:
        description = "Doc_0/Signs/Sign_0/Signature.xml"
        parts[description] = re.sub(rb"<ofd:Reference .*</ofd:Reference>", b"", parts[description])
        assert only(zip_of(parts), "ofd").why == "签名没有列出它保护的内容"
        parts[description] = b"oh"
        assert only(zip_of(parts), "ofd").intact is None
        parts["Doc_0/Signs/Signatures.xml"] = b"oh"
        assert only(zip_of(parts), "ofd").why == "签名列表（Signatures.xml）缺失或损坏"

    def test_damaged_values_never_raise(self, parts: dict[str, bytes]) -> None:
        value = parts["Doc_0/Signs/Sign_0/SignedValue.dat"]
        rnd = random.Random(1)  # noqa: S311
        read = 0
        for _ in range(2_000):
            changed = bytearray(value)
            for _ in range(rnd.randint(1, 4)):
                changed[rnd.randrange(min(len(changed), 400))] = rnd.randrange(256)
            read += (
                read_signed_value(bytes(changed[: rnd.choice([len(changed), rnd.randrange(len(changed))])])) is not None
            )
        assert 0 < read < 2_000
        assert read_signed_value(b"") is None

    def test_parts_are_digested_once(self, parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        listing = "Doc_0/Signs/Signatures.xml"
        entry = b'<ofd:Signature ID="1" BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/>'
        parts[listing] = parts[listing].replace(b"</ofd:Signatures>", entry * 50 + b"</ofd:Signatures>")
        count = 0
        real = digest_of

        def counted(pieces: list[bytes], algorithm: str) -> bytes | None:
            nonlocal count
            count += len(pieces[0]) > 0 and pieces[0] == parts["Doc_0/PublicRes.xml"]
            return real(pieces, algorithm)

        monkeypatch.setattr(ofd_signatures, "digest_of", counted)
        assert len(signatures(zip_of(parts), "ofd")) == 51
        assert count == 1


def test_a_file_that_is_gone_is_told(knowledge: Knowledge) -> None:
    class Gone:
        def read(self) -> bytes:
            raise FileNotFoundError(2, "No such file")

    unseen = Signatures.extract(Document("a.ofd", "ofd", source=Gone()), knowledge).unseen
    assert unseen.startswith("无法读取")
    assert Signatures.extract(Document("a.docx", "docx", source=Gone()), knowledge) == Signatures()
