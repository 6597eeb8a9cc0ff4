"""Measures what is seen in pictures: ``python -m benchmarks.evidence [--only NAME] [--seed N] [--count N]``."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

NAMES = ("seals", "watermarks", "reuse", "reading", "ofd", "unprepared")
RESULTS = Path(__file__).parent.parent / "results"


def main() -> None:
    """Print the Markdown of each module; with --write keep it under results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    for name in [arguments.only] if arguments.only else NAMES:
        text: str = import_module(f"benchmarks.evidence.{name}").run(arguments.seed, arguments.count)
        print(text)
        if arguments.write:
            (RESULTS / f"evidence_{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
