"""Where an attachment list and its files disagree though no paper is missing: numbers and telling words of names."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from zgc_lint.extract.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.extract.attachments import Attachments, File, Listed

__all__ = ["Break", "OtherName", "breaks_in", "other_names", "other_numbers"]

#: What tells two papers of a kind apart.
_TELLING = (r"一审|二审|再审|终审", r"\d{1,2}月\d{1,2}日", r"\d{1,3}号楼", r"母单|子单", r"正面|背面|反面")


class Break(NamedTuple):
    """An entry whose number does not follow that of the entry before it; `again`: another entry has it, too."""

    before: Listed
    entry: Listed
    again: bool


class OtherName(NamedTuple):
    """An entry and its file which name different dates, buildings, instances: what each of them says."""

    entry: Listed
    file: File
    listed: tuple[str, ...]
    named: tuple[str, ...]


def breaks_in(attachments: Attachments) -> Iterator[Break]:
    """Numbers of the list that are given twice or left out."""
    for before, entry in itertools.pairwise(attachments.listed):
        if entry.place.document == before.place.document and entry.number != before.number + 1:
            again = any(other.number == entry.number for other in attachments.listed if other is not entry)
            yield Break(before, entry, again)


def other_names(attachments: Attachments) -> Iterator[OtherName]:
    """Files that the list names otherwise in what matters; more or less detail does not."""
    for entry, file in attachments.pairs:
        for pattern in _TELLING:
            listed, named = (set(re.findall(pattern, fold(text))) for text in (entry.text, file.document.stem))
            if listed and named and not listed & named:
                yield OtherName(entry, file, tuple(sorted(listed)), tuple(sorted(named)))


def other_numbers(attachments: Attachments) -> Iterator[tuple[Listed, File]]:
    """Files with another number than their entry, where each entry is one file: sheets of one may be numbered on."""
    files = Counter(id(entry) for entry, _ in attachments.pairs)
    whole = len(files) == len(attachments.listed) and set(files.values()) == {1}
    if whole and not attachments.unlisted and not attachments.merged:
        for entry, file in attachments.pairs:
            if file.number is not None and file.number != entry.number:
                yield entry, file
