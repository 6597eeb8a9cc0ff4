"""What is to be written where: findings sorted into replacements, and into those left to a person, with why."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.model import Confidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Left", "Replacement", "Step", "apply_steps", "replacements"]

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


def apply_steps(text: str, changes: Iterable[Replacement]) -> str:
    """A paragraph's text with `changes`, which do not overlap, made."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def replacements(
    findings: Iterable[Finding], texts: Sequence[str], *, unsafe: bool
) -> tuple[dict[Replacement, list[Finding]], list[Left]]:
    """Sort the findings about one document, whose paragraphs are `texts`.

    Of two that overlap the first by position wins; two that want the same thing are one.
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
    last: Replacement | None = None
    for change, finding in wanted:
        if change in chosen:
            chosen[change].append(finding)
        elif last is not None and _overlap(last, change):
            left.append(Left(finding, OVERLAP))
        else:
            chosen[change] = [finding]
            last = change
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


def _overlap(first: Replacement, second: Replacement) -> bool:
    if first.paragraph != second.paragraph:
        return False
    return second.start < first.end or second.start == first.start
