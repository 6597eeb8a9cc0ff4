"""Make the tables of what is confused with what: ``python dictionaries/models/build_channel.py``.

Needs pypinyin, jieba and Pillow, a folder --strokes with same_stroke.txt and stroke.txt of the pycorrector 1.1.4 wheel,
and a Chinese outline font --font. Runs after build_ngrams.py, whose alphabet (sorted by frequency) it shares.

Sources and their licences: readings, pypinyin (MIT); strokes and look-alikes, pycorrector (Apache-2.0); the shapes of
glyphs, Noto Sans CJK (SIL OFL 1.1; no outline is kept, only which characters look alike); words and their frequencies,
jieba's dict.txt (MIT). What is made may be shipped under zgc-lint's licence with these notices.

channel/: for each code the codes it may stand for (`of`, `start`) and how they are alike (`kind`).
words/: a `HashTable` of words of 1 to 4 characters, and words of 2 to 4 by sound (`sounds`, `spelled`).
"""

from __future__ import annotations

import argparse
import difflib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
import numpy as np
from glyphs import contained, normal, pictures, read_groups, read_strokes
from pypinyin import lazy_pinyin

from zgc_lint.typo.alphabet import Alphabet
from zgc_lint.typo.channel import NEAR_SOUND, SAME_SOUND, SHAPE
from zgc_lint.typo.ngrams import keys_of
from zgc_lint.typo.store import load, save
from zgc_lint.typo.table import HashTable
from zgc_lint.typo.words import LONGEST, READINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

HERE = Path(__file__).parent
_FUZZY_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_FUZZY_FINALS = {"ang": "an", "eng": "en", "ing": "in"}
_PROPOSED = 4000  # the most frequent characters are proposed, the others only corrected
_COMMON = 0.02  # share of a reading that counts as one in use
_ALIKE_GLYPHS, _SEEN_GLYPHS, _ALIKE_STROKES = 20, 120, 0.75
_ALIKE_PARTS, _CONTAINED = 24, 0.6


def fuzzy(syllable: str) -> str:
    """A syllable without the differences many speakers do not make.

    >>> fuzzy("zhang"), fuzzy("nin")
    ('zan', 'lin')
    """
    initial = syllable[:2] if syllable[:2] in ("zh", "ch", "sh") else syllable[:1]
    final = syllable[len(initial) :]
    for full, short in _FUZZY_FINALS.items():
        if final.endswith(full):
            final = final[: -len(full)] + short
    return _FUZZY_INITIALS.get(initial, initial) + final


def _look_alikes(characters: str, proposed: str, strokes: Path, font: Path) -> dict[str, set[str]]:
    """The proposed characters that each character looks like."""
    alike: dict[str, set[str]] = defaultdict(set)
    alike.update(read_groups(strokes))
    written = read_strokes(strokes)
    drawn = pictures(characters, font)
    ours = [characters.index(character) for character in proposed]
    rows = normal(drawn)
    similarity = rows @ rows[ours].T
    similarity[ours, np.arange(len(ours))] = 0
    parts_alike = contained(drawn, drawn[ours])
    parts_alike[ours, np.arange(len(ours))] = 0
    nearest = np.argsort(-similarity, axis=1)[:, :_SEEN_GLYPHS]
    parts = np.argsort(-parts_alike, axis=1)[:, :_ALIKE_PARTS]
    for index, character in enumerate(characters):
        mine = written.get(character, "")
        alike[character] |= {proposed[other] for other in parts[index] if parts_alike[index, other] >= _CONTAINED}
        for rank, other in enumerate(nearest[index]):
            candidate = proposed[other]
            theirs = written.get(candidate, "")
            if rank < _ALIKE_GLYPHS or (
                mine
                and theirs
                and abs(len(mine) - len(theirs)) <= 4
                and difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _ALIKE_STROKES
            ):
                alike[character].add(candidate)
    return alike


def read_lexicon(alphabet: Alphabet) -> dict[str, int]:
    """jieba's words of up to `LONGEST` known characters, with their frequencies."""
    frequency: dict[str, int] = {}
    known = set(alphabet.characters)
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split()
        if len(word) <= LONGEST and all("\u4e00" <= c <= "\u9fff" and c in known for c in word):
            frequency[word] = int(count)
    return frequency


def readings_in_use(characters: Iterable[str], frequency: Mapping[str, int]) -> dict[str, list[str]]:
    """How each character is read in words, the commonest first; a character in no word by its first reading.

    Dictionaries also list readings nobody uses (池 as che), which would make any two characters sound alike.
    """
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in frequency.items():
        sounds = lazy_pinyin(word) if len(word) > 1 else []
        if len(sounds) == len(word):
            for character, sound in zip(word, sounds, strict=True):
                heard[character][sound] += count
    found: dict[str, list[str]] = {}
    for character in characters:
        counts = heard[character]
        common = [s for s, n in counts.most_common() if n >= _COMMON * counts.total()]
        found[character] = common or lazy_pinyin(character)
    return found


def build_channel(
    alphabet: Alphabet, sounds: Mapping[str, list[str]], strokes: Path, font: Path
) -> dict[str, NDArray[np.generic]]:
    """The candidate lists."""
    han = [c for c in alphabet.characters if "\u4e00" <= c <= "\u9fff"]
    proposed = "".join(han[:_PROPOSED])
    same: dict[str, set[str]] = defaultdict(set)
    near: dict[str, set[str]] = defaultdict(set)
    for character in proposed:
        for sound in sounds[character]:
            same[sound].add(character)
            near[fuzzy(sound)].add(character)
    alike = _look_alikes("".join(han), proposed, strokes, font)
    rank = {c: code for code, c in enumerate(alphabet.characters, 2)}
    start, of, kind = [0, 0, 0], list[int](), list[int]()
    for character in alphabet.characters:
        lists: list[tuple[int, set[str]]] = []
        if character in sounds:
            lists.append((SAME_SOUND, set().union(*(same[s] for s in sounds[character]))))
            lists.append((NEAR_SOUND, set().union(*(near[fuzzy(s)] for s in sounds[character]))))
            lists.append((SHAPE, alike.get(character, set()) & set(proposed)))
        taken = {character}
        for how, candidates in lists:
            for candidate in sorted(candidates - taken, key=rank.__getitem__):
                of.append(rank[candidate])
                kind.append(how)
            taken |= candidates
        start.append(len(of))
    return {
        "start": np.array(start, dtype=np.uint32),
        "of": np.array(of, dtype=np.uint16),
        "kind": np.array(kind, dtype=np.uint8),
    }


def build_words(
    alphabet: Alphabet, frequency: Mapping[str, int], sounds: Mapping[str, list[str]]
) -> dict[str, NDArray[np.generic]]:
    """The lexicon of jieba, by spelling and by sound."""
    words = sorted(frequency)
    codes = [alphabet.encode(word) for word in words]
    keys = np.array([int(keys_of(code[None, :], len(code))[0, 0]) for code in codes], dtype=np.uint64)
    arrays = HashTable.build(keys, {})

    names: dict[str, int] = {}
    readings = np.zeros((len(alphabet.characters) + 2, READINGS), dtype=np.uint16)
    for code, character in enumerate(alphabet.characters, 2):
        if "\u4e00" <= character <= "\u9fff":
            found = dict.fromkeys(fuzzy(s) for s in sounds[character])
            for column, sound in enumerate(list(found)[:READINGS]):
                readings[code, column] = names.setdefault(sound, len(names) + 1)
    listed: list[tuple[int, list[int]]] = []
    for word, code in zip(words, codes, strict=True):
        if len(word) >= 2:
            spoken = [names.get(fuzzy(s), 0) for s in lazy_pinyin(word)]
            if len(spoken) == len(word) and all(spoken):
                key = int(keys_of(np.array([spoken], dtype=np.uint16), len(word))[0, 0])
                listed.append((key, code.tolist() + [0] * (LONGEST - len(word))))
    listed.sort()
    arrays["readings"] = readings
    arrays["sounds"] = np.array([key for key, _ in listed], dtype=np.uint64)
    arrays["spelled"] = np.array([code for _, code in listed], dtype=np.uint16)
    return arrays


def main() -> None:
    """Make both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=Path, required=True)
    parser.add_argument("--font", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE)
    arguments = parser.parse_args()
    alphabet = Alphabet.load(load(arguments.output / "ngrams")["alphabet"].astype(np.uint16))
    frequency = read_lexicon(alphabet)
    sounds = readings_in_use((c for c in alphabet.characters if "\u4e00" <= c <= "\u9fff"), frequency)
    save(arguments.output / "channel", build_channel(alphabet, sounds, arguments.strokes, arguments.font))
    save(arguments.output / "words", build_words(alphabet, frequency, sounds))


if __name__ == "__main__":
    main()
