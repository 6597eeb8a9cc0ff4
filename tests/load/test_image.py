from __future__ import annotations

import base64
import io
import struct

import pytest
from PIL import Image

from tests.load.builders import picture, png, png_header
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.image import measure, read_image


@pytest.mark.parametrize(
    ("format_", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("BMP", "a.bmp"), ("GIF", "a.gif")]
)
def test_formats(format_: str, name: str) -> None:
    (found,) = read_image(picture(format_, 40, 30), f"附件/{name}").pictures
    assert (found.name, found.width, found.height, found.format) == (name, 40, 30, format_)
    assert len(found.sha256) == 64
    assert found.place.document == f"附件/{name}"


def test_the_size_is_that_of_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (found,) = read_image(picture("JPEG", 40, 30, exif=exif), "a.jpg").pictures
    assert (found.width, found.height) == (30, 40)


def test_broken_exif_does_no_harm() -> None:
    assert read_image(picture("JPEG", exif=b"Exif\0\0II*\0garbage"), "a.jpg").pictures


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_a_truncated_picture(format_: str) -> None:
    noise = Image.effect_noise((200, 200), 90)
    buffer = io.BytesIO()
    noise.save(buffer, format_)
    with pytest.raises(UnreadableError, match="不完整"):
        read_image(buffer.getvalue()[: buffer.tell() * 2 // 3], "a")


@pytest.mark.parametrize("side", [15_000, 30_000])  # Pillow warns of the first and refuses the second
def test_a_picture_that_is_too_large(side: int) -> None:
    before = Image.MAX_IMAGE_PIXELS
    with pytest.raises(UnreadableError, match="过大"):
        read_image(png_header(side, side), "a.png")
    assert before == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("data", [b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_image(data, "a.png")


def test_a_tiff_without_a_size() -> None:
    """Pillow raises a TypeError, and a Word document around such a picture must be read all the same."""
    data = picture("TIFF").replace(struct.pack("<H", 256), struct.pack("<H", 60_000), 1)
    with pytest.raises(UnreadableError):
        read_image(data, "a.tif")
    assert measure(data, "a.tif") == (0, 0, "TIF")


def test_pages_of_a_tiff() -> None:
    frames = [Image.new("L", (200, 300), shade) for shade in (0, 100, 200)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:], dpi=(100, 100))
    content = read_image(buffer.getvalue(), "a.tif")
    assert [(p.number, round(p.width), round(p.height)) for p in content.pages] == [
        (1, 144, 216),
        (2, 144, 216),
        (3, 144, 216),
    ]
    assert len(content.pictures) == 1


#: A red picture of 64 × 48 pixels, made with pillow-heif: Pillow and pi_heif cannot write this format.
HEIC = base64.b64decode(
    """
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
    ACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAABkAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt
    AAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA
    AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5j
    bHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp
    eGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAACFtZGF0AAAAFSgBrwQY+Mpx1//0sp++oC7Y3SEecA==
    """
)


def test_heic() -> None:
    (found,) = read_image(HEIC, "a.heic").pictures
    assert (found.width, found.height, found.format) == (64, 48, "HEIF")


def test_a_truncated_heic() -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        read_image(HEIC[:-60], "a.heic")


def test_a_broken_heic() -> None:
    with pytest.raises(UnreadableError):
        read_image(struct.pack(">I", 24) + b"ftypheic\0\0\0\0heicmif1" + b"\0" * 50, "a.heic")


def test_measure() -> None:
    assert measure(png(4, 3), "word/media/image1.png") == (4, 3, "PNG")
    assert measure(b"\xd7\xcd\xc6\x9a broken", "word/media/image1.wmf") == (0, 0, "WMF")
