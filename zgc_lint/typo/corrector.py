"""Finding wrong characters and words: candidates, their gains, and how probable each correction is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START, Alphabet
from zgc_lint.typo.batches import Joined, in_batches
from zgc_lint.typo.channel import NEAR_SOUND, SHAPE, SOUND_WORD, SWAP, Channel
from zgc_lint.typo.classifier import Classifier
from zgc_lint.typo.context import FAR, Context, within_line
from zgc_lint.typo.ngrams import CONTEXT, NgramModel
from zgc_lint.typo.phrases import Phrases
from zgc_lint.typo.store import load
from zgc_lint.typo.windows import lead, windows
from zgc_lint.typo.words import LONGEST, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["FEATURES", "Candidates", "Corrector", "Suspicion"]

_MARGIN = FAR + LONGEST  # codes of line start around a text, so that every window fits
_PROMISING = -5.0  # a place whose five predictions are likelier than this in sum cannot gain enough
_LOOK = 0.5  # least gain by trigrams to be looked at by 5-grams
_KEEP = 1.5  # least gain by 5-grams to be judged
#: How much a gain may fall short of the slip's cost, by trigrams and by 5-grams. By 5-grams 3 of 5,840 candidates that
#: are judged probable fall shorter; by trigrams, which know less, more is let through.
_SHORT, _SHORTER = -5.0, -1.5
_WORD_COST = np.float32(6)  # of a word written for another of its sound, and of characters that changed places
_WINDOW_BEFORE, _WINDOW_AFTER = 6, 10  # of what is divided into words
_AGAIN, _SURE = 2, 0.9  # times a text is read again, with the corrections that are so probable

FEATURES = (
    "gain", "phrases", "lower gain", "higher gain", "both gains", "near sound", "shape", "sound word", "swap",
    "fits 2", "fits 3", "fits 4", "was 2", "was 3", "was 4", "before", "after",
    "known before 2", "known before 3", "known before 4", "known after 2", "known after 3", "known after 4",
    "rare", "new rare", "gain if fits", "phrases if fits", "fits, was none", "lead", "around", "length",
    "context", "context of new", "context of old", "context each", "phrases of new", "phrases of old",
    "cost", "odds", "both odds", "lead of odds",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suspicion:
    """``text[start:end]`` should probably be `right`; where it is empty, `right` was probably left out there."""

    start: int
    end: int
    right: str
    probability: float

    @property
    def keeps_length(self) -> bool:
        """Whether characters are changed, none too many or too few."""
        return len(self.right) == self.end - self.start


@dataclass(frozen=True)
class Candidates:
    """Possible corrections: where, how many characters, their codes (filled up with 0), and the `FEATURES` of each."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    codes: NDArray[np.uint16]
    features: NDArray[np.float32]


class Corrector:
    """Proposes and judges corrections. `folder` is ``dictionaries/models``; its tables are mapped, not read.

    `trained`: a folder whose ``ngrams`` and ``context``, of the same alphabet, are used in place of those.
    """

    def __init__(self, folder: Path, trained: Path | None = None) -> None:
        self._folder = folder
        arrays = load((trained or folder) / "ngrams")
        self.alphabet = Alphabet.load(arrays.pop("alphabet").astype(np.uint16))
        self.ngrams = NgramModel(arrays)
        self._context = Context(load((trained or folder) / "context"))
        self.channel = Channel(load(folder / "channel") | load(folder / "slips"))
        self.words = Words(load(folder / "words"))
        self.phrases = Phrases(load(folder / "phrases"))

    @cached_property
    def classifier(self) -> Classifier:
        """The probabilities' model."""
        return Classifier(load(self._folder / "classifier"))

    def word_at(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The longest word of `text` that holds ``text[start:end]``, as (start, end); the same where there is none."""
        codes = np.full(len(text) + 2 * LONGEST, LINE_START, dtype=np.uint16)
        codes[LONGEST : LONGEST + len(text)] = self.alphabet.encode(text)
        spans = self.words.spans(codes[None, start : end + 2 * LONGEST])
        for length in range(LONGEST, max(1, end - start), -1):
            for first in range(max(0, end - length), min(start, len(text) - length) + 1):
                if spans[length][0, first - start + LONGEST]:
                    return first, first + length
        return start, end

    def is_strange(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is, or is part of, a word that no text trained on has."""
        first, last = self.word_at(text, start, end)
        word = self.alphabet.encode(text[first:last])
        return last - first > 1 and not self.ngrams.holds(word) and not self.phrases.holds(word)

    def suspicions(self, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
        """For each text the corrections at least so probable, none overlapping another, in order."""
        return [found for batch in in_batches(texts, map(len, texts)) for found in self._judge(batch, least)]

    def _judge(self, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
        """As `suspicions`; where a correction is sure, the text is read again with it: a slip hides those beside it."""
        found = self._read(texts, least)
        sure: list[list[Suspicion]] = [[] for _ in texts]
        numbers = list(range(len(texts)))
        for _ in range(_AGAIN):
            fresh = {n: [one for one in _beside(found[n], sure[n]) if one.probability >= _SURE] for n in numbers}
            numbers = [number for number in numbers if fresh[number]]
            if not numbers:
                break
            for number in numbers:
                sure[number] += fresh[number]
            mended = [_mended(texts[number], sure[number]) for number in numbers]
            for number, ones in zip(numbers, self._read(mended, least), strict=True):
                found[number] = sure[number] + _beside(ones, sure[number])
        return [sorted(ones, key=lambda one: one.start) for ones in found]

    def _read(self, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
        """What one reading finds, by text."""
        found: list[list[Suspicion]] = [[] for _ in texts]
        joined = Joined(texts)
        candidates = self.propose(joined.text)
        probability = self.classifier.probability(candidates.features)
        taken: set[int] = set()
        for index in np.argsort(-probability, kind="stable"):
            if probability[index] < least:
                break
            start, length = int(candidates.start[index]), int(candidates.length[index])
            if taken.isdisjoint(range(start, start + length)):
                taken.update(range(start - 1, start + length + 1))  # a neighbour was judged beside what is wrong
                number, offset = joined.locate(start)
                right = "".join(self.alphabet.character(int(code)) for code in candidates.codes[index, :length])
                found[number].append(Suspicion(offset, offset + length, right, float(probability[index])))
        return found

    def propose(self, text: str) -> Candidates:
        """All corrections worth judging."""
        stream = np.full(len(text) + 2 * _MARGIN, LINE_START, dtype=np.uint16)
        stream[_MARGIN : _MARGIN + len(text)] = self.alphabet.encode(text)
        start, codes, length, kind, cost = self._likely(stream)
        window = windows(stream, start, CONTEXT, LONGEST + CONTEXT)
        base = self.ngrams.score(window, CONTEXT)
        gain, before, after = np.empty((3, len(start)), dtype=np.float32)
        for size in np.unique(length):
            chosen = length == size
            new = window[chosen, : CONTEXT + size + CONTEXT].copy()
            new[:, CONTEXT : CONTEXT + size] = codes[chosen, :size]
            score = self.ngrams.score(new, CONTEXT).sum(axis=1)
            old = base[chosen, : size + CONTEXT].sum(axis=1)
            gain[chosen] = score - old
            before[chosen] = old / (size + CONTEXT)
            after[chosen] = score / (size + CONTEXT)
        kept = np.flatnonzero((gain > _KEEP) & (gain - cost > _SHORTER))
        start, codes, length, kind, cost = start[kept], codes[kept], length[kept], kind[kept], cost[kept]
        gain, before, after = gain[kept], before[kept], after[kept]
        features = self._features(stream, start, codes, length, kind, cost, gain, before, after)
        return Candidates(start - _MARGIN, length, codes, features)

    def _likely(
        self, stream: NDArray[np.uint16]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.int64], NDArray[np.uint8], NDArray[np.float32]]:
        """Candidates that trigrams prefer to what stands there: start, codes, length, kind, cost."""
        scores = self.ngrams.score(stream[None, :], CONTEXT)[0]
        ahead = np.convolve(scores, np.ones(CONTEXT + 1, dtype=np.float32), "valid")  # of stream[CONTEXT:]
        inner = np.arange(_MARGIN, len(stream) - _MARGIN)
        promising = np.zeros(len(stream), dtype=bool)
        promising[inner] = ahead[inner - CONTEXT] < _PROMISING
        positions, codes, kinds, costs = self.channel.candidates(stream, np.flatnonzero(promising))
        window = windows(stream, np.flatnonzero(promising), 2, 3)
        old = np.zeros(len(stream), dtype=np.float32)
        old[promising] = self.ngrams.score(window, 2, 3).sum(axis=1)
        window = windows(stream, positions, 2, 3)
        window[:, 2] = codes
        gain = self.ngrams.score(window, 2, 3).sum(axis=1) - old[positions]
        better = np.flatnonzero((gain > _LOOK) & (gain - costs > _SHORT))
        single = np.zeros((len(better), LONGEST), dtype=np.uint16)
        single[:, 0] = codes[better]

        places, spelled, sizes = self.words.alike(stream)
        swaps = self.words.swapped(stream)
        turned = np.zeros((len(swaps), LONGEST), dtype=np.uint16)
        turned[:, 0], turned[:, 1] = stream[swaps + 1], stream[swaps]
        kinds_of_words = np.repeat(np.array([SOUND_WORD, SWAP], dtype=np.uint8), [len(places), len(swaps)])
        places, spelled = np.concatenate([places, swaps]), np.concatenate([spelled, turned])
        sizes = np.concatenate([sizes, np.full(len(swaps), 2, dtype=np.int64)])
        possible = promising[places]
        places, spelled, sizes = places[possible], spelled[possible], sizes[possible]
        kinds_of_words = kinds_of_words[possible]
        wanted = np.zeros(len(places), dtype=bool)
        for size in np.unique(sizes):
            chosen = np.flatnonzero(sizes == size)
            window = windows(stream, places[chosen], 2, int(size) + 2)
            was = self.ngrams.score(window, 2, 3).sum(axis=1)
            window[:, 2 : 2 + size] = spelled[chosen, :size]
            wanted[chosen] = self.ngrams.score(window, 2, 3).sum(axis=1) - was > _LOOK
        return (
            np.concatenate([positions[better], places[wanted]]),
            np.concatenate([single, spelled[wanted]]),
            np.concatenate([np.ones(len(better), dtype=np.int64), sizes[wanted]]),
            np.concatenate([kinds[better], kinds_of_words[wanted]]),
            np.concatenate([costs[better], np.full(np.count_nonzero(wanted), _WORD_COST)]),
        )

    def _features(
        self,
        stream: NDArray[np.uint16],
        start: NDArray[np.int64],
        codes: NDArray[np.uint16],
        length: NDArray[np.int64],
        kind: NDArray[np.uint8],
        cost: NDArray[np.float32],
        gain: NDArray[np.float32],
        before: NDArray[np.float32],
        after: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        old = windows(stream, start, _WINDOW_BEFORE, _WINDOW_AFTER)
        new = old.copy()
        for offset in range(LONGEST):
            inside = offset < length
            new[inside, _WINDOW_BEFORE + offset] = codes[inside, offset]
        old_spans, new_spans = self.words.spans(old), self.words.spans(new)
        fits = self.words.covering(new_spans, _WINDOW_BEFORE, length)
        was = self.words.covering(old_spans, _WINDOW_BEFORE, np.ones_like(length))
        known_old = self.ngrams.known(old, _WINDOW_BEFORE, length)
        known_new = self.ngrams.known(new, _WINDOW_BEFORE, length)
        around = self.ngrams.score(old, CONTEXT)
        around = (around.sum(axis=1) - before * (length + CONTEXT)) / (around.shape[1] - length - CONTEXT)
        context_new, context_old = self._contexts(stream, start, codes, length)
        context = context_new - context_old
        first, place = np.unique(start, return_index=True)
        phrases_old = self.phrases.score(old[place])[np.searchsorted(first, start)]
        phrases_new = self.phrases.score(new)
        phrases = phrases_new - phrases_old
        columns = (
            gain, phrases, np.minimum(gain, phrases), np.maximum(gain, phrases), gain + phrases,
            kind == NEAR_SOUND, kind == SHAPE, kind == SOUND_WORD, kind == SWAP,
            fits >= 2, fits >= 3, fits >= 4, was >= 2, was >= 3, was >= 4, before, after,
            known_old[:, 0], known_old[:, 1], known_old[:, 2], known_new[:, 0], known_new[:, 1], known_new[:, 2],
            self.ngrams.unigram[old[:, _WINDOW_BEFORE]], self.ngrams.unigram[codes[:, 0]],
            gain * (fits >= 2), phrases * (fits >= 2), (fits >= 2) & (was < 2), lead(start, gain), around,
            length, context, context_new, context_old, context / length, phrases_new, phrases_old,
            cost, gain - cost, gain + phrases - cost, lead(start, gain + phrases - cost),
        )  # fmt: skip
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)

    def _contexts(
        self, stream: NDArray[np.uint16], start: NDArray[np.int64], codes: NDArray[np.uint16], length: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How well the new characters fit what stands around them, and how well the old ones do; sums over each."""
        new, old = np.zeros((2, len(start)), dtype=np.float32)
        for offset in range(LONGEST):
            changed = np.flatnonzero((offset < length) & (codes[:, offset] != stream[start + offset]))
            window = windows(stream, start[changed] + offset, FAR, FAR + 1)
            was = window[:, FAR].copy()
            for other in range(LONGEST):
                beside = other < length[changed]
                window[beside, FAR + other - offset] = codes[changed[beside], other]
            around = self._context.surroundings(within_line(window))
            new[changed] += self._context.score(around, codes[changed, offset])
            old[changed] += self._context.score(around, was)
        return new, old


def _beside(ones: Sequence[Suspicion], others: Sequence[Suspicion]) -> list[Suspicion]:
    """Those of the first that share no character with one of the second."""
    return [one for one in ones if all(one.end <= other.start or other.end <= one.start for other in others)]


def _mended(text: str, corrections: Sequence[Suspicion]) -> str:
    for one in corrections:
        text = text[: one.start] + one.right + text[one.end :]
    return text
