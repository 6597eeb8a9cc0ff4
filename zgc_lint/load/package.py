"""Office Open XML packages: guarded unzipping, safe XML, relationships between parts."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from zgc_lint.load.archive import Budget, open_zip, read_member
from zgc_lint.load.content import UnreadableError, damaged

if TYPE_CHECKING:
    import zipfile

    from lxml.etree import _Element as Element

__all__ = ["Package", "Relation", "attribute", "kind", "parse_xml"]

_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_PREFIXES = {
    f"{_TRANSITIONAL}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_TRANSITIONAL}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_TRANSITIONAL}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_TRANSITIONAL}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_TRANSITIONAL}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_TRANSITIONAL}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    f"{_TRANSITIONAL}package/2006/relationships": "rel",
}

_MAX_PACKAGE = 512 * 2**20  # bytes of all parts, unpacked
_MAX_PART = 32 * 2**20  # bytes of an XML part: its tree takes some twenty times as much


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    """``{namespace}local`` as ``w:local``; the same for the strict and the transitional namespace."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    return f"{_PREFIXES.get(namespace, '?')}:{local}"


def kind(element: Element) -> str:
    """An element's name with its usual prefix ("w:p"); "" for a comment or processing instruction."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The value of the attribute ``w:val``, whichever namespace the file uses; None where it is absent."""
    if element is None:
        return None
    for key, value in element.items():
        if _short(str(key)) == name:
            return str(value)
    return None


def parse_xml(data: bytes, part: str) -> Element:
    """The root of an XML part: no entities, no network, no huge tree. Raises UnreadableError."""
    if len(data) > _MAX_PART:
        raise UnreadableError(f"文件内部的 {part} 超过 {_MAX_PART // 2**20} MB", "请拆分后重新放入")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged("文件", f"内部的 {part} 不是有效的 XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"文件内部的 {part} 带有 DTD 声明，可能是恶意文件，没有读取", "请重新导出后放入")
    return root


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the last word of its type ("image"), the part it leads to; None if that is outside."""

    type: str
    target: str | None


class Package:
    """The parts of an Office file. Part names have no leading slash; upper and lower case do not matter."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open the package; `what` names the kind of file in messages. Raises UnreadableError."""
        self._zip = open_zip(io.BytesIO(data), what)
        Budget(size=_MAX_PACKAGE).take(self._zip.infolist())
        self._parts: dict[str, zipfile.ZipInfo] = {info.filename.lower(): info for info in self._zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableError."""
        info = self._parts.get(part.lower())
        if info is None:
            raise damaged("文件", f"缺少内部的 {part}")
        return read_member(self._zip, info)

    def xml(self, part: str) -> Element:
        """The root element of a part. Raises UnreadableError."""
        return parse_xml(self.read(part), part)

    def true_name(self, part: str) -> str:
        """The name of a part as the zip has it. Raises KeyError."""
        return self._parts[part.lower()].filename

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._parts)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by their id; those of the package for "". Raises UnreadableError."""
        folder, _, name = part.rpartition("/")
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self:
            return {}
        found = {}
        for relation in self.xml(listing):
            if kind(relation) != "rel:Relationship":
                continue
            target: str | None = None
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(relation.get("Target", "")))).lstrip(
                    "/"
                )
            found[relation.get("Id", "")] = Relation(relation.get("Type", "").rpartition("/")[2], target)
        return found
