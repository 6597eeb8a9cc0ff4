"""Which frames are read, and in what order their lines come."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from zgc_lint.look import reading
from zgc_lint.look.frames import About, Frame, FrameKind
from zgc_lint.look.limits import LAST_PAGE
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.ocr import TextLine
from zgc_lint.model import Place


def frame(
    kind: FrameKind = FrameKind.FILE,
    *,
    size: int = 1_000,
    page: int | None = None,
    characters: int = 0,
    drawn: bool = False,
) -> Frame:
    about = About(Place("a", page=page), "a", kind, size, size, characters=characters, drawn_with_page=drawn)
    return Frame(about, inked(size, size), 1.0)


def inked(width: int, height: int) -> NDArray[np.uint8]:
    """A white page that is not quite blank."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[0, 0] = 0
    return pixels


def line(text: str, left: float, top: float, right: float, *, height: float = 20, tilt: float = 0.0) -> TextLine:
    """A line on a page that was turned by `tilt` radians about its upper left corner."""
    corners = [(left, top), (right, top), (right, top + height), (left, top + height)]
    cosine, sine = math.cos(tilt), math.sin(tilt)
    first, second, third, fourth = ((x * cosine - y * sine, y * cosine + x * sine) for x, y in corners)
    return TextLine(text, 0.99, (first, second, third, fourth))


def see(monkeypatch: pytest.MonkeyPatch, lines: list[TextLine], seen: Frame) -> list[tuple[str, bool]]:
    monkeypatch.setattr(reading, "read_lines", lambda pixels, share: tuple(lines))
    return [(read.text, read.opens) for read in reading.see(seen) or ()]


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (frame(), True),
        (frame(FrameKind.PAGE, page=1), True),
        (frame(FrameKind.PAGE, page=1, characters=9), True),
        (frame(FrameKind.PAGE, page=1, characters=10), False),
        (frame(FrameKind.PAGE, page=LAST_PAGE + 1), False),
        (frame(FrameKind.EMBEDDED), True),
        (frame(FrameKind.EMBEDDED, size=399), False),
        (frame(FrameKind.EMBEDDED, page=1), True),  # of an OFD, whose pages are not drawn
        (frame(FrameKind.EMBEDDED, page=1, characters=10), False),
        (frame(FrameKind.EMBEDDED, page=1, drawn=True), False),
    ],
)
def test_what_is_read(monkeypatch: pytest.MonkeyPatch, shown: Frame, wanted: bool) -> None:
    monkeypatch.setattr(reading, "read_lines", lambda pixels, share: ())
    assert (reading.see(shown) is not None) is wanted


@pytest.mark.parametrize("tilt", [0.0, 0.03, -0.03])
def test_paragraphs_and_rows(monkeypatch: pytest.MonkeyPatch, tilt: float) -> None:
    lines = [
        line("民事判决书", 400, 40, 500, tilt=tilt),
        line("原告刘玉洁因与被告发生合同纠纷一案已经审", 140, 100, 540, tilt=tilt),  # indented, up to the margin
        line("理终结。", 100, 130, 180, tilt=tilt),
        line("联系时间", 100, 200, 180, tilt=tilt),
        line("六月五日", 400, 202, 480, tilt=tilt),
    ]
    found = see(monkeypatch, lines[::-1], frame())
    assert found == [
        ("民事判决书", True),
        ("原告刘玉洁因与被告发生合同纠纷一案已经审", True),
        ("理终结。", False),
        ("联系时间", True),
        ("六月五日", True),
    ]


def test_boxes_are_in_units_of_the_original(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_lines", lambda pixels, share: (line("判决书", 130, 260, 390),))
    big = Frame(frame().about, inked(1_400, 2_000), 1.5)
    (read,) = reading.see(big) or ()
    assert read.box == pytest.approx((195, 390, 585, 420), abs=0.1)


def test_what_is_looked_at_is_the_inked_part(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[tuple[tuple[int, ...], float]] = []

    def lines(pixels: np.ndarray, share: float) -> tuple[TextLine, ...]:
        shapes.append((pixels.shape[:2], share))
        return (line("判决书", 10, 20, 70),)

    monkeypatch.setattr(reading, "read_lines", lines)
    page = np.full((1_920, 1_400, 3), 255, np.uint8)
    page[800:900, 600:700] = 0
    (read,) = reading.see(Frame(frame().about, page, 1.0)) or ()
    ((height, width), share), *_ = shapes
    assert share == 0.5
    assert 150 <= height <= 300
    assert 150 <= width <= 300
    assert 600 - width < read.box.left < 610


def test_a_blank_page_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_lines", lambda pixels, share: pytest.fail("read"))
    assert reading.see(Frame(frame().about, np.full((900, 900, 3), 250, np.uint8), 1.0)) == ()


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_its_head(monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    shown = [line("民事判决书", 400, 40, 500), *(line("原告与被告发生纠纷", 100, y, 500) for y in (90, 120, 150))]
    upright = inked(800, 1_000)
    upright[40:170, 100:500] = 0
    lying = Frame(frame().about, np.ascontiguousarray(np.rot90(upright, -turn)), 1.0)
    height, width = lying.pixels.shape[:2]

    def read(pixels: NDArray[np.uint8], share: float) -> tuple[TextLine, ...]:
        if pixels[:500].sum() < pixels[500:].sum() and pixels.shape[0] > pixels.shape[1]:
            return tuple(shown)
        tall = [replace(TextLine("米", 0.6, line("一", 9, 9, 30, height=400).corners)) for _ in range(4)]
        flat = [line("言", 9, 40 * n, 400) for n in range(4)]
        return tuple(tall if turn % 2 else [replace(each, score=0.6) for each in flat])

    monkeypatch.setattr(reading, "_inked", lambda pixels, share: (0, 0, pixels.shape[1], pixels.shape[0]))
    monkeypatch.setattr(reading, "read_lines", read)
    found = reading.see(lying) or ()
    assert [each.text for each in found] == [each.text for each in shown]
    expected = {1: (940, 400, 960, 500), 2: (300, 940, 400, 960), 3: (40, 300, 60, 400)}[turn]
    assert found[0].box == pytest.approx(expected, abs=1)
    assert 0 <= found[0].box.left < found[0].box.right <= width
    assert found[0].box.bottom <= height


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(pixels: object, share: float) -> None:
        raise ImportError

    monkeypatch.setattr(reading, "read_lines", missing)
    with pytest.raises(NotInstalledError):
        reading.see(frame())
