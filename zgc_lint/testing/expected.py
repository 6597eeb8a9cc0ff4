"""Answer files: a batch's `expected.yaml` against the findings that came out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zgc_lint.knowledge.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zgc_lint.model import Finding, Place

__all__ = ["Comparison", "Expected", "compare", "read_expected"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must come out. Empty strings match anything; `code` may also be a check's name or row.

    `place` is ``paragraph:start-end``, as in `Place`; a finding that touches it matches, whatever it quotes.
    `any_of` are other codes that are as fair an answer. `quotes` are words that must each occur in what the finding
    quotes as text or evidence, or in its message; ``甲|乙`` is satisfied by either.
    `kind` says what kind of slip it is, `note` what was written; nothing is compared with them.
    """

    case: str
    code: str
    document: str = ""
    text: str = ""
    suggest: str = ""
    place: str = ""
    kind: str = ""
    note: str = ""
    any_of: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    def matches(self, finding: Finding) -> bool:
        """Whether `finding` is the one meant. A document may be given relative to the batch or to the filing."""
        return (
            not {self.code, *self.any_of}.isdisjoint((finding.code, finding.name, finding.row))
            and self.case in ("", finding.case)
            and (not self.document or f"/{finding.place.document}".endswith(f"/{self.document}"))
            and self.text in ("", finding.text)
            and self.suggest in ("", finding.suggest)
            and (not self.place or self._touches(finding.place))
            and self._quoted_by(finding)
        )

    def _quoted_by(self, finding: Finding) -> bool:
        said = "\n".join((finding.text, finding.message, *(quote.text for quote in finding.evidence)))
        return all(any(word in said for word in words.split("|")) for words in self.quotes)

    def _touches(self, place: Place) -> bool:
        paragraph, start, end = (int(number) for number in re.split("[:-]", self.place))
        if place.paragraph != paragraph:
            return False
        return place.start is None or place.end is None or (place.start < end and start < place.end)


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

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """For each kind of slip, where the answer file gives kinds: how many were found and missed."""
        kinds = {entry.kind for entry in (*self.missed, *(entry for entry, _ in self.matched)) if entry.kind}
        return {
            kind: (sum(entry.kind == kind for entry, _ in self.matched), sum(e.kind == kind for e in self.missed))
            for kind in sorted(kinds)
        }


def read_expected(path: Path, section: str = "findings") -> list[Expected]:
    """The entries of an answer file: those that must come out, or those of another `section` of it."""
    return [_expected(entry) for entry in read_yaml(path).data.get(section) or []]


def _expected(entry: Mapping[str, Any]) -> Expected:
    texts = {key: str(value) for key, value in entry.items() if not isinstance(value, list)}
    any_of, quotes = (tuple(map(str, entry.get(key, []))) for key in ("any_of", "quotes"))
    return Expected(**texts, any_of=any_of, quotes=quotes)


def compare(expected: Iterable[Expected], findings: Iterable[Finding]) -> Comparison:
    """Match each expected entry with one finding, the entries that say most first, its own code before others."""
    left = list(findings)
    matched: list[tuple[Expected, Finding]] = []
    missed: list[Expected] = []
    for entry in sorted(
        expected, key=lambda e: (-sum(map(bool, (e.text, e.document, e.suggest, e.place, e.quotes))), str(e))
    ):
        fitting = (finding for finding in left if entry.matches(finding))
        finding = min(fitting, key=lambda finding: finding.code != entry.code, default=None)
        if finding is None:
            missed.append(entry)
        else:
            left.remove(finding)
            matched.append((entry, finding))
    return Comparison(tuple(matched), tuple(missed), tuple(left))
