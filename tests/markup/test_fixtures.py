"""All findings in the text of the fixtures' Word papers: the characters that are commented on are those found."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.markup.comments import comments
from zgc_lint.config import Config
from zgc_lint.load.docx import read_docx
from zgc_lint.markup.copies import Markup, mark_up
from zgc_lint.model import Batch, Finding
from zgc_lint.pipeline import check
from zgc_lint.report.audit import Audit

FILINGS = Path(__file__).parents[2] / "fixtures/filings"
#: Checks that are quick; what they find stands in prose, in tables and in fields.
SELECT = ("PU", "LY", "TX02", "TX03", "TX04", "CO04", "AT05")


def papers_of(story: str, folder: Path) -> Path:
    """The Word papers of a batch without anything else; pictures and scans take long and hold no such finding."""
    for source in (FILINGS / story).rglob("*.docx"):
        target = folder / source.relative_to(FILINGS / story)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


@pytest.mark.parametrize("story", ["seeded", "seeded-text", "demo"])
def test_commented_characters_are_those_found(story: str, tmp_path: Path) -> None:
    papers, copies = papers_of(story, tmp_path / "2026-06"), tmp_path / "批注稿"
    before = {path: path.read_bytes() for path in papers.rglob("*.docx")}
    found: list[Finding] = []
    made: list[Markup] = []

    def deliver(batch: Batch, audit: Audit, _mask: object) -> None:
        found.extend(entry.finding for entry in audit.bill.findings)
        made.append(mark_up(batch, audit, str, copies))

    check([papers], Config(select=SELECT), reveal=True, deliver=deliver)

    assert made[0].problems == ()
    assert {path: path.read_bytes() for path in papers.rglob("*.docx")} == before
    expected: dict[str, Counter[tuple[str, str]]] = {}
    for finding in found:
        place = finding.place
        if place.paragraph is None or place.start is None or place.end is None:
            continue
        paragraph = read_docx((papers / place.document).read_bytes(), "").paragraphs[place.paragraph - 1]
        characters = paragraph.text[place.start : place.end]
        if finding.text:
            assert characters == finding.text
        expected.setdefault(place.document, Counter())[finding.code, characters] += 1
    assert sum(map(Counter.total, expected.values())) > 10
    for document, theirs in expected.items():
        written = comments((copies / document).read_bytes()).values()
        own = Counter((comment.lines[0][:4], comment.characters) for comment in written)
        assert theirs <= own
