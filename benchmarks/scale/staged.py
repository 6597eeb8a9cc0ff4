"""zgc-lint with a stop-watch: ``python -m benchmarks.scale.staged FILE ARGUMENTS…`` writes CPU-s by stage to FILE.

What is done in other processes is counted where it is done, in those of a single job only.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peak import peak_memory

if TYPE_CHECKING:
    from collections.abc import Callable

_spent: defaultdict[str, float] = defaultdict(float)
_inside = [0.0]  # of each timed call under way: what the timed calls within it have taken


def _timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **settings: Any) -> Any:
        begun = time.process_time()
        _inside.append(0.0)
        try:
            return function(*arguments, **settings)
        finally:
            whole = time.process_time() - begun
            _spent[stage] += whole - _inside.pop()
            _inside[-1] += whole

    return wrapped


def _watch() -> None:
    """Time the functions that are whole stages."""
    from zgc_lint import pipeline
    from zgc_lint.check import runner
    from zgc_lint.look import bands, reading, stage
    from zgc_lint.report import json as report
    from zgc_lint.work import desk, tasks

    for where, name, label in (
        (tasks.Read, "run", "read files"),
        (stage, "look", "decode pictures, find seals, take prints"),
        (reading, "read_lines", "read scans (OCR)"),
        (bands, "read_lines", "read watermarks (OCR)"),
        (tasks.Judge, "run", "judge prose"),
        (runner, "_attempt", "facts and checks"),
        (desk.Desk, "read_all", "hash files, cache"),
        (desk.Desk, "catch_up", "hash files, cache"),
        (pipeline, "_audit", "price and report"),
        (report, "render", "price and report"),
    ):
        setattr(where, name, _timed(label, getattr(where, name)))


def main() -> int:
    """Run the command line, then write the table."""
    from zgc_lint.cli import run

    file, *arguments = sys.argv[1:]
    _watch()
    code = run(arguments)
    _spent["start, and the rest"] = time.process_time() - sum(_spent.values())
    Path(file).write_text(json.dumps({**_spent, "memory": peak_memory()}), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
