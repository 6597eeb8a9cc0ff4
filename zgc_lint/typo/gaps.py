"""Finding characters left out: words that one more character would complete, and how probable each of them is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START
from zgc_lint.typo.batches import Joined, in_batches
from zgc_lint.typo.classifier import Classifier
from zgc_lint.typo.corrector import Suspicion
from zgc_lint.typo.ngrams import CONTEXT, keys_of
from zgc_lint.typo.store import load
from zgc_lint.typo.windows import lead, windows
from zgc_lint.typo.words import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zgc_lint.typo.corrector import Corrector

__all__ = ["FEATURES", "Gaps", "Insertions"]

_BEFORE, _AFTER = 8, 9  # of what is divided into words
_SMOOTH = -16.0  # a place whose next four characters are likelier than this in sum lacks nothing
#: Least gain by bigrams and by trigrams (their characters of context) to be looked at by the next longer ones.
_LOOKS = ((1, -6.0), (2, -1.0))
_KEEP = 0.0  # least gain by 5-grams to be judged

FEATURES = (
    "gain", "phrases", "lower gain", "higher gain", "both gains", "before", "after", "fits 2", "fits 3", "fits 4",
    "was across", "was before", "was after", "lead", "lead of both", "rare",
)  # fmt: skip


class Insertions:
    """Which character completes what word, by the word's other characters: made of the rows of `spelled` wanted."""

    def __init__(self, spelled: NDArray[np.uint16], rows: NDArray[np.int64]) -> None:
        words = spelled[rows]
        sizes = (words > 0).sum(axis=1)
        #: By the word's length and the place of what is left out: keys of the others, sorted, and what is left out.
        self._tables: dict[tuple[int, int], tuple[NDArray[np.uint64], NDArray[np.uint16]]] = {}
        for size in range(2, LONGEST + 1):
            of_size = words[sizes == size, :size]
            for place in range(size):
                keys = keys_of(np.delete(of_size, place, axis=1), size - 1).ravel()
                order = np.argsort(keys, kind="stable")
                self._tables[size, place] = keys[order], of_size[order, place]

    def at(self, stream: NDArray[np.uint16], gaps: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """For each of the gaps, which lie before these places, the characters that would make a word there."""
        found = []
        for (size, place), (keys, left_out) in self._tables.items():
            wanted = keys_of(windows(stream, gaps, place, size - 1 - place), size - 1).ravel()
            low = np.searchsorted(keys, wanted, side="left")
            count = np.searchsorted(keys, wanted, side="right") - low
            ends = np.cumsum(count)
            rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(low - (ends - count), count)
            found.append((np.repeat(gaps, count) << 16) | left_out[rows])
        each = np.unique(np.concatenate(found))
        return each >> 16, (each & 0xFFFF).astype(np.uint16)


class Gaps:
    """Proposes and judges characters that were left out. Shares the corrector's models.

    `folder` is ``dictionaries/models``. In its ``gaps``: which rows of the word list are looked for, as bits, and the
    arrays of a `Classifier` of the `FEATURES`.
    """

    def __init__(self, folder: Path, corrector: Corrector) -> None:
        self._arrays = load(folder / "gaps")
        self._alphabet, self._ngrams = corrector.alphabet, corrector.ngrams
        self._words, self._phrases = corrector.words, corrector.phrases
        spelled = self._words.spelled
        common = np.unpackbits(self._arrays["common"].astype(np.uint8), count=len(spelled))
        self._insertions = Insertions(spelled, np.flatnonzero(common))

    @cached_property
    def classifier(self) -> Classifier:
        """The probabilities' model."""
        return Classifier(self._arrays)

    def suspicions(self, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
        """For each text what was left out at least so probably, in order: empty spans, and what belongs there."""
        return [found for batch in in_batches(texts, map(len, texts)) for found in self._judge(batch, least)]

    def _judge(self, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
        found: list[list[Suspicion]] = [[] for _ in texts]
        joined = Joined(texts)
        gaps, codes, features = self.propose(joined.text)
        probability = self.classifier.probability(features)
        taken: set[int] = set()
        for index in np.argsort(-probability, kind="stable"):
            gap = int(gaps[index])
            if probability[index] < least:
                break
            if gap not in taken:
                taken.update((gap - 1, gap, gap + 1))
                number, at = joined.locate(gap)
                right = self._alphabet.character(int(codes[index]))
                found[number].append(Suspicion(at, at, right, float(probability[index])))
        return [sorted(ones, key=lambda one: one.start) for ones in found]

    def propose(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.float32]]:
        """All gaps worth judging: the place before which something is left out, its code, the `FEATURES`."""
        margin = max(_BEFORE, _AFTER) + 1
        stream = np.full(len(text) + 2 * margin, LINE_START, dtype=np.uint16)
        stream[margin : margin + len(text)] = self._alphabet.encode(text)
        gaps, codes = self._likely(stream, margin)
        gain, before, after = self._gain(stream, gaps, codes, CONTEXT, CONTEXT + 1)
        kept = gain > _KEEP
        gaps, codes, gain, before, after = gaps[kept], codes[kept], gain[kept], before[kept], after[kept]
        return gaps - margin, codes, self._features(stream, gaps, codes, gain, before, after)

    def _likely(self, stream: NDArray[np.uint16], margin: int) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Gaps and characters that trigrams prefer to what stands there."""
        scores = self._ngrams.score(stream[None, :], CONTEXT)[0]
        ahead = np.convolve(scores, np.ones(CONTEXT, dtype=np.float32), "valid")  # of stream[CONTEXT:]
        inner = np.arange(margin + 1, len(stream) - margin)
        inside = (stream[inner] != LINE_START) & self._phrases.han[stream[inner - 1]]  # 规化 may well begin a clause
        gaps, codes = self._insertions.at(stream, inner[inside & (ahead[inner - CONTEXT] < _SMOOTH)])
        new = (codes != stream[gaps - 1]) & (codes != stream[gaps])  # a character twice is not what is missing
        gaps, codes = gaps[new], codes[new]
        for context, least in _LOOKS:
            better = self._gain(stream, gaps, codes, context, context + 1)[0] > least
            gaps, codes = gaps[better], codes[better]
        return gaps, codes

    def _gain(
        self, stream: NDArray[np.uint16], gaps: NDArray[np.int64], codes: NDArray[np.uint16], context: int, order: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """How much likelier the text is with the codes, though longer; and a character's mean without and with them."""
        places, which = np.unique(gaps, return_inverse=True)
        old = self._ngrams.score(windows(stream, places, context, context), context, order).sum(axis=1)[which]
        around = _inserted(windows(stream, gaps, context, context), codes, context)
        new = self._ngrams.score(around, context, order).sum(axis=1)
        return new - old, old / context, new / (context + 1)

    def _features(
        self,
        stream: NDArray[np.uint16],
        gaps: NDArray[np.int64],
        codes: NDArray[np.uint16],
        gain: NDArray[np.float32],
        before: NDArray[np.float32],
        after: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        old = windows(stream, gaps, _BEFORE, _AFTER)
        new = _inserted(old, codes, _BEFORE)
        old_spans, new_spans = self._words.spans(old), self._words.spans(new)
        one = np.ones(len(gaps), dtype=np.int64)
        fits = self._words.covering(new_spans, _BEFORE, one)
        across, left, right = (
            self._words.covering(old_spans, start, length)
            for start, length in ((_BEFORE - 1, 2 * one), (_BEFORE - 1, one), (_BEFORE, one))
        )
        places, which = np.unique(gaps, return_inverse=True)
        phrases = self._phrases.score(new) - self._phrases.score(windows(stream, places, _BEFORE, _AFTER))[which]
        columns = (
            gain, phrases, np.minimum(gain, phrases), np.maximum(gain, phrases), gain + phrases, before, after,
            fits >= 2, fits >= 3, fits >= 4, across, left, right, lead(gaps, gain), lead(gaps, gain + phrases),
            self._ngrams.unigram[codes],
        )  # fmt: skip
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _inserted(around: NDArray[np.uint16], codes: NDArray[np.uint16], place: int) -> NDArray[np.uint16]:
    """The windows with the codes put in before column `place`."""
    found: NDArray[np.uint16] = np.insert(around, place, codes, axis=1)
    return found
