"""Plain text: finds the encoding, one paragraph a line."""

from __future__ import annotations

import codecs

from zgc_lint.load.content import Content, UnreadableError
from zgc_lint.model import Paragraph

__all__ = ["decode", "decode_with", "read_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else GB 18030. Raises UnreadableError."""
    return decode_with(data)[0]


def decode_with(data: bytes) -> tuple[str, str, bytes]:
    """The text of `data`, its encoding, and the byte order mark before it: ``mark + text.encode(encoding)``.

    Raises UnreadableError.
    """
    marked = [(mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)]
    for mark, encoding in marked or ((b"", "utf-8"), (b"", "gb18030")):
        try:
            text = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding, mark
    raise UnreadableError("认不出文本的编码", "请用 UTF-8 编码另存后重新放入")


def read_text(data: bytes) -> Content:
    """The lines of a text file as paragraphs; blank lines are dropped. Raises UnreadableError."""
    lines = (line.strip() for line in decode(data).splitlines())
    return Content(tuple(Paragraph(line, number) for number, line in enumerate(filter(None, lines), 1)))
