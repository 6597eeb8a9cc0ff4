"""Precision and recall per code on the fixture batches: ``python -m benchmarks.fixtures [NAME…] [--write]``."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.config import load_config
from zgc_lint.pipeline import check
from zgc_lint.testing import Comparison, compare, read_expected

if TYPE_CHECKING:
    from collections.abc import Iterable

FILINGS = Path(__file__).parent.parent / "fixtures" / "filings"
RESULT = Path(__file__).parent / "results" / "fixtures.md"


def evaluate(name: str) -> Comparison:
    """Check the fixture batch `name` and compare with its answer file."""
    folder = FILINGS / name
    audit = check([folder], load_config(None, [folder]), reveal=True)
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


def main() -> int:
    """Print the tables, and with --write keep them under results/. Exit code 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["clean", "seeded", "demo"])
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines: list[str] = []
    exact = True
    for name in arguments.names:
        comparison = evaluate(name)
        lines += table(name, comparison)
        for expected in comparison.missed:
            print(f"missed: {expected}", file=sys.stderr)
        for finding in comparison.surplus:
            where = f"{finding.case} {finding.place.document}"
            print(f"surplus: {finding.code} {where} {finding.text!r}: {finding.message}", file=sys.stderr)
        exact = exact and not comparison.missed and not comparison.surplus
    print("\n".join(lines))
    if arguments.write:
        head = ["# Fixture batches", "", f"`python -m benchmarks.fixtures --write`, {date.today()}", ""]  # noqa: DTZ011
        RESULT.write_text("\n".join(head + lines), encoding="utf-8")
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
