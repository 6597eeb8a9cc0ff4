"""The whole text of a paper, from its text layer or else read from its pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from zgc_lint.extract.misreading import holds
from zgc_lint.load.layout import join
from zgc_lint.look.limits import FEW_CHARACTERS, LAST_PAGE
from zgc_lint.model import Cell, Part, Place, Quote, Unjudged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.look.reading import ReadLine
    from zgc_lint.look.stage import Seen
    from zgc_lint.model import Document

__all__ = ["DocumentText", "TextPiece"]

_TOO_LONG = f"没有文字层的页面只识别前 {LAST_PAGE} 页，其余没有核对"
_PARTS = frozenset({Part.BODY, Part.TEXT_BOX, Part.HEADER})


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A paragraph, a row of a sheet, or a line that was read: `start` is its offset in `DocumentText.text`.

    `score` is 1 for what comes from a text layer, else how sure the reading is (0 to 1).
    """

    text: str
    place: Place
    start: int
    score: float = 1.0
    is_read: bool = False

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class DocumentText:
    """The text of a document, paragraphs a line each; what was read in pictures beside what the text layer holds.

    Reading costs seconds a page and happens here: ask only for documents whose text is needed. `unread` says which
    pictures and pages could not be read, and why.
    """

    text: str
    pieces: tuple[TextPiece, ...]
    unread: tuple[Unjudged, ...] = ()

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> DocumentText:
        """Take the text layer; read the pages (or the pictures of a paper) that have none."""
        layer = list(_of_layer(document))
        read: list[_Entry] = []
        unread: list[Unjudged] = []
        if cls.must_read(document):
            from zgc_lint.extract.sights import sights
            from zgc_lint.look.stage import Want

            seen = sights(document, Want.TEXT)
            unread += [Unjudged(frame.place, frame.why) for frame in seen.unseen]
            for frame in seen.seen:
                read += _of_frame(frame)
            if len(document.pages) > LAST_PAGE:
                unread.append(Unjudged(Place(document.path, page=LAST_PAGE + 1), _TOO_LONG))
            if document.source is not None and not (layer or read or unread):
                unread.append(Unjudged(Place(document.path), "没有读出文字，内容没有核对"))
        pages = {entry.place.page for entry in read} - {None}  # what little their text layers hold was read, too
        entries = [*(entry for entry in layer if entry.place.page not in pages), *read]
        entries.sort(key=lambda entry: entry.place.page or 0)
        return cls(*_put_together(entries), tuple(unread))

    @staticmethod
    def must_read(document: Document) -> bool:
        """Whether (some of) its text can only be had by reading pictures, which costs a second or more a page."""
        if document.pages:
            return any(page.characters < FEW_CHARACTERS for page in document.pages)
        few = sum(len(entry.text.strip()) for entry in _of_layer(document)) < FEW_CHARACTERS
        return few and bool(document.pictures)  # a recording has none

    @property
    def is_read(self) -> bool:
        """Whether any of it was read from a picture."""
        return any(piece.is_read for piece in self.pieces)

    def holds(self, words: str, slips: int = 0) -> bool:
        """Whether the words stand anywhere in it, with at most `slips` characters wrong."""
        return holds(self.text, words, slips)

    def touching(self, start: int, end: int) -> Sequence[TextPiece]:
        """The pieces that ``text[start:end]`` stands in; the text must not be empty."""
        first = max(0, bisect_right(self.pieces, start, key=attrgetter("start")) - 1)
        last = bisect_left(self.pieces, end, first, key=attrgetter("start"))
        return [piece for piece in self.pieces[first:last] if piece.end > start] or [self.pieces[first]]

    def score(self, start: int, end: int) -> float:
        """How surely ``text[start:end]`` is what stands there: the least score of its pieces."""
        return min(piece.score for piece in self.touching(start, end))

    def quote(self, start: int, end: int) -> Quote:
        """``text[start:end]`` and its place: characters of a paragraph, or the box of the line that was read."""
        piece = self.touching(start, end)[0]
        place = piece.place
        if place.box is None and place.cell is None:
            place = place.within(start - piece.start, min(end, piece.end) - piece.start)
        return Quote(place, self.text[start:end], piece.score if piece.is_read else None)


class _Entry(NamedTuple):
    """A piece before it is put in its place; `opens` tells that it begins a paragraph."""

    place: Place
    text: str
    score: float
    is_read: bool
    opens: bool


def _of_layer(document: Document) -> Iterator[_Entry]:
    """The paragraphs; of a sheet, which has none, the rows."""
    for paragraph in document.paragraphs:
        if paragraph.part in _PARTS and paragraph.text.strip():
            place = Place(document.path, page=paragraph.page, paragraph=paragraph.number)
            yield _Entry(place, paragraph.text, 1.0, is_read=False, opens=True)
    if document.paragraphs:
        return
    for table in document.tables:
        for row in table.rows:
            cells = list({id(cell): cell for cell in row if cell.text.strip()}.values())
            if cells:
                place = Place(document.path, page=table.page, cell=Cell(table.number, cells[0].row, cells[0].column))
                yield _Entry(place, "\t".join(cell.text for cell in cells), 1.0, is_read=False, opens=True)


def _of_frame(frame: Seen[Any]) -> Iterator[_Entry]:
    lines: tuple[ReadLine, ...] = frame.what
    for line in lines:
        place = replace(frame.about.place, box=line.box)
        yield _Entry(place, line.text, line.score, is_read=True, opens=line.opens)


def _put_together(entries: Sequence[_Entry]) -> tuple[str, tuple[TextPiece, ...]]:
    text = ""
    pieces: list[TextPiece] = []
    for entry in entries:
        if pieces:
            text = f"{text}\n" if entry.opens else join(text, entry.text).removesuffix(entry.text)
        pieces.append(TextPiece(entry.text, entry.place, len(text), entry.score, entry.is_read))
        text += entry.text
    return text, tuple(pieces)
