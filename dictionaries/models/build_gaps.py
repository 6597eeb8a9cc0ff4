"""Fit the probability that a character was left out: ``python dictionaries/models/build_gaps.py --corpus …``.

Runs after the others. Looked for are the words of the list that everyday Chinese has often enough. The data and their
licences are those of build_classifier.py, less the sets of sentences, which hold no such slips: of the texts one Han
character in 100 is taken away (seeded). Half of each corpus is judged by n-grams of the other corpus alone.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from build_classifier import read_prose
from trees import grow

from zgc_lint.typo.batches import Joined, in_batches
from zgc_lint.typo.corpus import FITTING, read_lines, read_paragraphs
from zgc_lint.typo.corrector import Corrector
from zgc_lint.typo.gaps import FEATURES, Gaps
from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.store import save
from zgc_lint.typo.words import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HERE = Path(__file__).parent
_COMMON = -13.0  # least log-probability (natural) of a word that is looked for
_EVERY = 100  # characters
_TIMES = 6  # that the prose of filings is cut anew
_TREES = 150
#: What speaks for a gap (1) or against it (-1), all else being equal.
_SPEAKS = {
    "gain": 1, "phrases": 1, "lower gain": 1, "higher gain": 1, "both gains": 1, "fits 2": 1, "fits 3": 1, "fits 4": 1,
    "was across": -1, "was before": -1, "was after": -1, "lead": 1, "lead of both": 1,
}  # fmt: skip


class Cut(NamedTuple):
    """A text from which characters were taken: the place in it before which each stood, and the character."""

    text: str
    taken: dict[int, str]


def common_words(corrector: Corrector) -> NDArray[np.uint8]:
    """Which rows of the word list are looked for, each spelling once, as bits."""
    spelled = np.asarray(corrector.words.spelled)
    sizes = (spelled > 0).sum(axis=1)
    wanted = np.zeros(len(spelled), dtype=bool)
    for size in range(2, LONGEST + 1):
        rows = np.flatnonzero(sizes == size)
        keys = keys_of(spelled[rows, :size], size).ravel()
        once = np.unique(keys, return_index=True)[1]
        wanted[rows[once]] = corrector.phrases.frequency(keys[once]) > _COMMON
    return np.packbits(wanted)


def cut(lines: Sequence[str], seed: int) -> list[Cut]:
    """The lines less a character here and there, none of which stands beside another or beside its like."""
    rng = random.Random(seed)  # noqa: S311
    found = []
    for line in lines:
        gone: list[int] = []
        for place in range(1, len(line) - 1):
            character = line[place]
            if rng.random() >= 1 / _EVERY or not "\u4e00" <= character <= "\u9fff":
                continue
            apart = not gone or place - gone[-1] > LONGEST
            if apart and character not in (line[place - 1], line[place + 1]):
                gone.append(place)
        text = "".join(character for place, character in enumerate(line) if place not in gone)
        found.append(Cut(text, {place - before: line[place] for before, place in enumerate(gone)}))
    return found


def examples(corrector: Corrector, gaps: Gaps, cuts: Sequence[Cut]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The features of all gaps proposed in the cuts, and which of them are right."""
    features, right = [], []
    for batch in in_batches(cuts, [len(one.text) for one in cuts]):
        joined = Joined([each.text for each in batch])
        starts = zip(joined.starts.tolist(), batch, strict=True)
        meant = {start + at: c for start, each in starts for at, c in each.taken.items()}
        places, codes, found = gaps.propose(joined.text)
        characters = map(corrector.alphabet.character, codes.tolist())
        features.append(found)
        right.append(np.array([meant.get(at) == c for at, c in zip(places.tolist(), characters, strict=True)], bool))
    return np.concatenate(features), np.concatenate(right)


def main() -> None:
    """Choose the words, gather examples, fit, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--foreign", nargs=2, type=Path, required=True)
    parser.add_argument("--prose", nargs="+", type=Path, required=True)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    corrector = Corrector(HERE)
    common = common_words(corrector)
    save(arguments.output / "gaps", {"common": common})
    gaps = Gaps(arguments.output, corrector)
    foreign = [Gaps(arguments.output, Corrector(HERE, trained=folder)) for folder in arguments.foreign]
    prose = [text for folder in arguments.prose for text in read_prose(folder)]
    prose += read_paragraphs(arguments.own, FITTING)
    parts = [examples(corrector, gaps, cut(prose, seed)) for seed in range(3, 3 + _TIMES)]
    for path, stranger in zip(arguments.corpus, reversed(foreign), strict=True):
        lines = read_lines(path, FITTING)
        random.Random(1).shuffle(lines)  # noqa: S311
        half = len(lines) // 2
        parts.append(examples(corrector, gaps, cut(lines[:half], 1)))
        parts.append(examples(corrector, stranger, cut(lines[half:], 2)))
    features, right = (np.concatenate(column) for column in zip(*parts, strict=True))
    trees = grow(features, right, [_SPEAKS.get(name, 0) for name in FEATURES], _TREES)
    save(arguments.output / "gaps", {"common": common} | trees)


if __name__ == "__main__":
    main()
