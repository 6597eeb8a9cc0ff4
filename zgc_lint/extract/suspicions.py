"""What the trained corrector holds for wrong in the prose, less what looks like a name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.extract.name_guards import Names
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.typo_engine import CERTAIN, LIKELY, LIKELY_GAP, corrector, judged
from zgc_lint.model import Confidence, Document, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.typo.corrector import Suspicion

__all__ = ["CorrectorOptions", "Suspect", "Suspicions", "Texts"]

#: The characters in which one slip is expected of a writer of whom nothing is known.
_USUAL = 2000
#: The characters to a sure slip in texts like those the probabilities were fitted on.
_FITTED = 1000
#: Nothing is thought likelier by more than this for what else is wrong in a text. Measured with the two above on the
#: sets of build_classifier.py, in cross-validation.
_MOST = 1.3
_LEAST = LIKELY / (LIKELY + _MOST * (1 - LIKELY))  # the least probability that may yet become likely


@dataclass(frozen=True, slots=True)
class CorrectorOptions:
    """`corrector`: whether the trained models are asked for what the lists of a check do not hold."""

    corrector: bool = True


@dataclass(frozen=True, slots=True)
class Suspect:
    """``passage.text[start:end]`` should be `right`, certainly or likely.

    `right` is longer where a character was left out, and shorter where one stands twice.
    """

    passage: Passage
    start: int
    end: int
    right: str
    confidence: Confidence

    @property
    def wrong(self) -> str:
        """What stands there."""
        return self.passage.text[self.start : self.end]

    @property
    def keeps_length(self) -> bool:
        """Whether characters are changed, none too many or too few."""
        return len(self.right) == self.end - self.start

    @property
    def is_gap(self) -> bool:
        """Whether a character was left out."""
        return len(self.right) > self.end - self.start

    @property
    def is_double(self) -> bool:
        """Whether a character stands twice."""
        return len(self.right) < self.end - self.start

    @property
    def doubled(self) -> str:
        """The character that stands twice; "" for none."""
        pairs = zip(self.wrong, self.wrong[1:], strict=False)
        return next((one for one, other in pairs if one == other), "") if self.is_double else ""

    @property
    def context(self) -> str:
        """What stands there, with two characters on either side, within the clause."""
        before = re.split(r"[^\w]", self.passage.text[max(0, self.start - 2) : self.start])[-1]
        after = re.split(r"[^\w]", self.passage.text[self.end : self.end + 2])[0]
        return f"{before}{self.wrong}{after}"

    def slip(self, message: str) -> Finding:
        """The finding, told as `message`."""
        return self.passage.slip(self.start, self.end, self.right, message, self.confidence)


@dataclass(frozen=True)
class Suspicions:
    """All suspects of a document, in order."""

    suspects: tuple[Suspect, ...]

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> Suspicions:
        """Judge the document's passages."""
        passages = document[Prose].passages
        if not passages or document.batch is None:
            return cls(())
        found = _judged(document, Texts(tuple(passage.text for passage in passages)))
        guards = _Guards(document.batch[Names], frozenset(knowledge.words("short-forms.txt")))
        return cls(tuple(_suspects(passages, found, guards)))


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages to be judged, names or not: dear work that stands by itself."""

    texts: tuple[str, ...]

    @property
    def key(self) -> bytes:
        """What tells them from others: a digest."""
        return hashlib.sha256("\0".join(self.texts).encode("utf-8", "surrogatepass")).digest()

    def judge(self) -> list[list[Suspicion]]:
        """What is suspected in each, in order; of two that cannot both be right the likelier one."""
        return [_compatible(found) for found in judged(self.texts, _LEAST)]


def _judged(document: Document, texts: Texts) -> list[list[Suspicion]]:
    if (key := texts.key) not in document.seen:
        if document.problem is not None:  # judging it has failed before
            return [[] for _ in texts.texts]
        errands = document.batch.errands if document.batch is not None else None
        again = errands.again(document, texts) if errands is not None else None
        if again is None and errands is not None and errands.put_off(document, texts):
            return [[] for _ in texts.texts]
        document.seen[key] = texts.judge() if again is None else again
    found: list[list[Suspicion]] = document.seen[key]
    return found


def _compatible(suspicions: list[Suspicion]) -> list[Suspicion]:
    """Those that do not overlap a likelier one, nor touch it where characters are too many or too few."""
    kept: list[Suspicion] = []
    for one in sorted(suspicions, key=lambda one: -one.probability):
        if not any(_conflict(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _conflict(one: Suspicion, other: Suspicion) -> bool:
    apart = 0 if one.keeps_length and other.keeps_length else 1  # characters
    return one.start < other.end + apart and other.start < one.end + apart


@dataclass(frozen=True, slots=True)
class _Guards:
    """What is suspected though it is right: names, and words of which a shorter form is good too."""

    names: Names
    short_forms: frozenset[str]

    def allow_short(self, text: str, start: int, end: int, right: str) -> bool:
        """Whether ``text[start:end]`` is a lawful short form of `right`: 或 (或者), 21分 (21分钟), 十五届, 进、出口."""
        beside = text[max(0, start - 1) : start], text[end : end + 1]
        return right in self.short_forms or right[0] == "第" or beside[0].isdigit() or "、" in beside


def _suspects(passages: tuple[Passage, ...], found: list[list[Suspicion]], guards: _Guards) -> Iterator[Suspect]:
    words = [word for passage, ones in zip(passages, found, strict=True) for word in _unguarded(passage, ones, guards)]
    sure = sum(probability >= CERTAIN for _, probability in words)
    factor = _odds_factor(sure, sum(len(passage.text) for passage in passages))
    for suspect, probability in words:
        weighed = _weighed(probability, factor)
        if weighed >= (LIKELY_GAP if suspect.is_gap else LIKELY):
            yield replace(suspect, confidence=Confidence.CERTAIN if weighed >= CERTAIN else Confidence.LIKELY)


def _unguarded(passage: Passage, suspicions: list[Suspicion], guards: _Guards) -> Iterator[tuple[Suspect, float]]:
    """The words that are wrong where no guard objects nor anybody is quoted, and how probably so."""
    text = passage.text
    for one in suspicions:
        mended = text[: one.start] + one.right + text[one.end :]
        longer = len(mended) - len(text)
        start, end = corrector().word_at(mended, one.start, one.end + longer)
        if passage.is_quoted(one.start - 1, one.end + 1) or guards.names.hold(text, mended, one, end - longer):
            continue
        if longer > 0 and guards.allow_short(text, start, end - longer, mended[start:end]):
            continue
        if any(start < other.end and end - longer > other.start for other in suspicions if other is not one):
            start, end = one.start - max(longer, 0), one.end + longer
        yield Suspect(passage, start, end - longer, mended[start:end], Confidence.LIKELY), one.probability


def _odds_factor(sure: int, characters: int) -> float:
    """How much likelier a slip is in a text of so many characters with so many sure slips than in those fitted on.

    Who made one slip makes others, and a careful writer's text has one in thousands of characters. The text's own rate
    is estimated as one of a Gamma distribution (empirical Bayes; Robbins 1956, "An empirical Bayes approach to
    statistics").
    """
    return min((sure + 1) / (characters + _USUAL) * _FITTED, _MOST)


def _weighed(probability: float, factor: float) -> float:
    """The probability whose odds are `factor` times those of `probability`."""
    return probability * factor / (probability * factor + 1 - probability)
