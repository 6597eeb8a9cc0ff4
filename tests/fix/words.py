"""What the tests of the fixer share: fixing a document in memory, and taking or refusing its tracked changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from tests.load.builders import W
from zgc_lint.fix.docx import fix_docx
from zgc_lint.fix.edits import Replacement
from zgc_lint.load.docx import read_docx
from zgc_lint.load.walk import Walk

DATE = "2026-06-20T08:00:00Z"
_W = f"{{{W}}}"
OURS = "zgc-lint"


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_docx(data, "a.docx").paragraphs]


def change(data: bytes, original: str, text: str, occurrence: int = 0) -> Replacement:
    """Write `text` in place of the first (second, …) `original` in a document."""
    found = [
        Replacement(number, at, at + len(original), original, text)
        for number, whole in enumerate(texts(data), 1)
        for at in range(len(whole))
        if whole.startswith(original, at)
    ]
    return found[occurrence]


def fixed(data: bytes, *pairs: tuple[str, str], date: str | None = None) -> bytes:
    """The document with each first string replaced by the second; nothing may be refused."""
    result, refused = fix_docx(data, [change(data, *pair) for pair in pairs], date=date)
    assert not refused
    return result


def formatted(data: bytes) -> list[list[tuple[str, str]]]:
    """For each paragraph: each visible character with the formatting of its run, as canonical XML."""
    lines = []
    for line in Walk(data).lines():
        if line.number is None:
            continue
        row: list[tuple[str, str]] = []
        for piece in line.pieces:
            run = piece.element.getparent()
            properties = None if run is None else run.find(f"{_W}rPr")
            style = b"" if properties is None else etree.tostring(properties, method="c14n", with_tail=False)
            row.extend((character, style.decode()) for character in piece.text)
        lines.append(row)
    return lines


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    for inner in reversed(list(element)):
        parent.insert(at + 1, inner)
    parent.remove(element)


def settled(xml: bytes, *, accept: bool, author: str | None = OURS) -> etree._Element:
    """A part with the tracked changes of `author` (None: everybody's) accepted or rejected."""
    root = etree.fromstring(xml)
    for name, keeps in (("ins", accept), ("del", not accept)):
        for mark in list(root.iter(_W + name)):
            if author is not None and mark.get(f"{_W}author") != author:
                continue
            if keeps:
                for text in mark.iter(f"{_W}delText"):
                    text.tag = f"{_W}t"
                _unwrap(mark)
            else:
                parent = mark.getparent()
                assert parent is not None
                parent.remove(mark)
    return root


def joined(paragraph: etree._Element) -> str:
    """The text of the runs of a paragraph that are not deleted."""
    return "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


def paragraphs(root: etree._Element) -> Iterable[etree._Element]:
    return root.iter(f"{_W}p")


def merged(root: etree._Element) -> list[tuple[str, bytes]]:
    """The runs of all paragraphs, neighbours of equal formatting taken together: how a reader sees them."""
    found: list[tuple[str, bytes]] = []
    for paragraph in paragraphs(root):
        found.append(("¶", b""))
        for run in paragraph.iter(f"{_W}r"):
            properties = run.find(f"{_W}rPr")
            style = b"" if properties is None else etree.tostring(properties, method="c14n", with_tail=False)
            text = "".join(
                {"t": inner.text or "", "tab": "\t", "br": "\n"}.get(etree.QName(inner).localname, "") for inner in run
            )
            if found[-1][1] == style and found[-1][0] != "¶":
                found[-1] = (found[-1][0] + text, style)
            elif text:
                found.append((text, style))
    return found
