"""The audit a reviewer signs: one HTML file without a link out of it, for the screen and for A4.

The summary is plain HTML; the findings lie in the page as JSON (`data`), of which its script shows what is looked at
and prints the 整改清单. Template, style sheet and script are in ``parts/``. The page's own rules (CSP) allow just that
style sheet and that script, by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from zgc_lint import __version__
from zgc_lint.price import money
from zgc_lint.report.harmless import harmless
from zgc_lint.report.html.data import page_data
from zgc_lint.report.html.summary import Summary
from zgc_lint.report.words import agreed

if TYPE_CHECKING:
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

_SIGNATURE = b'<!DOCTYPE html>\n<html lang="zh-CN" data-made-by="zgc-lint">'

_PARTS = Path(__file__).parent / "parts"


def render(audit: Audit) -> str:
    """The audit as one HTML file; the same bytes for the same audit."""
    style, script = _part("style.css"), _part("page.js")
    return _template("page.html.j2").render(
        version=__version__,
        summary=Summary.of(audit),
        style=Markup(style),  # noqa: S704 (files of this package)
        script=Markup(script),  # noqa: S704
        style_digest=_digest(style),
        script_digest=_digest(script),
        data=_embedded(page_data(audit)),
    )


def is_own(data: bytes) -> bool:
    """Whether `data` is such a report."""
    return data.startswith(_SIGNATURE)


@cache
def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"agreed": agreed, "harmless": harmless, "money": money}
    return environment.get_template(name)


def _digest(text: str) -> str:
    """How a Content-Security-Policy names an inline element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _embedded(data: object) -> Markup:
    """JSON that can stand inside a script element whatever it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 (escaped above)
