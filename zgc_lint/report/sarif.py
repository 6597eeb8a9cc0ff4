"""SARIF 2.1.0 for tools that collect the results of linters.

A place in a Word document is no line of a file, so it is a logical location (paragraph, cell, page, field) beside the
file's address, which is relative to the target. What could not be read, crashed or was not judged is a
notification of the invocation. With a baseline every result has its state.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from zgc_lint import __version__
from zgc_lint.model import Confidence
from zgc_lint.price import plain
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import agreed, details, verdict, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.model import Finding, Known, Place, Suppressed, Unjudged
    from zgc_lint.price import PricedFinding
    from zgc_lint.report.audit import Audit, Rule

__all__ = ["is_own", "render"]

_SIGNATURE = (
    '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [\n    {\n'
    '      "tool": {\n        "driver": {\n          "name": "zgc-lint",\n'
)

_LEVELS = {Confidence.CERTAIN: "error", Confidence.LIKELY: "warning", Confidence.HINT: "note"}
_BASE = "%SRCROOT%"  # as tools call the folder that was looked at
_ENGINE = "ZZ"  # findings about the run, not about the filings


def render(audit: Audit) -> str:
    """The log as indented JSON with a final line break."""
    return json.dumps(_log(audit), ensure_ascii=False, indent=2) + "\n"


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE.encode())


def _log(audit: Audit) -> dict[str, Any]:
    run = _Run(audit)
    results = list(run.results())
    notifications = list(run.notifications())
    configuration = list(run.configuration())
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "zgc-lint",
                        "version": __version__,
                        "language": "zh-CN",
                        "rules": [_rule(rule) for rule in run.rules],
                    }
                },
                "automationDetails": {"id": f"zgc-lint/{audit.month or ''}"},
                "originalUriBaseIds": {_BASE: {"description": {"text": "检查的文件夹"}}},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": audit.complete,
                        "toolExecutionNotifications": notifications,
                        "toolConfigurationNotifications": configuration,
                    }
                ],
                "results": results,
            }
        ],
    }


class _Run:
    """The parts of the run; `rules` are those that a part has referred to, in order."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self.rules: list[Rule] = []
        self._numbers: dict[str, int] = {}

    def results(self) -> Iterator[dict[str, Any]]:
        for entry in self._audit.bill.findings:
            if not entry.finding.code.startswith(_ENGINE):
                yield self._finding(entry)
        for suppressed in self._audit.coverage.suppressed:
            yield self._suppressed(suppressed)
        for known in self._audit.coverage.absent:
            yield self._absent(known)

    def notifications(self) -> Iterator[dict[str, Any]]:
        """What could not be checked, and what was not judged."""
        for finding in self._about_the_run("ZZ01", "ZZ02"):
            yield self._notification("error", finding.message, finding.code, finding.place)
        for unjudged in self._audit.coverage.not_judged:
            yield self._unjudged(unjudged)
        if not self._audit.filings:
            yield {"level": "error", "message": {"text": verdict(self._audit)}}

    def configuration(self) -> Iterator[dict[str, Any]]:
        """Entries of zgc-lint-ignore.yaml that are of no use."""
        for finding in self._about_the_run("ZZ03"):
            yield self._notification("warning", finding.message, finding.code, finding.place)

    def _about_the_run(self, *codes: str) -> Iterator[Finding]:
        return (entry.finding for entry in self._audit.bill.findings if entry.finding.code in codes)

    def _finding(self, entry: PricedFinding) -> dict[str, Any]:
        finding = entry.finding
        words = "\n".join(filter(None, (finding.message, "　".join(details(entry)))))
        result = self._result(finding, words)
        if self._audit.coverage.compared:
            result["baselineState"] = "new"
        price = entry.price
        result["properties"] |= {
            "row": finding.row,
            "clause": entry.clause,
            "month": entry.month,
            "price": None if price is None else {"amount": plain(price.amount), "unit": price.unit, "due": price.due},
            "termination": entry.termination,
        }
        return result

    def _suppressed(self, entry: Suppressed) -> dict[str, Any]:
        result = self._result(entry.finding, entry.finding.message)
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": harmless(agreed(entry))},
        ]
        if self._audit.coverage.compared:
            result["baselineState"] = "unchanged" if entry.baseline else "new"
        return result

    def _absent(self, known: Known) -> dict[str, Any]:
        return {
            **self._reference("ruleId", "ruleIndex", known.code),
            "message": {"text": "基线中的这一条已不再出现"},
            "partialFingerprints": {"zgcLint/v1": known.fingerprint},
            "baselineState": "absent",
        }

    def _result(self, finding: Finding, words: str) -> dict[str, Any]:
        confidence = Confidence(finding.confidence)
        result: dict[str, Any] = {
            **self._reference("ruleId", "ruleIndex", finding.code),
            "level": _LEVELS[confidence],
            "message": {"text": harmless(words)},
            "locations": [self._location(finding.place)],
            "partialFingerprints": {"zgcLint/v1": finding.fingerprint},
            "properties": {
                "confidence": confidence.value,
                "case": finding.case,
                "text": harmless(finding.text),
                "suggest": None if finding.suggest is None else harmless(finding.suggest),
            },
        }
        if finding.evidence:
            result["relatedLocations"] = [
                {"id": n, **self._location(quotation.place), "message": {"text": harmless(quotation.text) or "见该处"}}
                for n, quotation in enumerate(finding.evidence)
            ]
        return result

    def _unjudged(self, entry: Unjudged) -> dict[str, Any]:
        notification = self._notification("note", f"未判定，请人工核对：{entry.why}", "ZZ04", entry.place)
        if entry.code in self._audit.rules:
            notification["associatedRule"] = self._reference("id", "index", entry.code)
        return notification

    def _notification(self, level: str, words: str, code: str, place: Place) -> dict[str, Any]:
        notification: dict[str, Any] = {
            "descriptor": self._reference("id", "index", code),
            "level": level,
            "message": {"text": harmless(words)},
        }
        if place.document:
            notification["locations"] = [self._location(place)]
        return notification

    def _reference(self, key: str, index: str, code: str) -> dict[str, Any]:
        """The keys that refer to a rule, which is listed from then on."""
        rule = self._audit.rules.get(code)
        if rule is None:
            return {key: code}
        if code not in self._numbers:
            self._numbers[code] = len(self.rules)
            self.rules.append(rule)
        return {key: code, index: self._numbers[code]}

    def _location(self, place: Place) -> dict[str, Any]:
        location: dict[str, Any] = {}
        if place.document:
            address = quote(place.document.encode("utf-8", "replace"), safe="/")
            location["physicalLocation"] = {"artifactLocation": {"uri": address, "uriBaseId": _BASE}}
        words = where(place, self._audit.field_names)
        if words or not place.document:
            name = harmless(f"{place.document}#{words}" if words else "全部材料")
            location["logicalLocations"] = [{"name": words or name, "fullyQualifiedName": name, "kind": _kind(place)}]
        return location


def _kind(place: Place) -> str:
    if not place.document:
        return "module"
    kinds = {"field": place.field, "paragraph": place.paragraph, "cell": place.cell, "page": place.page}
    return next((kind for kind, value in kinds.items() if value is not None), "member")


def _rule(rule: Rule) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"id": rule.code, "name": rule.name, "shortDescription": {"text": rule.title}}
    if rule.doc:
        descriptor["help"] = {"text": rule.doc, "markdown": rule.doc}
    if rule.row:
        descriptor["properties"] = {"row": rule.row}
    return descriptor
