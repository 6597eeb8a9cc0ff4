"""Train the character 5-gram model.

``python dictionaries/models/build_ngrams.py --corpus laws.txt.xz official.txt.xz --keep 2 2 3 3``

Corpora: PRC statutes, regulations and judicial interpretations (laws.txt.xz, 18.7 M characters), and notices,
opinions, plans and work reports of state organs (official.txt.xz, 22.7 M). Both are official texts, which copyright
does not protect (Copyright Law of the PRC, article 5); the test sets' sentences have been taken out of them. They are
not part of the repository. Licence of what is made: that of zgc-lint.

Blocks of 200 lines are the unit of what is held back (`zgc_lint.typo.corpus`): a twentieth to measure false alarms,
another twentieth to fit the classifier; neither is counted here.

Estimate: interpolated modified Kneser-Ney (Chen and Goodman 1998) over all n-grams; then n-grams of three and more
characters counted less than --keep times are dropped (those seen once hold sentences; they go in any case) and the
back-off weights are worked out anew, so that probabilities sum to one. Logarithms are kept in a byte each. There is
no chance in it: the same corpus gives the same files.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START, SIZE, Alphabet
from zgc_lint.typo.corpus import TRAINING, read_part
from zgc_lint.typo.kneser_ney import estimate
from zgc_lint.typo.ngrams import BACKOFF_STEP, ORDER, PROBABILITY_STEP
from zgc_lint.typo.store import load, save
from zgc_lint.typo.table import HashTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALWAYS = "0A，。、；：？！“”‘’（）《》〈〉【】〔〕［］—…·－-.%％/℃×"


def _alphabet(texts: list[str]) -> Alphabet:
    """All characters of the texts, the most frequent first, then what else a keyboard of GB/T 2312 offers.

    A character that no text holds is most often a slip, which can be mended only where the character is known.
    """
    counts = Counter[str]()
    for text in texts:
        counts.update(text)
    cells = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    offered = (pair.decode("gb2312", "ignore") for pair in cells)
    han = [c for c in dict.fromkeys([c for c, _ in counts.most_common()] + list(offered)) if "\u4e00" <= c <= "\u9fff"]
    return Alphabet((_ALWAYS + "".join(han))[: SIZE - 2])


def _bytes(logarithms: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    return np.clip(np.rint(-logarithms / step), 0, 255).astype(np.uint8)


def main() -> None:
    """Read the corpora, estimate, drop, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--keep", nargs=4, type=int, default=[2, 2, 2, 2], help="least counts of 2- to 5-grams")
    parser.add_argument("--alphabet", type=Path, help="an ngrams folder whose characters are taken over")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    texts = [read_part(path, TRAINING) for path in arguments.corpus]
    if arguments.alphabet:
        alphabet = Alphabet.load(load(arguments.alphabet)["alphabet"].astype(np.uint16))
    else:
        alphabet = _alphabet(texts)
    stream = np.concatenate([np.append(alphabet.encode(text), np.uint16(LINE_START)) for text in texts])
    model = estimate(stream, ORDER, dict(zip(range(2, ORDER + 1), arguments.keep, strict=True)))
    arrays: dict[str, NDArray[np.generic]] = {
        "alphabet": alphabet.dump(),
        "unigram": model[1].probability.astype(np.float32),
        "backoff": model[1].backoff.astype(np.float32),
    }
    for length in range(2, ORDER + 1):
        columns = {"probability": _bytes(model[length].probability, PROBABILITY_STEP)}
        if length < ORDER:
            columns["backoff"] = _bytes(model[length].backoff, BACKOFF_STEP)
        table = HashTable.build(model[length].keys, columns)
        arrays.update({f"{name}{length}": array for name, array in table.items()})
        print(length, len(model[length].keys), sum(array.nbytes for array in table.values()))  # noqa: T201
    save(arguments.output / "ngrams", arrays)


if __name__ == "__main__":
    main()
