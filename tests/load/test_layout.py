from __future__ import annotations

import pytest

from zgc_lint.load.layout import Glyph, find_lines, join
from zgc_lint.model import Box


def glyphs(text: str, left: float = 0, top: float = 0, width: float = 10) -> list[Glyph]:
    return [Glyph(c, Box(left + i * width, top, left + (i + 1) * width, top + 10), 10) for i, c in enumerate(text)]


def blank(made: bool) -> Glyph:
    return Glyph(" ", Box(0, 0, 0, 0), 10, made)


def test_breaks_and_jumps_end_a_line() -> None:
    row = [*glyphs("甲乙"), Glyph("\r", Box(0, 0, 0, 0), 10, made=True), *glyphs("丙", 20), *glyphs("丁", 0, 30)]
    assert [line.text for line in find_lines(row)] == ["甲乙", "丙", "丁"]


def test_marks_drawn_after_the_text_they_stand_in() -> None:
    """As a word processor writes “咨询” in a line of another font: the marks last, perhaps with what follows them."""
    text = [*glyphs("甲", 0), *glyphs("乙丙", 20), *glyphs("己", 50)]
    late = [*glyphs("“", 10), *glyphs("”", 40)]
    assert [line.text for line in find_lines([*text, blank(True), *late])] == ["甲“乙丙”己"]
    assert [line.text for line in find_lines([*text, *glyphs("“", 10), *glyphs("丁", 0, 30)])] == ["甲“乙丙己", "丁"]


@pytest.mark.parametrize(
    ("gap", "made", "text"),
    [(2, True, "甲乙"), (12, True, "甲 乙"), (2, False, "甲 乙")],
)
def test_blanks_that_pdfium_made_of_narrow_gaps(gap: float, made: bool, text: str) -> None:
    (line,) = find_lines([*glyphs("甲"), blank(made), *glyphs("乙", 10 + gap)])
    assert line.text == text


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("反映", "问题", "反映问题"),
        ("hotline", "case", "hotline case"),
        ("2026060501", "2345", "20260605012345"),
        ("拨打", "12345", "拨打12345"),
        ("2026-06-19", "09:30:11", "2026-06-19 09:30:11"),
    ],
)
def test_join(above: str, below: str, text: str) -> None:
    assert join(above, below) == text
