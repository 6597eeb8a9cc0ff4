"""autocorrect-py (MIT): blanks between Chinese and Latin, full-width marks."""

from __future__ import annotations

import importlib
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from benchmarks.peers.peer import AbsentError, Edit, changes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Autocorrect"]


class Autocorrect:
    """Its `format`, with the default rules."""

    name = "autocorrect"

    def version(self) -> str:
        """That of the package."""
        try:
            return f"autocorrect-py {version('autocorrect-py')}"
        except PackageNotFoundError as error:
            raise AbsentError("not installed: pip install autocorrect-py") from error

    def judge(self, lines: Sequence[str]) -> list[list[Edit]]:
        """What it changes."""
        correct = importlib.import_module("autocorrect_py").format
        return [changes(line, correct(line)) for line in lines]
