"""The tables of zgc-lint beside other programs: ``python -m benchmarks.peers --data DIR --corpus FILE… [--write]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.kept import head, keep
from benchmarks.peers.report import add_settings, compare

RESULT = Path(__file__).parent.parent / "results" / "peers.md"


def main() -> int:
    """Print the tables, and with --write keep them under results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of TSV files: sentence with slips, TAB, what it should be")
    parser.add_argument("--only", nargs="*", help="words in the names of the sets wanted")
    parser.add_argument("--corpus", nargs="*", type=Path)
    parser.add_argument("--characters", type=int, default=100_000, help="of each corpus")
    add_settings(parser)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = []
    for line in compare(arguments):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        keep(RESULT, "\n".join([*head("Other programs", "benchmarks.peers"), *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
