"""Seals on a few committed sheets, and pictures made to do harm. The large evaluation is benchmarks/evidence."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from zgc_lint.look.arc import read_arc, unrolled
from zgc_lint.look.ellipses import Ellipse
from zgc_lint.look.names import likeness, nearest
from zgc_lint.look.seal_prints import alike, ink_print, same_page, thumbnail
from zgc_lint.look.seals import Doubt, find_seals

SHEETS = Path(__file__).parents[1] / "data/seals"


def sheet(name: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(SHEETS / name).convert("RGB"))


@pytest.mark.parametrize(("name", "count"), [("sealed", 1), ("two", 2), ("oval", 1), ("edge", 1), ("faded", 1)])
def test_seals_are_found(name: str, count: int) -> None:
    found = find_seals(sheet(f"{name}.jpg"))
    assert len(found.seals) == count
    assert found.doubt is Doubt.NONE
    for seal in found.seals:
        left, top, right, bottom = seal.box
        assert left < seal.centre[0] < right
        assert top < seal.centre[1] < bottom
        assert 0.5 <= seal.score <= 1
        assert seal.red > 9


@pytest.mark.parametrize("name", ["red_header", "logo", "prohibition", "fingerprint"])
def test_other_red_things_are_no_seals(name: str) -> None:
    assert find_seals(sheet(f"{name}.jpg")).seals == ()


def test_a_date_stamp_is_never_a_seal() -> None:
    assert find_seals(sheet("date_stamp.jpg")).seals == ()


def test_what_cannot_be_judged_says_why() -> None:
    assert find_seals(sheet("grey.jpg")).doubt is Doubt.GREY
    assert find_seals(sheet("small.png")).doubt is Doubt.SMALL
    assert find_seals(sheet("oblong.jpg")).doubt in (Doubt.OBLONG, Doubt.FAINT)


def frame_of(
    width: int, height: int, words: str, colour: tuple[int, int, int], degrees: float = 0
) -> NDArray[np.uint8]:
    """A page with a frame in red, and in it blocks as large as characters in `colour`, one for each of `words`."""
    page = Image.new("RGB", (850, 1200), "white")
    mark = Image.new("RGB", (width + 60, height + 60), "white")
    pen = ImageDraw.Draw(mark)
    pen.rectangle([30, 30, 30 + width, 30 + height], outline=(205, 30, 40), width=4)
    step = (width - 40) / max(1, len(words))
    for number in range(len(words)):
        for bar in range(3):
            x, y = 55 + number * step, 30 + height * (0.3 + 0.18 * bar)
            pen.line([x, y, x + step * 0.6, y], fill=colour, width=4)
        pen.line([x + step * 0.3, 30 + height * 0.25, x + step * 0.3, 30 + height * 0.75], fill=colour, width=4)
    page.paste(mark.rotate(degrees, fillcolor="white", expand=True), (200, 500))
    return np.asarray(page)


RED, BLACK = (205, 30, 40), (20, 20, 20)


@pytest.mark.parametrize(
    ("page", "doubt"),
    [
        (frame_of(180, 90, "海淀水务", RED), Doubt.OBLONG),
        (frame_of(180, 90, "海淀水务", RED, 12), Doubt.OBLONG),
        (frame_of(130, 100, "李明之印", RED), Doubt.OBLONG),
        (frame_of(180, 90, "海淀水务", BLACK), Doubt.NONE),
        (frame_of(180, 90, "", RED), Doubt.NONE),
        (frame_of(560, 300, "海淀区水务局收文", RED), Doubt.NONE),  # as large as a table
    ],
)
def test_red_frames_with_red_writing_leave_a_page_in_doubt(page: NDArray[np.uint8], doubt: Doubt) -> None:
    assert find_seals(page).doubt is doubt


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (2000, 1), (3, 500), (0, 0)])
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (255, 0, 0)])
def test_odd_sizes_and_single_colours(size: tuple[int, int], colour: tuple[int, int, int]) -> None:
    assert find_seals(np.full((*size, 3), colour, np.uint8)).seals == ()


def test_a_huge_red_page_and_red_noise() -> None:
    assert find_seals(np.full((4000, 4000, 3), (220, 20, 30), np.uint8)).seals == ()
    chance = np.random.default_rng(1)
    assert find_seals(chance.integers(0, 255, (1500, 1100, 3), np.uint8)).seals == ()


def test_a_ring_alone_is_no_seal() -> None:
    import cv2

    page = np.full((1600, 1200, 3), 255, np.uint8)
    cv2.circle(page, (600, 800), 120, (210, 30, 40), 8)
    assert find_seals(page).seals == ()


def test_the_name_on_the_arc() -> None:
    pixels = sheet("two.jpg")
    readings = [read_arc(pixels, seal.outline) for seal in find_seals(pixels).seals]
    text, score = max(readings, key=lambda reading: reading[1])  # the other seal has print across its name
    streets = [f"北京市海淀区人民政府{name}街道办事处" for name in ("紫竹院", "学院路", "中关村", "永定路")]
    assert nearest(text, streets)[0] == "北京市海淀区人民政府学院路街道办事处"
    assert score > 0.8


def test_an_arc_without_ink() -> None:
    assert unrolled(np.full((400, 400, 3), 255, np.uint8), Ellipse(200, 200, 90, 90, 0)) is None


def test_names() -> None:
    assert likeness("北京市海淀区人民法院", "北京市海淀区人民法院") == 1
    assert likeness("（印）", "法院") == 0
    assert nearest("北京市海淀区人民政俯", ["北京市海淀区人民政府", "北京市海淀区水务局"])[0] == "北京市海淀区人民政府"
    assert nearest("甲", []) == ("", 0.0, 0.0)


def test_prints_of_one_and_of_two_stampings() -> None:
    pixels = sheet("two.jpg")
    first, second = (ink_print(pixels, seal.outline) for seal in find_seals(pixels).seals)
    assert alike(first, first) == pytest.approx(1)
    assert alike(first, second) < 0.9
    assert alike(first, b"") == 0
    assert same_page(thumbnail(pixels), thumbnail(pixels))
    assert not same_page(thumbnail(pixels), thumbnail(sheet("edge.jpg")[::-1].copy()))
