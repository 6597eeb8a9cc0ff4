"""The parts of an OFD file (GB/T 33190-2016): guarded unzipping, paths as producers write them, documents, pages."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from zgc_lint.load.archive import Budget, file_members, member_name, open_zip, read_member
from zgc_lint.load.content import UnreadableError, damaged
from zgc_lint.load.package import parse_xml

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["OfdDocument", "OfdPackage", "PageRef", "child", "children", "local", "numbers", "text_of"]

_MAX_PACKAGE = 512 * 2**20  # bytes of all parts, unpacked
_ROOT = "OFD.xml"


def local(element: Element) -> str:
    """An element's name without its namespace, of which several are in use; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The direct children of a name; none of None."""
    return (found for found in element if local(found) == name) if element is not None else iter(())


def child(element: Element | None, *names: str) -> Element | None:
    """The first descendant along a path of names, or None."""
    for name in names:
        element = next(children(element, name), None)
    return element


def text_of(element: Element | None) -> str:
    """An element's text without blanks around it; "" for None."""
    return (element.text or "").strip() if element is not None else ""


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """`count` finite numbers of a text ("0 0 210 297"), or None where it holds anything else."""
    try:
        found = tuple(float(word) for word in (text or "").split())
    except ValueError:
        return None
    return found if len(found) == count and all(abs(value) < 1e9 for value in found) else None


class PageRef(NamedTuple):
    """A page as the document lists it: its id, and the part that holds it."""

    id: str
    part: str


@dataclass(frozen=True, slots=True)
class OfdDocument:
    """One document of the package: its root element, and the part it stands in.

    `signatures` is the part that lists its signatures, "" where it has none; `first_page` is the number of its first
    page, counted through the whole package.
    """

    root: Element
    part: str
    signatures: str
    pages: tuple[PageRef, ...]
    first_page: int


class OfdPackage:
    """The parts of an OFD file. Paths may be absolute or relative, with ``/`` or a backslash, in any case."""

    def __init__(self, data: bytes) -> None:
        """Open the package. Raises UnreadableError."""
        self._zip = open_zip(io.BytesIO(data), "OFD")
        infos = file_members(self._zip)
        Budget(size=_MAX_PACKAGE).take(infos)
        self._parts: dict[str, zipfile.ZipInfo] = {_normal(member_name(info)): info for info in infos}
        self._folded = {name.lower(): name for name in self._parts}

    def names(self) -> list[str]:
        """The names of all parts, without a leading slash, as the zip has them."""
        return list(self._parts)

    def find(self, reference: str, base: str = "") -> str | None:
        """The part that a path in part `base` leads to, or None. Many producers leave out the leading slash."""
        reference = reference.strip().replace("\\", "/")
        relative = _normal(posixpath.join(posixpath.dirname(base), reference))
        for name in (_normal(reference),) if reference.startswith("/") else (relative, _normal(reference)):
            if name in self._parts:
                return name
            if name.lower() in self._folded:
                return self._folded[name.lower()]
        return None

    def read(self, part: str) -> bytes:
        """The bytes of a part that `find` gave. Raises UnreadableError."""
        return read_member(self._zip, self._parts[part])

    def xml(self, part: str) -> Element:
        """The root element of a part that `find` gave. Raises UnreadableError."""
        return parse_xml(self.read(part), part)

    def optional_xml(self, reference: str, base: str = "") -> tuple[Element, str] | None:
        """The root element and name of a part that a reader can do without; None where it is not there or damaged."""
        part = self.find(reference, base) if reference else None
        if part is None:
            return None
        try:
            return self.xml(part), part
        except UnreadableError:
            return None

    def documents(self) -> list[OfdDocument]:
        """The documents of the package. Raises UnreadableError where one is missing or all is encrypted."""
        root_part = self._needed(_ROOT)
        root = self.xml(root_part)
        if self.find("/Encryptions.xml") or any(local(element) == "Encryptions" for element in root.iter()):
            raise UnreadableError("OFD 已加密", "请去除密码后重新放入")
        found: list[OfdDocument] = []
        first = 1
        for body in children(root, "DocBody"):
            reference = text_of(child(body, "DocRoot"))
            if not reference:
                continue
            part = self._needed(reference, root_part)
            document = self.xml(part)
            pages = tuple(
                PageRef(page.get("ID", ""), page.get("BaseLoc", ""))
                for page in children(child(document, "Pages"), "Page")
            )
            listing = text_of(child(body, "Signatures"))
            signatures = (self.find(listing, root_part) or listing) if listing else ""
            found.append(OfdDocument(document, part, signatures, pages, first))
            first += len(pages)
        if not found:
            raise damaged("OFD", "没有文档")
        return found

    def page(self, document: OfdDocument, page: PageRef) -> Element:
        """The root element of a page. Raises UnreadableError."""
        return self.xml(self._needed(page.part, document.part))

    def _needed(self, reference: str, base: str = "") -> str:
        part = self.find(reference, base) if reference else None
        if part is None:
            raise damaged("OFD", f"缺少内部的 {reference or '页面'}")
        return part


def _normal(path: str) -> str:
    """A path from the root of the package, without a leading slash; ``..`` leads no further up than there."""
    return posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/")
