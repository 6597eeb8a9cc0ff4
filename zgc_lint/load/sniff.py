"""Tells a file's format by what is in it; the ending decides only where that says nothing."""

from __future__ import annotations

import io
import re

from zgc_lint.load.archive import open_zip, read_member
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.names import ending_of
from zgc_lint.load.text import decode

__all__ = ["MEDIA", "format_by_name", "sniff"]

#: Sound and film: evidence that is listed and not read.
MEDIA = frozenset(
    {
        *("mp3", "wav", "m4a", "amr", "aac", "wma", "ogg", "flac"),
        *("mp4", "mov", "avi", "wmv", "mkv", "flv", "3gp", "m4v", "mpg", "mpeg"),
    }
)

_SAME = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "jfif": "jpg",
    "tiff": "tif",
    "heif": "heic",
    "htm": "html",
    "mhtml": "mht",
}

_PICTURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)
#: What plain text is under an ending that promises something else: old systems export such files.
_TEXT_AS = {"": "txt", "doc": "txt", "xls": "csv"}

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MAIN = re.compile(rb"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled")
_SHEET_BINARY = b"ms-excel.sheet.binary"
_SHEET_MAIN = re.compile(rb"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template)\.macroEnabled")
_MAX_CONTENT_TYPES = 4 * 2**20

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b",
    re.I | re.S,
)
_WORD_XML = re.compile(rb"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def format_by_name(name: str) -> str:
    """The format that a file's ending speaks for ("jpg" for .JPEG); "" where it has none."""
    ending = ending_of(name)
    return _SAME.get(ending, ending)


def sniff(data: bytes, name: str) -> str:
    """The format of a file, as an ending in lower case ("docx", "jpg"); "" where it cannot be told.

    Raises UnreadableError for an empty file and for one that is encrypted.
    """
    if not data:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出或重新传送该文件")
    ending = format_by_name(name)
    if data.startswith(_OLE):
        return _in_ole(data, ending)
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _in_zip(data, ending)
    found = _picture(data) or _other(data)
    if found or ending not in _TEXT_AS or not _is_text(data):
        return found or ending
    return _TEXT_AS[ending]


def _in_ole(data: bytes, ending: str) -> str:
    """The format of a compound file, the container of encrypted and of old Office files."""
    word, book = _has_stream(data, "WordDocument"), _has_stream(data, "Workbook") or _has_stream(data, "Book")
    if _has_stream(data, "EncryptedPackage"):
        raise UnreadableError("文件已加密（设置了打开密码）", "请去除密码后重新放入")
    if word and not (book and ending in {"xls", "et"}):  # each can be embedded in the other
        if _is_encrypted_doc(data):
            raise UnreadableError("文件已加密（设置了打开密码）", "请去除密码后重新放入")
        return "wps" if ending == "wps" else "doc"
    if book:
        return "et" if ending == "et" else "xls"
    return ending


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file has a directory entry of this name (UTF-16, padded with zeros)."""
    return name.encode("utf-16-le") + b"\0\0" in data


def _is_encrypted_doc(data: bytes) -> bool:
    """Whether the header of a Word stream in the first sector has its encryption flag set."""
    return data[512:514] == b"\xec\xa5" and bool(data[523] & 1) if len(data) > 523 else False


def _in_zip(data: bytes, ending: str) -> str:
    """The format of a zip: an Office document, an OFD, or an archive."""
    try:
        with open_zip(io.BytesIO(data), "文件") as archive:
            names = {info.filename.lower(): info for info in archive.infolist()}
            types = names.get("[content_types].xml")
            mime = names.get("mimetype")
            head = b""
            if types and types.file_size <= _MAX_CONTENT_TYPES:
                head = read_member(archive, types)
            elif mime and mime.file_size <= _MAX_CONTENT_TYPES:
                head = read_member(archive, mime)
    except UnreadableError:
        return ending  # the reader of that format says what is wrong
    if _WORD_MAIN.search(head):
        return "docx"
    if _SHEET_BINARY in head:
        return "xlsb"
    if _SHEET_MAIN.search(head):
        return "xlsx"
    if b"presentationml" in head:
        return "pptx"
    if b"opendocument.text" in head:
        return "odt"
    if b"opendocument.spreadsheet" in head:
        return "ods"
    if "ofd.xml" in names:
        return "ofd"
    return ending or "zip"


def _is_text(data: bytes) -> bool:
    """Whether a file is plain text in one of the usual encodings."""
    try:
        decode(data)
    except UnreadableError:
        return False
    return True


def _picture(data: bytes) -> str:
    """The format of a picture, or ""."""
    for mark, format_ in _PICTURES:
        if data.startswith(mark):
            return format_
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heic"
    if data[4:8] == b"ftyp" and data[8:12] in {b"avif", b"avis"}:
        return "avif"
    if data.startswith(b"BM") and len(data) > 18 and data[6:10] == b"\0\0\0\0":
        return "bmp"
    return ""


def _other(data: bytes) -> str:
    """Other formats that are known by their beginning, or ""."""
    head = data[:4096].removeprefix(_BYTE_ORDER_MARK)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if _WORD_XML.search(head):
        return "wordml"
    if _HTML.match(head):
        return "html"
    if head.startswith(b"MIME-Version:"):
        return "mht"
    return ""
