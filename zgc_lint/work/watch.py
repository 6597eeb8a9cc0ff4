"""A time limit for work that is done in this very process.

Another thread raises `TimeIsUp` in the one that works, which hears of it between two steps of Python. So a library that
is written in Python can be stopped anywhere; one written in C is not stopped before it comes back.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TimeIsUp", "Watch"]

_T = TypeVar("_T")
_SHOTS = 5  # times that `TimeIsUp` is raised: finalizers, callbacks from C and a bare `except:` may swallow it
_AGAIN = 2.0  # seconds from one to the next: more than a library takes to put its things in order
_SOON = 0.05  # seconds after which it is asked again whether what is being imported is there
_LONGEST = 3600.0  # seconds that a thread waits at once: longer waits do not fit every system's numbers


class TimeIsUp(BaseException):  # no Exception: as KeyboardInterrupt it passes `except Exception`
    """The work takes longer than it may."""


@dataclass(eq=False)
class _Turn:
    """A piece of work: when its time is up, on the clock of `time.monotonic`, and how often it has been told so."""

    due: float
    shots: int = 0


class Watch:
    """Watches over the thread that enters it; `seconds` is the limit for each piece of work given to `run`.

    There is no lock that the working thread would hold, as `TimeIsUp` may reach it at any step, that of letting go
    of the lock included. Either thread first says what it does, then looks at what the other does.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._worker = 0
        self._turn: _Turn | None = None  # set by the working thread
        self._aiming = self._has_shot = False  # set by the watching one
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._look_on, name="time-limit", daemon=True)

    def __enter__(self) -> Watch:
        self._worker = threading.get_ident()
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._closed.set()
        self._watcher.join()

    def run(self, work: Callable[[], _T]) -> _T:
        """What `work` gives, or raises. Raises TimeIsUp where it takes too long: here, and never after."""
        return self._sheltered(work, _SHOTS)

    def _sheltered(self, work: Callable[[], _T], shots: int) -> _T:
        """Do the work where `shots` more may yet hit: each in the handler of the one before it, at the worst."""
        try:
            if shots:
                return self._sheltered(work, shots - 1)
            self._turn = _Turn(time.monotonic() + self._seconds)
            given = work()
            self._end()
        except BaseException:
            self._end()
            raise
        return given

    def _end(self) -> None:
        """From here on nothing is raised, not even what is on its way."""
        self._turn = None
        while self._aiming:
            time.sleep(0)
        if self._has_shot:
            _raise_in(self._worker, None)

    def _look_on(self) -> None:
        """The life of the watching thread. Work that begins while it sleeps is not due before it wakes."""
        pause = self._seconds
        while not self._closed.wait(min(pause, _LONGEST)):
            turn, now = self._turn, time.monotonic()
            pause = self._seconds
            if turn is not None and now >= turn.due:
                if _is_importing(self._worker):
                    turn.due = now + _SOON
                else:
                    self._shoot(turn)
                    turn.due = now + _AGAIN if turn.shots < _SHOTS else math.inf
            if turn is not None:
                pause = min(pause, turn.due - now)

    def _shoot(self, turn: _Turn) -> None:
        self._aiming = True
        try:
            if self._turn is turn:
                self._has_shot = True
                turn.shots += 1
                _raise_in(self._worker, TimeIsUp)
        finally:
            self._aiming = False


def _is_importing(thread: int) -> bool:
    """Whether a thread is about to import something: what is imported by half cannot be imported again."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 (documented, for such use)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise `error` in a thread as soon as it comes to its next step; with None, what is to be raised no longer is."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
