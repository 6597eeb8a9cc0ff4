"""What speaks for an exclusion item: its cues, and how like its own description a text is.

The likeness is the cosine of character bigrams, each weighed by how few items have it. Nothing is trained: an office
that changes a description or a cue changes the verdict. Bigrams did better than jieba's words (68 % against 57 % at
best of the narratives of `benchmarks.items` to tune on, with the catalogue as it was before they were written), and
need neither a package of 42 MB nor a second to load.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zgc_lint.knowledge.catalogue import Item

__all__ = ["Cue", "ItemWords", "words_pattern"]

_GAP = r"[^，。；：、“”\n]{0,16}?"  # what … stands for in a cue: part of a clause
_RUN = re.compile(r"[\u4e00-\u9fff]+")


class Cue(NamedTuple):
    """Words of a text that speak for an item, or against it."""

    item: str
    start: int
    end: int
    against: bool


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words, the longer ones first; ``…`` within them stands for a few characters.

    A word of nothing else matches nothing. Words are grouped by their first character, which makes a search three
    times as fast.

    >>> words_pattern(["由…街道管理"]).search("该路由北下关街道管理").group()
    '由北下关街道管理'
    >>> words_pattern(["…", "诉讼"]).findall("已进入诉讼")
    ['诉讼']
    """
    groups: dict[str, list[str]] = {}
    spelt = filter(None, (word.strip("…") for word in words))
    for word in sorted(spelt, key=lambda word: (-len(word), word)):
        groups.setdefault(re.escape(word[0]), []).append(_GAP.join(map(re.escape, word[1:].split("…"))))
    return re.compile("|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items()) or "(?!)")


@dataclass(frozen=True)
class ItemWords:
    """The cues of all items, how much each bigram says for each item, and how rare each bigram is among them."""

    cues: Mapping[str, re.Pattern[str]]
    anti_cues: Mapping[str, re.Pattern[str]]
    complaint_cues: Mapping[str, re.Pattern[str]]
    weights: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]

    @classmethod
    def of(cls, items: Sequence[Item]) -> ItemWords:
        """Made from the items' own words."""
        counts = {item.key: Counter(_bigrams("，".join(_own_words(item)))) for item in items}
        holders = Counter(gram for count in counts.values() for gram in count)
        rarity = {gram: math.log(len(items) / number) for gram, number in holders.items()}
        weights = {}
        for key, count in counts.items():
            raw = {gram: rarity[gram] * (1 + math.log(number)) for gram, number in count.items()}
            norm = math.sqrt(sum(weight**2 for weight in raw.values())) or 1.0
            weights[key] = {gram: rarity[gram] * weight / norm for gram, weight in raw.items()}
        return cls(
            {item.key: words_pattern(item.cues) for item in items},
            {item.key: words_pattern(item.anti_cues) for item in items},
            {item.key: words_pattern(item.complaint_cues) for item in items},
            weights,
            rarity,
        )

    def find(self, text: str) -> list[Cue]:
        """The cues in a text, in order; one that lies within a longer one (案号 in 案号不明) does not count."""
        found = [
            Cue(key, *match.span(), against)
            for patterns, against in ((self.cues, False), (self.anti_cues, True))
            for key, pattern in patterns.items()
            for match in pattern.finditer(text)
        ]
        return sorted(cue for cue in found if not any(_within(cue, other) for other in found))

    def likeness(self, texts: Iterable[str]) -> dict[str, float]:
        """How like each item's own words the texts are together, 0 to 1; bigrams that no item has weigh 1."""
        grams = sorted({gram for text in texts for gram in _bigrams(text)})
        norm = math.sqrt(sum(self.rarity.get(gram, 1.0) ** 2 for gram in grams)) or 1.0
        return {key: sum(own.get(gram, 0.0) for gram in grams) / norm for key, own in self.weights.items()}

    def shared(self, text: str, key: str) -> Iterator[tuple[int, int, float]]:
        """The runs of the text that item `key` words likewise, with their weight: what its likeness rests on."""
        own = self.weights[key]
        start, weight, last = None, 0.0, 0
        for at in range(len(text)):
            gain = own.get(text[at : at + 2], 0.0)
            if gain:
                start, weight, last = (at if start is None else start), weight + gain, at + 2
            elif start is not None:
                yield start, last, weight
                start, weight = None, 0.0
        if start is not None:
            yield start, last, weight


def _own_words(item: Item) -> Iterator[str]:
    yield from (item.name, *item.aliases, item.description)
    yield from (cue.replace("…", "，") for cue in item.cues)


def _bigrams(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def _within(cue: Cue, other: Cue) -> bool:
    """Whether `cue` is part of a longer cue: of another item, or of its own that says the contrary."""
    longer = other.end - other.start > cue.end - cue.start
    return longer and other.start <= cue.start and cue.end <= other.end
