"""All that a run found, looked for in the marked-up copies that it wrote; both are read from disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from tests.markup.comments import Comment, annotations_in, comments
from zgc_lint.load.docx import read_docx
from zgc_lint.load.pdf import frame_of, read_pdf
from zgc_lint.model import Box, Paragraph, Part
from zgc_lint.report.harmless import harmless

CHARACTERS = "at the very characters"
POINT = "between two characters (something is missing there)"
PARAGRAPH = "on the paragraph or cell as a whole"
NOTE = "in a header, footer or note: on the first paragraph, or the sign of the note"
FIRST = "without a place in the paper: on its first paragraph, or at the corner of its page"
BOXED = "around the box in a page"
FORM = "about a file that takes no remark: on the first paragraph of the filing's form"
NOWHERE = "in no copy: of ledger, export or a filing without Word or PDF paper"


@dataclass
class Tally:
    """Findings by way of marking: how many there are, and how many of them were found again, marked as they must be.

    `quoted` are those whose characters are also the text that the finding quotes; `amiss` tells of the others.
    """

    findings: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)
    amiss: list[str] = field(default_factory=list)


class Highlight(NamedTuple):
    """An annotation of ours in a PDF: its kind, page, words, the characters under it, its box on the page."""

    kind: str
    page: int
    words: str
    characters: str
    box: Box


class Pair:
    """A paper and its marked-up copy."""

    def __init__(self, original: Path, copy: Path) -> None:
        self._original, self._copy = original, copy

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        data = self._original.read_bytes()
        return (read_docx if self._original.suffix.lower() == ".docx" else read_pdf)(data, "").paragraphs

    @cached_property
    def comments(self) -> list[Comment]:
        return list(comments(self._copy.read_bytes()).values()) if self._copy.is_file() else []

    @cached_property
    def highlights(self) -> list[Highlight]:
        return list(_highlights(self._copy.read_bytes())) if self._copy.is_file() else []


def read_back(report: Path, batch: Path, copies: Path) -> Tally:
    """Compare the JSON report (made with --reveal) about `batch` with the copies."""
    tally = Tally()
    pairs: dict[str, Pair] = {}
    for finding in json.loads(report.read_text(encoding="utf-8"))["findings"]:
        name = finding["document"]
        original = batch / name
        pair = pairs.setdefault(name, Pair(original, copies / name))
        readable = original.is_file() and finding["code"] != "ZZ01"
        if readable and original.suffix.lower() == ".docx":
            way, expected, marks = _in_word(finding, pair)
        elif readable and original.suffix.lower() == ".pdf":
            way, expected, marks = _in_pdf(finding, pair)
        else:
            way, expected, marks = _elsewhere(finding, batch, copies)
        tally.findings[way] += 1
        if way == NOWHERE:
            tally.without[Path(name).name] += 1
        elif expected in marks:
            tally.right[way] += 1
            tally.quoted[way] += bool(finding["text"]) and _bare(expected) == _bare(finding["text"])
        else:
            tally.amiss.append(f"{finding['code']} {name}: {expected!r} is not among {marks}")
    return tally


def _in_word(finding: dict[str, Any], pair: Pair) -> tuple[str, str, list[str]]:
    """The way in which a finding is marked, what is to be marked, and what is marked with its message."""
    place = finding["place"]
    theirs = [comment for comment in pair.comments if _says(comment.lines, finding)]
    if place["paragraph"] is None:
        first = next(p.text for p in pair.paragraphs if p.part is Part.BODY)
        whole = [comment.characters for comment in theirs]
        return (PARAGRAPH, "", whole) if place["cell"] else (FIRST, first, whole)
    paragraph = pair.paragraphs[place["paragraph"] - 1]
    if paragraph.part in (Part.HEADER, Part.FOOTER, Part.NOTE):
        return NOTE, "", [""] if theirs else []
    marked = [comment.characters for comment in theirs]
    if place["start"] is None:
        return PARAGRAPH, paragraph.text, marked
    return _way(place), paragraph.text[place["start"] : place["end"]], marked


def _in_pdf(finding: dict[str, Any], pair: Pair) -> tuple[str, str, list[str]]:
    place = finding["place"]
    theirs = [mark for mark in pair.highlights if _says(tuple(mark.words.split("\n")), finding)]
    if place["paragraph"] is not None:
        text = pair.paragraphs[place["paragraph"] - 1].text
        marked = [_bare("".join(mark.characters for mark in theirs if mark.kind == "/Highlight"))]
        if place["start"] is None:
            return PARAGRAPH, _bare(text), marked
        if place["start"] == place["end"]:
            return POINT, _bare(text[max(place["start"] - 1, 0)]), marked
        return CHARACTERS, _bare(text[place["start"] : place["end"]]), marked
    if place["box"] is not None:
        squares = [mark.box for mark in theirs if mark.kind == "/Square" and mark.page == place["page"]]
        wanted = Box(*place["box"])
        covered = any(max(abs(a - b) for a, b in zip(wanted, found, strict=True)) < 1 for found in squares)
        return BOXED, str(wanted), [str(wanted) if covered else str(found) for found in squares]
    page = place["page"] or 1
    return FIRST, f"page {page}", [f"page {mark.page}" for mark in theirs if mark.kind == "/Text"]


def _elsewhere(finding: dict[str, Any], batch: Path, copies: Path) -> tuple[str, str, list[str]]:
    """In the form of the filing, which must name the file; nowhere only where there is no such form."""
    where = f"所在：{finding['document'] or '全部材料'}"
    for path in sorted(copies.rglob("*")):
        if path.suffix.lower() == ".docx":
            told = [comment.lines for comment in comments(path.read_bytes()).values()]
        elif path.suffix.lower() == ".pdf":
            told = [tuple(mark.words.split("\n")) for mark in _highlights(path.read_bytes())]
        else:
            continue
        if any(_says(lines, finding) and lines[1].startswith(harmless(where)) for lines in told):
            return FORM, where, [where]
    folder = batch / finding["document"].partition("/")[0]
    papers = [path for path in folder.glob("*") if path.suffix.lower() in (".docx", ".pdf")] if folder.is_dir() else []
    return (FORM, where, []) if papers else (NOWHERE, "", [])


def _way(place: dict[str, Any]) -> str:
    return POINT if place["start"] == place["end"] else CHARACTERS


def _says(lines: tuple[str, ...], finding: dict[str, Any]) -> bool:
    """Whether the lines of a remark are those about a finding."""
    message = harmless(finding["message"])
    return lines[0].startswith(finding["code"]) and "\n".join(lines[1:]).find(message) >= 0


def _bare(text: str) -> str:
    return "".join(text.split())


def _highlights(data: bytes) -> Iterator[Highlight]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number, annotation in annotations_in(data):
            page = document[number - 1]
            frame = frame_of(page, number)
            rectangle = [float(one) for one in annotation["/Rect"]]
            points = [float(point) for point in annotation.get("/QuadPoints", ())]
            text, lines = page.get_textpage(), []
            for at in range(0, len(points), 8):
                xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
                box = {"left": min(xs) + 0.5, "right": max(xs) - 0.5, "bottom": min(ys) + 0.5, "top": max(ys) - 0.5}
                lines.append(text.get_text_bounded(**box))
            box_of = frame.to_box(rectangle[0], rectangle[1], rectangle[2], rectangle[3])
            words = str(annotation.get("/Contents", ""))
            yield Highlight(str(annotation["/Subtype"]), number, words, "".join(lines), box_of)
