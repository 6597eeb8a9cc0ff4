"""Runs a pattern against texts made of what it repeats, and sees how its time grows with their length.

A text is made longer, twofold each time, only until its time can be measured; then two steps more tell how it grows. A
pattern that is linear is so done with in milliseconds, one that is not is found out on short texts.
"""

from __future__ import annotations

import math
import re
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.regexes.ambiguity import loops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.load.source import Entry

__all__ = ["LINEAR", "Attack", "Growth"]

_SHORTEST, _LONGEST = 32, 8_192  # characters of a text, until its time can be measured
_MEASURABLE = 0.002  # seconds
_STEPS = 4  # the last text is so many times as long as the one whose time could be measured
_LINEAR, _SQUARE = 1.4, 2.5  # the power of the length with which the time grows, at most
_OFTEN = 3  # times that a text is gone through; the quickest counts
_PLAIN = ("甲", "1", " ", "a", "（", "，甲", "\n")
_ENDS = ("", "\0", "甲", " x")


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time of a pattern grows on its worst text: a power of the length, and what the text is made of."""

    power: float
    text: str = ""

    @property
    def word(self) -> str:
        """In a word."""
        return "linear" if self.power <= _LINEAR else "square" if self.power <= _SQUARE else "worse"


LINEAR = Growth(1.0)


@dataclass(frozen=True, slots=True)
class Attack:
    """The work on one pattern, a task for `zgc_lint.work.crew.Crew`.

    `from_start`: it is only ever held against the start of a text.
    """

    pattern: str
    flags: int
    from_start: bool
    path: str
    cost: float = 1.0
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """None."""
        return ()

    def with_entries(self, entries: tuple[Entry, ...]) -> Attack:
        """The task itself."""
        return self

    def run(self) -> Growth:
        """The worst growth among all texts."""
        compiled = re.compile(self.pattern, self.flags)
        worst = LINEAR
        for before, unit, after in _shapes(self.pattern, self.flags):
            power = self._power(compiled, before, unit, after)
            if power > worst.power:
                worst = Growth(power, f"{before!r} + {unit!r} × n + {after!r}")
        return worst if worst.word != LINEAR.word else LINEAR

    def _power(self, compiled: re.Pattern[str], before: str, unit: str, after: str) -> float:
        """With which power of the length the time grows; 1 where the longest text takes no time worth measuring."""

        def seconds(length: int) -> float:
            text = before + (unit * (length // len(unit) + 1))[:length] + after
            began = time.process_time()
            if self.from_start:
                compiled.match(text)
                compiled.fullmatch(text)
            else:
                deque(compiled.finditer(text), 0)
            return time.process_time() - began

        length = _SHORTEST
        first = seconds(length)
        while first < _MEASURABLE and length < _LONGEST:
            length *= 2
            first = seconds(length)
        if first < _MEASURABLE:
            return 1.0
        first = min(first, seconds(length), seconds(length))
        last = min(seconds(_STEPS * length) for _ in range(_OFTEN))
        return math.log(last / first, _STEPS)


def _shapes(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """What a text is made of: what comes first, what is repeated, what comes last."""
    shapes = {("", unit, after): None for unit in _PLAIN for after in _ENDS}
    for way, unit, stop in loops(pattern, flags):
        for after in (*_ENDS, stop):
            shapes |= {(way, unit, after): None, ("", way + unit, after): None, ("", unit, after): None}
    yield from shapes
