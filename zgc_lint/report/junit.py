"""JUnit XML: a test suite a filing, a test case a finding; a filing without any is one that passed.

What could not be checked is an error, what was not judged or is left out by agreement is skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from zgc_lint import __version__
from zgc_lint.model import Confidence
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import CONFIDENCE, absent, agreed, details, verdict, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.model import Place
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

_SIGNATURE = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="zgc-lint '

_REST = "全部材料"  # the suite of what belongs to no filing


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case and how it ended; `text` is the body of its result."""

    suite: str
    document: str
    name: str
    result: Literal["failure", "error", "skipped", ""] = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render(audit: Audit) -> str:
    """The report as indented XML."""
    cases = list(_cases(audit))
    root = etree.Element("testsuites", {"name": f"zgc-lint {__version__}", **_counts(cases)})
    for suite in dict.fromkeys((*(record.path for record in audit.filings), *(case.suite for case in cases))):
        own = [case for case in cases if case.suite == suite]
        element = etree.SubElement(root, "testsuite", {"name": harmless(suite), **_counts(own)})
        element.set("skipped", str(sum(case.result == "skipped" for case in own)))
        for case in own:
            _write(element, case)
        if suite == _REST:
            etree.SubElement(element, "system-out").text = "\n".join(filter(None, (verdict(audit), absent(audit))))
    body = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE.encode())


def _cases(audit: Audit) -> Iterator[_Case]:
    suites = _Suites(audit)
    for entry in audit.bill.findings:
        finding = entry.finding
        advice = Confidence(finding.confidence) is Confidence.HINT
        yield _Case(
            suites.of(finding.place, finding.case),
            finding.place.document,
            f"{finding.code} {where(finding.place, audit.field_names)}".rstrip(),
            "skipped" if advice else "error" if finding.code in ("ZZ01", "ZZ02") else "failure",
            f"{finding.code} {CONFIDENCE[Confidence(finding.confidence)]}",
            finding.message,
            "\n".join((finding.message, *details(entry))),
        )
    for suppressed in audit.coverage.suppressed:
        finding = suppressed.finding
        yield _Case(
            suites.of(finding.place, finding.case),
            finding.place.document,
            f"{finding.code} {where(finding.place, audit.field_names)}".rstrip(),
            "skipped",
            agreed(suppressed),
            finding.message,
        )
    for unjudged in audit.coverage.not_judged:
        place = unjudged.place
        yield _Case(suites.of(place, None), place.document, unjudged.code or "计价", "skipped", "未判定", unjudged.why)
    for record in audit.filings:
        if record.path not in suites.failed:
            yield _Case(record.path, record.path, "没有发现问题")
    yield _Case(_REST, _REST, "全部查完", *(() if audit.complete else ("error", "没有全部查完", verdict(audit))))


class _Suites:
    """Finds the filing something belongs to; `failed` are the paths of those that have been found wanting."""

    def __init__(self, audit: Audit) -> None:
        self._by_case = {record.case: record.path for record in audit.filings}
        self._paths = [record.path for record in audit.filings]
        self.failed: set[str] = set()

    def of(self, place: Place, case: str | None) -> str:
        document = f"{place.document}/"
        inside = [path for path in self._paths if path and document.startswith(f"{path}/")]
        suite = max(inside, key=len, default=None) or self._by_case.get(case or "") or _REST
        self.failed.add(suite)
        return suite


def _counts(cases: list[_Case]) -> dict[str, str]:
    results = Counter(case.result for case in cases)
    return {"tests": str(len(cases)), "failures": str(results["failure"]), "errors": str(results["error"])}


def _write(suite: etree._Element, case: _Case) -> None:
    names = {"name": harmless(case.name), "classname": harmless(case.document or _REST)}
    element = etree.SubElement(suite, "testcase", names)
    if case.result:
        result = etree.SubElement(
            element, case.result, {"type": harmless(case.kind), "message": harmless(case.message)}
        )
        result.text = harmless(case.text) or None
