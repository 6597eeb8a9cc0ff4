"""Word documents (.docx), completely: python-docx leaves out what is inserted, boxed, tagged or in a header.

The visible text is read as it stands once all tracked changes are accepted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgc_lint.load.content import Content, damaged
from zgc_lint.load.grid import GridBuilder, OpenCell
from zgc_lint.load.numbering import Numbering
from zgc_lint.load.package import Package, Relation, attribute, kind
from zgc_lint.load.styles import Properties, Styles, child, is_on
from zgc_lint.load.symbols import symbol
from zgc_lint.model import Cell, Font, Paragraph, Part, Picture, Place, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["read_docx"]

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
_HAN = re.compile("[\u4e00-\u9fff]")
_END_MARKS = "。！？；：，、.!?;:,"

_TITLE_WITHIN = 5  # a title stands among the first paragraphs
_TITLE_LENGTH = 40
_TITLE_SIZE = 32  # half points: 三号


def read_docx(data: bytes, path: str) -> Content:
    """Read a .docx (.docm, .dotx), strict or transitional. `path` is the document's, for places.

    Raises UnreadableError, which names the part that is broken.
    """
    package = Package(data, "Word 文档")
    main = _main_part(package)
    reader = _Reader(package, main, path)
    reader.read_all()
    return Content(tuple(reader.paragraphs), tuple(reader.tables()), tuple(reader.pictures))


def _main_part(package: Package) -> str:
    """The name of the part with the body: as the package says, whatever it is called."""
    for relation in package.relations("").values():
        if relation.type == "officeDocument" and relation.target:
            return relation.target
    raise damaged("Word 文档", "找不到正文")


@dataclass(slots=True)
class _Shape:
    """The drawing a picture is part of."""

    name: str = ""
    floating: bool = False


@dataclass(slots=True)
class _Line:
    """What has been gathered of the paragraph being read."""

    properties: Properties
    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[tuple[str, _Shape]] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)


class _Reader:
    """Walks the parts of one document in reading order."""

    def __init__(self, package: Package, main: str, path: str) -> None:
        self._package = package
        self._main = main
        self._path = path
        self._relations = package.relations(main)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._grids: list[GridBuilder] = []
        self._cells: list[OpenCell] = []  # the cells around the place being read, outermost first
        self._fields: list[bool] = []  # for each field begun: whether its result has been reached
        self._part = Part.BODY
        self._measures: dict[str, tuple[int, int, str, str]] = {}
        self.paragraphs: list[Paragraph] = []
        self.pictures: list[Picture] = []

    def read_all(self) -> None:
        """Read the body, then headers, footers and notes, each once."""
        root = self._package.xml(self._main)
        body = child(root, "w:body")
        if body is None:
            raise damaged("Word 文档", "找不到正文")
        self._read_blocks(body)
        references = [attribute(entry, "r:id") for entry in body.iter() if kind(entry) == "w:headerReference"]
        self._read_parts("header", references, Part.HEADER)
        references = [attribute(entry, "r:id") for entry in body.iter() if kind(entry) == "w:footerReference"]
        self._read_parts("footer", references, Part.FOOTER)
        for notes in ("footnotes", "endnotes"):
            self._read_parts(notes, list(self._relations), Part.NOTE)

    def tables(self) -> Iterator[Table]:
        """The tables, in the order of their numbers."""
        texts = {paragraph.number: paragraph.text for paragraph in self.paragraphs}
        return (grid.finish(number, texts) for number, grid in enumerate(self._grids, 1))

    def _related(self, type_: str) -> Element | None:
        """The root of the one part of this type, where there is one."""
        for relation in self._relations.values():
            if relation.type == type_ and relation.target and relation.target in self._package:
                return self._package.xml(relation.target)
        return None

    def _read_parts(self, type_: str, ids: list[str | None], part: Part) -> None:
        """Read the related parts of this type among `ids`, in that order."""
        found = [self._relations.get(identity or "") for identity in ids]
        targets = [relation.target for relation in found if relation and relation.type == type_ and relation.target]
        main_relations = self._relations
        for target in dict.fromkeys(targets):
            root = self._package.xml(target)
            self._relations = self._package.relations(target)
            self._part = part
            self._fields.clear()
            self._read_blocks(root)
        self._relations = main_relations

    # Blocks: paragraphs, tables and what wraps them.

    def _read_blocks(self, container: Element) -> None:
        for element in container:
            name = kind(element)
            if name == "w:p":
                self._read_paragraph(element)
            elif name == "w:tbl":
                self._read_table(element)
            elif name == "mc:AlternateContent":
                self._read_blocks(_choice(element))
            elif name in {"w:footnote", "w:endnote"} and attribute(element, "w:type") in _SEPARATORS:
                continue
            elif name not in _UNSEEN:
                self._read_blocks(element)

    def _read_table(self, table: Element) -> None:
        grid = GridBuilder()
        self._grids.append(grid)
        number = len(self._grids)
        for row in _wrapped(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                continue
            grid.begin_row(skip=_count(child(properties, "w:gridBefore"), 0))
            for cell in _wrapped(row, "w:tc"):
                settings = child(cell, "w:tcPr")
                merge = child(settings, "w:vMerge")
                span = _count(child(settings, "w:gridSpan"), 1)
                if merge is not None and attribute(merge, "w:val") != "restart" and grid.continue_above(span):
                    continue
                opened = grid.add_cell(span)
                opened.address = Cell(number, opened.row, opened.column)
                self._cells.append(opened)
                self._read_blocks(cell)
                self._cells.pop()

    # Paragraphs and what stands in them.

    def _read_paragraph(self, paragraph: Element) -> None:
        line = _Line(self._styles.properties(paragraph))
        label = self._numbering.label(line.properties)
        self._read_inline(paragraph, line, _Shape())
        text = "".join(line.text).strip("\n")
        if text.strip():
            self._add_paragraph(text, label, line)
        self._add_pictures(line)
        for box in line.boxes:
            self._read_box(box)

    def _add_paragraph(self, text: str, label: str, line: _Line) -> None:
        number = len(self.paragraphs) + 1
        heading = self._styles.is_heading(line.properties) or self._looks_like_title(text, line)
        address = self._cells[-1].address if self._cells else None
        fonts = _mixed_fonts(line)
        self.paragraphs.append(Paragraph(text, number, None, self._part, address, heading, label, fonts))
        for cell in self._cells:
            cell.paragraphs.append(number)

    def _looks_like_title(self, text: str, line: _Line) -> bool:
        """A short centred line in bold or large type near the beginning, without a mark at its end."""
        if self._part is not Part.BODY or self._cells or len(self.paragraphs) >= _TITLE_WITHIN:
            return False
        centred = attribute(line.properties.of_paragraph("w:jc"), "w:val") == "center"
        weighty = all(line.bold) or min(line.sizes, default=0) >= _TITLE_SIZE
        return centred and weighty and len(text) <= _TITLE_LENGTH and not text.rstrip().endswith(tuple(_END_MARKS))

    def _read_box(self, box: Element) -> None:
        outer_part, outer_fields = self._part, self._fields
        self._fields = []
        if self._part is Part.BODY:
            self._part = Part.TEXT_BOX
        self._read_blocks(box)
        self._part, self._fields = outer_part, outer_fields

    def _read_inline(self, container: Element, line: _Line, shape: _Shape) -> None:
        for element in container:
            name = kind(element)
            if name == "w:r":
                self._read_run(element, line, shape)
            elif name in {"w:t", "m:t"}:
                if all(self._fields):
                    line.text.append(element.text or "")
            elif name in _CHARACTERS:
                line.text.append(_CHARACTERS[name])
            elif name == "w:br":
                if attribute(element, "w:type") not in _INVISIBLE_BREAKS:
                    line.text.append("\n")
            elif name == "w:sym":
                line.text.append(symbol(attribute(element, "w:font") or "", attribute(element, "w:char") or ""))
            elif name == "w:fldChar":
                self._follow_field(attribute(element, "w:fldCharType"))
            elif name == "w:txbxContent":
                line.boxes.append(element)
            elif name in {"a:blip", "v:imagedata"}:
                self._note_picture(element, line, shape)
            elif name == "mc:AlternateContent":
                self._read_inline(_choice(element), line, shape)
            elif name in {"wp:inline", "wp:anchor"}:
                self._read_inline(element, line, _Shape(_drawing_name(element), name == "wp:anchor"))
            elif name == "v:shape":
                self._read_inline(element, line, _Shape(element.get("alt") or "", _is_vml_floating(element)))
            elif name not in _UNSEEN:
                self._read_inline(element, line, shape)

    def _read_run(self, run: Element, line: _Line, shape: _Shape) -> None:
        if self._styles.run_is_hidden(run, line.properties):
            for element in run:  # a field may begin in hidden text and end outside
                if kind(element) == "w:fldChar":
                    self._follow_field(attribute(element, "w:fldCharType"))
            return
        before = len(line.text)
        self._read_inline(run, line, shape)
        if any(piece.strip() for piece in line.text[before:]):
            own = child(run, "w:rPr")
            bold, size = child(own, "w:b"), child(own, "w:sz")
            line.bold.append(is_on(bold if bold is not None else line.properties.of_run("w:b")))
            line.sizes.append(_count(size if size is not None else line.properties.of_run("w:sz"), 0))
            start, text = len("".join(line.text[:before])), "".join(line.text[before:])
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

    # Pictures.

    def _note_picture(self, element: Element, line: _Line, shape: _Shape) -> None:
        identity = attribute(element, "r:embed") or attribute(element, "r:id") or ""
        relation = self._relations.get(identity, Relation("", None))
        if relation.target and relation.target in self._package:  # else linked, or lost
            title = attribute(element, "o:title")
            line.pictures.append((relation.target, _Shape(shape.name or title or "", shape.floating)))

    def _add_pictures(self, line: _Line) -> None:
        """Place a paragraph's pictures: at its number, or at the one before it where it has no text."""
        cell = self._cells[-1].address if self._cells else None
        for part, shape in line.pictures:
            width, height, format_, digest = self._measure(part)
            place = Place(self._path, paragraph=len(self.paragraphs) or None, cell=cell)
            name = shape.name or part.rpartition("/")[2]
            self.pictures.append(Picture(name, width, height, format_, digest, place, shape.floating))

    def _measure(self, part: str) -> tuple[int, int, str, str]:
        """Width, height, format and SHA-256 of a picture part."""
        if part not in self._measures:
            from zgc_lint.load.image import measure

            data = self._package.read(part)
            self._measures[part] = (*measure(data, part), hashlib.sha256(data).hexdigest())
        return self._measures[part]


def _mixed_fonts(line: _Line) -> tuple[Font, ...]:
    """The fonts of a paragraph one after the other, neighbours of one font together; () where there is but one."""
    text = "".join(line.text)
    stripped = len(text) - len(text.lstrip("\n"))
    fonts: list[Font] = []
    for start, end, name, size in line.fonts:
        if fonts and fonts[-1][2:] == (name, size):
            fonts[-1] = fonts[-1]._replace(end=end - stripped)
        else:
            fonts.append(Font(max(0, start - stripped), end - stripped, name, size))
    return tuple(fonts) if len(fonts) > 1 else ()


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


def _count(element: Element | None, default: int) -> int:
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
