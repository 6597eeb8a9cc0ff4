"""Reports, one renderer a file. A renderer turns an `Audit` into text or bytes and knows nothing of documents.

To add a format: a module with `render` and `is_own`, as in `Renderer`, and an entry here. Modules are imported only
when asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit

__all__ = ["FILES", "FORMATS", "WITH_PICTURES", "Renderer", "renderer", "screen_renderer"]

#: Formats that are text, for the screen or a file: name → module.
FORMATS = {name: f"zgc_lint.report.{name}" for name in ("text", "json", "html", "sarif", "junit", "github", "gitlab")}

#: Formats that are files only.
FILES = {"report": "zgc_lint.report.formal", "xlsx": "zgc_lint.report.xlsx"}

#: The formats that show pictures of what findings rest on (`Audit.exhibits`), which are made only for them.
WITH_PICTURES = frozenset({"html"})


class Renderer(Protocol):
    """What a renderer module offers."""

    def render(self, audit: Audit) -> str | bytes:
        """The report: text, which is written as UTF-8, or for a format of `FILES` its bytes."""
        ...

    def is_own(self, data: bytes) -> bool:
        """Whether a file of these bytes is an earlier report of this format, which may be replaced."""
        ...


def renderer(name: str) -> Renderer:
    """The renderer of the format `name`. Raises UsageError."""
    modules = FORMATS | FILES
    if name not in modules:
        raise UsageError(f"没有“{name}”这种报告格式，可用的有：{'、'.join(modules)}")
    return importlib.import_module(modules[name])


def screen_renderer(name: str) -> Renderer:
    """The renderer of the format `name`, which must be text. Raises UsageError."""
    if name in FILES:
        raise UsageError(f"{name} 不能显示在屏幕上，请用 --output {name}=文件")
    return renderer(name)
