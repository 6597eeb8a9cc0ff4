"""Plain text: finds the encoding, one paragraph a line."""

from __future__ import annotations

import codecs

from zgc_lint.load.content import Content, UnreadableError
from zgc_lint.model import Paragraph

__all__ = ["decode", "read_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else GB 18030. Raises UnreadableError."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("认不出文本的编码", "请用 UTF-8 编码另存后重新放入")


def read_text(data: bytes) -> Content:
    """The lines of a text file as paragraphs; blank lines are dropped. Raises UnreadableError."""
    lines = (line.strip() for line in decode(data).splitlines())
    return Content(tuple(Paragraph(line, number) for number, line in enumerate(filter(None, lines), 1)))
