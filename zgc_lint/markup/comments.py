"""The part of a Word document that holds its comments, and what the package says of that part."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from zgc_lint.load.package import attribute, kind, parse_xml
from zgc_lint.markup.remarks import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from zgc_lint.load.walk import Walk

__all__ = ["Comments"]

_TYPES = "[Content_Types].xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = {
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIZE = "18"  # half points: 小五
_FONT = "宋体"


class Comments:
    """The comments of one document: those it has, and those that are added. Call `add`, then `members`."""

    def __init__(self, walk: Walk) -> None:
        """`walk` has been through the document. Raises UnreadableError."""
        self._package = walk.package
        self._main = walk.main
        self._namespace = str(walk.roots[walk.main].tag).partition("}")[0] + "}"
        relations = self._package.relations(self._main).values()
        self._part = next((r.target for r in relations if r.type == "comments" and r.target), None)
        self._is_new = self._part is None or self._part not in self._package
        if self._part is None or self._part not in self._package:
            self._part = self._free_name()
            self._root: Element = etree.Element(f"{self._namespace}comments", nsmap={"w": self._namespace[1:-1]})
        else:
            self._root = self._package.xml(self._part)
        marks = (element for root in (*walk.roots.values(), self._root) for element in root.iter())
        used = [attribute(mark, "w:id") for mark in marks if kind(mark).startswith("w:comment")]
        self._next = max((int(number) for number in used if number and number.isdecimal()), default=-1) + 1

    def add(self, lines: Sequence[str]) -> int:
        """Add a comment, a paragraph a line; returns its number, which no other comment has."""
        number, self._next = self._next, self._next + 1
        comment = etree.SubElement(self._root, f"{self._namespace}comment")
        for name, value in (("id", str(number)), ("author", AUTHOR), ("initials", "zgc")):
            comment.set(self._namespace + name, value)
        for line in lines:
            run = etree.SubElement(etree.SubElement(comment, f"{self._namespace}p"), f"{self._namespace}r")
            properties = etree.SubElement(run, f"{self._namespace}rPr")
            fonts = etree.SubElement(properties, f"{self._namespace}rFonts")
            fonts.set(f"{self._namespace}eastAsia", _FONT)
            etree.SubElement(properties, f"{self._namespace}sz").set(f"{self._namespace}val", _SIZE)
            text = etree.SubElement(run, f"{self._namespace}t")
            text.text = line
            text.set(_SPACE, "preserve")
        return number

    def members(self) -> dict[str, bytes]:
        """The members of the package that have changed or are new, by their exact name. Raises UnreadableError."""
        part = str(self._part)
        if not self._is_new:
            return {self._package.true_name(part): _bytes(self._root)}
        return {part: _bytes(self._root), **self._relations(part), **self._types(part)}

    def _free_name(self) -> str:
        folder = posixpath.dirname(self._main)
        names = (posixpath.join(folder, f"comments{n or ''}.xml") for n in range(len(self._package.names()) + 1))
        return next(name for name in names if name not in self._package)

    def _relations(self, part: str) -> dict[str, bytes]:
        folder, name = posixpath.split(self._main)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        known = listing in self._package
        root = self._package.xml(listing) if known else etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
        used = {entry.get("Id") for entry in root}
        entry = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
        entry.set("Id", next(f"rIdZgc{n}" for n in range(len(used) + 1) if f"rIdZgc{n}" not in used))
        entry.set("Type", _RELATION["purl.oclc.org" in self._namespace])
        entry.set("Target", f"/{part}")
        return {self._package.true_name(listing) if known else listing: _bytes(root)}

    def _types(self, part: str) -> dict[str, bytes]:
        name = self._package.true_name(_TYPES)
        root = parse_xml(self._package.read(_TYPES), _TYPES)
        entry = etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override")
        entry.set("PartName", f"/{part}")
        entry.set("ContentType", _CONTENT_TYPE)
        return {name: _bytes(root)}


def _bytes(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
