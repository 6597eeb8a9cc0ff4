"""Reading a document's file a second time, for what is seen in it or changed in a copy."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from zgc_lint.load.content import UnreadableError

if TYPE_CHECKING:
    from zgc_lint.model import Document

__all__ = ["changed", "read_again"]


def read_again(document: Document) -> bytes:
    """The bytes of a document that has a source. Raises UnreadableError, OSError; the former also where the file is
    no longer the one that was read, since what was found in the one must not be told of the other.
    """
    if document.source is None:
        raise UnreadableError("没有原文件", "请放入文件本身")
    data: bytes = document.source.read()
    if document.sha256 and hashlib.sha256(data).hexdigest() != document.sha256:
        raise changed(document)
    return data


def changed(document: Document) -> UnreadableError:
    """The error for a file that is no longer the one that was read; the document is marked so."""
    document.is_changed = True
    return UnreadableError("检查期间文件有变动", "请在文件不再改动后重新检查")
