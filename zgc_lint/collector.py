"""How often Python looks for garbage."""

from __future__ import annotations

import gc

__all__ = ["collect_seldom"]


def collect_seldom() -> None:
    """Look for garbage seldom, for a process that does one batch and ends.

    A batch is a million objects that all stay: looking them through again and again was half of the time spent on an
    export of 100,000 rows (benchmarks/results/repeats.md), and there is hardly any garbage in rings.
    """
    gc.set_threshold(200_000, 50, 1_000)
