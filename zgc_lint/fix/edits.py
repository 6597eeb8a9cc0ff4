"""What is to be written where: findings sorted into replacements, and into those left to a person, with why."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.model import Confidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Left", "Replacement", "Step", "apply_steps", "replacements", "steps_of"]

NO_REMEDY = "没有现成的改法，请人工判断"
NOT_SAFE = "改之前需要看一眼；加 --unsafe 一并修改"
OVERLAP = "与前一处修改重叠；改完前一处后再运行一次"
NO_SPAN = "没有确切位置，请手工修改"
OTHER_TEXT = "原文与检查时不一致，没有修改"


class Step(NamedTuple):
    """Put `text` in place of the characters from `start` to `end` (excluded) of a paragraph."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is to be written in one paragraph (numbered from 1) in place of `original`."""

    paragraph: int
    start: int
    end: int
    original: str
    text: str

    def steps(self) -> list[Step]:
        """The characters that really change, so that those between them keep their formatting; last one first."""
        matcher = SequenceMatcher(None, self.original, self.text, autojunk=False)
        return [
            Step(self.start + before, self.start + after, self.text[new:new_end])
            for kind, before, after, new, new_end in reversed(matcher.get_opcodes())
            if kind != "equal"
        ]


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that was not fixed, and why (Chinese)."""

    finding: Finding
    why: str


def steps_of(changes: Iterable[Replacement]) -> list[tuple[Step, Replacement]]:
    """The steps of `changes` in one paragraph, last one first: a step moves none of those to come."""
    backwards = sorted(changes, key=lambda change: (change.start, change.end), reverse=True)
    steps = [(step, change) for change in backwards for step in change.steps()]
    return sorted(steps, key=lambda pair: (pair[0].start, pair[0].end), reverse=True)


def apply_steps(text: str, changes: Iterable[Replacement]) -> str:
    """A paragraph's text with `changes` made."""
    for step, _ in steps_of(changes):
        text = text[: step.start] + step.text + text[step.end :]
    return text


def replacements(
    findings: Iterable[Finding], texts: Sequence[str], *, unsafe: bool
) -> tuple[dict[Replacement, list[Finding]], list[Left]]:
    """Sort the findings about one document, whose paragraphs are `texts`.

    Of two that are after the same characters the first by position wins; two that want the same thing are one.
    """
    left: list[Left] = []
    wanted: list[tuple[Replacement, Finding]] = []
    for finding in findings:
        found = _replacement(finding, texts, unsafe=unsafe)
        if isinstance(found, Left):
            left.append(found)
        else:
            wanted.append((found, finding))
    wanted.sort(key=lambda pair: (pair[0].paragraph, pair[0].start, pair[0].end))
    chosen: dict[Replacement, list[Finding]] = {}
    for change, finding in wanted:
        if change in chosen:
            chosen[change].append(finding)
        elif any(_clash(other, change) for other in chosen):
            left.append(Left(finding, OVERLAP))
        else:
            chosen[change] = [finding]
    return chosen, left


def _replacement(finding: Finding, texts: Sequence[str], *, unsafe: bool) -> Replacement | Left:
    place, fix = finding.place, finding.fix
    if fix is None:
        return Left(finding, NO_REMEDY)
    if not unsafe and not (fix.safe and Confidence(finding.confidence) is Confidence.CERTAIN):
        return Left(finding, NOT_SAFE)
    if place.paragraph is None or place.start is None or place.end is None:
        return Left(finding, NO_SPAN)
    text = texts[place.paragraph - 1] if 0 < place.paragraph <= len(texts) else ""
    original = text[place.start : place.end]
    if not 0 <= place.start <= place.end <= len(text) or (finding.text and original != finding.text):
        return Left(finding, OTHER_TEXT)
    return Replacement(place.paragraph, place.start, place.end, original, fix.replacement)


def _clash(first: Replacement, second: Replacement) -> bool:
    """Whether two changes, the first of which begins no later, are after the same characters.

    Brackets made full-width do not clash with a word corrected between them.
    """
    if first.paragraph != second.paragraph:
        return False
    if second.start >= first.end and second.start > first.start:
        return False
    return any(_meet(one, two) for one in first.steps() for two in second.steps())


def _meet(one: Step, two: Step) -> bool:
    """Whether two steps share a character, or one inserts where the other begins or ends."""
    start, end = max(one.start, two.start), min(one.end, two.end)
    return start < end or (start == end and (one.start == one.end or two.start == two.end))
