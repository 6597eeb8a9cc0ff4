"""Seals of a batch that may be one and the same picture."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.attachments import Attachments
from zgc_lint.extract.compared import compared
from zgc_lint.extract.seals import SealSeen, SealsSeen
from zgc_lint.extract.signatures import Signatures
from zgc_lint.look.seal_prints import maybe_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        seals = list(_seals(batch))
        prints = [seal.print for _, seal in seals]
        names = [hashlib.sha256(each).digest() for each in prints]
        found = compared(
            batch, "seals", names, lambda known: ((*pair, None) for pair in maybe_alike(prints, SEAL_ALIKE, known))
        )
        return cls(tuple((seals[first], seals[second]) for first, second, _ in found))


def _seals(batch: Batch) -> Iterator[tuple[Document, SealSeen]]:
    for filing in batch.filings:
        for file in filing[Attachments].files:
            if (file.kind and file.kind.picture) or file.document[Signatures].found:
                continue
            for seal in file.document[SealsSeen].seals:
                if seal.print:
                    yield file.document, seal
