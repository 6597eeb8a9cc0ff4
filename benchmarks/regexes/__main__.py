"""Looks for catastrophic backtracking: ``python -m benchmarks.regexes [--attack] [--write]``."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.regexes.ambiguity import ambiguities
from benchmarks.regexes.collect import collected

_RESULT = Path(__file__).parent.parent / "results" / "regexes.md"


def main() -> int:
    """Say what is dangerous; 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attack", action="store_true", help="match each pattern against long texts, too, and time it")
    parser.add_argument("--write", action="store_true", help=f"write {_RESULT.name} under benchmarks/results")
    arguments = parser.parse_args()
    patterns = collected()
    faults: list[str] = []
    for (pattern, flags), where in sorted(patterns.items(), key=lambda item: item[1]):
        for fault in ambiguities(pattern, flags):
            faults.append(f"{where}\t{fault}\t{pattern[:120]}")
            print(faults[-1], flush=True)
    if arguments.attack:
        from benchmarks.regexes.attack import slow

        for number, ((pattern, flags), where) in enumerate(patterns.items()):
            if number % 100 == 0:
                print(f"{number} of {len(patterns)}, {time.process_time():.0f} CPU-s", file=sys.stderr, flush=True)
            for told in slow(pattern, flags):
                faults.append(f"{where}\t{told}\t{pattern[:120]}")
                print(faults[-1], flush=True)
    print(f"{len(patterns)} patterns, {len(faults)} faults", file=sys.stderr)
    if arguments.write:
        _RESULT.write_text(_table(len(patterns), faults, attacked=arguments.attack), encoding="utf-8")
    return 1 if faults else 0


def _table(patterns: int, faults: list[str], *, attacked: bool) -> str:
    command = "python -m benchmarks.regexes" + (" --attack" if attacked else "") + " --write"
    lines = [
        "# Regular expressions",
        "",
        f"`{command}`, {date.today():%Y-%m-%d}, {time.process_time():.0f} CPU-s",  # noqa: DTZ011
        "",
        f"{patterns} patterns (source, and made of dictionaries as it runs), looked through for ambiguous loops"
        + (";" if attacked else f": {len(faults)} faults."),
    ]
    if attacked:
        lines.append(
            f"each matched against texts of 2,000 and 8,000 characters made of what it repeats: {len(faults)} faults."
        )
    cells = (
        "| " + " | ".join(f"`{part}`" for part in fault.replace("|", "\\|").split("\t")) + " |" for fault in faults
    )
    return "\n".join([*lines, *(["", "| where | fault | pattern |", "|---|---|---|"] if faults else []), *cells, ""])


if __name__ == "__main__":
    sys.exit(main())
