"""The one walk through a Word document: which text stands in which element, in reading order.

python-docx leaves out what is inserted, boxed, tagged or in a header. The visible text is read as it stands once all
tracked changes are accepted. The reader makes paragraphs, tables and pictures of the lines; the fixer changes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.load.content import damaged
from zgc_lint.load.grid import GridBuilder, OpenCell
from zgc_lint.load.numbering import Numbering
from zgc_lint.load.package import Package, Relation, attribute, kind
from zgc_lint.load.styles import Properties, Styles, child, is_on
from zgc_lint.load.symbols import symbol
from zgc_lint.model import Cell, Font, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["Line", "Piece", "Shape", "Walk"]

_HAN = re.compile("[\u4e00-\u9fff]")

#: Never seen by a reader: deletions, the old place of what was moved, copies for old programs, settings.
_UNSEEN = frozenset(
    {
        *("w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:instrText", "w:rt", "mc:Fallback"),
        *("w:sdtPr", "w:rPr", "w:pPr", "w:tblPr", "w:tblGrid"),
    }
)
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_INVISIBLE_BREAKS = {"page", "column"}
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


class Piece(NamedTuple):
    """Visible text and the element it comes from: a ``w:t`` or ``m:t``, or an element that stands for a character."""

    element: Element
    text: str


@dataclass(slots=True)
class Shape:
    """The drawing a picture is part of."""

    name: str = ""
    floating: bool = False


@dataclass(slots=True)
class Line:
    """A ``w:p`` and what stands in it, without what stands in its text boxes: they are lines of their own.

    `number` counts the lines with visible text from 1, as `Paragraph.number` does; None where there is none.
    `cells` are the table cells around the line, outermost first; `source` is the name of the package's part.
    """

    paragraph: Element
    properties: Properties
    source: str
    part: Part
    cells: tuple[OpenCell, ...] = ()
    label: str = ""
    number: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[tuple[str, Shape]] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)  # of the runs with Chinese characters; offsets in all pieces

    @property
    def text(self) -> str:
        """The visible text, without line breaks at its ends."""
        return self._whole().strip("\n")

    @property
    def skipped(self) -> int:
        """How many characters of the first pieces (line breaks) are not in `text`."""
        whole = self._whole()
        return len(whole) - len(whole.lstrip("\n"))

    def _whole(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Walk:
    """Goes through the parts of one document in reading order, once."""

    def __init__(self, data: bytes) -> None:
        """Open a .docx (.docm, .dotx), strict or transitional. Raises UnreadableError."""
        self.package = Package(data, "Word 文档")
        self.grids: list[GridBuilder] = []
        #: The XML parts gone through, by name; whoever changes a line's elements finds them changed here.
        self.roots: dict[str, Element] = {}
        #: The name of the part with the body.
        self.main = _main_part(self.package)
        self._relations = self.package.relations(self.main)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._cells: list[OpenCell] = []
        self._fields: list[bool] = []  # for each field begun: whether its result has been reached
        self._part, self._source = Part.BODY, self.main
        self._count = 0

    @property
    def styles(self) -> Styles:
        """The document's styles."""
        return self._styles

    def lines(self) -> Iterator[Line]:
        """The lines of the body, then of headers, footers and notes, each part once. Raises UnreadableError."""
        root = self._open(self.main)
        body = child(root, "w:body")
        if body is None:
            raise damaged("Word 文档", "找不到正文")
        yield from self._blocks(body)
        references = [attribute(entry, "r:id") for entry in body.iter() if kind(entry) == "w:headerReference"]
        yield from self._parts("header", references, Part.HEADER)
        references = [attribute(entry, "r:id") for entry in body.iter() if kind(entry) == "w:footerReference"]
        yield from self._parts("footer", references, Part.FOOTER)
        for notes in ("footnotes", "endnotes"):
            yield from self._parts(notes, list(self._relations), Part.NOTE)

    def line_of(self, paragraph: Element, source: str) -> Line:
        """A ``w:p`` by itself, which is not counted: one in a copy for old programs, which the walk passes over."""
        self._fields = []
        line = Line(paragraph, self._styles.properties(paragraph), source, Part.BODY)
        self._inline(paragraph, line, Shape())
        return line

    def _open(self, part: str) -> Element:
        self.roots[part] = self.package.xml(part)
        return self.roots[part]

    def _related(self, type_: str) -> Element | None:
        """The root of the one part of this type, where there is one."""
        for relation in self._relations.values():
            if relation.type == type_ and relation.target and relation.target in self.package:
                return self.package.xml(relation.target)
        return None

    def _parts(self, type_: str, ids: list[str | None], part: Part) -> Iterator[Line]:
        """The lines of the related parts of this type among `ids`, in that order."""
        found = [self._relations.get(identity or "") for identity in ids]
        targets = [relation.target for relation in found if relation and relation.type == type_ and relation.target]
        main_relations = self._relations
        for target in dict.fromkeys(targets):
            root = self._open(target)
            self._relations = self.package.relations(target)
            self._part, self._source = part, target
            self._fields.clear()
            yield from self._blocks(root)
        self._relations = main_relations

    # Blocks: paragraphs, tables and what wraps them.

    def _blocks(self, container: Element) -> Iterator[Line]:
        for element in container:
            name = kind(element)
            if name == "w:p":
                yield from self._paragraph(element)
            elif name == "w:tbl":
                yield from self._table(element)
            elif name == "mc:AlternateContent":
                yield from self._blocks(_choice(element))
            elif name in {"w:footnote", "w:endnote"} and attribute(element, "w:type") in _SEPARATORS:
                continue
            elif name not in _UNSEEN:
                yield from self._blocks(element)

    def _table(self, table: Element) -> Iterator[Line]:
        grid = GridBuilder()
        self.grids.append(grid)
        number = len(self.grids)
        for row in _wrapped(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                continue
            grid.begin_row(skip=_number(child(properties, "w:gridBefore"), 0))
            for cell in _wrapped(row, "w:tc"):
                settings = child(cell, "w:tcPr")
                merge = child(settings, "w:vMerge")
                span = _number(child(settings, "w:gridSpan"), 1)
                if merge is not None and attribute(merge, "w:val") != "restart" and grid.continue_above(span):
                    continue
                opened = grid.add_cell(span)
                opened.address = Cell(number, opened.row, opened.column)
                self._cells.append(opened)
                yield from self._blocks(cell)
                self._cells.pop()

    # Paragraphs and what stands in them.

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        line = Line(paragraph, self._styles.properties(paragraph), self._source, self._part, tuple(self._cells))
        line.label = self._numbering.label(line.properties)
        self._inline(paragraph, line, Shape())
        if line.text.strip():
            self._count += 1
            line.number = self._count
        yield line
        for box in line.boxes:
            yield from self._box(box)

    def _box(self, box: Element) -> Iterator[Line]:
        outer_part, outer_fields = self._part, self._fields
        self._fields = []
        if self._part is Part.BODY:
            self._part = Part.TEXT_BOX
        yield from self._blocks(box)
        self._part, self._fields = outer_part, outer_fields

    def _inline(self, container: Element, line: Line, shape: Shape) -> None:
        for element in container:
            name = kind(element)
            if name == "w:r":
                self._run(element, line, shape)
            elif name in {"w:t", "m:t"}:
                if all(self._fields):
                    line.pieces.append(Piece(element, element.text or ""))
            elif name in _CHARACTERS:
                line.pieces.append(Piece(element, _CHARACTERS[name]))
            elif name == "w:br":
                if attribute(element, "w:type") not in _INVISIBLE_BREAKS:
                    line.pieces.append(Piece(element, "\n"))
            elif name == "w:sym":
                sign = symbol(attribute(element, "w:font") or "", attribute(element, "w:char") or "")
                line.pieces.append(Piece(element, sign))
            elif name == "w:fldChar":
                self._follow_field(attribute(element, "w:fldCharType"))
            elif name == "w:txbxContent":
                line.boxes.append(element)
            elif name in {"a:blip", "v:imagedata"}:
                self._note_picture(element, line, shape)
            elif name == "mc:AlternateContent":
                self._inline(_choice(element), line, shape)
            elif name in {"wp:inline", "wp:anchor"}:
                self._inline(element, line, Shape(_drawing_name(element), name == "wp:anchor"))
            elif name == "v:shape":
                self._inline(element, line, Shape(element.get("alt") or "", _is_vml_floating(element)))
            elif name not in _UNSEEN:
                self._inline(element, line, shape)

    def _run(self, run: Element, line: Line, shape: Shape) -> None:
        if self._styles.run_is_hidden(run, line.properties):
            for element in run:  # a field may begin in hidden text and end outside
                if kind(element) == "w:fldChar":
                    self._follow_field(attribute(element, "w:fldCharType"))
            return
        before = len(line.pieces)
        self._inline(run, line, shape)
        if any(piece.text.strip() for piece in line.pieces[before:]):
            own = child(run, "w:rPr")
            bold, size = child(own, "w:b"), child(own, "w:sz")
            line.bold.append(is_on(bold if bold is not None else line.properties.of_run("w:b")))
            line.sizes.append(_number(size if size is not None else line.properties.of_run("w:sz"), 0))
            start = sum(len(piece.text) for piece in line.pieces[:before])
            text = "".join(piece.text for piece in line.pieces[before:])
            if _HAN.search(text):
                line.fonts.append(Font(start, start + len(text), *self._styles.font(run, line.properties)))

    def _follow_field(self, step: str | None) -> None:
        """A field shows what stands between its separator and its end, not its instructions."""
        if step == "begin":
            self._fields.append(False)
        elif step == "separate" and self._fields:
            self._fields[-1] = True
        elif step == "end" and self._fields:
            self._fields.pop()

    def _note_picture(self, element: Element, line: Line, shape: Shape) -> None:
        identity = attribute(element, "r:embed") or attribute(element, "r:id") or ""
        relation = self._relations.get(identity, Relation("", None))
        if relation.target and relation.target in self.package:  # else linked, or lost
            title = attribute(element, "o:title")
            line.pictures.append((relation.target, Shape(shape.name or title or "", shape.floating)))


def _main_part(package: Package) -> str:
    """The name of the part with the body: as the package says, whatever it is called."""
    for relation in package.relations("").values():
        if relation.type == "officeDocument" and relation.target:
            return relation.target
    raise damaged("Word 文档", "找不到正文")


def _wrapped(container: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls and insertions."""
    for element in container:
        if kind(element) == name:
            yield element
        elif kind(element) not in _UNSEEN and kind(element) not in {"w:tr", "w:tc", "w:trPr"}:
            yield from _wrapped(element, name)


def _choice(alternatives: Element) -> Element:
    """The first choice of an mc:AlternateContent; the fallback only where there is none."""
    choice = child(alternatives, "mc:Choice")
    if choice is None:
        choice = child(alternatives, "mc:Fallback")
    return choice if choice is not None else alternatives


def _number(element: Element | None, default: int) -> int:
    value = attribute(element, "w:val")
    return int(value) if value is not None and value.isdecimal() and len(value) < 10 else default


def _drawing_name(drawing: Element) -> str:
    """The name or description that Word shows for a drawing."""
    properties = child(drawing, "wp:docPr")
    if properties is None:
        return ""
    return properties.get("name") or properties.get("descr") or ""


def _is_vml_floating(shape: Element) -> bool:
    return "position:absolute" in (shape.get("style") or "").replace(" ", "")
