"""The Code Quality report of GitLab: an issue a finding.

The format wants a line; a paragraph of a Word document is none, so every issue is on line 1 and its description says
where it stands. The first issue says how much was looked at, which the format has no other place for.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from zgc_lint.model import Confidence
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import absent, agreed, by_reason, details, headline, verdict, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.price import PricedFinding
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

_SIGNATURE = '[\n  {\n    "description": "zgc-lint '

_SEVERITIES = {Confidence.CERTAIN: "major", Confidence.LIKELY: "minor", Confidence.HINT: "info"}


def render(audit: Audit) -> str:
    """The issues as indented JSON with a final line break."""
    return json.dumps(list(_issues(audit)), ensure_ascii=False, indent=2) + "\n"


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE.encode())


def _issues(audit: Audit) -> Iterator[dict[str, Any]]:
    overview = f"{headline(audit)}。{verdict(audit)}{absent(audit) or ''}"
    yield _issue(overview, "zgc-lint", "info" if audit.complete else "critical", "")
    for entry in audit.bill.findings:
        finding = entry.finding
        place = where(finding.place, audit.field_names)
        words = "　".join(filter(None, (place, finding.message, *details(entry))))
        yield _issue(words, finding.code, _severity(entry), finding.place.document, finding.fingerprint)
    for suppressed in audit.coverage.suppressed:
        finding = suppressed.finding
        words = f"（{agreed(suppressed)}）{where(finding.place, audit.field_names)}　{finding.message}"
        yield _issue(words, finding.code, "info", finding.place.document, finding.fingerprint)
    for code, why, documents in by_reason(audit.coverage.not_judged):
        for document in documents or [""]:
            yield _issue(f"未判定，请人工核对：{why}", code, "info", document)


def _severity(entry: PricedFinding) -> str:
    """A finding that may let the client end the contract is critical, and so is what could not be checked."""
    if entry.termination or entry.finding.code in ("ZZ01", "ZZ02"):
        return "critical"
    return _SEVERITIES[Confidence(entry.finding.confidence)]


def _issue(description: str, check: str, severity: str, path: str, fingerprint: str = "") -> dict[str, Any]:
    own = fingerprint or hashlib.sha256(f"{check}|{path}|{description}".encode("utf-8", "replace")).hexdigest()[:16]
    return {
        "description": harmless(description),
        "check_name": check,
        "fingerprint": own,
        "severity": severity,
        "location": {"path": harmless(path) or "全部材料", "lines": {"begin": 1}},
    }
