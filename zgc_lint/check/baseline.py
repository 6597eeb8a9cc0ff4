"""A baseline: the findings there are today, so that from tomorrow only new ones are reported.

The file holds the code and the fingerprint of each, a hash; nothing of what the filings say.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.check.registry import ENGINE_CODES
from zgc_lint.errors import UsageError
from zgc_lint.model import Finding, Known, Suppressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from zgc_lint.check.runner import Result

__all__ = ["FILE_NAME", "Baseline"]

FILE_NAME = "zgc-lint-baseline.json"

_SIGNATURE = '{\n  "zgc-lint": "baseline 1",\n'
_REASON = "已列入基线"
_ENGINE = {entry.code for entry in ENGINE_CODES}  # what could not be checked is never known beforehand
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Baseline:
    """The findings known."""

    known: frozenset[Known]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """The baseline of `findings`, the engine's own left out."""
        return cls(frozenset(_known(finding) for finding in findings if finding.code not in _ENGINE))

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file that `text` was written to. Raises UsageError."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"无法读取基线 {path}；用 zgc-lint baseline 生成") from error
        if not cls.is_own(text.encode()):
            raise UsageError(f"{path} 不是基线；用 zgc-lint baseline 生成")
        try:
            entries = json.loads(text)["findings"]
            known = frozenset(Known(code, fingerprint) for code, prints in entries.items() for fingerprint in prints)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"基线 {path} 已损坏；用 zgc-lint baseline 重新生成") from error
        if not all(_FINGERPRINT.fullmatch(str(entry.fingerprint)) for entry in known):
            raise UsageError(f"基线 {path} 已损坏；用 zgc-lint baseline 重新生成")
        return cls(known)

    def text(self) -> str:
        """The file: fingerprints by code, both in order."""
        by_code: dict[str, list[str]] = {}
        for entry in sorted(self.known, key=lambda known: (known.code, known.fingerprint)):
            by_code.setdefault(entry.code, []).append(entry.fingerprint)
        return json.dumps({"zgc-lint": "baseline 1", "findings": by_code}, ensure_ascii=False, indent=2) + "\n"

    @staticmethod
    def is_own(data: bytes) -> bool:
        """Whether these are the bytes of a baseline."""
        return data.startswith(_SIGNATURE.encode())

    def subtract(self, result: Result, ran: Collection[str], *, whole: bool) -> Result:
        """`result` with the findings known left out by agreement, and the entries that no longer occur.

        Of the entries of checks other than `ran`, and of any where the target is not the `whole` batch, nothing can
        be said.
        """
        old = [finding for finding in result.findings if _known(finding) in self.known]
        occurring = {_known(finding) for finding in old}
        occurring |= {_known(entry.finding) for entry in result.coverage.suppressed}
        absent = {entry for entry in self.known - occurring if whole and entry.code in ran}
        coverage = replace(
            result.coverage,
            suppressed=(*result.coverage.suppressed, *(Suppressed(f, _REASON, baseline=True) for f in old)),
            compared=True,
            absent=tuple(sorted(absent, key=lambda entry: (entry.code, entry.fingerprint))),
        )
        return replace(
            result, findings=tuple(f for f in result.findings if _known(f) not in self.known), coverage=coverage
        )


def _known(finding: Finding) -> Known:
    return Known(finding.code, finding.fingerprint)
