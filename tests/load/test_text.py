from __future__ import annotations

import codecs

import pytest

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.text import decode, read_text

TEXT = "情况说明\r\n\r\n 2026年6月5日，已核实。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_big_endian() -> None:
    assert decode(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == TEXT


def test_lines_are_paragraphs() -> None:
    paragraphs = read_text(TEXT.encode()).paragraphs
    assert [(p.number, p.text) for p in paragraphs] == [(1, "情况说明"), (2, "2026年6月5日，已核实。")]


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"a\0b"])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="编码"):
        decode(data)
