"""Hiding personal data in everything that is written (合同 七, 合同 6.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Masker"]

# In order: an ID number is tried before a telephone, a telephone before a card.
_ID_CARD = r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx](?![\dA-Za-z])"
_MOBILE = r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
_LANDLINE = r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[- ]?[2-9]\d{6,7}(?!\d)"
_LOCAL = r"(?<=电话)[:：为是\s]*[2-9]\d{6,7}(?!\d)|(?<!\d)[5-8]\d{3}-?\d{4}(?!\d)"
_CARD = r"(?<!\d)\d{16,19}(?!\d)"
_NUMBERS = re.compile(
    f"(?P<id>{_ID_CARD})|(?P<mobile>{_MOBILE})|(?P<landline>{_LANDLINE})|(?P<local>{_LOCAL})|(?P<card>{_CARD})"
)
_ROOM = re.compile(r"[\dA-Za-z一二三四五六七八九十]{1,5}(?=\s*(?:号楼|栋|幢|单元|室|户(?![外口籍型])))")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


class Masker:
    """Hides names, telephone, ID and card numbers, and addresses below the estate.

    `names` are the citizens' full names; `numbers` are work-order numbers, which are left alone.
    """

    def __init__(self, names: Collection[str], numbers: Collection[str] = ()) -> None:
        self._numbers = frozenset(numbers)
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        """`text` with personal data hidden, e.g. 王建国 → 王**, 13800001234 → 138****1234."""
        if not text:
            return text
        if self._names is not None:
            text = self._names.sub(lambda match: match.group()[0] + "*" * (len(match.group()) - 1), text)
        text = self._digits(text)
        return _ROOM.sub("*", text)

    def _digits(self, text: str) -> str:
        folded = text.translate(_FULL_WIDTH)
        pieces, end = [], 0
        for match in _NUMBERS.finditer(folded):
            if match.group() in self._numbers:
                continue
            pieces += [text[end : match.start()], self._hide(match)]
            end = match.end()
        return "".join([*pieces, text[end:]])

    @staticmethod
    def _hide(match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup == "id":
            return found[:6] + "*" * 8 + "****"
        if match.lastgroup == "mobile":
            digits = re.sub(r"\D", "", found)
            return f"{digits[:3]}****{digits[-4:]}"
        return re.sub(r"\d", "*", found[:-2]) + found[-2:]
