"""The HTML audit as text: the demo batch against the committed page, and that nothing from a filing becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import audit_of, generated
from tests.hostile import HOSTILE, hostile_audit
from zgc_lint import __version__
from zgc_lint.cli import FINDINGS, run
from zgc_lint.report import html
from zgc_lint.report.harmless import harmless

DEMO = Path(__file__).parent.parent.parent / "fixtures" / "filings" / "demo"
GOLDEN = Path(__file__).parent / "goldens" / "demo.html"
QUICK = "PU,AT01,AT02,AT05,CO,IT,LG,RP"  # what needs neither a picture nor the corrector


class _Page(HTMLParser):
    """The elements of a page, and what stands in its style, script and data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.contents: dict[str, str] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = dict(attrs).get("id") or tag

    def handle_data(self, data: str) -> None:
        self.contents[self._inside] = self.contents.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.contents["data"])
        return found

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def hostile() -> str:
    return html.render(hostile_audit())


def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(DEMO), "--format", "html", "--select", QUICK]) == FINDINGS
    page = capsys.readouterr().out.replace(f"zgc-lint {__version__}", "zgc-lint VERSION")
    if os.environ.get("ZGC_LINT_GOLDENS") == "write":
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_the_page_allows_only_its_own_style_and_script(hostile: str) -> None:
    page = _Page(hostile)
    policy = next(meta["content"] or "" for meta in page.all("meta") if "http-equiv" in meta)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for element in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.contents[element].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), (tag, attributes)


def test_hostile_text_stays_text(hostile: str) -> None:
    page = _Page(hostile)
    plain = _Page(html.render(audit_of([], [])))
    assert len(page.all("script")) == len(plain.all("script")) == 2
    assert not page.all("img") + page.all("iframe")
    said = "\n".join([*page.data["findings"]["message"], *page.data["strings"]])
    for text in HOSTILE:
        assert harmless(text) in said


def test_data_cannot_end_its_element(hostile: str) -> None:
    island = hostile.partition('id="data">')[2].partition("</script>")[0]
    assert not re.search("[<>&\u2028\u2029]", island)
    assert json.loads(island)["count"] == len(HOSTILE)


def test_no_part_of_the_page_turns_direction(hostile: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", hostile)


def test_headings_and_labels(hostile: str) -> None:
    page = _Page(hostile)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    identities = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(identities) == len(set(identities))
    for _, attributes in page.elements:
        assert (attributes.get("aria-labelledby") or identities[0]) in identities
        assert (attributes.get("aria-describedby") or identities[0]) in identities
    assert all(svg.get("role") == "img" for svg in page.all("svg"))


def test_a_large_month_stays_small() -> None:
    """A fortieth of the month of ``benchmarks/report.py``, without what its pictures take."""
    audit = generated(12, 500)
    pictures = sum(exhibit.size for exhibit in audit.exhibits.by_key.values())
    size = len(html.render(audit).encode()) - pictures * 4 / 3
    assert size < 15_000_000 / 40
