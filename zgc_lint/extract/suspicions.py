"""What the trained corrector holds for wrong in the prose, less what looks like a name."""

from __future__ import annotations

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

    def judge(self) -> list[list[Suspicion]]:
        """What the corrector suspects in each."""
        return corrector().suspicions(self.texts, LIKELY)


def _judged(document: Document, texts: Texts) -> list[list[Suspicion]]:
    if texts not in document.seen:
        if document.problem is not None:  # judging it has failed before
            return [[] for _ in texts.texts]
        errands = document.batch.errands if document.batch is not None else None
        if errands is not None and errands.put_off(document, texts):
            return [[] for _ in texts.texts]
        document.seen[texts] = texts.judge()
    found: list[list[Suspicion]] = document.seen[texts]
    return found


def _suspects(passages: tuple[Passage, ...], found: list[list[Suspicion]], names: Names) -> Iterator[Suspect]:
    for passage, suspicions in zip(passages, found, strict=True):
        for one in suspicions:
            mended = passage.text[: one.start] + one.right + passage.text[one.end :]
            start, end = corrector().word_at(mended, one.start, one.end)
            if passage.is_quoted(one.start - 1, one.end + 1) or names.hold(passage.text, mended, one, end):
                continue
            if any(start < other.end and end > other.start for other in suspicions if other is not one):
                start, end = one.start, one.end
            confidence = Confidence.CERTAIN if one.probability >= CERTAIN else Confidence.LIKELY
            yield Suspect(passage, start, end, mended[start:end], confidence)
