"""Answer files: a batch's `expected.yaml` against the findings that came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zgc_lint.model import Finding

__all__ = ["Comparison", "Expected", "compare", "read_expected"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must come out. Empty strings match anything; `code` may also be a check's name or row."""

    case: str
    code: str
    document: str = ""
    text: str = ""
    suggest: str = ""

    def matches(self, finding: Finding) -> bool:
        """Whether `finding` is the one meant. A document may be given relative to the batch or to the filing."""
        return (
            self.code in (finding.code, finding.name, finding.row)
            and self.case in ("", finding.case)
            and (not self.document or f"/{finding.place.document}".endswith(f"/{self.document}"))
            and self.text in ("", finding.text)
            and self.suggest in ("", finding.suggest)
        )


@dataclass(frozen=True)
class Comparison:
    """Expected and actual findings, matched one to one."""

    matched: tuple[tuple[Expected, Finding], ...]
    missed: tuple[Expected, ...]
    surplus: tuple[Finding, ...]

    def by_code(self) -> dict[str, tuple[int, int, int]]:
        """For each code: how many were found, missed, and found too many."""
        table: dict[str, list[int]] = {}
        columns = (
            [finding.code for _, finding in self.matched],
            [expected.code for expected in self.missed],
            [finding.code for finding in self.surplus],
        )
        for column, codes in enumerate(columns):
            for code in codes:
                table.setdefault(code, [0, 0, 0])[column] += 1
        return {code: (row[0], row[1], row[2]) for code, row in sorted(table.items())}


def read_expected(path: Path) -> list[Expected]:
    """The entries of an answer file."""
    entries = read_yaml(path).data.get("findings") or []
    return [Expected(**{key: str(value) for key, value in entry.items()}) for entry in entries]


def compare(expected: Iterable[Expected], findings: Iterable[Finding]) -> Comparison:
    """Match each expected entry with one finding, the entries that say most first."""
    left = list(findings)
    matched: list[tuple[Expected, Finding]] = []
    missed: list[Expected] = []
    for entry in sorted(expected, key=lambda e: (-bool(e.text) - bool(e.document) - bool(e.suggest), str(e))):
        finding = next((finding for finding in left if entry.matches(finding)), None)
        if finding is None:
            missed.append(entry)
        else:
            left.remove(finding)
            matched.append((entry, finding))
    return Comparison(tuple(matched), tuple(missed), tuple(left))
