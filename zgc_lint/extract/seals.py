"""The seals on a document's pages and in its pictures, and who a paper says that it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import find_dates
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.text import HAN, squeeze
from zgc_lint.model import Part, Place, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.look.frames import About, Unseen
    from zgc_lint.look.seals import Doubt
    from zgc_lint.model import Document

__all__ = ["SealSeen", "SealsSeen", "issuer_of"]

_WHY = {  # by Doubt.value
    "grey": "灰度图像，没有颜色，看不出是否盖章",
    "small": "图像过小，看不出是否盖章",
    "oblong": "有方形或长方形的红色印记，可能是印章，也可能是收文章、条形戳",
    "faint": "有疑似印章的红色图样，过淡、残缺或属日期戳，无法确认",
}
_PICTURES = frozenset({"jpg", "png", "gif", "bmp", "tif", "webp", "heic", "avif"})
_FORMATS = _PICTURES | {"pdf", "docx", "ofd"}
_PRINTED = 20  # characters of a page's text layer: it was printed from a program, not scanned
_LARGE = 0.3  # of a page's area: a picture that may be a scan


@dataclass(frozen=True, slots=True)
class SealSeen:
    """A seal: `name` is what was read on its arc, `name_score` how well (0-1), `print` its ink and `page` its page made
    small (see `zgc_lint.look.seal_prints`). `electronic`: the page was drawn by a program, not stamped and scanned.
    """

    place: Place
    score: float
    name: str
    name_score: float
    print: bytes
    page: bytes
    electronic: bool


@dataclass(frozen=True)
class SealsSeen:
    """The seals of a document, and the pages and pictures that could not be judged, with why.

    `looked` is false for a kind of file that is not looked at. Electronic signatures are a fact of their own.
    """

    seals: tuple[SealSeen, ...] = ()
    doubts: tuple[Unseen, ...] = ()
    looked: bool = False

    @classmethod
    def extract(cls, document: Document, _knowledge: Knowledge) -> SealsSeen:
        """Look at every page and picture of `document`."""
        if document.format not in _FORMATS or document.source is None or document.problem is not None:
            return cls()
        from zgc_lint.extract.sights import sights  # with it comes Pillow, which a list of the checks does not need
        from zgc_lint.look.frames import FrameKind, Unseen
        from zgc_lint.look.stage import Want

        found = sights(document, Want.SEALS)
        seals, doubts = [], list(found.unseen)
        for seen in found.seen:
            about, what = seen.about, seen.what
            if about.drawn_with_page:
                continue
            for seal in what.seals:
                place = replace(about.place, box=seal.box)
                electronic = about.kind is FrameKind.EMBEDDED or about.characters >= _PRINTED
                seals.append(
                    SealSeen(place, seal.score, seal.name, seal.name_score, seal.print, what.thumbnail, electronic)
                )
            if what.doubt.value and not _is_blank(about, what.doubt, document):
                doubts.append(Unseen(about.place, about.name, _WHY[what.doubt.value]))
        scanned = {seen.about.place.page for seen in found.seen if seen.about.kind is FrameKind.PAGE}
        if document.format == "ofd" and not seals and not scanned.issuperset(page.number for page in document.pages):
            doubts.append(Unseen(Place(document.path), document.name, "OFD 页面上的图形印章无法查看"))
        return cls(tuple(seals), tuple(doubts), looked=True)


def _is_blank(about: About, doubt: Doubt, document: Document) -> bool:
    """Whether a frame without colour or size is known to bear no seal: a page of print, an icon."""
    if about.kind.value == "embedded":
        return doubt.value == "small"
    if doubt.value != "grey" or about.characters < _PRINTED:
        return False
    page = about.width * about.height
    boxes = [picture.place.box for picture in document.pictures if picture.place.page == about.place.page]
    return all(box and (box.right - box.left) * (box.bottom - box.top) < _LARGE * page for box in boxes)


_BODY = re.compile(
    rf"[{HAN}（）()]{{2,30}}(?:人民法院|人民检察院|仲裁委员会|委员会|人民政府|办事处|派出所|[分总支]?局|管理处|支队|大队|中心"
    r"|居委会|有限公司|有限责任公司|集团|办公室)"
)
_STANDS_IN = "代章"
_LEGIBLE = 0.95  # score of a line that was read: one character wrong would make another body of it


def issuer_of(document: Document) -> tuple[str, Quote] | None:
    """The body that a paper is signed by, and the line it stands in; a paper without a text layer is read.

    A line of its own that is a body's name, with the date on the next line or the one before, in the last third of the
    text. None where there is none, several, or a body that stands in for another (代章).
    """
    lines = list(_lines_of(document))
    found: list[tuple[str, Quote]] = []
    for number in range(len(lines) * 2 // 3, len(lines)):
        line = lines[number]
        text = squeeze(line.text).strip("：:。")
        near = [lines[at].text for at in (number - 1, number + 1) if 0 <= at < len(lines)]
        if (
            _is_sure(line)
            and _BODY.fullmatch(text)
            and any(len(each.strip()) <= 20 and _has_date(each) for each in near)
        ):
            found.append((text, line))
    if len(found) != 1 or any(_STANDS_IN in line.text for line in lines):
        return None
    return found[0]


def _lines_of(document: Document) -> Iterator[Quote]:
    layer = [line for line in document.paragraphs if line.part is Part.BODY and line.text.strip()]
    for line in layer:
        yield Quote(Place(document.path, page=line.page, paragraph=line.number), line.text)
    if not layer and DocumentText.must_read(document):
        for piece in document[DocumentText].pieces:
            yield Quote(piece.place, piece.text, piece.score)


def _is_sure(line: Quote) -> bool:
    return line.score is None or line.score >= _LEGIBLE


def _has_date(text: str) -> bool:
    return any(True for _ in find_dates(text))
