"""Reports, one renderer a file. A renderer turns an `Audit` into text and knows nothing of documents.

To add a format: a module with ``render(audit) -> str``, `SIGNATURE` (what every such report begins with) and an
entry here. Modules are imported only when asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit

__all__ = ["FORMATS", "WITH_PICTURES", "Renderer", "renderer"]

#: Format name → module. Asking for another one names those there are.
FORMATS = {"text": "zgc_lint.report.text", "json": "zgc_lint.report.json", "html": "zgc_lint.report.html"}

#: The formats that show pictures of what findings rest on (`Audit.exhibits`), which are made only for them.
WITH_PICTURES = frozenset({"html"})


class Renderer(Protocol):
    """What a renderer module offers."""

    #: The first characters of every report of this format: how an earlier report is told from a user's file.
    SIGNATURE: str

    def render(self, audit: Audit) -> str:
        """The report."""
        ...


def renderer(name: str) -> Renderer:
    """The renderer of the format `name`. Raises UsageError."""
    if name not in FORMATS:
        raise UsageError(f"没有“{name}”这种报告格式，可用的有：{'、'.join(FORMATS)}")
    return importlib.import_module(FORMATS[name])
