"""What was seen in a document's pictures and on its pages; see `zgc_lint.look`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgc_lint.load.again import read_again
from zgc_lint.load.content import problem_of
from zgc_lint.look.frames import Unseen
from zgc_lint.look.stage import Sights, Want, look
from zgc_lint.model import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from zgc_lint.model import Document

__all__ = ["sights"]


def sights(document: Document, want: Want, together: Collection[Want] = ()) -> Sights[Any]:
    """What was seen of the kind `want`; looked at now where that has not been done. Raises nothing.

    `together` names other kinds that are known to be wanted too, so that the file is decoded only once.
    """
    if want not in document.seen:
        wants = [kind for kind in {want: None, **dict.fromkeys(together)} if kind not in document.seen]
        document.seen.update(_look(document, wants))
    found: Sights[Any] = document.seen[want]
    return found


def _look(document: Document, wants: Collection[Want]) -> dict[Want, Sights[Any]]:
    if document.source is None or document.problem is not None:
        return dict.fromkeys(wants, Sights())
    try:
        data = read_again(document)
    except Exception as error:  # gone or changed since it was read
        unseen = Unseen(Place(document.path), document.name, problem_of(error).why)
        return dict.fromkeys(wants, Sights(unseen=(unseen,)))
    return look(data, document, wants)
