"""The upper part of the page: what was looked at, what the month costs, how far it is to the 5 % line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zgc_lint.price import MonthSum, PricedFinding, Sums
from zgc_lint.report.harmless import harmless
from zgc_lint.report.html.charts import Bars, Columns, Scale
from zgc_lint.report.html.data import specialist_of
from zgc_lint.report.words import absent, month_name, months_of, reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from zgc_lint.model import CaseRecord, Suppressed
    from zgc_lint.price import Contract
    from zgc_lint.report.audit import Audit, Earlier

__all__ = ["Month", "Reason", "Summary"]


@dataclass(frozen=True, slots=True)
class Month:
    """A month's sums, its distance to the line, and the rights to terminate it gives, with how many findings do.

    `earlier` is what the history adds to the sums.
    """

    name: str
    sums: MonthSum
    earlier: Earlier | None
    scale: Scale
    risks: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something could not be judged, and the documents it is true of."""

    code: str
    why: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the template shows above and below the findings."""

    month: str
    contract: Contract
    schedule: str
    filings: int
    files: int
    findings: int
    hints: int
    unreadable: int
    complete: bool
    hides: bool
    months: tuple[Month, ...]
    charts: tuple[Bars | Columns, ...]
    unjudged: tuple[Reason, ...]
    suppressed: tuple[Suppressed, ...]
    absent: str | None
    readings: tuple[tuple[str, str, str, Sums], ...]
    pictures_left_out: int

    @classmethod
    def of(cls, audit: Audit) -> Summary:
        """What is to be told of `audit`."""
        months = [_month(total, audit) for total in audit.months.values()]
        return cls(
            month=months_of(audit) or "月份未知",
            contract=audit.contract,
            schedule=audit.schedule,
            filings=len(audit.filings),
            files=audit.coverage.files,
            findings=len(audit.findings),
            hints=len(audit.hints),
            unreadable=sum(entry.finding.code == "ZZ01" for entry in audit.findings),
            complete=audit.complete,
            hides=audit.hides,
            months=tuple(months),
            charts=tuple(_charts(audit)),
            unjudged=tuple(_reasons(audit)),
            suppressed=audit.coverage.suppressed,
            absent=absent(audit),
            readings=tuple(_readings(audit)),
            pictures_left_out=audit.exhibits.left_out,
        )


def _month(total: MonthSum, audit: Audit) -> Month:
    findings = [entry for entry in audit.findings if entry.month == total.month]
    risks = [
        (clause, reached(clause, audit.contract), sum(entry.termination == clause for entry in findings))
        for clause in total.termination
    ]
    return Month(month_name(total.month), total, audit.earlier.get(total.month), Scale.of(total), tuple(risks))


def _charts(audit: Audit) -> Iterable[Bars | Columns]:
    records: Mapping[str, CaseRecord | None] = {record.case: record for record in audit.filings}
    priced = [entry for entry in audit.findings if entry.price is not None and entry.price.unit]

    def day(entry: PricedFinding) -> date | None:
        record = records.get(entry.finding.case or "")
        return record.filed_on if record is not None else None

    by_row = _sums(priced, lambda entry: entry.row_name)
    order = {row.row.name: place for total in audit.months.values() for place, row in enumerate(total.by_row.values())}
    yield Bars.of(
        "各事项扣款", {name: by_row[name] for name in sorted(by_row, key=lambda name: order.get(str(name), 99))}
    )
    by_person = _sums(priced, lambda entry: harmless(specialist_of(entry, records)))
    yield Bars.of("各剔除专员名下扣款", dict(sorted(by_person.items(), key=lambda item: -item[1].at_stake)))
    yield Columns.of("按申报日期", _sums([e for e in priced if day(e) is not None], day))


def _sums(entries: Iterable[PricedFinding], key: Callable[[PricedFinding], object]) -> dict[object, Sums]:
    """The sums of the entries by `key`, in its order."""
    sums: defaultdict[object, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for entry in entries:
        if entry.price is not None:
            sums[key(entry)][entry.price.due.replace("-", "_")] += entry.price.amount
    return {name: Sums(**sums[name]) for name in sorted(sums, key=str)}


def _reasons(audit: Audit) -> Iterable[Reason]:
    places: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for entry in audit.coverage.not_judged:
        places[entry.code, entry.why][entry.place.document] = None
    for (code, why), documents in places.items():
        named = tuple(harmless(document) for document in documents if document)
        yield Reason(code or "计价", harmless(why), named)


def _readings(audit: Audit) -> Iterable[tuple[str, str, str, Sums]]:
    """Each combination of readings and each month: "contradiction_extra=A，…", the month, its sums."""
    for chosen, months in audit.alternatives:
        words = "，".join(f"{name}={option}" for name, option in chosen.items())
        for total in months.values():
            used = "本报告采用" if chosen == dict(audit.bill.readings) else ""
            yield words, used, month_name(total.month), total
