"""Train the context vectors: ``python dictionaries/models/build_context.py --corpus laws.txt.xz official.txt.xz``.

Runs after build_ngrams.py and build_channel.py; needs numba, which the linter itself does not. Corpora, their parts and
their licence are those of build_ngrams.py; only the training part is read. About a quarter of an hour.

At each place of the text the character that stands there is to be told from eight that it may be mistaken for (the
lists of build_channel.py, the more frequent first) and two other frequent ones: softmax over the eleven, stochastic
gradient with a rate for each row that falls with what it has been told (Duchi, Hazan and Singer 2011, AdaGrad). Twice
through the text. One thread, seeded: the same corpus gives the same vectors.

Features are kept as bytes with a scale for each row; no n-gram can be read back from them, since groups are hashed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from zgc_lint.typo.alphabet import LINE_START, SIZE, Alphabet
from zgc_lint.typo.context import BAG, FAR, GROUPS, HASH_BITS, HASHED, NEAR, ROWS, WIDTH
from zgc_lint.typo.corpus import TRAINING, read_part
from zgc_lint.typo.store import load, save

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).parent
_SEED = 1
_TIMES = 2  # through the text
_RATE, _LEAST_RATE = 0.2, 0.02  # the second: share of the first
_OTHERS, _FREQUENT = 10, 2  # characters to tell from; how many of them are just frequent ones
_TOLD_BAG = 8  # characters of the bag that are looked at in one step
_NONE = 99  # fills up groups of two
_GROUPS = np.array([[*group, _NONE][:3] for group in GROUPS], dtype=np.int64)
_FEATURES = 2 * NEAR + len(GROUPS)


@numba.njit(inline="always")  # type: ignore[untyped-decorator]
def _mix(key: Any) -> Any:
    """`zgc_lint.typo.table.mix` for one number."""
    key ^= key >> np.uint64(30)
    key *= np.uint64(0xBF58476D1CE4E5B9)
    key ^= key >> np.uint64(27)
    key *= np.uint64(0x94D049BB133111EB)
    key ^= key >> np.uint64(31)
    return key


@numba.njit  # type: ignore[untyped-decorator]
def _look(stream: Any, at: int, window: Any) -> None:
    """The characters around a place, within its line."""
    window[FAR] = stream[at]
    for step in (-1, 1):
        inside = True
        for distance in range(1, FAR + 1):
            there = at + step * distance
            code = stream[there] if inside and 0 <= there < len(stream) else LINE_START
            inside = inside and code != LINE_START
            window[FAR + step * distance] = code


@numba.njit  # type: ignore[untyped-decorator]
def _rows(window: Any, rows: Any) -> None:
    """The rows of the features with a distance, and of the groups; as `Context.surroundings` has them."""
    count = 0
    for offset in range(-NEAR, NEAR + 1):
        if offset != 0:
            rows[count] = count * SIZE + window[FAR + offset]
            count += 1
    for number in range(len(_GROUPS)):
        key = np.uint64(number + 1)
        for place in range(3):
            if _GROUPS[number, place] != _NONE:
                key = key * np.uint64(SIZE) + np.uint64(window[FAR + _GROUPS[number, place]])
        rows[count] = HASHED + np.int64(_mix(key) >> np.uint64(64 - HASH_BITS))
        count += 1


@numba.njit  # type: ignore[untyped-decorator]
def _train(
    stream: Any,
    is_han: Any,
    start: Any,
    of: Any,
    frequent: Any,
    vectors: Any,
    told: Any,
    done: int,
    total: int,
    seed: int,
) -> None:
    """Once through the text. `vectors` and `told` (squares of gradients): of features, of characters, biases."""
    np.random.seed(seed)
    features, characters, bias = vectors
    told_features, told_characters, told_bias = told
    window = np.zeros(2 * FAR + 1, np.int64)
    rows = np.zeros(_FEATURES, np.int64)
    bag = np.zeros(2 * FAR, np.int64)
    around, gradient = np.zeros(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    others = np.zeros(_OTHERS + 1, np.int64)
    score = np.zeros(_OTHERS + 1, np.float32)
    for at in range(len(stream)):
        code = stream[at]
        if not is_han[code] or start[code + 1] == start[code]:
            continue
        rate = np.float32(_RATE * max(_LEAST_RATE, 1 - (done + at) / total))
        _look(stream, at, window)
        _rows(window, rows)
        around[:] = 0
        for row in rows:
            for i in range(WIDTH):
                around[i] += features[row, i]
        near = 0
        for place in range(2 * FAR + 1):
            if place != FAR and window[place] >= 2:
                bag[near] = BAG + window[place]
                near += 1
        looked = min(near, _TOLD_BAG)
        weight = np.float32(np.float32(1.0 / np.sqrt(near + 1.0)) * near / max(looked, 1))
        for number in range(looked):  # a few by lot stand for all
            chosen = number + np.random.randint(0, near - number)
            bag[number], bag[chosen] = bag[chosen], bag[number]
            for i in range(WIDTH):
                around[i] += weight * features[bag[number], i]
        others[0] = code
        for number in range(1, _OTHERS + 1):
            if number <= _OTHERS - _FREQUENT:
                others[number] = of[start[code] + int(np.random.random() ** 1.3 * (start[code + 1] - start[code]))]
            else:
                others[number] = frequent[int(np.random.random() ** 2 * len(frequent))]
        best = np.float32(-1e30)
        for number in range(_OTHERS + 1):
            total_score = bias[others[number]]
            for i in range(WIDTH):
                total_score += characters[others[number], i] * around[i]
            score[number] = total_score
            best = max(best, total_score)
        whole = np.float32(0)
        for number in range(_OTHERS + 1):
            same = number > 0 and others[number] == code
            score[number] = np.float32(0) if same else np.exp(score[number] - best)
            whole += score[number]
        gradient[:] = 0
        length = np.float32(0)
        for i in range(WIDTH):
            length += around[i] * around[i]
        for number in range(_OTHERS + 1):
            pull = -score[number] / whole
            if number == 0:
                pull += np.float32(1)
            if abs(pull) < 1e-4:
                continue
            other = others[number]
            told_bias[other] += pull * pull
            bias[other] += rate * pull / np.sqrt(told_bias[other])
            told_characters[other] += pull * pull * length / WIDTH
            step = rate * pull / np.sqrt(told_characters[other])
            for i in range(WIDTH):
                gradient[i] += pull * characters[other, i]
                characters[other, i] += step * around[i]
        square = np.float32(0)
        for i in range(WIDTH):
            square += gradient[i] * gradient[i]
        if square < 1e-12:
            continue
        square /= WIDTH
        for row in rows:
            told_features[row] += square
            step = rate / np.sqrt(told_features[row])
            for i in range(WIDTH):
                features[row, i] += step * gradient[i]
        for number in range(looked):
            row = bag[number]
            told_features[row] += square * weight * weight
            step = rate * weight / np.sqrt(told_features[row])
            for i in range(WIDTH):
                features[row, i] += step * gradient[i]


def train(corpora: list[Path], folder: Path, limit: int | None = None) -> dict[str, NDArray[np.generic]]:
    """The arrays of a `zgc_lint.typo.context.Context`. `folder`: that of ngrams and channel; `limit` in characters."""
    alphabet = Alphabet.load(load(folder / "ngrams")["alphabet"].astype(np.uint16))
    channel = load(folder / "channel")
    texts = [alphabet.encode("\n" + read_part(path, TRAINING)) for path in corpora]
    stream = np.concatenate([np.append(text, np.uint16(LINE_START)) for text in texts])[:limit].astype(np.int64)
    han = [code for code, c in enumerate(alphabet.characters, 2) if "\u4e00" <= c <= "\u9fff"]
    is_han = np.zeros(SIZE + 1, dtype=np.bool_)
    is_han[han] = True
    start = channel["start"].astype(np.int64)
    start = np.append(start, np.full(SIZE + 2 - len(start), start[-1]))
    rng = np.random.default_rng(_SEED)
    vectors = (
        ((rng.random((ROWS, WIDTH), dtype=np.float32) - 0.5) / WIDTH).astype(np.float32),
        ((rng.random((SIZE, WIDTH), dtype=np.float32) - 0.5) / WIDTH).astype(np.float32),
        np.zeros(SIZE, np.float32),
    )
    told = (np.full(ROWS, 1e-2, np.float32), np.full(SIZE, 1e-2, np.float32), np.full(SIZE, 1.0, np.float32))
    frequent = np.array(han[:3000])
    for time in range(_TIMES):
        _train(
            stream, is_han, start, channel["of"].astype(np.int64), frequent, vectors, told, time * len(stream),
            _TIMES * len(stream), time,
        )  # fmt: skip
    return packed(*vectors)


def packed(
    features: NDArray[np.float32], characters: NDArray[np.float32], bias: NDArray[np.float32]
) -> dict[str, NDArray[np.generic]]:
    """The vectors as they are shipped."""
    scale = (np.maximum(np.abs(features).max(axis=1), 1e-6) / 127).astype(np.float16)
    scale[scale == 0] = np.float16(1e-7)
    values = np.rint(features / scale.astype(np.float32)[:, None])
    return {
        "features": np.clip(values, -127, 127).astype(np.int8),
        "scale": scale,
        "characters": characters.astype(np.float16),
        "bias": bias.astype(np.float16),
    }


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    save(arguments.output / "context", train(arguments.corpus, HERE))


if __name__ == "__main__":
    main()
