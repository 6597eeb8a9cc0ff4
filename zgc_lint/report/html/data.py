"""What the page's script shows: filings and findings as columns, so that twenty thousand findings stay small."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zgc_lint.model import CaseRecord, Confidence, Context, Quote
from zgc_lint.price import NO_NAME, PricedFinding, plain
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import CONFIDENCE, DUE, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zgc_lint.report.audit import Audit

__all__ = ["page_data", "specialist_of"]

_AROUND = 28  # characters shown before and after what a finding is about
_LONGEST = 400  # characters of a quotation
_NOWHERE = "未归入工单的文件"


def page_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain dictionaries and lists; ``page.js`` says how they are read."""
    tables = _Tables()
    groups = _Groups(audit)
    findings = [_finding(entry, audit, groups, tables) for entry in audit.bill.findings]
    columns = {key: [finding[key] for finding in findings] for key in (findings[0] if findings else ())}
    return {
        "findings": columns,
        "count": len(findings),
        "groups": [_group(case, record) for case, record in groups.records.items()],
        "titles": {
            code: audit.rules[code].title
            for code in sorted({entry.finding.code for entry in audit.bill.findings})
            if code in audit.rules
        },
        "rows": list(tables.rows),
        "confidence": [CONFIDENCE[level] for level in Confidence],
        "due": DUE,
        "exhibits": {
            key: {
                "picture": tables.picture(exhibit.picture),
                "crop": None if exhibit.crop is None else tables.picture(exhibit.crop),
                "size": [exhibit.width, exhibit.height],
                "cropSize": exhibit.crop_size,
                "boxes": exhibit.boxes,
                "hidden": exhibit.hidden,
                "document": tables.string(exhibit.place.document),
                "where": harmless(where(exhibit.place, audit.field_names)),
            }
            for key, exhibit in audit.exhibits.by_key.items()
        },
        "pictures": list(tables.pictures),
        "strings": list(tables.strings),
    }


@dataclass
class _Tables:
    """Strings and pictures that occur again and again, each once."""

    strings: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)

    def string(self, text: str) -> int:
        return self.strings.setdefault(harmless(text), len(self.strings))

    def picture(self, data: bytes) -> int:
        return self.pictures.setdefault(base64.b64encode(data).decode(), len(self.pictures))


class _Groups:
    """The filings in order, then the cases without a filing, then what belongs to no case."""

    def __init__(self, audit: Audit) -> None:
        self.records: dict[str, CaseRecord | None] = {record.case: record for record in audit.filings}
        for entry in audit.bill.findings:
            self.records.setdefault(entry.finding.case or "", None)
        if "" in self.records:
            self.records[""] = self.records.pop("")
        self._numbers = {case: number for number, case in enumerate(self.records)}

    def number(self, case: str | None) -> int:
        return self._numbers[case or ""]


def specialist_of(entry: PricedFinding, records: Mapping[str, CaseRecord | None]) -> str:
    """The 剔除专员 of the finding's case; without a filing who answers for it, if that is one."""
    record = records.get(entry.finding.case or "")
    if record is not None and record.specialist:
        return record.specialist
    return entry.person if entry.row and entry.row.answers == "剔除专员" and entry.person else NO_NAME


def _group(case: str, record: CaseRecord | None) -> dict[str, Any]:
    if record is None:
        return {"name": f"工单 {harmless(case)}" if case else _NOWHERE, "filed": False}
    return {
        "name": f"工单 {harmless(case)}",
        "filed": True,
        "path": harmless(record.path),
        "item": harmless(record.item),
        "specialist": harmless(record.specialist),
        "reviewer": harmless(record.reviewer),
        "date": record.filed_on.isoformat() if record.filed_on else "",
        "lost": {None: "未知", True: "已失分", False: "未失分"}[record.outcome.lost],
    }


def _finding(entry: PricedFinding, audit: Audit, groups: _Groups, tables: _Tables) -> dict[str, Any]:
    finding, price = entry.finding, entry.price
    before, inside, after = _around(finding.context, finding.text)
    return {
        "group": groups.number(finding.case),
        "code": finding.code,
        "confidence": list(Confidence).index(Confidence(finding.confidence)),
        "document": tables.string(finding.place.document or "全部材料"),
        "where": harmless(where(finding.place, audit.field_names)),
        "message": harmless(finding.message),
        "before": harmless(before),
        "text": harmless(inside),
        "after": harmless(after),
        "suggest": None if finding.suggest is None else harmless(finding.suggest),
        "row": tables.rows.setdefault(entry.row_name, len(tables.rows)),
        "clause": tables.string(entry.clause or ""),
        "amount": None if price is None else plain(price.amount),
        "base": plain(price.base if price else Decimal(0)),
        "extra": plain(price.extra if price else Decimal(0)),
        "unit": "" if price is None else price.unit,
        "due": "" if price is None or not price.unit else price.due,
        "why": tables.string("没有适用的扣款标准" if price is None else price.why),
        "termination": tables.string(entry.termination or ""),
        "specialist": tables.string(specialist_of(entry, groups.records)),
        "person": tables.string(entry.person),
        "evidence": [_quote(quote, audit, tables) for quote in _others(entry)],
        "exhibits": list(finding.exhibits),
    }


def _others(entry: PricedFinding) -> Iterable[Quote]:
    """The evidence, but for what only repeats the finding's own place and text."""
    finding = entry.finding
    own = (finding.place, finding.text)
    return [quote for quote in finding.evidence if (quote.place, quote.text) != own or quote.score is not None]


def _quote(quote: Quote, audit: Audit, tables: _Tables) -> list[Any]:
    return [
        tables.string(quote.place.document),
        harmless(where(quote.place, audit.field_names)),
        harmless(_shortened(quote.text)),
        None if quote.score is None else round(quote.score, 2),
    ]


def _around(context: Context | None, text: str) -> tuple[str, str, str]:
    """What stands before, what the finding is about, and what stands behind."""
    if context is None:
        return "", _shortened(text), ""
    start, end = max(0, context.start - _AROUND), min(len(context.text), context.end + _AROUND)
    before, after = context.text[start : context.start], context.text[context.end : end]
    inside = _shortened(context.text[context.start : context.end])
    return ("…" if start else "") + before, inside, after + ("…" if end < len(context.text) else "")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
