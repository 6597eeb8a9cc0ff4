"""Picture files, and the measures of pictures that lie inside other files."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from zgc_lint.load.content import Content, UnreadableError, damaged
from zgc_lint.model import Page, Picture, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_PIXELS", "MIN_EMBEDDED", "measure", "opened_image", "read_image", "refuse_huge"]

MAX_PIXELS = 200_000_000
_MAX_WHOLE = 100_000_000  # pixels where all must be in memory at once, up to four bytes each and a copy
MIN_EMBEDDED = 100  # pixels a side: what is smaller on a page is a mark or a rule
_MAX_FRAMES = 500
_SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that turn the picture by 90°
_ORIENTATION = 0x0112
_DEFAULT_DPI = 72.0

#: What Pillow's decoders raise for damaged pictures.
_DECODER_ERRORS = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError),
    struct.error,
)


def read_image(data: bytes, path: str) -> Content:
    """Decode a picture file completely, so that a truncated one is found. `path` is the document's.

    A TIFF or GIF of several frames has a page for each, measured in points. Raises UnreadableError.
    """
    with opened_image(data) as image:
        width, height = _upright_size(image)
        picture = Picture(
            name=path.rpartition("/")[2],
            width=width,
            height=height,
            format=_format_of(image),
            sha256=hashlib.sha256(data).hexdigest(),
            place=Place(path),
        )
        pages = _decode_frames(image)
    return Content(pictures=(picture,), pages=pages)


def measure(data: bytes, name: str) -> tuple[int, int, str]:
    """Width and height in pixels and the format of an embedded picture; (0, 0, its ending) where unknown."""
    try:
        with opened_image(data) as image:
            width, height = _upright_size(image)
            return width, height, _format_of(image)
    except UnreadableError:
        return 0, 0, name.rpartition(".")[2].upper()


@contextmanager
def opened_image(data: bytes) -> Iterator[Image.Image]:
    """The opened picture; whatever Pillow raises meanwhile becomes an UnreadableError."""
    _register_heif(data)
    limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bad EXIF and the like: no matter for us
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                refuse_huge(image)
                yield image
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(MAX_PIXELS) from error
    except UnidentifiedImageError as error:
        raise damaged("图片", "不是有效的图片文件") from error
    except _DECODER_ERRORS as error:
        raise UnreadableError("图片不完整，后半部分缺失或已损坏", "请重新导出或重新传送该图片") from error
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def refuse_huge(image: Image.Image) -> None:
    """Raise UnreadableError for a picture, or the frame of it that was gone to, that would take too much memory.

    A plain JPEG is decoded at reduced size; a progressive one must be whole in memory first, like the other formats.
    """
    in_parts = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    limit = MAX_PIXELS if in_parts else _MAX_WHOLE
    if image.width * image.height > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> UnreadableError:
    return UnreadableError(
        f"图片过大（超过 {limit // 1_000_000} 百万像素），为安全起见没有打开", "请缩小尺寸后重新放入"
    )


def _register_heif(data: bytes) -> None:
    """Teach Pillow HEIC when such a picture is met."""
    if data[4:8] == b"ftyp" and "HEIF" not in Image.OPEN:
        import pi_heif

        pi_heif.register_heif_opener()


def _decode_frames(image: Image.Image) -> tuple[Page, ...]:
    """Decode every frame; their sizes as pages where there is more than one."""
    frames: int = getattr(image, "n_frames", 1)
    if frames == 1 or image.format == "MPO":  # the further frames of an MPO are previews
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()
        return ()
    if frames > _MAX_FRAMES:
        raise UnreadableError(f"图片共 {frames} 页，超过 {_MAX_FRAMES} 页", "请拆分后重新放入")
    pages = []
    for number in range(frames):
        image.seek(number)
        refuse_huge(image)
        image.load()
        dpi = float(image.info.get("dpi", (_DEFAULT_DPI,))[0]) or _DEFAULT_DPI
        pages.append(Page(number + 1, image.width * 72 / dpi, image.height * 72 / dpi, 0))
    return tuple(pages)


def _upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as the picture is shown, in pixels."""
    try:
        turned = image.getexif().get(_ORIENTATION) in _SIDEWAYS
    except Exception:
        turned = False
    return (image.height, image.width) if turned else image.size


def _format_of(image: Image.Image) -> str:
    """Pillow's name of the format; a multi-picture JPEG of a telephone is a JPEG."""
    return "JPEG" if image.format == "MPO" else image.format or ""
