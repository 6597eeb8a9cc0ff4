"""Checks of zgc-lint itself, as a peer among the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import zgc_lint
from benchmarks.peers.peer import Edit
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zgc_lint.model import Confidence

__all__ = ["Checks"]


@dataclass
class Checks:
    """Those checks of zgc-lint that `select` names and that run by default.

    `options`: code → settings; `levels`: what counts as found; `at_once`: how many lines make a statement.
    """

    name: str
    select: Sequence[str]
    levels: Sequence[Confidence]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    at_once: int = 1

    def version(self) -> str:
        """That of this checkout."""
        return f"zgc-lint {zgc_lint.__version__}"

    def judge(self, lines: Sequence[str]) -> list[list[Edit]]:
        """Each line is a paragraph of a statement."""
        found: list[list[Edit]] = [[] for _ in lines]
        for first in range(0, len(lines), self.at_once):
            batch = make_batch({"statement": list(lines[first : first + self.at_once])}, self._knowledge)
            for finding in run(batch, self._checks, self._knowledge, self._settings).findings:
                place = finding.place
                if finding.confidence in self.levels and None not in (place.paragraph, place.start, place.end):
                    right = finding.fix.replacement if finding.fix else finding.suggest
                    found[first + (place.paragraph or 0) - 1].append(Edit(place.start or 0, place.end or 0, right))
        return found

    @cached_property
    def _knowledge(self) -> Knowledge:
        return Knowledge()

    @cached_property
    def _checks(self) -> list[Any]:
        return discover().select(self.select)

    @cached_property
    def _settings(self) -> dict[str, object]:
        return {check.code: check.Options(**self.options.get(check.code, {})) for check in self._checks}
