"""What is kept of a run: each case with its outcome, and each finding by code and fingerprint.

No text of a filing is kept. A case is kept by its work-order number; a folder name that is none may be a citizen's name
and is kept as a hash, and so are the paths of documents. Specialists and reviewers are named, as in every report.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zgc_lint import __version__
from zgc_lint.errors import UsageError
from zgc_lint.model import CaseRecord, Confidence, Finding, Outcome, Place
from zgc_lint.report.mask import Masker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zgc_lint.price import Charged
    from zgc_lint.report.audit import Audit

__all__ = ["Defect", "Entry", "Run", "in_order"]

_NUMBER = re.compile(r"[A-Za-z]{0,4}[\d-]{8,32}")  # work-order numbers; everything else may be a name
_LONGEST = 60  # characters of an item or a name
_hide_numbers = Masker(())


@dataclass(frozen=True, slots=True)
class Defect:
    """A finding without its words. `document` is a hash of the path; `row` is as for `Finding`."""

    code: str
    fingerprint: str
    document: str
    row: str | None
    confidence: str

    def finding(self, case: str) -> Finding:
        """As pricing wants it."""
        return Finding(
            Place(self.document),
            "",
            confidence=Confidence(self.confidence),
            case=case or None,
            row=self.row,
            code=self.code,
            fingerprint=self.fingerprint,
        )


def in_order(defects: Iterable[Defect]) -> tuple[Defect, ...]:
    """The defects by code and fingerprint, which is the order they are kept in."""
    return tuple(sorted(defects, key=lambda defect: (defect.code, defect.fingerprint)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as a run of the batch `month` found it.

    `filing` is false where the run knew it from ledger or export only. The case "" holds what belongs to none.
    `lost` is None until the appraisal is known.
    """

    month: str
    case: str
    filing: bool
    item: str = ""
    specialist: str = ""
    reviewer: str = ""
    filed_on: date | None = None
    lost: bool | None = None
    defects: tuple[Defect, ...] = ()

    @property
    def counts_in(self) -> str:
        """The calendar month it is counted in: that of the filing date, else the batch's."""
        return f"{self.filed_on:%Y-%m}" if self.filed_on else self.month

    @property
    def record(self) -> CaseRecord:
        """As pricing wants it."""
        return CaseRecord(
            self.case, self.case, self.item, self.specialist, self.reviewer, self.filed_on, outcome=Outcome(self.lost)
        )

    @property
    def charged(self) -> list[Charged]:
        """Its defects, with its record, as pricing wants them."""
        record = self.record
        return [(defect.finding(self.case), record) for defect in self.defects]


@dataclass(frozen=True)
class Run:
    """A run over a month's batch. `known` are the cases it knew beyond `entries`, of which nothing was found."""

    month: str
    tool: str
    complete: bool
    files: int
    entries: tuple[Entry, ...]
    known: frozenset[str] = frozenset()

    @cached_property
    def _by_case(self) -> dict[str, Entry]:
        return {entry.case: entry for entry in self.entries}

    @property
    def digest(self) -> str:
        """The same for the same outcome, whenever it came about."""
        content = [asdict(entry) for entry in sorted(self.entries, key=lambda entry: (entry.case, entry.filing))]
        text = json.dumps([self.month, self.complete, self.files, content], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def supersedes(self, old: Entry) -> bool:
        """Whether this run, the later one, has told anew what `old` told.

        A filing is told anew by its papers only, anything else also by ledger or export. A case in another month's
        batch is another application, unless it was filed on the same day.
        """
        new = self._by_case.get(old.case)
        if new is not None and new.filing:
            return old.month == self.month or (old.filing and new.filed_on is not None and new.filed_on == old.filed_on)
        known = new is not None or not old.case or old.case in self.known
        return known and not old.filing and old.month == self.month

    @classmethod
    def of(cls, audit: Audit) -> Run:
        """What is kept of `audit`. Raises UsageError where its month is not known."""
        findings = [entry.finding for entry in audit.bill.findings]
        records = (*audit.filings, *audit.orders)
        return cls(
            month=_month(audit.month),
            tool=f"zgc-lint {__version__}",
            complete=audit.complete,
            files=audit.coverage.files,
            entries=_entries(_month(audit.month), audit.filings, audit.orders, findings),
            known=frozenset(_case(record.case) for record in records),
        )

    @classmethod
    def from_json(cls, text: str, month: str | None = None) -> Run:
        """What is kept of a report that ``--format json`` wrote; `month` stands in where it names none.

        Raises UsageError.
        """
        try:
            data = json.loads(text)
            if data["version"] != 1 or not data["tool"].startswith("zgc-lint"):
                raise UsageError("不是 zgc-lint 的 JSON 报告")
            if not data.get("whole", True):
                raise UsageError("该报告只检查了一件或一个文件，历史只记整批的检查结果")
            its_month = _month(data["month"] or month)
            filings = [_record(entry) for entry in data["filings"]]
            orders = [_record(entry) for entry in data.get("orders", ())]
            findings = [_finding(entry) for entry in data["findings"]]
            return cls(
                month=its_month,
                tool=data["tool"],
                complete=bool(data["complete"]),
                files=int(data["coverage"]["files"]),
                entries=_entries(its_month, filings, orders, findings),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError("不是 zgc-lint 的 JSON 报告，或已损坏") from error


def _entries(
    month: str, filings: Iterable[CaseRecord], orders: Iterable[CaseRecord], findings: Iterable[Finding]
) -> tuple[Entry, ...]:
    """An entry for every filing, and for every other case that something was found of."""
    entries: dict[str, Entry] = {}
    for record in filings:
        entry = _entry(month, record, filing=True)
        entries.setdefault(entry.case, entry)
    of_orders = {_case(record.case): _entry(month, record, filing=False) for record in orders}
    defects: dict[str, list[Defect]] = {}
    for finding in findings:
        case = _case(finding.case or "")
        defects.setdefault(case, []).append(_defect(finding))
        if case not in entries:
            entries[case] = of_orders.get(case) or Entry(month, case, filing=False)
    return tuple(replace(entries[case], defects=in_order(defects.get(case, ()))) for case in sorted(entries))


def _entry(month: str, record: CaseRecord, *, filing: bool) -> Entry:
    item, specialist, reviewer = (
        _hide_numbers(text)[:_LONGEST] for text in (record.item, record.specialist, record.reviewer)
    )
    return Entry(month, _case(record.case), filing, item, specialist, reviewer, record.filed_on, record.outcome.lost)


def _defect(finding: Finding) -> Defect:
    document = _hash(finding.place.document)
    return Defect(finding.code, finding.fingerprint, document, finding.row, Confidence(finding.confidence).value)


def _case(case: str) -> str:
    return case if not case or _NUMBER.fullmatch(case) else f"#{_hash(case)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _month(month: str | None) -> str:
    if not month or not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise UsageError("不知道是哪个月的材料，请用 --month 2026-06 指明")
    return month


def _record(entry: Mapping[str, Any]) -> CaseRecord:
    filed_on = date.fromisoformat(entry["filed_on"]) if entry["filed_on"] else None
    lost = entry["lost"]
    if lost is not None and not isinstance(lost, bool):
        raise TypeError(lost)
    return CaseRecord(
        str(entry["case"]),
        "",
        str(entry["item"]),
        str(entry["specialist"]),
        str(entry["reviewer"]),
        filed_on,
        outcome=Outcome(lost),
    )


def _finding(entry: Mapping[str, Any]) -> Finding:
    return Finding(
        Place(str(entry["document"])),
        "",
        confidence=Confidence(entry["confidence"]),
        case=entry["case"],
        row=entry["row"],
        code=str(entry["code"])[:8],
        fingerprint=str(entry["fingerprint"])[:64],
    )
