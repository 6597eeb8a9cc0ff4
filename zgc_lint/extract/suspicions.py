"""What the trained corrector holds for wrong in the prose, less what looks like a name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.name_guards import Names
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.typo_engine import CERTAIN, LIKELY, corrector
from zgc_lint.model import Confidence, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.typo.corrector import Suspicion

__all__ = ["Suspect", "Suspicions", "Texts"]

#: The characters in which one slip is expected of a writer of whom nothing is known.
_USUAL = 2000
#: The characters to a sure slip in texts like those the probabilities were fitted on.
_FITTED = 1000
#: Nothing is thought likelier by more than this for what else is wrong in a text. Measured with the two above on the
#: sets of build_classifier.py, in cross-validation.
_MOST = 1.3
_LEAST = LIKELY / (LIKELY + _MOST * (1 - LIKELY))  # the least probability that may yet become likely


@dataclass(frozen=True, slots=True)
class Suspect:
    """``passage.text[start:end]`` should be `right`; `certain` or `likely`."""

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
    def context(self) -> str:
        """What stands there, with two characters on either side, within the clause."""
        before = re.split(r"[^\w]", self.passage.text[max(0, self.start - 2) : self.start])[-1]
        after = re.split(r"[^\w]", self.passage.text[self.end : self.end + 2])[0]
        return f"{before}{self.wrong}{after}"


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
        names = document.batch[Names]
        return cls(tuple(_suspects(passages, _judged(document, Texts(tuple(p.text for p in passages))), names)))


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages to be judged, names or not: dear work that stands by itself."""

    texts: tuple[str, ...]

    @property
    def key(self) -> bytes:
        """What tells them from others: a digest."""
        return hashlib.sha256("\0".join(self.texts).encode("utf-8", "surrogatepass")).digest()

    def judge(self) -> list[list[Suspicion]]:
        """What the corrector suspects in each."""
        return corrector().suspicions(self.texts, _LEAST)


def _judged(document: Document, texts: Texts) -> list[list[Suspicion]]:
    if (key := texts.key) not in document.seen:
        if document.problem is not None:  # judging it has failed before
            return [[] for _ in texts.texts]
        errands = document.batch.errands if document.batch is not None else None
        if errands is not None and errands.put_off(document, texts):
            return [[] for _ in texts.texts]
        document.seen[key] = texts.judge()
    found: list[list[Suspicion]] = document.seen[key]
    return found


def _suspects(passages: tuple[Passage, ...], found: list[list[Suspicion]], names: Names) -> Iterator[Suspect]:
    spans = [list(_unguarded(passage, ones, names)) for passage, ones in zip(passages, found, strict=True)]
    sure = sum(one.probability >= CERTAIN for ones in spans for one, _, _ in ones)
    factor = _odds_factor(sure, sum(len(passage.text) for passage in passages))
    for passage, ones in zip(passages, spans, strict=True):
        for one, start, end in ones:
            mended = passage.text[: one.start] + one.right + passage.text[one.end :]
            probability = _weighed(one.probability, factor)
            if probability >= LIKELY:
                confidence = Confidence.CERTAIN if probability >= CERTAIN else Confidence.LIKELY
                yield Suspect(passage, start, end, mended[start:end], confidence)


def _unguarded(passage: Passage, suspicions: list[Suspicion], names: Names) -> Iterator[tuple[Suspicion, int, int]]:
    """Those that are no name and not quoted, with where the word begins and ends that the correction makes."""
    for one in suspicions:
        mended = passage.text[: one.start] + one.right + passage.text[one.end :]
        start, end = corrector().word_at(mended, one.start, one.end)
        if passage.is_quoted(one.start - 1, one.end + 1) or names.hold(passage.text, mended, one, end):
            continue
        if any(start < other.end and end > other.start for other in suspicions if other is not one):
            start, end = one.start, one.end
        yield one, start, end


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
