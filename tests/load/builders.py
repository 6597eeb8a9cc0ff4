"""Small files for the tests of the load stage, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as PdfParagraph

from zgc_lint.knowledge import Knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KNOWLEDGE = Knowledge(Path(__file__).parents[2] / "dictionaries")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f"""
 xmlns:w="{W}" xmlns:r="{_OFFICE}"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
"""
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{main}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def zip_of(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def wordml(name: str, inside: str) -> str:
    """An XML part with root ``w:name`` and all the namespaces."""
    return f"<w:{name} {_NAMESPACES}>{inside}</w:{name}>"


def relations(pairs: Iterable[tuple[str, str, str]]) -> str:
    """A relationships part of (id, type, target)."""
    entries = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{t}" Target="{target}"/>' for i, t, target in pairs)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def docx_of(
    body: str,
    related: Sequence[tuple[str, str, str]] = (),
    parts: Mapping[str, bytes | str] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A .docx with this XML in its body; `related` as for `relations`, `parts` by name."""
    folder, _, name = main.rpartition("/")
    return zip_of(
        {
            "[Content_Types].xml": _TYPES.format(main=main),
            "_rels/.rels": relations([("r1", "officeDocument", main)]),
            main: wordml("document", f"<w:body>{body}</w:body>"),
            f"{folder}/_rels/{name}.rels": relations(related),
            **(parts or {}),
        }
    )


def p(text: str, properties: str = "") -> str:
    """A ``w:p`` with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def png(width: int = 4, height: int = 3, colour: str = "red") -> bytes:
    """A PNG picture."""
    return picture("PNG", width, height, colour)


def picture(format_: str, width: int = 40, height: int = 30, colour: str = "red", **options: Any) -> bytes:
    """A picture in one of Pillow's formats."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, format_, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be of this size and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def xlsx_of(rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), title: str = "Sheet1") -> bytes:
    """An .xlsx with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ole_of(*streams: str) -> bytes:
    """The outline of a compound file with directory entries of these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"\0" * 512 + directory


def pdf_style(size: float = 12, **settings: Any) -> ParagraphStyle:
    """A paragraph style in a Chinese font."""
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    defaults = {"fontName": "STSong-Light", "fontSize": size, "leading": size * 1.6, "wordWrap": "CJK"}
    return ParagraphStyle("style", **{**defaults, **settings})


def pdf_of(texts: Iterable[str | Flowable], **settings: Any) -> bytes:
    """A PDF with these paragraphs, each first line indented by two characters."""
    style = pdf_style(firstLineIndent=24, **settings)
    buffer = io.BytesIO()
    story = [PdfParagraph(text, style) if isinstance(text, str) else text for text in texts]
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def write_all(root: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write files below `root`, which is returned."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def ofd_of_scan(scan: bytes, area: str = "0 0 210 297") -> bytes:
    """An OFD of one page of A4 that shows a JPEG at `area` (millimetres: left, top, width, height) and no text."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    picture = f'<ofd:ImageObject ID="5" ResourceID="4" Boundary="{area}"/>'
    return zip_of(
        {
            "OFD.xml": f'<ofd:OFD {space} DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Res.xml": f'<ofd:Res {space}><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>'
            "scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
            "Doc_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{picture}</ofd:Layer></ofd:Content>'
            "</ofd:Page>",
            "Doc_0/scan.jpg": scan,
        }
    )
