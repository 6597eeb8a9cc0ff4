"""Fit how likely each slip is: ``python dictionaries/models/build_slips.py --data DIR --strokes DIR --font FILE``.

Runs after build_channel.py, whose lists say what may be written for what, and needs what that needs, and scipy
(BSD-3-Clause; needed here only). A conditional logit (McFadden 1974): of all that may be written for a character, what
is common is likelier, and what looks or sounds more like it. Fitted on the slips of the developers' sets (--data:
ECSpell law and med, MIT).

slips/: for each entry of the channel its `cost`, the negative logarithm of the probability that, of all the characters
in the lists, this one is written for that.
"""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from build_classifier import SETS, read_set
from glyphs import normal, pictures, read_groups, read_strokes
from pypinyin import Style, pinyin
from scipy.optimize import minimize

from zgc_lint.typo.alphabet import Alphabet
from zgc_lint.typo.channel import COST_STEP, NEAR_SOUND, SAME_SOUND, SHAPE
from zgc_lint.typo.store import load, save

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).parent
_SLACK = 0.001  # weight of the squared weights, beside a slip's mean cost


def likeness(
    alphabet: Alphabet, channel: dict[str, NDArray[np.generic]], strokes: Path, font: Path
) -> NDArray[np.float64]:
    """For each entry of the channel how alike the two characters are, in eight ways, the same for either order."""
    rows = normal(pictures(alphabet.characters, font))
    groups, written = read_groups(strokes), read_strokes(strokes)
    tones = [set(pinyin(c, style=Style.TONE3, heteronym=True)[0]) for c in alphabet.characters]
    of, kind = channel["of"].astype(np.int64) - 2, channel["kind"]
    mine = np.repeat(np.arange(len(channel["start"]) - 1), np.diff(channel["start"].astype(np.int64))) - 2
    found = np.zeros((len(of), 7))
    for column, wanted in enumerate((SAME_SOUND, NEAR_SOUND, SHAPE)):
        found[:, column] = kind == wanted
    found[:, 3] = np.einsum("ij,ij->i", rows[mine], rows[of])
    for entry, (one, other) in enumerate(zip(mine.tolist(), of.tolist(), strict=True)):
        first, second = alphabet.characters[one], alphabet.characters[other]
        if first in written and second in written:
            found[entry, 4] = difflib.SequenceMatcher(None, written[first], written[second], autojunk=False).ratio()
        found[entry, 5] = second in groups.get(first, ())
        found[entry, 6] = not tones[one].isdisjoint(tones[other])
    return found


def read_slips(folder: Path, alphabet: Alphabet) -> list[tuple[int, int]]:
    """The codes of what is meant and what is written, for each slip of the developers' sets."""
    found = []
    for name in SETS:
        for source, target in read_set(folder / name):
            wrong, right = alphabet.encode(source), alphabet.encode(target)
            found += [(int(right[i]), int(wrong[i])) for i in np.flatnonzero(wrong != right)]
    return found


def fit(features: list[NDArray[np.float64]], chosen: list[int]) -> NDArray[np.float64]:
    """The weights under which the chosen row of each table is likeliest."""

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros(len(weights))
        for table, row in zip(features, chosen, strict=True):
            worth = table @ weights
            share = np.exp(worth - worth.max())
            share /= share.sum()
            total -= float(np.log(share[row]))
            slope -= table[row] - share @ table
        return total / len(chosen) + _SLACK * float(weights @ weights), slope / len(chosen) + 2 * _SLACK * weights

    result: NDArray[np.float64] = minimize(cost, np.zeros(features[0].shape[1]), jac=True, method="L-BFGS-B").x
    return result


def main() -> None:
    """Measure likeness, fit, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--strokes", type=Path, required=True)
    parser.add_argument("--font", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    ngrams, channel = load(arguments.output / "ngrams"), load(arguments.output / "channel")
    alphabet = Alphabet.load(ngrams["alphabet"].astype(np.uint16))
    common = ngrams["unigram"].astype(np.float64) / 5  # of the order of the other features
    start, of = channel["start"].astype(np.int64), channel["of"].astype(np.int64)
    alike = likeness(alphabet, channel, arguments.strokes, arguments.font)
    features, chosen = [], []
    for meant, written in read_slips(arguments.data, alphabet):
        entries = np.arange(start[meant], start[meant + 1])
        row = np.flatnonzero(of[entries] == written)
        if len(row):
            features.append(np.column_stack([alike[entries], common[of[entries]]]))
            chosen.append(int(row[0]))
    weights = fit(features, chosen)
    print(len(chosen), weights)  # noqa: T201
    entry_worth = alike @ weights[:-1]
    share = np.zeros(len(start) - 1)  # of each character: the sum over all that may be written for it
    for code in range(len(share)):
        entries = slice(start[code], start[code + 1])
        share[code] = np.exp(entry_worth[entries] + weights[-1] * common[of[entries]]).sum()
    mine = np.repeat(np.arange(len(start) - 1), np.diff(start))
    with np.errstate(divide="ignore"):  # a character that nothing is written for is proposed for nothing
        cost = np.log(share[of]) - entry_worth - weights[-1] * common[mine]
    save(arguments.output / "slips", {"cost": np.clip(np.rint(cost / COST_STEP), 0, 255).astype(np.uint8)})


if __name__ == "__main__":
    main()
