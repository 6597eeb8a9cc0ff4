"""How well contradictions, wrong items, repeats, omissions and missing papers are found: the batch `seeded-logic`.

Findings at hint level count neither as found nor as false. A defect told twice is counted apart ("again"), since it
accuses nobody wrongly. A near-miss is hit where a finding of its code is reported in its case and nothing asks for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.config import load_config
from zgc_lint.model import Confidence
from zgc_lint.pipeline import check
from zgc_lint.testing import compare, read_expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zgc_lint.model import Finding
    from zgc_lint.testing import Expected

__all__ = ["FAMILIES", "Score", "Scored", "evaluate_logic", "logic_table", "score"]

FOLDER = Path(__file__).parent.parent / "fixtures" / "filings" / "seeded-logic"
#: The families measured, and what of them is run. Of AT it is only what the item requires.
FAMILIES = {"CO": "CO", "IT": "IT", "RP": "RP", "LG": "LG", "AT": "AT01"}


@dataclass(frozen=True)
class Score:
    """Counts of one code or family. `near` is how many near-misses there are; of those hit, `sure` at certain."""

    seeded: int
    found: int
    false: int
    again: int
    near: int
    hit: int
    sure: int

    @property
    def recall(self) -> float:
        """Of what is seeded, the share found."""
        return self.found / self.seeded if self.seeded else 1.0

    @property
    def precision(self) -> float:
        """Of what is found and right or false, the share right."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


@dataclass(frozen=True)
class Scored:
    """Findings against an answer file with near-misses."""

    matched: tuple[tuple[Expected, Finding], ...]
    missed: tuple[Expected, ...]
    false: tuple[Finding, ...]
    again: tuple[Finding, ...]
    near_misses: tuple[Expected, ...]

    def of(self, start: str) -> Score:
        """The counts of all codes that begin with `start`."""
        found = sum(entry.code.startswith(start) for entry, _ in self.matched)
        missed = sum(entry.code.startswith(start) for entry in self.missed)
        near = [entry for entry in self.near_misses if entry.code.startswith(start)]
        hits = [finding for entry in near for finding in self.false if entry.matches(finding)]
        return Score(
            found + missed,
            found,
            sum(finding.code.startswith(start) for finding in self.false),
            sum(finding.code.startswith(start) for finding in self.again),
            len(near),
            len(hits),
            sum(finding.confidence == Confidence.CERTAIN for finding in hits),
        )

    def codes(self) -> list[str]:
        """Every code that is seeded, found or nearly seeded."""
        entries = [*(entry for entry, _ in self.matched), *self.missed, *self.near_misses]
        return sorted({entry.code for entry in entries} | {finding.code for finding in self.false})


def score(
    expected: Iterable[Expected],
    allowed: Iterable[Expected],
    near_misses: Iterable[Expected],
    findings: Iterable[Finding],
) -> Scored:
    """Sort `findings` into right, false and told again."""
    comparison = compare(expected, [f for f in findings if f.confidence != Confidence.HINT])
    permitted = list(allowed)
    once = [entry for entry, _ in comparison.matched]
    false, again = [], []
    for finding in comparison.surplus:
        if any(entry.matches(finding) for entry in once):
            again.append(finding)
        elif not any(entry.matches(finding) for entry in permitted):
            false.append(finding)
    return Scored(comparison.matched, comparison.missed, tuple(false), tuple(again), tuple(near_misses))


def evaluate_logic() -> Scored:
    """Check `seeded-logic` for the families of `FAMILIES` and score the findings."""
    config = replace(load_config(None, [FOLDER]), select=tuple(FAMILIES.values()))
    audit = check([FOLDER], config, reveal=True)
    answers = FOLDER / "expected.yaml"
    return score(
        read_expected(answers),
        read_expected(answers, "allowed"),
        read_expected(answers, "near_misses"),
        [entry.finding for entry in audit.bill.findings],
    )


def logic_table(scored: Scored) -> Iterator[str]:
    """The scores as a Markdown table, a row a code and a row a family; then the near-misses hit, by kind."""
    yield "## seeded-logic"
    yield ""
    yield "| code | seeded | found | false | again | precision | recall | near-misses | hit | at certain |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    rows = {code: scored.of(code) for code in scored.codes()}
    rows |= {f"**{family}**": scored.of(start) for family, start in FAMILIES.items()}
    for name, row in rows.items():
        shares = f"{row.precision:.3f} | {row.recall:.3f}"
        counts = f"{row.seeded} | {row.found} | {row.false} | {row.again}"
        yield f"| {name} | {counts} | {shares} | {row.near} | {row.hit} | {row.sure} |"
    yield ""
    kinds = Counter(e.kind for e in scored.near_misses for f in scored.false if e.matches(f))
    yield from (f"- near-miss hit: {kind} ({count})" for kind, count in sorted(kinds.items()))
    if kinds:
        yield ""
