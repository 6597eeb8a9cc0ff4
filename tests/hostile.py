"""Names and texts that would harm a report which takes them for its own language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from benchmarks.report import audit_of
from zgc_lint.model import CaseRecord, Context, Finding, Place, Quote

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit

__all__ = ["HOSTILE", "hostile_audit"]

HOSTILE = (
    "<script>document.title='harmed'</script>",
    "</script><script>document.title='harmed'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='harmed'\">",
    "\"'><svg onload=document.title='harmed'>",
    "]]>{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "javascript:document.title='harmed'",
    "\u202ecod.exe\u2066",
    "👨\u200d👩\u200d👧 😀",
    "一\u2028二\u2029三\x00\x1b[31m",
    "שלום مرحبا",
)


def hostile_audit() -> Audit:
    """An audit in which all that comes from filings is hostile."""
    findings, records = [], []
    for number, text in enumerate(HOSTILE):
        case = f"{number:02d}{text}"
        place = Place(f"{case}/{text}.docx", paragraph=1, start=1, end=1 + len(text))
        records.append(CaseRecord(case, case, item=text, specialist=text, reviewer=text, filed_on=date(2026, 6, 9)))
        findings.append(
            Finding(
                place,
                f"“{text}”有误",
                text=text,
                suggest=text,
                evidence=(Quote(place, text),),
                case=case,
                row="typo",
                code="TX01",
                name="typo",
                fingerprint="0" * 16,
                context=Context(f"前{text}后", 1, 1 + len(text)),
            )
        )
    return audit_of(findings, records)
