"""How much the pages of a PDF would draw, told before pdfium loads them: it keeps every object drawn, 350 bytes each.

A page of print is 5 to 50 KB of drawing instructions, a map of a whole town 2 MB. Forms that draw forms, and streams
that unpack to a thousand times their size, make gigabytes of a few kilobytes.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from zgc_lint.load.content import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["weigh"]

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its warnings would show what is in the file

_PAGE, _FILE = 8 * 2**20, 96 * 2**20  # bytes of drawing, those of a form counted as often as it is drawn
_DEEPEST = 40  # forms within forms: pdfium goes no deeper
_DRAWN = re.compile(rb"/([^\s/()<>\[\]{}%]+)\s+Do\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def weigh(data: bytes) -> Mapping[int, int]:
    """How many bytes of instructions each page draws, by its number; empty for a file that pypdf cannot take apart.

    Raises UnreadableError for a page of more than 8 MB and for a file of more than 96 MB.
    """
    from pypdf.errors import LimitReachedError

    try:
        return _weighed(data)
    except UnreadableError:
        raise
    except LimitReachedError as error:  # a stream that unpacks to more than pypdf will hold
        raise _too_heavy("页面", _PAGE) from error
    except Exception:  # pypdf meets hostile files with any error; encryption may ask for a library that is missing
        return {}


def _weighed(data: bytes) -> Mapping[int, int]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    weights = _Weights()
    found: dict[int, int] = {}
    whole = 0
    for number, page in enumerate(reader.pages, 1):
        found[number] = weights.of_page(page)
        whole += found[number]
        if found[number] > _PAGE:
            raise _too_heavy(f"第 {number} 页", _PAGE)
        if whole > _FILE:
            raise _too_heavy("各页", _FILE)
    return found


def _too_heavy(what: str, bound: int) -> UnreadableError:
    return UnreadableError(
        f"PDF {what}的绘图内容过多（展开后超过 {bound >> 20} MB），为安全起见没有打开",
        "请重新打印成 PDF，或改用扫描件后放入",
    )


class _Weights:
    """Bytes of drawing, each form weighed once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, int], int] = {}

    def of_page(self, page: Any) -> int:
        """What a page draws, its annotations with it; of one that is over the bound no more than that."""
        contents = _resolved(page.get("/Contents"))
        data = b""
        for part in contents if isinstance(contents, list) else [contents]:
            data += _unpacked(_resolved(part)) + b"\n"
            if len(data) > _PAGE:
                return len(data)
        shown = (_appearance(_resolved(annotation)) for annotation in _resolved(page.get("/Annots")) or ())
        return self._of(data, _resolved(page.get("/Resources")), 0) + sum(self._of_form(form, 0) for form in shown)

    def _of(self, data: bytes, resources: Any, depth: int) -> int:
        """What these instructions draw, with what they call for by name."""
        resources = resources if isinstance(resources, dict) else {}
        objects = _resolved(resources.get("/XObject")) or {}
        total = len(data)
        for name, times in Counter(_DRAWN.findall(data)).items():
            form = objects.get("/" + _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), name).decode("latin-1"))
            total += times * self._of_form(form, depth)
        return total + sum(self._of_form(form, depth) for form in _others(resources))

    def _of_form(self, reference: Any, depth: int) -> int:
        """What a form, a pattern or a character that is drawn draws; 0 for a picture."""
        form = _resolved(reference)
        if depth >= _DEEPEST or not hasattr(form, "get_data") or form.get("/Subtype") == "/Image":
            return 0
        key = (getattr(reference, "idnum", 0), getattr(reference, "generation", 0))
        if key not in self._forms:
            self._forms[key] = 0  # of a form that draws itself
            self._forms[key] = self._of(_unpacked(form), _resolved(form.get("/Resources")), depth + 1)
        return self._forms[key]


def _others(resources: Any) -> Iterator[Any]:
    """What is drawn without being called for like a form: patterns, soft masks, characters that are drawings."""
    yield from (_resolved(resources.get("/Pattern")) or {}).values()
    for state in (_resolved(resources.get("/ExtGState")) or {}).values():
        mask = _resolved((_resolved(state) or {}).get("/SMask"))
        if isinstance(mask, dict):
            yield mask.get("/G")
    for font in (_resolved(resources.get("/Font")) or {}).values():
        yield from (_resolved((_resolved(font) or {}).get("/CharProcs")) or {}).values()


def _appearance(annotation: Any) -> Any:
    appearance = _resolved(annotation.get("/AP")) or {}
    return appearance.get("/N")


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _unpacked(stream: Any) -> bytes:
    return bytes(stream.get_data()) if hasattr(stream, "get_data") else b""
