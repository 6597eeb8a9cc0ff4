"""Precision and recall per code on the fixture batches: ``python -m benchmarks.fixtures [NAME…] [--write]``.

``--corrector on|off`` runs TX01 with or without its trained corrector, whatever the batch's own settings say.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.kept import head, keep
from benchmarks.logic import evaluate_logic, logic_table
from zgc_lint.config import load_config
from zgc_lint.pipeline import check
from zgc_lint.testing import Comparison, compare, read_expected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zgc_lint.model import Finding
    from zgc_lint.testing import Expected

FILINGS = Path(__file__).parent.parent / "fixtures" / "filings"
RESULT = Path(__file__).parent / "results" / "fixtures.md"


#: Batches with an exact answer: anything else than what it says is a fault. In the others slips may be missed.
EXACT = ("clean", "seeded", "demo")
OTHERS = ("seeded-text",)
#: The batch with near-misses, which has a table of its own (benchmarks/logic.py).
LOGIC = "seeded-logic"


def evaluate(name: str, *, corrector: bool | None = None) -> Comparison:
    """Check the fixture batch `name` and compare with its answer file.

    `corrector` switches TX01's trained corrector on or off; None leaves it as the batch's settings have it.
    """
    folder = FILINGS / name
    config = load_config(None, [folder])
    if corrector is not None:
        settings = {**config.checks, "TX01": {**config.checks.get("TX01", {}), "corrector": corrector}}
        config = replace(config, checks=settings)
    audit = check([folder], config, reveal=True)
    return compare(read_expected(folder / "expected.yaml"), [entry.finding for entry in audit.bill.findings])


def table(name: str, comparison: Comparison) -> Iterable[str]:
    """The comparison as a Markdown table, a row a code."""
    yield f"## {name}"
    yield ""
    yield "| code | expected | found | missed | surplus | precision | recall |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    rows = comparison.by_code()
    totals = tuple(sum(column) for column in zip(*rows.values(), strict=True)) or (0, 0, 0)
    for code, (found, missed, surplus) in [*rows.items(), ("all", totals)]:
        precision = found / (found + surplus) if found + surplus else 1.0
        recall = found / (found + missed) if found + missed else 1.0
        yield f"| {code} | {found + missed} | {found} | {missed} | {surplus} | {precision:.3f} | {recall:.3f} |"
    yield ""
    kinds = comparison.by_kind()
    if kinds:
        yield "| kind | slips | found | recall |"
        yield "|---|---:|---:|---:|"
        yield from (f"| {kind} | {f + m} | {f} | {f / (f + m):.3f} |" for kind, (f, m) in kinds.items())
        yield ""


def report(missed: Iterable[Expected], surplus: Iterable[Finding]) -> None:
    """Tell on stderr what was missed and what was found too many."""
    for expected in missed:
        print(f"missed: {expected}", file=sys.stderr)
    for finding in surplus:
        where = f"{finding.case} {finding.place.document}"
        print(
            f"surplus: {finding.code} {finding.confidence} {where} {finding.text!r}: {finding.message}", file=sys.stderr
        )


def main() -> int:
    """Print the tables, and with --write keep them under results/. Exit code 1 where an exact batch differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[*EXACT, *OTHERS, LOGIC])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--corrector", choices=["on", "off"])
    arguments = parser.parse_args()
    lines: list[str] = []
    exact = True
    corrector = None if arguments.corrector is None else arguments.corrector == "on"
    for name in arguments.names:
        if name == LOGIC:
            scored = evaluate_logic()
            lines += logic_table(scored)
            report(scored.missed, scored.false)
            continue
        comparison = evaluate(name, corrector=corrector)
        lines += table(name, comparison)
        report(comparison.missed, comparison.surplus)
        exact = exact and (name not in EXACT or not (comparison.missed or comparison.surplus))
    print("\n".join(lines))
    if arguments.write:
        keep(RESULT, "\n".join([*head("Fixture batches", "benchmarks.fixtures"), *lines]))
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
