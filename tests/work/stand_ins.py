"""Tasks that do in an instant what real ones may do in the worst case."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.source import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """Gives back its word, and says in which process it was done."""

    word: str
    cost: float = 1.0
    is_deadly: bool = False
    is_suspect: bool = False
    is_whole: bool = False

    @property
    def path(self) -> str:
        return self.word

    @property
    def entries(self) -> tuple[Entry, ...]:
        return ()

    def with_entries(self, entries: tuple[Entry, ...]) -> Told:
        return self

    def run(self) -> tuple[str, int]:
        return self.word, os.getpid()


@dataclass(frozen=True, slots=True)
class Deadly(Told):
    """Ends its process, the first `times` times; `folder` is where it keeps count."""

    folder: Path = Path()
    times: int = 9

    def run(self) -> tuple[str, int]:
        before = len(list(self.folder.glob(f"{self.word}*")))
        if before < self.times:
            (self.folder / f"{self.word}{before}").touch()
            os._exit(3)
        return self.word, os.getpid()


@dataclass(frozen=True, slots=True)
class Endless(Told):
    """Never comes to an end."""

    def run(self) -> tuple[str, int]:
        time.sleep(600)
        return self.word, os.getpid()


@dataclass(frozen=True, slots=True)
class Untidy(Told):
    """Never comes to an end, with something of its own in `folder`."""

    folder: Path = Path()

    def run(self) -> tuple[str, int]:
        with TemporaryDirectory(dir=self.folder):
            time.sleep(600)
        return self.word, os.getpid()


@dataclass(frozen=True, slots=True)
class Turning(Told):
    """Never comes to an end, in steps of Python, whatever is raised."""

    def run(self) -> tuple[str, int]:
        while True:
            with suppress(Exception):
                time.sleep(0.001)


@dataclass(frozen=True, slots=True)
class Raising(Told):
    """Raises what it should not."""

    def run(self) -> tuple[str, int]:
        raise ValueError(self.word)


@dataclass(frozen=True, slots=True)
class Stuck(Told):
    """Can be done here and not be handed to another process."""

    def with_entries(self, entries: tuple[Entry, ...]) -> Told:
        raise UnreadableError("取不出来")
