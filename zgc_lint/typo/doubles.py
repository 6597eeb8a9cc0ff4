"""Characters written twice in a row by mistake: the text is far likelier with one of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zgc_lint.typo.alphabet import LINE_START
from zgc_lint.typo.batches import Joined
from zgc_lint.typo.corrector import Suspicion
from zgc_lint.typo.ngrams import CONTEXT, keys_of
from zgc_lint.typo.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.typo.corrector import Corrector

__all__ = ["doubled"]

_BEFORE, _AFTER = 9, 10  # of what is divided into words
#: What a doubling costs: how much likelier the text must be without it to be taken for a slip as likely as not. And how
#: much likelier it must be as words. With both, 8 of 10 doublings made in text of the hotline are found and 19 of 20 in
#: statutes; in 2.5 million characters of statutes and official documents 18 places, in 86,000 of the hotline 8.
_COST, _LEAST_PHRASES = 8.0, 4.0
_USUAL = -14.0  # log-probability of a word that everyday text has: 坐坐, not 于于
_UTMOST = 0.85  # probability: reduplications are coined as one speaks (晾晾)
_DISTRIBUTED = frozenset("一每小逐")  # 一遍遍, 小蹦蹦


def doubled(corrector: Corrector, texts: Sequence[str], least: float) -> list[list[Suspicion]]:
    """For each text the pairs of a character of which one is too many at least so probably, in order."""
    joined = Joined(texts)
    text = joined.text
    margin = _BEFORE + _AFTER
    stream = np.full(len(text) + 2 * margin, LINE_START, dtype=np.uint16)
    stream[margin : margin + len(text)] = corrector.alphabet.encode(text)
    second = np.flatnonzero((stream[1:] == stream[:-1]) & corrector.phrases.han[stream[1:]]) + 1
    near, far = windows(stream, second, CONTEXT, CONTEXT + 1), windows(stream, second, _BEFORE, _AFTER)
    gain, phrases = (
        score(np.delete(around, place, axis=1)) - score(around)
        for score, around, place in (
            (lambda one: corrector.ngrams.score(one, CONTEXT).sum(axis=1), near, CONTEXT),
            (corrector.phrases.score, far, _BEFORE),
        )
    )
    found: list[list[Suspicion]] = [[] for _ in texts]
    for place, more in zip((second - margin)[phrases > _LEAST_PHRASES], gain[phrases > _LEAST_PHRASES], strict=True):
        number, at = joined.locate(place)
        probability = min(float(1 / (1 + np.exp(_COST - more))), _UTMOST)
        if probability >= least and not _is_reduplication(corrector, texts[number], at):
            found[number].append(Suspicion(at - 1, at + 1, texts[number][at], probability))
    return found


def _is_reduplication(corrector: Corrector, text: str, at: int) -> bool:
    """Whether the characters before and at `at` are doubled lawfully: 天天, 嘀嘀嘀, 噼噼啪啪, 一遍遍, 3号楼|楼道."""
    before, after = text[max(0, at - 3) : at - 1], text[at + 1 : at + 3]
    codes = corrector.alphabet.encode(text[max(0, at - 2) : at + 2])
    seam = (
        bool(before and after)
        and bool(corrector.phrases.han[codes].all())
        and corrector.phrases.holds(codes[2:])
        and corrector.ngrams.holds(codes[:2])
    )
    return (
        seam
        or text[at] in (before[-1:], after[:1])
        or (len(before) > 1 and before[0] == before[1])
        or (len(after) > 1 and after[0] == after[1])
        or before[-1:] in _DISTRIBUTED
        or corrector.phrases.frequency(keys_of(corrector.alphabet.encode(text[at] * 2)[None, :], 2))[0, 0] > _USUAL
    )
