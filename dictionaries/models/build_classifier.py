"""Fit the probability of a correction: ``python dictionaries/models/build_classifier.py --data DIR --corpus …``.

Runs after the others. Data: the developers' sets of sentences with marked slips given by --data (ECSpell law and med,
MIT), each sentence also in its correct form; and the fitting twentieth of the corpora that build_ngrams.py names, on
which nothing else was trained, with invented slips: one in 100 characters is replaced (seeded) by one that is written
for it, as likely as build_slips.py found, by a word of the same sound, or changes places with the next one. What fits
a text with few slips decides how sure a correction is, hence the many clean characters.

Text of another kind than the n-grams were counted on is where false alarms come from: office replies name what statutes
do not. So half of the lines of each corpus are judged by n-grams and context vectors of the other corpus alone
(--foreign: a folder in which build_ngrams.py, with --alphabet, and build_context.py put those of each corpus, in the
order of --corpus). Filings are of yet another kind: everyday words that neither corpus has. --prose names folders of
filings whose documents are spoilt like the corpora, several times over: those of fixtures/filings in which no wrong
words are written (`clean` and `seeded-logic`, invented for this project); --own is prose of the hotline
(`fixtures/prose`), of which the fitting part is spoilt alike.

The trees are held to be monotonic in what can only speak for or against a correction. Seeded: the same data give the
same trees.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import numpy as np
from trees import grow

from zgc_lint.typo.batches import in_batches
from zgc_lint.typo.corpus import FITTING, read_lines, read_paragraphs
from zgc_lint.typo.corrector import FEATURES, Corrector
from zgc_lint.typo.store import save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HERE = Path(__file__).parent
SETS = ("typo-dev-law_train.tsv", "typo-dev-med_test.tsv")
_WORDS, _SWAPS = 0.2, 0.05  # shares of slips that are whole words, and two characters the wrong way round
_PROSE = 15  # characters of a paragraph
_EVERY = 100  # characters
_TIMES = 8  # that prose is spoilt anew: it is little, and nearest to what is judged
_TREES = 200
#: What speaks for a correction (1) or against it (-1), all else being equal.
_SPEAKS = {
    "gain": 1, "phrases": 1, "lower gain": 1, "higher gain": 1, "both gains": 1, "lead": 1, "gain if fits": 1,
    "phrases if fits": 1, "fits 2": 1, "fits 3": 1, "fits 4": 1, "fits, was none": 1, "was 2": -1, "was 3": -1,
    "was 4": -1, "known before 2": -1, "known before 3": -1, "known before 4": -1,
    "known after 2": 1, "known after 3": 1, "known after 4": 1, "context": 1, "context each": 1, "phrases of new": 1,
    "cost": -1, "odds": 1, "both odds": 1, "lead of odds": 1,
}  # fmt: skip


def read_set(path: Path) -> list[tuple[str, str]]:
    """The pairs of sentences of equal length in a TSV file, the slips first."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) >= 2 and len(row[0]) == len(row[1])]


def read_prose(folder: Path) -> list[str]:
    """The paragraphs of the .docx files in a folder that are prose, each once."""
    files = sorted(folder.rglob("*.docx"))
    found = dict.fromkeys(paragraph.text.strip() for file in files for paragraph in docx.Document(str(file)).paragraphs)
    return [text for text in found if len(text) >= _PROSE]


def slips_of(corrector: Corrector) -> dict[int, tuple[tuple[int, ...], tuple[float, ...]]]:
    """By the code of what is meant, the codes that may be written for it, and how likely each is."""
    codes = np.arange(len(corrector.alphabet.characters) + 2, dtype=np.uint16)
    written, meant, _, cost = corrector.channel.candidates(codes, codes.astype(np.int64))
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for one, other, likely in zip(meant.tolist(), written.tolist(), np.exp(-cost).tolist(), strict=True):
        found[one].append((other, likely))
    return {one: tuple(zip(*others, strict=True)) for one, others in found.items()}


def spoil(corrector: Corrector, lines: Sequence[str], seed: int) -> list[tuple[str, str]]:
    """The lines with invented slips, paired with what they were."""
    rng = random.Random(seed)  # noqa: S311
    slips = slips_of(corrector)
    rows = []
    for line in lines:
        codes = corrector.alphabet.encode(line)
        spoilt = list(line)
        wanted = sum(rng.random() < 1 / _EVERY for _ in line)
        for _ in range(wanted):
            kind = rng.random()
            if kind < _SWAPS and len(line) > 1:
                place = rng.randrange(len(line) - 1)
                if all("\u4e00" <= c <= "\u9fff" for c in line[place : place + 2]):
                    spoilt[place], spoilt[place + 1] = line[place + 1], line[place]
                continue
            if kind < _SWAPS + _WORDS:
                places, spelled, sizes = corrector.words.alike(codes)
                if len(places):
                    at = rng.randrange(len(places))
                    for offset in range(int(sizes[at])):
                        spoilt[places[at] + offset] = corrector.alphabet.character(int(spelled[at, offset]))
                continue
            written, weights = slips.get(int(codes[place := rng.randrange(len(line))]), ((), ()))
            if written:
                spoilt[place] = corrector.alphabet.character(rng.choices(written, weights)[0])
        rows.append(("".join(spoilt), line))
    return rows


def examples(corrector: Corrector, rows: Sequence[tuple[str, str]]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The features of all candidates in the rows, and which of them are right."""
    features, right = [], []
    for batch in in_batches(rows, [len(source) for source, _ in rows]):
        source, target = ("\n".join(side) for side in zip(*batch, strict=True))
        found = corrector.propose(source)
        meant = np.append(corrector.alphabet.encode(target), np.zeros(4, dtype=np.uint16))
        wanted = np.ones(len(found.start), dtype=bool)
        for offset in range(4):
            wanted &= (offset >= found.length) | (found.codes[:, offset] == meant[found.start + offset])
        features.append(found.features)
        right.append(wanted)
    return np.concatenate(features), np.concatenate(right)


def main() -> None:
    """Gather examples, fit, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--foreign", nargs=2, type=Path, required=True)
    parser.add_argument("--prose", nargs="+", type=Path, required=True)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    corrector = Corrector(HERE)
    foreign = [Corrector(HERE, trained=folder) for folder in arguments.foreign]
    parts: list[tuple[NDArray[np.float32], NDArray[np.bool_]]] = []
    for name in SETS:
        rows = read_set(arguments.data / name)
        parts.append(examples(corrector, rows))
        parts.append(examples(corrector, [(target, target) for _, target in rows]))
    prose = [text for folder in arguments.prose for text in read_prose(folder)]
    prose += read_paragraphs(arguments.own, FITTING)
    parts += [examples(corrector, spoil(corrector, prose, seed)) for seed in range(3, 3 + _TIMES)]
    for path, stranger in zip(arguments.corpus, reversed(foreign), strict=True):
        lines = read_lines(path, FITTING)
        random.Random(1).shuffle(lines)  # noqa: S311
        half = len(lines) // 2
        parts.append(examples(corrector, spoil(corrector, lines[:half], 1)))
        parts.append(examples(stranger, spoil(corrector, lines[half:], 2)))
    features, right = (np.concatenate(column) for column in zip(*parts, strict=True))
    save(arguments.output / "classifier", grow(features, right, [_SPEAKS.get(name, 0) for name in FEATURES], _TREES))


if __name__ == "__main__":
    main()
