"""Sets of sentences with slips, clean text to measure false alarms on, and what is counted in them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.typo.corpus import MEASURING, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Score", "clean_lines", "read_set"]


@dataclass
class Score:
    """Counts of sentences and characters.

    A sentence is right if the flagged characters are exactly the wrong ones; `corrected` are the right characters put
    in their place. `false` are the characters flagged in the correct sentences.
    """

    sentences_right: int = 0
    sentences_wrong: int = 0
    sentences_flagged: int = 0
    wrong: int = 0
    flagged: int = 0
    right: int = 0
    corrected: int = 0
    clean: int = 0
    false: int = 0

    def add(self, source: str, target: str, flags: Mapping[int, str], false: int) -> None:
        """Count `source`, which should be `target`, of equal length.

        `flags`: offset of a flagged character → what to put there; `false`: how many are flagged in `target`.
        """
        wrong = {place for place, (old, new) in enumerate(zip(source, target, strict=True)) if old != new}
        self.sentences_wrong += bool(wrong)
        self.sentences_flagged += bool(flags)
        self.sentences_right += bool(wrong) and wrong == flags.keys()
        self.wrong += len(wrong)
        self.flagged += len(flags)
        self.right += len(wrong & flags.keys())
        self.corrected += sum(target[place] == new for place, new in flags.items() if place in wrong)
        self.clean += len(target)
        self.false += false

    def row(self) -> Iterator[str]:
        """The cells of a table: P / R / F1 of sentences and of characters, right corrections, false per 1,000."""
        for right, flagged, wrong in (
            (self.sentences_right, self.sentences_flagged, self.sentences_wrong),
            (self.right, self.flagged, self.wrong),
        ):
            precision, recall = right / max(flagged, 1), right / max(wrong, 1)
            yield f"{precision:.3f} / {recall:.3f} / {2 * right / max(flagged + wrong, 1):.3f}"
        yield f"{self.corrected / max(self.right, 1):.3f}"
        yield f"{1000 * self.false / max(self.clean, 1):.3f}"


def read_set(path: Path) -> list[tuple[str, str]]:
    """The pairs of sentences of equal length in a TSV file."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) >= 2 and len(row[0]) == len(row[1])]


def clean_lines(path: Path, characters: int) -> list[str]:
    """So many characters (or a little more) of the measuring part of a corpus, always the same lines."""
    lines = read_lines(path, MEASURING)
    random.Random(7).shuffle(lines)  # noqa: S311
    chosen: list[str] = []
    while lines and sum(map(len, chosen)) < characters:
        chosen += lines[:200]
        del lines[:200]
    return chosen
