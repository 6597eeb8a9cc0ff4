"""Reading back what a marked-up document says, by another way than the program's own."""

from __future__ import annotations

import io
import zipfile
from typing import Any, NamedTuple, cast

import pypdf
from lxml import etree

from tests.load.builders import W
from zgc_lint.markup.remarks import AUTHOR

_W = f"{{{W}}}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SILENT = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr"}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class Comment(NamedTuple):
    """A comment: the characters it is about, its author, its lines; `paragraph` is the text around the characters."""

    characters: str
    author: str
    lines: tuple[str, ...]
    paragraph: str


def comments(data: bytes, main: str = "word/document.xml", part: str = "word/comments.xml") -> dict[str, Comment]:
    """The comments of a document by their id; each must have a beginning, an end and a reference, in this order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body, notes = etree.fromstring(archive.read(main)), etree.fromstring(archive.read(part))
    texts: dict[str, list[str]] = {}
    paragraphs: dict[str, str] = {}
    opened: list[str] = []
    closed: set[str] = set()
    referred: set[str] = set()

    def walk(element: etree._Element) -> None:
        identity = element.get(f"{_W}id") or ""
        if element.tag in _SILENT:
            return
        if element.tag == f"{_W}commentRangeStart":
            assert identity not in texts
            texts[identity] = []
            opened.append(identity)
            paragraph = next(element.iterancestors(f"{_W}p"))
            paragraphs[identity] = "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))
        elif element.tag == f"{_W}commentRangeEnd":
            opened.remove(identity)
            closed.add(identity)
        elif element.tag == f"{_W}commentReference":
            assert identity in closed or identity not in texts
            assert identity not in referred
            referred.add(identity)
        else:
            own = element.text or "" if element.tag == f"{_W}t" else _CHARACTERS.get(str(element.tag), "")
            for one in opened:
                texts[one].append(own)
            for inner in element.iterchildren("*"):
                walk(inner)

    walk(body)
    assert not opened
    found: dict[str, Comment] = {}
    for comment in notes.iter(f"{_W}comment"):
        identity = comment.get(f"{_W}id") or ""
        assert identity not in found
        lines = tuple(
            "".join(text.text or "" for text in paragraph.iter(f"{_W}t")) for paragraph in comment.iter(f"{_W}p")
        )
        found[identity] = Comment(
            "".join(texts.get(identity, [])), comment.get(f"{_W}author") or "", lines, paragraphs.get(identity, "")
        )
    assert set(texts) | referred <= set(found)
    assert closed <= referred
    return found


def annotations_in(data: bytes) -> list[tuple[int, dict[str, Any]]]:
    """Our annotations in a PDF, each with the number of its page."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [
        (number, cast("dict[str, Any]", annotation.get_object()))
        for number, page in enumerate(pages, 1)
        for annotation in page.get("/Annots", [])
        if annotation.get_object().get("/T") == AUTHOR
    ]
