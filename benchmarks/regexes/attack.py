"""Runs a pattern against long texts made of what it repeats, and sees how its time grows with their length."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from benchmarks.regexes.ambiguity import loops

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["slow"]

_LENGTH, _LONGER = 2_000, 4  # characters of the shorter text, and how many times as long the other is
_SOON = 0.02  # seconds within which the longest text is done with: no matter how it grows
_MOST_GROWTH = 24.0  # of the time from a text to one four times as long: 4 is linear, 16 the square
_TOO_LONG = 2.0  # seconds for the longest text
_ENDS = ("", "\0", "甲", " x")


def slow(pattern: str, flags: int) -> Iterator[str]:
    """What was seen of a pattern that takes too long, or whose time grows by more than the square.

    The longest text is spared where it would be done with soon even if the time grew with the cube of the length, and
    where the time would be far from too long if it went on growing as up to here.
    """
    compiled = re.compile(pattern, flags)
    for unit in dict.fromkeys(("甲", "1", " ", "a", "（", "，甲", "\n", *loops(pattern, flags))):
        for end in _ENDS:
            first = _time(compiled, _text(unit, _LENGTH, end))
            if first < _SOON / _LONGER**3:
                continue
            growth = first / max(_time(compiled, _text(unit, _LENGTH // _LONGER, end)), 1e-6)
            if growth <= _MOST_GROWTH and first * growth < _TOO_LONG / 2:
                continue
            last = _time(compiled, _text(unit, _LONGER * _LENGTH, end))
            growth = last / first
            if last > _TOO_LONG or (last > _SOON and growth > _MOST_GROWTH):
                yield f"{unit!r} × {_LONGER * _LENGTH} + {end!r}: {last:.2f} s, {growth:.0f} × that of a quarter"
                return


def _text(unit: str, length: int, end: str) -> str:
    return (unit * length)[:length] + end


def _time(compiled: re.Pattern[str], text: str) -> float:
    """CPU-seconds of going through a text for all that matches."""
    began = time.process_time()
    for _ in compiled.finditer(text):
        pass
    return time.process_time() - began
