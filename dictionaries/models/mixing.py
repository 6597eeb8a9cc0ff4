"""A bigram model of words mixed with what a little text of another kind says: the language of the hotline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

_RUN = re.compile("[\u4e00-\u9fff]+")
#: What the little text's share is of a word's probability; and the times a word must stand in it for half of what is
#: told of the word after it.
_SHARE, _TRUST = 0.6, 10
_DISCOUNT = 0.75  # taken off each count of a pair, for pairs not met (absolute discounting, Ney, Essen and Kneser 1994)
_LONGEST = 4  # characters of a word


@dataclass(frozen=True)
class Bigrams:
    """Natural logarithms: of each word's probability and back-off weight, and of the second's in each pair of words."""

    number: Mapping[str, int]
    alone: NDArray[np.float64]
    backoff: NDArray[np.float64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    together: NDArray[np.float64]


def divided(model: Bigrams, lines: Iterable[str]) -> Iterator[list[int]]:
    """The numbers of the words of each run of Han characters, divided as is likeliest by words alone (Viterbi)."""
    for line in lines:
        for run in _RUN.findall(line):
            best: list[tuple[float, int, int]] = [(0.0, 0, -1)]  # probability, start of the last word, its number
            for end in range(1, len(run) + 1):
                ways = [
                    (best[start][0] + model.alone[word], start, word)
                    for start in range(max(0, end - _LONGEST), end)
                    if (word := model.number.get(run[start:end], -1)) >= 0
                ]
                best.append(max(ways, default=(best[end - 1][0] - 20, end - 1, -1)))
            words, end = [], len(run)
            while end:
                words.append(best[end][2])
                end = best[end][1]
            yield words[::-1]


def mixed(model: Bigrams, lines: Iterable[str]) -> Bigrams:
    """The model, told also what the lines say: words they have become likelier, and pairs of words."""
    words: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for run in divided(model, lines):
        words.update(word for word in run if word >= 0)
        pairs.update(pair for pair in pairwise(run) if min(pair) >= 0)
    count = np.zeros(len(model.alone))
    count[list(words)] = list(words.values())
    followed, kinds = np.zeros(len(count)), np.zeros(len(count))
    for (one, _), times in pairs.items():
        followed[one] += times
        kinds[one] += 1
    alone = np.logaddexp(np.log1p(-_SHARE) + model.alone, np.log(_SHARE * count / count.sum() + 1e-300))
    trust = followed / (followed + _TRUST)
    spare = np.divide(_DISCOUNT * kinds, followed, out=np.zeros_like(count), where=followed > 0)
    backoff = np.log((1 - trust) * np.exp(model.backoff) + trust * spare)

    told = dict(zip(zip(model.first.tolist(), model.second.tolist(), strict=True), model.together, strict=True))
    first, second = np.array([*told, *(pair for pair in pairs if pair not in told)], dtype=np.int64).T
    known = np.exp(np.array([*told.values()]))
    other = np.exp(model.backoff[first[len(known) :]] + model.alone[second[len(known) :]])
    times = np.array([pairs.get(pair, 0) for pair in zip(first.tolist(), second.tolist(), strict=True)])
    own = np.divide(np.maximum(times - _DISCOUNT, 0), followed[first], out=np.zeros(len(first)), where=times > 0)
    own += spare[first] * np.exp(alone[second])
    together = np.log((1 - trust[first]) * np.concatenate([known, other]) + trust[first] * own)
    return replace(model, alone=alone, backoff=backoff, first=first, second=second, together=together)
