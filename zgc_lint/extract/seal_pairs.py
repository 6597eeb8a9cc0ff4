"""Seals of a batch that may be one and the same picture."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zgc_lint.extract.attachments import Attachments
from zgc_lint.extract.compared import compared
from zgc_lint.extract.seals import SealSeen, SealsSeen
from zgc_lint.extract.signatures import Signatures
from zgc_lint.folding import folded, unfolded
from zgc_lint.look.comparisons import Digests
from zgc_lint.look.seal_prints import maybe_alike

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from zgc_lint.folding import Aside, Laid
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch, Document

__all__ = ["SEAL_ALIKE", "SealPairs"]

#: `alike` of one picture: two stampings of one seal reach 0.987, one picture twice 0.996 (see evidence_seals.md).
SEAL_ALIKE = 0.992


@dataclass(frozen=True)
class SealPairs:
    """Pairs of seals on attachments, each with its document, the earlier first: `alike` may reach `SEAL_ALIKE`.

    Photographs and papers that are signed electronically are left out.
    """

    pairs: tuple[tuple[tuple[Document, SealSeen], tuple[Document, SealSeen]], ...]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> SealPairs:
        """Compare each seal with each later one."""
        documents: list[Document] = []
        numbers = array("I")
        prints = _Prints(batch.aside)
        names = bytearray()
        for document, number, seal in _seals(batch):
            documents.append(document)
            numbers.append(number)
            prints.add(seal.print)
            names += hashlib.sha256(seal.print).digest()

        def seal_of(place: int) -> tuple[Document, SealSeen]:
            return documents[place], documents[place][SealsSeen].seals[numbers[place]]

        found = compared(batch, "seals", Digests(bytes(names)), prints, _pairs)
        return cls(tuple((seal_of(first), seal_of(second)) for first, second, _ in found))


def _pairs(prints: Sequence[bytes], known: Collection[int], split: int | None) -> Iterator[tuple[int, int, None]]:
    return ((*pair, None) for pair in maybe_alike(prints, SEAL_ALIKE, known, split))


class _Prints(Sequence[bytes]):
    """The prints of all seals of a batch, 14 KB each in use, laid aside."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._laid: list[Laid] = []

    def add(self, print_: bytes) -> None:
        """One more."""
        self._laid.append(self._aside.put(folded(print_)))

    def __getitem__(self, number: Any) -> Any:
        return unfolded(self._aside.get(self._laid[number]))

    def __len__(self) -> int:
        return len(self._laid)


def _seals(batch: Batch) -> Iterator[tuple[Document, int, SealSeen]]:
    """The seals, each with its document and its number there."""
    for filing in batch.filings:
        for file in filing[Attachments].files:
            if (file.kind and file.kind.picture) or file.document[Signatures].found:
                continue
            for number, seal in enumerate(file.document[SealsSeen].seals):
                if seal.print:
                    yield file.document, number, seal
