"""`dictionaries/repeats.yaml`: the words by which repeats of an order (同人同诉) are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RepeatWords"]


class RepeatWords:
    """The words of the file, each list as it explains. Raises UsageError for a file that cannot be used.

    `formulas` matches what nearly every work order holds, whatever it is about.
    """

    def __init__(self, path: Path) -> None:
        data = read_yaml(path)
        self.formulas = data.pattern("formulas", data.texts("formulas"))
        self.new_demand = data.texts("new_demand")
        self.not_a_demand = data.texts("not_a_demand")
        self.parent_words = data.texts("parent_words")
        self.child_words = data.texts("child_words")
        self.open_statuses = data.texts("open_statuses")
        self.closed_statuses = data.texts("closed_statuses")
        self.told_solved = data.texts("told_solved")
        self.solved = frozenset(data.texts("solved"))
        self.unsolved = frozenset(data.texts("unsolved"))
