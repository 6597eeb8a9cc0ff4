"""Looks for catastrophic backtracking: ``python -m benchmarks.regexes [--attack [--journal FILE]] [--write]``."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.regexes.ambiguity import ambiguities
from benchmarks.regexes.collect import collected, matched_from_start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.regexes.attack import Growth

_RESULT = Path(__file__).parent.parent / "results" / "regexes.md"
_TIME_LIMIT = 300.0  # seconds for a pattern: one that takes more grows with more than the square

#: A pattern, its flags, and whether it is only ever held against the start of a text.
Key = tuple[str, int, bool]


def main() -> int:
    """Say what is dangerous; 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attack", action="store_true", help="match each pattern against long texts, too, and time it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that attack; all cores")
    parser.add_argument(
        "--journal", type=Path, help="keeps what was found out: a run that was ended goes on from there"
    )
    parser.add_argument("--write", action="store_true", help=f"write {_RESULT.name} under benchmarks/results")
    arguments = parser.parse_args()
    from_start = matched_from_start()
    patterns: dict[Key, str] = {
        (pattern, flags, places <= from_start): min(places) for (pattern, flags), places in collected().items()
    }
    faults = [
        (where, fault, pattern)
        for (pattern, flags, _), where in sorted(patterns.items(), key=lambda item: item[1])
        for fault in ambiguities(pattern, flags)
    ]
    growths = _attacked(patterns, arguments.jobs, arguments.journal) if arguments.attack else {}
    faults += [(patterns[key], f"{g.word}: {g.text}", key[0]) for key, g in growths.items() if g.word != "linear"]
    for fault in faults:
        print("\t".join(fault)[:300])
    print(f"{len(patterns)} patterns, {len(faults)} faults", file=sys.stderr)
    if arguments.write:
        _RESULT.write_text(_table(patterns, growths, faults), encoding="utf-8")
    return 1 if faults else 0


def _attacked(patterns: Mapping[Key, str], jobs: int, journal: Path | None) -> dict[Key, Growth]:
    """How the time of each pattern grows; what stands in the journal is not tried again."""
    from benchmarks.regexes.attack import Attack, Growth
    from zgc_lint.work.crew import Crew

    found: dict[Key, Growth] = {}
    if journal is not None and journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            pattern, flags, from_start, power, text = json.loads(line)
            found[pattern, flags, from_start] = Growth(power, text)
    tasks = [Attack(*key, where) for key, where in patterns.items() if key not in found]

    def take(number: int, given: object) -> None:
        task = tasks[number]
        growth = given if isinstance(given, Growth) else Growth(math.inf, str(given))
        found[task.pattern, task.flags, task.from_start] = growth
        if journal is not None:
            entry = [task.pattern, task.flags, task.from_start, growth.power, growth.text]
            with journal.open("a", encoding="utf-8") as file:
                print(json.dumps(entry), file=file)
        if len(found) % 100 == 0:
            print(f"{len(found)} of {len(patterns)}", file=sys.stderr, flush=True)

    crew = Crew(jobs, _TIME_LIMIT)
    crew.do(tasks, take)
    crew.close()
    return {key: found[key] for key in patterns}


def _table(patterns: Mapping[Key, str], growths: Mapping[Key, Growth], faults: Sequence[tuple[str, str, str]]) -> str:
    command = "python -m benchmarks.regexes" + (" --attack" if growths else "") + " --write"
    lines = [
        "# Regular expressions",
        "",
        f"`{command}`, {date.today():%Y-%m-%d}",  # noqa: DTZ011
        "",
        f"{len(patterns)} patterns (source, and made of dictionaries as it runs), {sum(key[2] for key in patterns)} of",
        "them only ever held against the start of a text; all looked through for ambiguous loops.",
    ]
    if growths:
        words = Counter(growth.word for growth in growths.values())
        lines += [
            "",
            "Each run over texts of up to 32,768 characters, made of what its loops take, behind what leads to them",
            "and before what they do not take, until it was seen with which power of the length its time grows.",
            "",
            "| where patterns come from | patterns | linear | square | worse |",
            "|---|---:|---:|---:|---:|",
        ]
        for folder in sorted({_folder(where) for where in patterns.values()}):
            own = Counter(growths[key].word for key, where in patterns.items() if _folder(where) == folder)
            lines.append(f"| `{folder}` | {own.total()} | {own['linear']} | {own['square']} | {own['worse']} |")
        lines.append(f"| all | {words.total()} | {words['linear']} | {words['square']} | {words['worse']} |")
    if faults:
        lines += ["", "| where | fault | pattern |", "|---|---|---|"]
        lines += [
            "| " + " | ".join("`" + part[:120].replace("|", "\\|") + "`" for part in fault) + " |" for fault in faults
        ]
    return "\n".join([*lines, ""])


def _folder(where: str) -> str:
    """`where` without file and line; what `zgc_lint/knowledge` compiles is written in the dictionaries."""
    folder = where.rpartition("/")[0]
    return "dictionaries" if where.startswith("zgc_lint/knowledge/patterns.py") else folder


if __name__ == "__main__":
    sys.exit(main())
