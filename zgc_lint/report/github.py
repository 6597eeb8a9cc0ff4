"""Workflow commands for GitHub Actions: an annotation a finding.

An annotation has a file but no line: a paragraph of a Word document is none, so the place stands in the title. Paths
are relative to the target: annotations are shown at their files where the target is the repository's root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.model import Confidence
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import CONFIDENCE, absent, agreed, by_reason, details, headline, verdict, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.model import Suppressed
    from zgc_lint.price import PricedFinding
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

_SIGNATURE = "::notice title=zgc-lint::zgc-lint "

_LEVELS = {Confidence.CERTAIN: "error", Confidence.LIKELY: "warning", Confidence.HINT: "notice"}


def render(audit: Audit) -> str:
    """One command a line."""
    return "".join(f"{line}\n" for line in _lines(audit))


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE.encode())


def _lines(audit: Audit) -> Iterator[str]:
    yield _command("notice", headline(audit), title="zgc-lint")
    for entry in audit.bill.findings:
        yield _finding(entry, audit)
    for suppressed in audit.coverage.suppressed:
        yield _suppressed(suppressed, audit)
    for code, why, documents in by_reason(audit.coverage.not_judged):
        yield _command("notice", "：".join(filter(None, (why, "、".join(documents)))), title=f"{code} 未判定")
    if gone := absent(audit):
        yield _command("notice", gone, title="基线")
    yield _command("notice" if audit.complete else "error", verdict(audit), title="zgc-lint")


def _finding(entry: PricedFinding, audit: Audit) -> str:
    finding = entry.finding
    confidence = Confidence(finding.confidence)
    title = f"{finding.code} [{CONFIDENCE[confidence]}] {where(finding.place, audit.field_names)}".rstrip()
    message = "\n".join(filter(None, (finding.message, "　".join(details(entry)))))
    return _command(_LEVELS[confidence], message, file=finding.place.document, title=title)


def _suppressed(entry: Suppressed, audit: Audit) -> str:
    finding = entry.finding
    title = f"{finding.code}（{agreed(entry)}）{where(finding.place, audit.field_names)}"
    return _command("notice", finding.message, file=finding.place.document, title=title)


def _command(level: str, message: str, **properties: str) -> str:
    words = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{level} {words}::{_data(message)}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
