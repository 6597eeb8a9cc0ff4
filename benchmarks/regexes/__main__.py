"""Looks for catastrophic backtracking: ``python -m benchmarks.regexes [--attack]``."""

from __future__ import annotations

import argparse
import sys

from benchmarks.regexes.ambiguity import ambiguities
from benchmarks.regexes.collect import collected


def main() -> int:
    """Say what is dangerous; 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attack", action="store_true", help="match each pattern against long texts, too, and time it")
    arguments = parser.parse_args()
    patterns = collected()
    faults = 0
    for (pattern, flags), where in sorted(patterns.items(), key=lambda item: item[1]):
        for fault in ambiguities(pattern, flags):
            faults += 1
            print(f"{where}\t{fault}\t{pattern[:120]}")
    if arguments.attack:
        from benchmarks.regexes.attack import slow

        for (pattern, flags), where in patterns.items():
            for told in slow(pattern, flags):
                faults += 1
                print(f"{where}\t{told}\t{pattern[:120]}")
    print(f"{len(patterns)} patterns, {faults} faults", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
