"""Small pictures of what findings rest on, for reports: the whole picture or page, and a crop of the place in it.

A picture cannot be masked like text. Where personal data is to be hidden, all of it is blurred beyond reading but for
the boxes in which something was read; and those are shown only where reading them once more gives nothing that the
masker hides.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.content import UnreadableError
from zgc_lint.look.frames import Frame, frames
from zgc_lint.model import Box, Confidence, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from PIL import Image

    from zgc_lint.model import Document, Finding

__all__ = ["Exhibit", "Exhibits", "exhibit"]

_THUMBNAIL, _CROP = 640, 560  # pixels of the longer side
_QUALITY = 70  # of JPEG
_MOST = 4 * 2**20  # bytes of all pictures together: what follows is left out, and counted
_BLOCKS = 16  # of the longer side is what remains of a blurred picture
_MARGIN = 0.25  # of the box's shorter side is cut out around it
_WHOLE = 0.6  # of the picture's area: a box as large needs no crop


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture or page that a finding rests on, as JPEG.

    `place` is that of the picture, without a box; `boxes` are in pixels of `picture`, the finding's own first. `crop`
    is that one from closer by, of `crop_size` pixels, None where there is none or it is hidden. `hidden`: parts were
    blurred.
    """

    place: Place
    picture: bytes
    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    crop: bytes | None = None
    crop_size: tuple[int, int] = (0, 0)
    hidden: bool = False

    @property
    def size(self) -> int:
        """Bytes of its pictures."""
        return len(self.picture) + len(self.crop or b"")

    @property
    def key(self) -> str:
        """The same for the same pictures with the same boxes at the same place."""
        digest = hashlib.sha256(repr((self.place, self.boxes)).encode("utf-8", "replace"))
        digest.update(self.picture)
        digest.update(self.crop or b"")
        return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Exhibits:
    """Exhibits by key (`Finding.exhibits`), and how many were left out since there were too many."""

    by_key: Mapping[str, Exhibit]
    left_out: int = 0


class _Window(NamedTuple):
    """A box in a picture, and what was read there ("" for nothing)."""

    box: Box
    text: str


class _View(NamedTuple):
    """What one finding says about one picture."""

    finding: int
    windows: tuple[_Window, ...]


def exhibit(
    findings: Sequence[Finding], documents: Mapping[str, Document], mask: Callable[[str], str] | None
) -> tuple[list[Finding], Exhibits]:
    """The findings with the keys of their exhibits, and these.

    `documents` are those of the open batch, by path. Without `mask` nothing is hidden. A picture that can no longer be
    read has no exhibit.
    """
    made: dict[str, Exhibit] = {}
    keys: defaultdict[int, list[str]] = defaultdict(list)
    spent = left_out = 0
    for path, views in _views(findings, documents).items():
        for place, frame in _wanted(documents[path], views):
            for view in views[place]:
                entry = _exhibit(frame, place, view, mask)
                if entry.key not in made:
                    if spent + entry.size > _MOST:
                        left_out += 1
                        continue
                    spent += entry.size
                    made[entry.key] = entry
                keys[view.finding].append(entry.key)
    shown = [replace(finding, exhibits=tuple(keys[n])) if n in keys else finding for n, finding in enumerate(findings)]
    return shown, Exhibits(made, left_out)


def _views(findings: Sequence[Finding], documents: Mapping[str, Document]) -> dict[str, dict[Place, list[_View]]]:
    """What is to be shown, by document and by the place of the picture in it."""
    wanted: defaultdict[str, defaultdict[Place, list[_View]]] = defaultdict(lambda: defaultdict(list))
    for number, finding in enumerate(findings):
        windows: defaultdict[Place, list[_Window]] = defaultdict(list)
        for place, text in _looked_at(finding):
            document = documents.get(place.document)
            where = _place_of_picture(place, document, finding) if document is not None else None
            if where is not None:
                windows[where] += [_Window(place.box, text)] if place.box is not None else []
        for where, boxes in windows.items():
            wanted[where.document][where].append(_View(number, tuple(dict.fromkeys(boxes))))
    return {path: dict(places) for path, places in wanted.items()}


def _looked_at(finding: Finding) -> Iterator[tuple[Place, str]]:
    """The places a finding rests on, its own first. What its own box is said to hold was read in the evidence's."""
    read = {quote.place: quote.text for quote in finding.evidence}
    text = "" if any(place.box for place in read) else finding.text
    yield finding.place, read.pop(finding.place, text)
    yield from read.items()


def _place_of_picture(place: Place, document: Document, finding: Finding) -> Place | None:
    """The place of the picture or page that `place` lies in; None where it is one of text.

    A paper that is spoken of as a whole is shown by its last page, where it is signed and sealed.
    """
    if place.picture is not None:
        return Place(place.document, place.page, place.paragraph, cell=place.cell, picture=place.picture)
    if place.paragraph is not None or place.cell is not None or place.field is not None:
        return None
    if place.page is not None:
        return Place(place.document, page=place.page)
    if not document.pages:
        return Place(place.document) if document.pictures and not document.has_text else None
    costs = finding.row is not None and Confidence(finding.confidence) is not Confidence.HINT
    return Place(place.document, page=document.pages[-1].number) if costs and finding.place.document else None


def _wanted(document: Document, places: Iterable[Place]) -> Iterator[tuple[Place, Frame]]:
    """The frames at `places` of `document`."""
    missing = set(places)
    if document.source is None:
        return
    try:
        for frame in frames(document.source.read(), document.format, document.path, document.pictures):
            if not missing:
                return
            if isinstance(frame, Frame) and frame.about.place in missing:
                missing.remove(frame.about.place)
                yield frame.about.place, frame
    except (UnreadableError, OSError):
        return  # read well once, and now no more


def _exhibit(frame: Frame, place: Place, view: _View, mask: Callable[[str], str] | None) -> Exhibit:
    from PIL import Image

    image = Image.fromarray(frame.pixels)
    windows = [_Window(_pixels(window.box, frame), window.text) for window in view.windows]
    shown = [window.box for window in windows if mask is None or _is_harmless(image, window, mask)]
    image = image if mask is None else _blurred(image, shown)
    small = image.copy()
    small.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.LANCZOS)
    scale = max(small.size) / max(image.size)
    boxes = tuple(Box(*(round(side * scale, 1) for side in window.box)) for window in windows)
    crop = _crop(image, windows[0].box) if windows and windows[0].box in shown else None
    whole = Exhibit(place, _jpeg(small), small.width, small.height, boxes, hidden=mask is not None)
    return whole if crop is None else replace(whole, crop=_jpeg(crop), crop_size=crop.size)


def _pixels(box: Box, frame: Frame) -> Box:
    """A box in units of the original as one in whole pixels of the frame."""
    height, width = frame.pixels.shape[:2]
    left, top, right, bottom = (side / frame.scale for side in box)
    return Box(max(0, int(left)), max(0, int(top)), min(width, round(right + 0.5)), min(height, round(bottom + 0.5)))


def _crop(image: Image.Image, box: Box) -> Image.Image | None:
    """The box with a margin, not larger than _CROP; None where that is nearly the whole picture."""
    from PIL import Image

    if (box.right - box.left) * (box.bottom - box.top) > _WHOLE * image.width * image.height:
        return None
    margin = _MARGIN * min(box.right - box.left, box.bottom - box.top)
    left, top = max(0, int(box.left - margin)), max(0, int(box.top - margin))
    right, bottom = min(image.width, int(box.right + margin)), min(image.height, int(box.bottom + margin))
    if right <= left or bottom <= top:
        return None
    cut = image.crop((left, top, right, bottom))
    cut.thumbnail((_CROP, _CROP), Image.Resampling.LANCZOS)
    return cut


def _blurred(image: Image.Image, clear: Sequence[Box]) -> Image.Image:
    """The picture blurred beyond reading, but for the boxes `clear`."""
    from PIL import Image

    share = _BLOCKS / max(image.size)
    blocks = tuple(max(1, round(side * share)) for side in image.size)
    blurred = image.resize((blocks[0], blocks[1]), Image.Resampling.BOX).resize(image.size, Image.Resampling.BICUBIC)
    for box in clear:
        left, top, right, bottom = map(int, box)
        blurred.paste(image.crop((left, top, right, bottom)), (left, top))
    return blurred


def _is_harmless(image: Image.Image, window: _Window, mask: Callable[[str], str]) -> bool:
    """Whether all that stands in a window can be read, and nothing of it is to be hidden."""
    import numpy as np

    from zgc_lint.look.ocr import find_lines, read_lines

    left, top, right, bottom = map(int, window.box)
    if not window.text or right <= left or bottom <= top:
        return False
    pixels = np.asarray(image.crop((left, top, right, bottom)))
    try:
        lines = read_lines(pixels)
        legible = len(find_lines(pixels)) <= len(lines)
    except ImportError:  # the extra `evidence` is not there
        return False
    return legible and all(mask(text) == text for text in (window.text, *(line.text for line in lines)))


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
