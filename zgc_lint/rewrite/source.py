"""The bytes that a copy is made from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from zgc_lint.model import Document

__all__ = ["checked_bytes"]


def checked_bytes(document: Document) -> bytes:
    """A document's bytes as they were when it was checked. Raises UsageError where they have changed since; OSError."""
    data = document.source.read() if document.source else b""
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise UsageError("检查之后文件又有变动，请重新运行")
    return data
