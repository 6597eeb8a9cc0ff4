"""pycorrector (Apache-2.0): candidates of like sound and shape, chosen by a kenlm n-gram model."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.peers.peer import AbsentError, Edit
from zgc_lint.extract.second_opinion import PycorrectorError, open_pycorrector

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pycorrector"]


class Pycorrector:
    """Its n-gram corrector with the model in a local file, without the guards that TX05 puts around it."""

    name = "pycorrector"

    def __init__(self, model: str) -> None:
        self.model = model

    def version(self) -> str:
        """Package and kenlm."""
        try:
            open_pycorrector(self.model)
        except PycorrectorError as error:
            raise AbsentError(f"zgc-lint[pycorrector], --pycorrector-model FILE ({error})") from error
        return f"pycorrector {version('pycorrector')} with kenlm {version('kenlm')}"

    def judge(self, lines: Sequence[str]) -> list[list[Edit]]:
        """What it reports, where its offsets are right."""
        corrector = open_pycorrector(self.model)
        return [
            [
                Edit(start, start + len(wrong), right)
                for wrong, right, start in corrector.correct(line)["errors"]
                if line.startswith(wrong, start)
            ]
            for line in lines
        ]
