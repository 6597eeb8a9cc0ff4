"""The electronic signatures of a document; see `zgc_lint.look.signatures`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.again import read_again
from zgc_lint.load.content import problem_of
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.signatures import Signature, signatures

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Document

__all__ = ["Signatures"]

_FORMATS = frozenset({"pdf", "ofd"})


@dataclass(frozen=True)
class Signatures:
    """What a PDF or OFD was signed with, in the file's order; `unseen` says why that could not be looked at."""

    stays = True

    found: tuple[Signature, ...] = ()
    unseen: str = ""

    @classmethod
    def extract(cls, document: Document, _knowledge: Knowledge) -> Signatures:
        """Read the signatures of `document`; none where it could not be read in the first place."""
        if document.format not in _FORMATS or document.source is None or document.problem is not None:
            return cls()
        try:
            return cls(signatures(read_again(document), document.format))
        except NotInstalledError as error:
            return cls(unseen=str(error))
        except Exception as error:  # gone since it was read
            return cls(unseen=problem_of(error).why)
