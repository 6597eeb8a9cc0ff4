from __future__ import annotations

import pytest

from tests.load.builders import docx_of, ole_of, p, pdf_of, picture, xlsx_of, zip_of
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.sniff import sniff


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (docx_of(p("甲")), "a.doc", "docx"),
        (docx_of(p("甲")), "没有后缀", "docx"),
        (xlsx_of([[1]]), "a.xls", "xlsx"),
        (xlsx_of([[1]]), "a.XLSM", "xlsx"),
        (zip_of({"OFD.xml": "x"}), "a.ofd", "ofd"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", "odt"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a", "ods"),
        (zip_of({"a": "x"}), "a", "zip"),
        (zip_of({"a": "x"}), "a.docx", "docx"),
        (ole_of("WordDocument"), "a.doc", "doc"),
        (ole_of("WordDocument"), "a.docx", "doc"),
        (ole_of("WordDocument"), "a.wps", "wps"),
        (ole_of("Workbook"), "a.xls", "xls"),
        (ole_of("Workbook"), "a.et", "et"),
        (ole_of("Workbook", "WordDocument"), "a.xls", "xls"),
        (ole_of("WordDocument", "Workbook"), "a.doc", "doc"),
        (ole_of("Something"), "a.msg", "msg"),
        (pdf_of(["甲"]), "a.docx", "pdf"),
        (b"\n\n%PDF-1.4", "a", "pdf"),
        (picture("JPEG"), "a.png", "jpg"),
        (picture("PNG"), "a", "png"),
        (picture("GIF"), "a", "gif"),
        (picture("BMP"), "a", "bmp"),
        (picture("TIFF"), "a.tiff", "tif"),
        (picture("WEBP"), "a", "webp"),
        (b"\0\0\0\x18ftypheic", "IMG.HEIC", "heic"),
        (b"<html><body>x", "a.doc", "html"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "a.xls", "html"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "a.doc", "wordml"),
        (b"MIME-Version: 1.0", "a.doc", "mht"),
        (b"Rar!\x1a\x07\x00", "a", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "a", "7z"),
        ("工单编号\t诉求人".encode("gbk"), "a.xls", "csv"),
        ("情况说明".encode(), "a.doc", "txt"),
        ("情况说明".encode(), "README", "txt"),
        (b"\0\1\2", "a", ""),
        (b"\0\1\2", "a.exe", "exe"),
        (b"garbage", "a.JPEG", "jpg"),
    ],
)
def test_formats(data: bytes, name: str, format_: str) -> None:
    assert sniff(data, name) == format_


def test_an_empty_file() -> None:
    with pytest.raises(UnreadableError, match="0 字节"):
        sniff(b"", "a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_an_encrypted_office_file(name: str) -> None:
    with pytest.raises(UnreadableError, match="已加密"):
        sniff(ole_of("EncryptionInfo", "EncryptedPackage"), name)


def test_an_encrypted_old_word_file() -> None:
    data = bytearray(ole_of("WordDocument"))
    data[512:514] = b"\xec\xa5"
    data[523] = 1
    with pytest.raises(UnreadableError, match="已加密"):
        sniff(bytes(data), "a.doc")
