"""Inputs made to exhaust the machine: what becomes of each, CPU-seconds and peak memory of a process.

``python -m benchmarks.hostile [--only NAME] [--write]``; everything is looked at, the text in pictures included.
"""

from __future__ import annotations

import argparse
import io
import random
import struct
import sys
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image

from benchmarks.fuzz.examine import Damaged, Job
from benchmarks.fuzz.watch import Watch
from benchmarks.kept import head, keep
from tests.load.builders import docx_of, p, png_header, xlsx_of, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable

_RESULT = Path(__file__).parent / "results" / "hostile.md"
_LIMIT = 1_200.0  # MB a process
_MOST = 14_100  # pixels a side: 199 million, as many as are opened of a plain JPEG
_WHOLE = 9_990  # 99 million, as many as are opened of a picture that must be whole in memory


def _png(width: int, height: int, colour_type: int = 2, depth: int = 8) -> bytes:
    """A PNG of this size that is whole, all of one colour, and small."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour_type]
    row = b"\0" + b"\x40" * (width * samples * depth // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
    palette = chunk(b"PLTE", bytes(768)) if colour_type == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + header + palette + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _saved(mode: str, size: tuple[int, int], format_: str, **settings: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format_, **settings)
    return buffer.getvalue()


def _tiff_pages(count: int, side: int) -> bytes:
    buffer = io.BytesIO()
    pages = [Image.new("L", (side, side), shade % 255) for shade in range(2)]
    pages[0].save(buffer, "TIFF", save_all=True, compression="tiff_lzw", append_images=pages[1:] * (count // 2))
    return buffer.getvalue()


@cache
def _scan(width: int, height: int) -> bytes:
    """A JPEG of a page with lines of grey noise on it, as a scanner gives."""
    rows = random.Random(1)  # noqa: S311 (no secret)
    page = Image.new("RGB", (width, height), "white")
    for top in range(100, height - 100, 60):
        line = Image.effect_noise((width - 300, 30), 60).convert("RGB")
        page.paste(line, (150 + rows.randrange(20), top))
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def _pdf(
    pages: int, size: tuple[float, float], picture: bytes | None = None, pixels: tuple[int, int] = (0, 0)
) -> bytes:
    """A PDF of pages that all show the same picture."""
    pdf = pikepdf.new()
    content = b""
    resources = pikepdf.Dictionary()
    if picture is not None:
        image = pdf.make_stream(picture)
        image.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=pixels[0],
                Height=pixels[1],
                ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        content = f"q {size[0]} 0 0 {size[1]} 0 0 cm /I Do Q".encode()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = resources
        page.Contents = pdf.make_stream(content)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def _pdf_forms(depth: int, times: int) -> bytes:
    """A PDF whose page draws a form that draws a form `times` times, `depth` deep."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    inner = pdf.make_stream(b"0 0 9 9 re f")
    for _ in range(depth):
        inner.update(pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842]))
        outer = pdf.make_stream(b"/F Do " * times)
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = outer
    page.Contents = pdf.make_stream(inner.read_bytes())
    page.Resources = inner.Resources
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def _pdf_stream(megabytes: float, drawing: bytes = b"0 0 9 9 re f\n", before: bytes = b"", after: bytes = b"") -> bytes:
    """A PDF whose page's content unpacks to this much of one instruction."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(before + drawing * int(megabytes * 2**20 / len(drawing)) + after)
    name = pikepdf.Name
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    picture = pdf.make_stream(b"\x40" * 3)
    picture.update(
        pikepdf.Dictionary(
            Type=name.XObject, Subtype=name.Image, Width=1, Height=1, ColorSpace=name.DeviceRGB, BitsPerComponent=8
        )
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=picture))
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=True)
    return buffer.getvalue()


def _noise(megabytes: float) -> str:
    """Text that does not pack well."""
    letters = random.Random(2)  # noqa: S311
    return "".join(letters.choices("的一是在不了有和人这中大为上个国我以要他", k=int(megabytes * 2**20 / 3)))


def _docx_pictures(count: int) -> bytes:
    """A docx with many large pictures, each another."""
    drawing = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="p{0}"/></v:shape></w:pict></w:r></w:p>'
    media = {f"word/media/{n}.png": _png(7_000, 7_000 + n) for n in range(count)}
    related = [(f"p{n}", "image", f"media/{n}.png") for n in range(count)]
    return docx_of("".join(drawing.format(n) for n in range(count)), related, media)


def _deep(depth: int) -> bytes:
    return docx_of("<w:sdt><w:sdtContent>" * depth + p("甲") + "</w:sdtContent></w:sdt>" * depth)


def _zip_in_zip(size: int) -> bytes:
    inner = zip_of({f"{n}.txt": b"0" * size for n in range(8)})
    return zip_of({f"{n}.zip": inner for n in range(8)})


#: Name → kind as the fuzzer has them, file name, bytes.
INPUTS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "PNG of 900 megapixels in 109 KB, header only": ("jpg", "a.png", lambda: png_header(30_000, 30_000)),
    "PNG of 199 megapixels, whole": ("jpg", "a.png", lambda: _png(_MOST, _MOST)),
    "PNG of 99 megapixels, RGB": ("jpg", "a.png", lambda: _png(_WHOLE, _WHOLE)),
    "PNG of 99 megapixels, RGBA": ("jpg", "a.png", lambda: _png(_WHOLE, _WHOLE, 6)),
    "PNG of 99 megapixels, 16 bits grey": ("jpg", "a.png", lambda: _png(_WHOLE, _WHOLE, 0, 16)),
    "PNG of 99 megapixels, palette": ("jpg", "a.png", lambda: _png(_WHOLE, _WHOLE, 3)),
    "PNG of 1 by 60 million pixels": ("jpg", "a.png", lambda: _png(1, 60_000_000)),
    "JPEG of 199 megapixels": ("jpg", "a.jpg", lambda: _saved("RGB", (_MOST, _MOST), "JPEG")),
    "JPEG of 99 megapixels, progressive": (
        "jpg",
        "a.jpg",
        lambda: _saved("RGB", (_WHOLE, _WHOLE), "JPEG", progressive=True),
    ),
    "TIFF of 99 megapixels, CMYK": (
        "jpg",
        "a.tif",
        lambda: _saved("CMYK", (_WHOLE, _WHOLE), "TIFF", compression="tiff_lzw"),
    ),
    "TIFF of 99 megapixels, 32 bits": (
        "jpg",
        "a.tif",
        lambda: _saved("F", (_WHOLE, _WHOLE), "TIFF", compression="tiff_lzw"),
    ),
    "TIFF of 100 pages of 16 megapixels": ("jpg", "a.tif", lambda: _tiff_pages(100, 4_000)),
    "TIFF of 1,000 pages": ("jpg", "a.tif", lambda: _tiff_pages(1_000, 200)),
    "truncated JPEG": ("jpg", "a.jpg", lambda: _scan(1_654, 2_339)[:90_000]),
    "scan of 200 pages of 200 dpi": (
        "pdf",
        "a.pdf",
        lambda: _pdf(200, (595, 842), _scan(1_654, 2_339), (1_654, 2_339)),
    ),
    "PDF of 2,000 blank pages": ("pdf", "a.pdf", lambda: _pdf(2_000, (595, 842))),
    "PDF of 2,500 pages": ("pdf", "a.pdf", lambda: _pdf(2_500, (595, 842))),
    "PDF page of 14,400 points": ("pdf", "a.pdf", lambda: _pdf(1, (14_400, 14_400))),
    "PDF page of a picture of 199 megapixels": (
        "pdf",
        "a.pdf",
        lambda: _pdf(1, (595, 842), INPUTS["JPEG of 199 megapixels"][2](), (_MOST, _MOST)),
    ),
    "PDF that draws a form 10 times within itself, 6 deep": ("pdf", "a.pdf", lambda: _pdf_forms(6, 10)),
    "PDF page of 100 MB of drawing": ("pdf", "a.pdf", lambda: _pdf_stream(100)),
    "docx of 0.8 MB that unpacks to 301 MB": ("docx", "a.docx", lambda: docx_of(p("0" * 301_000_000))),
    "docx with 40 MB of tiny paragraphs": ("docx", "a.docx", lambda: docx_of(p("甲") * (40 * 2**20 // 60))),
    "docx with 80 MB of text": ("docx", "a.docx", lambda: docx_of(p(_noise(80)))),
    "docx with 40 pictures of 49 megapixels": ("docx", "a.docx", lambda: _docx_pictures(40)),
    "docx nested 200 deep": ("docx", "a.docx", lambda: _deep(200)),
    "docx nested 100,000 deep": ("docx", "a.docx", lambda: _deep(100_000)),
    "xlsx of 1.9 million cells": ("xlsx", "a.xlsx", lambda: xlsx_of([[n] * 19 for n in range(100_000)])),
    "xlsx of 1.4 million cells": ("xlsx", "a.xlsx", lambda: xlsx_of([[n] * 14 for n in range(100_000)])),
    "PDF page of 8 MB of text": ("pdf", "a.pdf", lambda: _pdf_stream(7.9, b"(a)Tj ", b"BT /F 9 Tf ", b" ET")),
    "PDF page of 8 MB of pictures": ("pdf", "a.pdf", lambda: _pdf_stream(7.9, b"/I Do ")),
    "xlsx with a cell in the last corner": (
        "xlsx",
        "a.xlsx",
        lambda: zip_of({**_members(xlsx_of([[1]])), "xl/worksheets/sheet1.xml": _far_cell()}),
    ),
    "zips in a zip that unpack to 3 GB": ("zip", "a.zip", lambda: _zip_in_zip(50_000_000)),
    "zip of 30,000 empty files": ("zip", "a.zip", lambda: zip_of({f"{n}.txt": b"" for n in range(30_000)})),
    "relationships of 100,000 parts": (
        "docx",
        "a.docx",
        lambda: docx_of(p("甲"), [(f"r{n}", "header", f"h{n}.xml") for n in range(100_000)]),
    ),
}


def _members(package: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _far_cell() -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
        '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


def main() -> int:
    """Print the table; 1 where something failed or took more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="inputs whose name holds this")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/hostile.md")
    arguments = parser.parse_args()
    lines = [
        *head("Inputs made to exhaust the machine", "benchmarks.hostile", under=f"; at most {_LIMIT:.0f} MB a process"),
        "| input | KB | outcome | what is said | CPU-s | peak MB |",
        "|---|---:|---|---|---:|---:|",
    ]
    bad = 0
    for name, (kind, file, made) in INPUTS.items():
        if arguments.only and arguments.only not in name:
            continue
        data = made()
        with Watch(hang=600.0) as watch:
            report = watch.run(Job(kind, (Damaged(0, file, data),), reading=True))
        outcome, why = report.outcomes[0]
        bad += outcome.is_fault or report.megabytes > _LIMIT
        said = why.replace("|", "｜")[:60]
        cells = name, len(data) // 1024, outcome.value, said, f"{report.seconds:.1f}", f"{report.megabytes:.0f}"
        row = f"| {' | '.join(map(str, cells))} |"
        print(row, flush=True)
        lines.append(row)
    if arguments.write:
        keep(_RESULT, "\n".join(lines))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
