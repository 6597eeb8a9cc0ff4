"""Comparing what was read from a picture with what is written elsewhere: one wrong character proves nothing."""

from __future__ import annotations

import re

from zgc_lint.extract.text import squeeze

__all__ = ["holds", "may_be"]

_LOOKALIKES = str.maketrans("OoDQIlｌ|〇○（）〔〕【】［］[]", "0000111100()()()()()")
_MARKS = re.compile(r"[\s，。、；：:;,.·“”\"'‘’《》]+")


def may_be(read: str, written: str, slips: int = 1) -> bool:
    """Whether `read` may be a misreading of `written`: at most `slips` characters wrong, missing or too many.

    Blanks, marks, kinds of brackets, 0 / O and 1 / l never count.
    """
    return _distance(_plain(read), _plain(written), whole=True) <= slips


def holds(text: str, written: str, slips: int = 0) -> bool:
    """Whether `written` stands in `text`, with at most `slips` such differences."""
    plain, wanted = _plain(text), _plain(written)
    return bool(wanted) and (wanted in plain or (slips > 0 and _distance(plain, wanted, whole=False) <= slips))


def _plain(text: str) -> str:
    return _MARKS.sub("", squeeze(text)).translate(_LOOKALIKES)


def _distance(text: str, wanted: str, *, whole: bool) -> int:
    """The least number of edits that make `text`, or unless `whole` any part of it, into `wanted` (Sellers 1980)."""
    if whole and abs(len(text) - len(wanted)) > 3:
        return abs(len(text) - len(wanted))
    column = list(range(len(wanted) + 1))
    best = column[-1]
    for position, character in enumerate(text, 1):
        diagonal, column[0] = column[0], position if whole else 0
        for row, other in enumerate(wanted, 1):
            diagonal, column[row] = (
                column[row],
                min(column[row] + 1, column[row - 1] + 1, diagonal + (character != other)),
            )
        best = column[-1] if whole else min(best, column[-1])
    return best
