"""Make the word-bigram model of everyday Chinese: ``python dictionaries/models/build_phrases.py --arpa lm_sc.arpa``.

Source: ``lm_sc.arpa-20220810.tar.xz`` of libime 1.0.16 (the Fcitx project's language model of simplified Chinese; it is
part of Debian's source package libime), LGPL-2.1-or-later; the licence lies beside what is made. Runs after
build_ngrams.py, whose alphabet it shares. The training part of --own, prose of the hotline (`fixtures/prose`), is mixed
in before (mixing.py): those words and pairs are what filings are about, and hardly any text at large has them.

Words of up to four characters of that alphabet are kept, with their back-off weights, and of the pairs of such words
the --pairs that tell most: by the pair's probability times what it is likelier than by backing off (Stolcke 1998,
"Entropy-based pruning of backoff language models", without working out the back-off weights anew). Logarithms are kept
in a byte each. There is no chance in it: the same source gives the same files.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from mixing import Bigrams, mixed

from zgc_lint.typo.alphabet import Alphabet
from zgc_lint.typo.corpus import TRAINING, read_paragraphs
from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.phrases import BACKOFF_STEP, LONGEST, PROBABILITY_STEP, pair_keys
from zgc_lint.typo.store import load, save
from zgc_lint.typo.table import HashTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

HERE = Path(__file__).parent


def read_arpa(path: Path, longest: int) -> Iterator[tuple[list[str], float, float]]:
    """The n-grams of up to `longest` words: words, decimal logarithm of the probability, and of the back-off weight."""
    length = 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("\\"):
                length = int(line[1]) if line[1].isdigit() else 0
                if length > longest:
                    return
            elif length and line.strip():
                probability, words, *backoff = line.rstrip("\n").split("\t")
                yield words.split(" "), float(probability), float(backoff[0]) if backoff else 0.0


def _bytes(logarithms: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    return np.clip(np.rint(-logarithms / step), 0, 255).astype(np.uint8)


def read_model(path: Path, alphabet: Alphabet) -> Bigrams:
    """The words of up to `LONGEST` Han characters of the alphabet, and the pairs of them."""
    han = {c for c in alphabet.characters if "\u4e00" <= c <= "\u9fff"}
    number: dict[str, int] = {}
    words: list[tuple[float, float]] = []
    two: list[tuple[int, int, float]] = []
    for spelled, probability, backoff in read_arpa(path, 2):
        if len(spelled) == 1 and len(spelled[0]) <= LONGEST and han.issuperset(spelled[0]):
            number[spelled[0]] = len(words)
            words.append((probability, backoff))
        elif len(spelled) > 1 and all(word in number for word in spelled):
            two.append((number[spelled[0]], number[spelled[1]], probability))
    alone, backoffs = np.array(words).T * np.log(10)
    first, second = np.array([pair[:2] for pair in two]).T
    return Bigrams(number, alone, backoffs, first, second, np.array([pair[2] for pair in two]) * np.log(10))


def build(model: Bigrams, alphabet: Alphabet, pairs: int) -> dict[str, NDArray[np.generic]]:
    """The arrays of a `zgc_lint.typo.phrases.Phrases`."""
    keys = np.array([int(keys_of(alphabet.encode(w)[None, :], len(w))[0, 0]) for w in model.number], dtype=np.uint64)
    first, second = model.first, model.second
    gained = model.together - model.backoff[first] - model.alone[second]
    telling = np.exp(model.alone[first] + model.together) * gained
    kept = np.sort(np.argsort(-telling, kind="stable")[:pairs])
    tables = {
        "word_": HashTable.build(
            keys,
            {"probability": _bytes(model.alone, PROBABILITY_STEP), "backoff": _bytes(model.backoff, BACKOFF_STEP)},
        ),
        "pair_": HashTable.build(
            pair_keys(keys[first[kept]], keys[second[kept]]),
            {"probability": _bytes(model.together[kept], PROBABILITY_STEP)},
        ),
    }
    han = np.array([False, False, *("\u4e00" <= c <= "\u9fff" for c in alphabet.characters)])
    arrays: dict[str, NDArray[np.generic]] = {"han": han}
    arrays.update({f"{of}{name}": array for of, table in tables.items() for name, array in table.items()})
    return arrays


def main() -> None:
    """Read, choose, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arpa", type=Path, required=True)
    parser.add_argument("--own", type=Path, help="folder of prose of the hotline")
    parser.add_argument("--pairs", type=int, default=1_600_000)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    alphabet = Alphabet.load(load(arguments.output / "ngrams")["alphabet"].astype(np.uint16))
    model = read_model(arguments.arpa, alphabet)
    if arguments.own:
        model = mixed(model, read_paragraphs(arguments.own, TRAINING))
    save(arguments.output / "phrases", build(model, alphabet, arguments.pairs))


if __name__ == "__main__":
    main()
