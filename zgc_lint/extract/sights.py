"""What was seen in a document's pictures and on its pages; see `zgc_lint.look`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgc_lint.load.again import read_again
from zgc_lint.load.content import problem_of
from zgc_lint.load.sniff import MEDIA
from zgc_lint.look.frames import Unseen
from zgc_lint.look.stage import Sights, Want, look
from zgc_lint.model import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from zgc_lint.model import Document

__all__ = ["gone", "sights"]


def sights(document: Document, want: Want) -> Sights[Any]:
    """What was seen of the kind `want`; nothing yet where looking is put off (`Errands`). Raises nothing."""
    if document.format in MEDIA:  # a recording, which may be large
        document.seen[want] = Sights()
    if want not in document.seen:
        errands = document.batch.errands if document.batch is not None else None
        again = errands.again(document, want) if errands is not None else None
        if again is not None:
            document.seen[want] = again
        elif errands is not None and errands.put_off(document, want):
            return Sights()
        else:
            document.seen.update(_look(document, [want]))
    found: Sights[Any] = document.seen[want]
    return found


def _look(document: Document, wants: Collection[Want]) -> dict[Want, Sights[Any]]:
    if document.source is None or document.problem is not None:
        return dict.fromkeys(wants, Sights())
    try:
        data = read_again(document)
    except Exception as error:
        return dict.fromkeys(wants, gone(document, error))
    return look(data, document, wants)


def gone(document: Document, error: Exception) -> Sights[Any]:
    """What is seen of a document whose file can no longer be read: nothing, and why."""
    return Sights(unseen=(Unseen(Place(document.path), document.name, problem_of(error).why),))
