"""Which frames are read, and in what order their lines come."""

from __future__ import annotations

import math

import numpy as np
import pytest

from zgc_lint.look import reading
from zgc_lint.look.frames import About, Frame, FrameKind
from zgc_lint.look.limits import LAST_PAGE
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.ocr import TextLine
from zgc_lint.model import Place


def frame(
    kind: FrameKind = FrameKind.FILE, *, size: int = 1_000, page: int | None = None, characters: int = 0
) -> Frame:
    about = About(Place("a", page=page), "a", kind, size, size, characters=characters)
    return Frame(about, np.full((size, size, 3), 255, np.uint8), 1.0)


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
        (frame(FrameKind.EMBEDDED, page=1), False),
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
    big = Frame(frame().about, np.full((2_000, 1_400, 3), 255, np.uint8), 1.5)
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


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(pixels: object, share: float) -> None:
        raise ImportError

    monkeypatch.setattr(reading, "read_lines", missing)
    with pytest.raises(NotInstalledError):
        reading.see(frame())
