"""An XML part written anew where it was changed, and byte for byte as it was everywhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat  # only to find places in bytes that `load.package.parse_xml` has read before

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

__all__ = ["Splicer"]

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_UTF8 = {"UTF-8", "UTF8", "US-ASCII", "ASCII"}


class Splicer:
    """Knows where the elements of a part that are to be changed stand in its bytes. Make it before the changes."""

    def __init__(self, data: bytes, root: Element, elements: Iterable[Element]) -> None:
        """`elements` will be changed (or what is in them), and nothing else; `data` is the part as it was read."""
        self._data = data
        self._root = root
        chosen = set(elements)
        outermost = {element for element in chosen if not any(outer in chosen for outer in element.iterancestors())}
        self._ranks = {rank: element for rank, element in enumerate(root.iter("*")) if element in outermost}

    def changed(self) -> bytes:
        """The part as it is now."""
        encoding = (self._root.getroottree().docinfo.encoding or "UTF-8").upper()
        places = _places(self._data, set(self._ranks)) if encoding in _UTF8 else {}
        if len(places) != len(self._ranks):
            return self._whole(encoding)
        out, at = [], 0
        for rank, (start, end) in sorted(places.items()):
            out += [self._data[at:start], _fragment(self._ranks[rank])]
            at = end
        return b"".join([*out, self._data[at:]])

    def _whole(self, encoding: str) -> bytes:
        """All of it written anew, with the declaration it had."""
        tree = self._root.getroottree()
        declaration = _DECLARATION.match(self._data) if encoding in _UTF8 else None
        body = etree.tostring(tree, encoding="UTF-8", xml_declaration=declaration is None, standalone=True)
        return declaration.group() + body if declaration else body


def _places(data: bytes, ranks: set[int]) -> dict[int, tuple[int, int]]:
    """Where the elements with these ranks in document order begin and end; those that cannot be found are left out."""
    parser = expat.ParserCreate()
    found: dict[int, tuple[int, int]] = {}
    opened: list[tuple[int, int]] = []
    count = -1

    def start(_name: str, _attributes: object) -> None:
        nonlocal count
        count += 1
        opened.append((count, parser.CurrentByteIndex))

    def end(_name: str) -> None:
        rank, begun = opened.pop()
        if rank in ranks:
            last = data.find(b">", parser.CurrentByteIndex)
            if data[begun : begun + 1] == b"<" and last > 0:
                found[rank] = begun, last + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return {}
    return found


def _fragment(element: Element) -> bytes:
    """An element as bytes, without the namespaces that are declared around it."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    head, mark, rest = text.partition(">")
    parent = element.getparent()
    for prefix, address in (parent.nsmap if parent is not None else {}).items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        escaped = address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        head = head.replace(f' {name}="{escaped}"', "")
    return f"{head}{mark}{rest}".encode()
