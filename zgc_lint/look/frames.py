"""The pictures and pages of a file as arrays of pixels, one after the other and of bounded size.

JPEGs are decoded at reduced size (Pillow's ``draft``), PDF pages are drawn with their form fields, since the picture
of an electronic seal lies in a field's appearance.
"""

from __future__ import annotations

import enum
import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zgc_lint.load.content import UnreadableError
from zgc_lint.model import Box, Page, Picture, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

__all__ = ["LONG_SIDE", "MAX_FRAMES", "About", "Frame", "FrameKind", "Unseen", "frames"]

LONG_SIDE = 2_000  # pixels: what is larger is reduced
MAX_FRAMES = 200  # of one file; what follows is not looked at
_PAGE_DPI = 150
_WHOLE_PAGE = 0.85  # of the page's area: a picture that covers as much is a scan of the page
_SMALLEST = 64  # pixels a side: what is smaller shows nothing
_ORIENTATION = 0x0112
_TAKEN, _EXIF = 0x9003, 0x8769  # DateTimeOriginal and its IFD; DateTime is that of the last change, so no evidence


class FrameKind(str, enum.Enum):
    """Where a frame comes from."""

    FILE = "file"  # a picture file
    EMBEDDED = "embedded"  # a picture inside a document
    PAGE = "page"  # a page: of a PDF, drawn; of a multi-page TIFF; a scan that covers a page of an OFD


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a frame without its pixels.

    `width` and `height` are those of the upright original, in pixels; of a PDF page, in points. `sha256` is that of
    the picture's own bytes, "" for a drawn page. `characters` counts those of the page's text layer. `taken` is the
    time that the camera wrote into the file ("2026:06:05 10:21:33"), "" where it wrote none. `grey` tells that the
    picture has no colour at all, `drawn_with_page` that its page is a frame of its own, the picture drawn on it.
    """

    place: Place
    name: str
    kind: FrameKind
    width: float
    height: float
    sha256: str = ""
    characters: int = 0
    taken: str = ""
    grey: bool = False
    drawn_with_page: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture or page to look at: RGB pixels (height, width, 3), upright, the longer side at most LONG_SIDE.

    `scale` is how many units of the original (`About.width`) a pixel of `pixels` covers.
    """

    about: About
    pixels: NDArray[np.uint8]
    scale: float

    @property
    def is_blank(self) -> bool:
        """Whether it is of one grey all over: nothing stands on it."""
        return int(self.pixels.max()) - int(self.pixels.min()) <= _COLOURLESS

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle given in pixels of the array, in units of the original."""
        return Box(*(round(side * self.scale, 1) for side in (left, top, right, bottom)))


@dataclass(frozen=True, slots=True)
class Unseen:
    """A picture or page that could not be looked at, and why (a Chinese clause)."""

    place: Place
    name: str
    why: str


def frames(data: bytes, format_: str, path: str, pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    """The frames of a file of `format_` (`Document.format`) in order; none where it holds no picture or page.

    `pictures` are those the reader found, for their places. A picture that is broken, and what follows after
    MAX_FRAMES, comes out as Unseen. Raises UnreadableError where the file as a whole cannot be opened.
    """
    reader = _READERS.get(format_)
    if reader is None:
        return
    for count, frame in enumerate(reader(data, path, pictures)):
        if count == MAX_FRAMES:
            yield Unseen(Place(path), path.rpartition("/")[2], f"图片和页面超过 {MAX_FRAMES} 个，其余没有查看")
            return
        yield frame


# Picture files.


def _of_picture(data: bytes, path: str, _pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    from zgc_lint.load.image import opened_image, refuse_huge

    name = path.rpartition("/")[2]
    digest = hashlib.sha256(data).hexdigest()
    with opened_image(data) as image:
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        for number in range(count):
            if count > 1:
                image.seek(number)
                refuse_huge(image)
            page = number + 1 if count > 1 else None
            kind = FrameKind.PAGE if page else FrameKind.FILE
            yield _framed(image, Place(path, page=page), name, kind, digest if count == 1 else "")


def _framed(image: Image.Image, place: Place, name: str, kind: FrameKind, digest: str) -> Frame:
    """The picture upright and reduced; it is itself reduced. Raises what Pillow raises for a damaged one."""
    taken = _taken(image)
    whole = image.size
    image.draft("RGB", (_draft(image.size), _draft(image.size)))
    pixels, grey = _pixels(image)
    if (pixels.shape[1] > pixels.shape[0]) != (whole[0] > whole[1]):
        whole = whole[::-1]
    about = About(place, name, kind, *whole, sha256=digest, taken=taken, grey=grey)
    return Frame(about, pixels, max(whole) / max(pixels.shape[:2]))


def _draft(size: tuple[int, int]) -> int:
    """The side a JPEG decoder should aim at; it gives the next larger one of 1/2, 1/4 and 1/8."""
    return min(max(size), LONG_SIDE * min(size) // max(size) or 1)


def _pixels(image: Image.Image) -> tuple[NDArray[np.uint8], bool]:
    """The picture as RGB on white, upright, its longer side at most LONG_SIDE; and whether it is grey all through.

    It is reduced first, and in its own mode where that can be, so that there is never a second one of full size.
    """
    import numpy as np
    from PIL import Image, ImageOps

    grey = image.mode in ("1", "L", "I", "F", "I;16")
    image.load()  # here a TIFF turns itself upright
    if max(image.size) > LONG_SIDE:
        orientation = image.getexif().get(_ORIENTATION)
        image = _averageable(image)
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BOX)
        image.getexif()[_ORIENTATION] = orientation or 1
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    if image.mode in ("I", "F", "I;16"):
        image = _eight_bits(image)
    pixels = np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    return pixels, grey or _is_colourless(pixels[::4, ::4])


def _is_colourless(pixels: NDArray[np.uint8]) -> bool:
    """Whether the channels of no pixel differ."""
    import numpy as np

    red, green, blue = (pixels[..., channel].astype(np.int16) for channel in range(3))
    return all(
        int(np.abs(one - other).max()) <= _COLOURLESS for one, other in ((red, green), (green, blue), (blue, red))
    )


def _averageable(image: Image.Image) -> Image.Image:
    """The picture in a mode in which pixels can be averaged."""
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    return image.convert({"1": "L", "I;16": "I", "I;16B": "I"}[image.mode]) if image.mode in _COARSE else image


_COARSE = frozenset({"1", "I;16", "I;16B"})
_COLOURLESS = 6  # of 255 between the channels: what JPEG compression makes of a grey picture


def _eight_bits(image: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits a pixel, its range stretched over 8 bits."""
    import numpy as np
    from PIL import Image

    values = np.asarray(image, dtype=np.float64)
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / max(high - low, 1))).astype(np.uint8))


def _taken(image: Image.Image) -> str:
    """The time in the EXIF data, "" where there is none that can be read."""
    try:
        exif = image.getexif()
        return str(exif.get_ifd(_EXIF).get(_TAKEN) or "").strip("\0 ")
    except Exception:  # broken EXIF is no matter for us
        return ""


# Pictures inside documents.


def _of_docx(data: bytes, path: str, pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    from zgc_lint.load.package import Package

    package = Package(data, "Word 文档")
    parts = {hashlib.sha256(stored).hexdigest(): stored for stored in map(package.read, _media(package.names()))}
    yield from _embedded(parts, pictures, {})


def _of_ofd(data: bytes, path: str, pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    from zgc_lint.load.ofd import read_ofd_pictures

    parts, pages = {}, {}
    for picture, stored, page in read_ofd_pictures(data, path):
        parts[picture.sha256], pages[page.number] = stored, page
    yield from _embedded(parts, pictures, pages)


def _media(names: Sequence[str]) -> list[str]:
    return [name for name in names if not name.endswith((".xml", ".rels", "/"))]


def _embedded(
    parts: Mapping[str, bytes], pictures: Sequence[Picture], pages: Mapping[int, Page]
) -> Iterator[Frame | Unseen]:
    """The frames of `pictures`, whose bytes are in `parts` by their SHA-256; each picture once.

    `pages` are those, by number, that are not drawn: a picture that covers one is the page.
    """
    from zgc_lint.load.image import opened_image

    for picture in {picture.sha256: picture for picture in reversed(pictures)}.values():
        if picture.sha256 not in parts or min(picture.width, picture.height) < _SMALLEST:
            continue
        page = pages.get(picture.place.page or 0)
        whole = page is not None and _is_whole(picture.place.box, page.width, page.height)
        kind = FrameKind.PAGE if whole else FrameKind.EMBEDDED
        try:
            with opened_image(parts[picture.sha256]) as image:
                frame = _framed(image, _inside(picture), picture.name, kind, picture.sha256)
        except UnreadableError as error:
            yield Unseen(picture.place, picture.name, error.problem.why)
        else:
            yield replace(frame, about=replace(frame.about, characters=page.characters)) if page else frame


def _is_whole(box: Box | None, width: float, height: float) -> bool:
    """Whether a picture is the scan of a page of this size."""
    return box is not None and (box.right - box.left) * (box.bottom - box.top) >= _WHOLE_PAGE * width * height


def _inside(picture: Picture) -> Place:
    """The place that boxes within the picture are given at."""
    return replace(picture.place, box=None, picture=picture.name)


# PDF.


def _of_pdf(data: bytes, path: str, pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    import pypdfium2

    from zgc_lint.load.pdf import open_pdf

    with closing(open_pdf(data)) as document:
        document.init_forms()  # before a page is loaded, or its fields are not drawn
        for number in range(1, len(document) + 1):
            with closing(document[number - 1]) as page:
                try:
                    yield _page(page, path, number)
                    own = [picture for picture in pictures if picture.place.page == number]
                    yield from _on_page(page, own)
                except pypdfium2.PdfiumError:
                    yield Unseen(Place(path, page=number), f"第{number}页", "该页无法显示")


def _page(page: Any, path: str, number: int) -> Frame:
    """A page as drawn, form fields and all."""
    width, height = page.get_size()
    scale = min(_PAGE_DPI / 72, LONG_SIDE / max(width, height))
    pixels, grey = _pixels(page.render(scale=scale, rev_byteorder=True).to_pil())
    with closing(page.get_textpage()) as text:
        characters = text.count_chars()
    about = About(
        Place(path, page=number), f"第{number}页", FrameKind.PAGE, width, height, characters=characters, grey=grey
    )
    return Frame(about, pixels, max(width, height) / max(pixels.shape[:2]))


def _on_page(page: Any, pictures: Sequence[Picture]) -> Iterator[Frame | Unseen]:
    """The pictures on a page, but for one that is the whole page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    known = {picture.sha256: picture for picture in pictures}
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        picture = known.pop(hashlib.sha256(bytes(image.get_data())).hexdigest(), None)
        if picture is None or picture.place.box is None:
            continue
        if not _is_whole(picture.place.box, width, height):
            bitmap = image.get_bitmap(render=False).to_pil()
            frame = _framed(bitmap, _inside(picture), picture.name, FrameKind.EMBEDDED, picture.sha256)
            yield replace(frame, about=replace(frame.about, drawn_with_page=True))


_READERS = {
    "docx": _of_docx,
    "ofd": _of_ofd,
    "pdf": _of_pdf,
    **dict.fromkeys(("jpg", "png", "gif", "bmp", "tif", "webp", "heic", "avif"), _of_picture),
}
