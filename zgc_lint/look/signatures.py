"""Electronic signatures in PDF and OFD files: who signed when and where, and whether the file is still what was signed.

Only integrity is judged: whether a certificate deserves trust is not, and nothing is fetched from a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from zgc_lint.model import Box

__all__ = ["Signature", "Stamp", "signatures"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a signature shows: the page, counted from 1, and the box on it in points from the upper left."""

    page: int
    box: Box

    @classmethod
    def at(cls, page: int, box: Box) -> Stamp:
        """A stamp, its box rounded to a tenth of a point."""
        return cls(page, type(box)(*(round(side, 1) for side in box)))


@dataclass(frozen=True, slots=True)
class Signature:
    """One electronic signature.

    `name` is its field in a PDF, its id in an OFD. `signer` and `organisation` are the certificate's, `seal` is the
    name in an electronic seal and `seal_size` its width and height in millimetres. `signed_at` is what the signer's
    computer said, in Beijing time.

    `intact`: whether the file's digests are those that were signed; None where that cannot be told.
    `verified`: whether the value of the signature fits the certificate's key; None where that cannot be told.
    `why`: a Chinese clause about whatever is not True of the two, "" where both are.
    `changed_later`: whether more was added to the file afterwards than further signatures and form values; of an OFD
    it is None. `covers_whole_file`: whether every byte (OFD: every part but the lists of signatures) was signed.
    """

    kind: Literal["pdf", "ofd"]
    name: str
    signer: str = ""
    organisation: str = ""
    seal: str = ""
    seal_size: tuple[int, int] | None = None
    signed_at: datetime | None = None
    stamps: tuple[Stamp, ...] = ()
    intact: bool | None = None
    verified: bool | None = None
    why: str = ""
    changed_later: bool | None = None
    covers_whole_file: bool | None = None


def signatures(data: bytes, format_: str) -> tuple[Signature, ...]:
    """The electronic signatures of a file of `format_` (`Document.format`); () for one that can hold none.

    A signature that cannot be understood is there too, its `intact` None. Raises UnreadableError where the file
    cannot be opened, NotInstalledError where a signed PDF is met and pyHanko is not installed.
    """
    if format_ == "pdf" and b"/ByteRange" in data:  # never in a compressed object: it counts the file's bytes
        from zgc_lint.look.pdf_signatures import pdf_signatures

        return pdf_signatures(data)
    if format_ == "ofd":
        from zgc_lint.look.ofd_signatures import ofd_signatures

        return ofd_signatures(data)
    return ()
