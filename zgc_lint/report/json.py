"""JSON for other programs, as described by ``zgc_lint/report/schema.json``. Stable: keys are added, never changed."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from zgc_lint import __version__
from zgc_lint.model import CaseRecord, Confidence, Place, Quote, Suppressed, Unjudged
from zgc_lint.price import MonthSum, PricedFinding, Sums, plain

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit

__all__ = ["as_data", "is_own", "render"]

_PIECES = 4096  # a few characters each, that are put together at once: else they take four times the text's memory
_SIGNATURE = b'{\n  "version": 1,\n  "tool": "zgc-lint '


def render(audit: Audit) -> str:
    """The audit as indented JSON with a final line break."""
    pieces = json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(as_data(audit))
    return "".join([*iter(lambda: "".join(islice(pieces, _PIECES)), ""), "\n"])


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE)


def as_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain dictionaries and lists."""
    data: dict[str, Any] = {
        "version": 1,
        "tool": f"zgc-lint {__version__}",
        "schedule": audit.schedule,
        "month": audit.month,
        "whole": audit.whole,
        "complete": audit.complete,
        "filings": [_filing(record) for record in audit.filings],
        "orders": [_filing(record) for record in _orders_found(audit)],
        "findings": [_finding(entry) for entry in audit.bill.findings],
        "penalty": {month: _month(total) | _earlier(audit, month) for month, total in audit.months.items()},
        "coverage": {
            "files": audit.coverage.files,
            "not_judged": [_unjudged(entry) for entry in audit.coverage.not_judged],
            "suppressed": [_suppressed(entry) for entry in audit.coverage.suppressed],
            "absent": [{"code": known.code, "fingerprint": known.fingerprint} for known in audit.coverage.absent],
        },
    }
    if audit.alternatives:
        data["readings"] = [
            {"readings": dict(readings), "penalty": {month: _month(total) for month, total in months.items()}}
            for readings, months in audit.alternatives
        ]
    return data


def _orders_found(audit: Audit) -> list[CaseRecord]:
    """The orders beyond the filings that a finding is about."""
    found = {entry.finding.case for entry in audit.bill.findings}
    return [record for record in audit.orders if record.case in found]


def _filing(record: CaseRecord) -> dict[str, Any]:
    return {
        "case": record.case,
        "path": record.path,
        "item": record.item,
        "specialist": record.specialist,
        "reviewer": record.reviewer,
        "filed_on": record.filed_on.isoformat() if record.filed_on else None,
        "lost": record.outcome.lost,
    }


def _finding(entry: PricedFinding) -> dict[str, Any]:
    finding, price = entry.finding, entry.price
    return {
        "code": finding.code,
        "name": finding.name,
        "row": finding.row,
        "clause": entry.clause,
        "case": finding.case,
        "document": finding.place.document,
        "place": _place(finding.place),
        "text": finding.text,
        "suggest": finding.suggest,
        "message": finding.message,
        "confidence": Confidence(finding.confidence).value,
        "evidence": [_quote(quote) for quote in finding.evidence],
        "price": None
        if price is None
        else {
            "amount": plain(price.amount),
            "unit": price.unit,
            "due": price.due,
            "base": plain(price.base),
            "extra": plain(price.extra),
            "why": price.why,
        },
        "month": entry.month,
        "person": entry.person,
        "termination": entry.termination,
        "fingerprint": finding.fingerprint,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    data = {"document": quote.place.document, "place": _place(quote.place), "text": quote.text}
    return data if quote.score is None else data | {"score": round(quote.score, 2)}


def _place(place: Place) -> dict[str, Any]:
    data = {
        "page": place.page,
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "box": list(place.box) if place.box else None,
        "field": place.field,
        "cell": place.cell._asdict() if place.cell else None,
    }
    return data if place.picture is None else data | {"picture": place.picture}


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "now": plain(sums.now),
        "if_lost": plain(sums.if_lost),
        "confirmed": plain(sums.confirmed),
        "void": plain(sums.void),
    }


def _month(total: MonthSum) -> dict[str, Any]:
    return {
        **_sums(total),
        "share_of_threshold": round(float(total.share_of_threshold), 3),
        "termination": list(total.termination),
        "by_row": {name: {**_sums(row), "count": row.count, "cases": row.cases} for name, row in total.by_row.items()},
        "by_specialist": {name: _sums(sums) for name, sums in total.by_specialist.items()},
        "by_reviewer": {name: _sums(sums) for name, sums in total.by_reviewer.items()},
    }


def _earlier(audit: Audit, month: str) -> dict[str, Any]:
    """What the month's sums hold from the history, where anything."""
    earlier = audit.earlier.get(month)
    return {} if earlier is None else {"earlier": {"cases": earlier.cases, "amount": plain(earlier.amount)}}


def _unjudged(entry: Unjudged) -> dict[str, Any]:
    return {"document": entry.place.document, "place": _place(entry.place), "code": entry.code, "why": entry.why}


def _suppressed(entry: Suppressed) -> dict[str, Any]:
    finding = entry.finding
    return {
        "code": finding.code,
        "case": finding.case,
        "document": finding.place.document,
        "place": _place(finding.place),
        "text": finding.text,
        "message": finding.message,
        "reason": entry.reason,
        "by": "baseline" if entry.baseline else "ignore-file",
        "fingerprint": finding.fingerprint,
    }
