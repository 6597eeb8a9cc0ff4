"""Runs a pattern against long texts made of what it repeats, and sees how its time grows with their length."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from benchmarks.regexes.ambiguity import loops

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["slow"]

_LENGTH = 2_000  # characters of the shortest text
_SOON = 0.02  # seconds within which the longest text is done with: no matter how it grows
_MOST_GROWTH = 24.0  # of the time from a text to one four times as long: 4 is linear, 16 the square
_TOO_LONG = 2.0  # seconds for the longest text
_ENDS = ("", "\0", "甲", " x")


def slow(pattern: str, flags: int) -> Iterator[str]:
    """What was seen of a pattern that takes too long, or whose time grows by more than the square."""
    compiled = re.compile(pattern, flags)
    for unit in dict.fromkeys(("甲", "1", " ", "a", "（", "，甲", "\n", *loops(pattern, flags))):
        for end in _ENDS:
            times = [_time(compiled, (unit * length)[:length] + end) for length in (_LENGTH, 2 * _LENGTH, 4 * _LENGTH)]
            growth = times[2] / max(times[0], 1e-6)
            if times[2] > _TOO_LONG or (times[2] > _SOON and growth > _MOST_GROWTH):
                yield f"{unit!r} × {4 * _LENGTH} + {end!r}: {times[2]:.2f} s, {growth:.0f} × that of a quarter"
                return


def _time(compiled: re.Pattern[str], text: str) -> float:
    """CPU-seconds of going through a text for all that matches."""
    began = time.process_time()
    for _ in compiled.finditer(text):
        pass
    return time.process_time() - began
