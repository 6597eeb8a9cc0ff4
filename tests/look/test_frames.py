"""Frames: upright, of bounded size, with the way back to the original."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from zgc_lint.extract.sights import sights
from zgc_lint.load.docx import read_docx
from zgc_lint.load.pdf import read_pdf
from zgc_lint.look.frames import LONG_SIDE, MAX_FRAMES, Frame, FrameKind, Unseen, frames
from zgc_lint.look.stage import Want, look
from zgc_lint.model import Box, Document, Place

DEMO = Path(__file__).parents[2] / "fixtures" / "filings" / "demo"


def noise(width: int, height: int) -> Image.Image:
    small = np.random.default_rng(7).integers(0, 255, (height // 10, width // 10, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height))


def stored(image: Image.Image, format_: str, **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **settings)
    return buffer.getvalue()


def only(data: bytes, format_: str) -> Frame:
    (frame,) = frames(data, format_, f"照片.{format_}", ())
    assert isinstance(frame, Frame)
    return frame


@pytest.mark.parametrize(("orientation", "size"), [(1, (4000, 3000)), (6, (3000, 4000)), (3, (4000, 3000))])
def test_a_large_photo_is_upright_and_reduced(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = "2026:06:05 10:21:33"
    frame = only(stored(noise(4000, 3000), "JPEG", exif=exif), "jpg")
    assert (int(frame.about.width), int(frame.about.height)) == size
    assert max(frame.pixels.shape) == LONG_SIDE
    assert frame.scale == pytest.approx(2)
    assert frame.box(1, 2, 3, 4) == Box(2, 4, 6, 8)
    assert frame.about.taken == "2026:06:05 10:21:33"
    assert not frame.about.grey


@pytest.mark.parametrize(
    ("mode", "format_", "grey"),
    [("CMYK", "JPEG", False), ("L", "JPEG", True), ("1", "TIFF", True), ("I;16", "TIFF", True), ("P", "PNG", False),
     ("LA", "PNG", True), ("RGBA", "PNG", False)],
)  # fmt: skip
def test_each_mode_becomes_rgb(mode: str, format_: str, *, grey: bool) -> None:
    image = noise(300, 200)
    image = image.convert("L").convert(mode) if mode == "I;16" else image.convert(mode)
    frame = only(stored(image, format_), "png")
    assert frame.pixels.shape == (200, 300, 3)
    assert frame.about.grey is grey


def test_a_tiff_has_a_frame_a_page() -> None:
    first, second = noise(300, 200), noise(200, 300).convert("L")
    data = stored(first, "TIFF", save_all=True, append_images=[second])
    found = list(frames(data, "tif", "判决书.tif", ()))
    assert [(f.about.place.page, f.about.kind, f.about.grey) for f in found if isinstance(f, Frame)] == [
        (1, FrameKind.PAGE, False),
        (2, FrameKind.PAGE, True),
    ]


def test_too_many_pages_are_said_to_be_unseen() -> None:
    page = Image.new("1", (80, 80))
    data = stored(page, "TIFF", save_all=True, append_images=[page] * MAX_FRAMES)
    found = list(frames(data, "tif", "卷宗.tif", ()))
    assert len(found) == MAX_FRAMES + 1
    assert isinstance(found[-1], Unseen)
    assert str(MAX_FRAMES) in found[-1].why


def test_a_pdf_gives_its_pages_and_the_pictures_on_them() -> None:
    path = next(DEMO.glob("*/附件/*受理案件通知书.pdf"))
    data = path.read_bytes()
    page, seal = frames(data, "pdf", "通知书.pdf", read_pdf(data, "通知书.pdf").pictures)
    assert isinstance(page, Frame)
    assert isinstance(seal, Frame)
    assert page.about.kind is FrameKind.PAGE
    assert page.about.characters > 100
    assert page.pixels.shape[:2] == (1754, 1241)
    assert page.box(0, 0, 1241, 1754).bottom == pytest.approx(page.about.height, abs=0.5)
    assert (seal.about.kind, seal.about.place.page) == (FrameKind.EMBEDDED, 1)


def test_a_docx_gives_its_pictures_and_a_broken_one_is_unseen() -> None:
    path = next(DEMO.glob("*/情况说明.docx"))
    data = path.read_bytes()
    pictures = read_docx(data, "情况说明.docx").pictures
    (frame,) = frames(data, "docx", "情况说明.docx", pictures)
    assert isinstance(frame, Frame)
    assert frame.about.sha256 == pictures[0].sha256
    assert frame.about.place.paragraph


def test_a_truncated_photo_is_unseen_and_nothing_is_raised() -> None:
    data = stored(noise(800, 600), "JPEG")[:4000]
    document = Document("照片.jpg", "jpg", sha256=hashlib.sha256(data).hexdigest())
    found = look(data, document, [Want.PRINTS])[Want.PRINTS]
    assert not found.seen
    assert found.unseen[0].place == Place("照片.jpg")


def test_a_file_that_is_gone_is_unseen() -> None:
    class Gone:
        def read(self) -> bytes:
            raise FileNotFoundError(2, "No such file")

    document = Document("照片.jpg", "jpg", source=Gone())
    assert "无法读取" in sights(document, Want.SEALS).unseen[0].why
    assert not sights(Document("照片.jpg", "jpg"), Want.SEALS).unseen
