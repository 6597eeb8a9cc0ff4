"""OFD (GB/T 33190-2016): text with its place, pages and pictures, with lxml alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgc_lint.load.content import Content, UnreadableError
from zgc_lint.load.image import MIN_EMBEDDED, measure
from zgc_lint.load.ofd_package import OfdDocument, OfdPackage, child, children, numbers, text_of
from zgc_lint.load.ofd_page import MM, Drawn, Matrix, Painter, in_rows
from zgc_lint.load.paragraphs import MAX_PAGES, MAX_SIDE, Collector
from zgc_lint.model import Page, Picture, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from zgc_lint.model import Box

__all__ = ["page_area", "read_ofd", "read_ofd_pictures"]

_A4 = (0.0, 0.0, 210.0, 297.0)


def read_ofd(data: bytes, path: str) -> Content:
    """Read an OFD file, all its documents one after the other. `path` is the document's, for places.

    Text of annotations (watermarks, notes), slanted text and text that runs downwards stand after the other text of
    their page as `Part.TEXT_BOX`. A template, resource or annotation that is missing or damaged is passed over.
    Raises UnreadableError.
    """
    collector = Collector()
    pages: list[Page] = []
    pictures: list[Picture] = []
    for number, layout in _pages(OfdPackage(data)):
        drawn, noted = layout.drawn, layout.noted
        pages.append(layout.page)
        collector.add_page(number, layout.height, in_rows([run for run in drawn.runs if run.upright]), ())
        apart = [run for run in drawn.runs if not run.upright] + noted.runs
        collector.add_apart([run.text for run in apart], number)
        pictures.extend(picture for picture, _ in layout.pictures(path))
    paragraphs, tables = collector.finish()
    return Content(paragraphs, tables, tuple(pictures), tuple(pages))


def read_ofd_pictures(data: bytes, path: str) -> Iterator[tuple[Picture, bytes, Page]]:
    """The pictures of an OFD file as `read_ofd` tells them, with their bytes and pages. Raises UnreadableError."""
    for _, layout in _pages(OfdPackage(data)):
        yield from ((picture, stored, layout.page) for picture, stored in layout.pictures(path))


def page_area(document: OfdDocument, page: Element) -> tuple[float, float, float, float]:
    """Left, top, width and height of a page in millimetres: its own, else the document's, else A4."""
    for area in (child(page, "Area"), child(document.root, "CommonData", "PageArea")):
        found = numbers(text_of(child(area, "PhysicalBox")), 4)
        if found and found[2] > 0 and found[3] > 0:
            return found[0], found[1], found[2], found[3]
    return _A4


@dataclass(slots=True)
class _Resources:
    """What the pages of a document refer to by id: parts that hold pictures, composite objects, templates."""

    media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    templates: dict[str, Element] = field(default_factory=dict)
    annotations: dict[str, list[Element]] = field(default_factory=dict)


@dataclass(slots=True)
class _Layout:
    """A page as it is shown: size in points, what is drawn on it, what annotations add."""

    number: int
    width: float
    height: float
    drawn: Drawn
    noted: Drawn
    package: OfdPackage
    media: dict[str, str]

    @property
    def page(self) -> Page:
        """The page as documents tell it."""
        return Page(self.number, self.width, self.height, self.drawn.characters)

    def pictures(self, path: str) -> Iterator[tuple[Picture, bytes]]:
        """The pictures on the page, with their bytes; small ones are marks and left out."""
        count = 0
        for resource, box in self.drawn.pictures + self.noted.pictures:
            found = self._picture(resource, box, path, count + 1)
            if found is not None:
                count += 1
                yield found

    def _picture(self, resource: str, box: Box, path: str, count: int) -> tuple[Picture, bytes] | None:
        part = self.media.get(resource)
        if part is None:
            return None
        try:
            data = self.package.read(part)
        except UnreadableError:
            return None
        width, height, format_ = measure(data, part)
        if width and min(width, height) < MIN_EMBEDDED:
            return None
        name = f"第{self.number}页图片{count}"
        digest = hashlib.sha256(data).hexdigest()
        return Picture(name, width, height, format_, digest, Place(path, page=self.number, box=box)), data


def _pages(package: OfdPackage) -> Iterator[tuple[int, _Layout]]:
    """The pages of all documents of a package with their numbers. Raises UnreadableError."""
    documents = package.documents()
    total = sum(len(document.pages) for document in documents)
    if total > MAX_PAGES:
        raise UnreadableError(f"OFD 共 {total} 页，超过 {MAX_PAGES} 页", "请拆分后重新放入")
    painter = Painter()
    for document in documents:
        resources = _resources(package, document)
        for number, page in enumerate(document.pages, document.first_page):
            yield number, _layout(package, document, resources, painter, number, page.id, package.page(document, page))


def _layout(
    package: OfdPackage,
    document: OfdDocument,
    resources: _Resources,
    painter: Painter,
    number: int,
    page_id: str,
    page: Element,
) -> _Layout:
    left, top, width, height = page_area(document, page)
    if width * MM > MAX_SIDE or height * MM > MAX_SIDE:
        raise UnreadableError(f"OFD 第 {number} 页的尺寸异常（{width:.0f}×{height:.0f} 毫米）", "请按 A4 重新导出")
    matrix = Matrix(MM, 0, 0, MM, -left * MM, -top * MM)
    media, units = dict(resources.media), dict(resources.units)
    for reference in children(page, "PageRes"):
        _read_resources(package, text_of(reference), document.part, media, units)
    drawn, noted = Drawn(), Drawn()
    used = [resources.templates.get(template.get("TemplateID", "")) for template in children(page, "Template")]
    for content in [child(shown, "Content") for shown in [*used, page] if shown is not None]:
        if content is not None:
            painter.paint(content, drawn, matrix, units)
    for appearance in resources.annotations.get(page_id, ()):
        place = numbers(appearance.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
        painter.paint(appearance, noted, matrix.after(Matrix(e=place[0], f=place[1])), units)
    return _Layout(number, width * MM, height * MM, drawn, noted, package, media)


def _resources(package: OfdPackage, document: OfdDocument) -> _Resources:
    found = _Resources()
    common = child(document.root, "CommonData")
    for name in ("PublicRes", "DocumentRes"):
        for reference in children(common, name):
            _read_resources(package, text_of(reference), document.part, found.media, found.units)
    for template in children(common, "TemplatePage"):
        opened = package.optional_xml(template.get("BaseLoc", ""), document.part)
        if opened:
            found.templates[template.get("ID", "")] = opened[0]
            for reference in children(opened[0], "PageRes"):
                _read_resources(package, text_of(reference), document.part, found.media, found.units)
    listing = package.optional_xml(text_of(child(document.root, "Annotations")), document.part)
    for page in children(listing[0], "Page") if listing else ():
        opened = package.optional_xml(text_of(child(page, "FileLoc")), listing[1] if listing else "")
        if opened:
            found.annotations.setdefault(page.get("PageID", ""), []).extend(_appearances(opened[0]))
    return found


def _appearances(annotations: Element) -> Sequence[Element]:
    """The appearances of the annotations that are shown."""
    shown = [annotation for annotation in children(annotations, "Annot") if annotation.get("Visible") != "false"]
    return [appearance for annotation in shown for appearance in children(annotation, "Appearance")]


def _read_resources(
    package: OfdPackage, reference: str, base: str, media: dict[str, str], units: dict[str, Element]
) -> None:
    """Add the resources of one listing; its BaseLoc is the folder in which their files lie."""
    opened = package.optional_xml(reference, base)
    if opened is None:
        return
    listing, part = opened
    folder = listing.get("BaseLoc", "").replace("\\", "/").rstrip("/")
    for medium in children(child(listing, "MultiMedias"), "MultiMedia"):
        file = text_of(child(medium, "MediaFile"))
        found = package.find(f"{folder}/{file}" if folder else file, part) or package.find(file, part)
        if file and found:
            media[medium.get("ID", "")] = found
    for unit in children(child(listing, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
        units[unit.get("ID", "")] = unit
