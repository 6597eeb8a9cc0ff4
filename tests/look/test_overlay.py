from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fixtures.build.fonts import available
from fixtures.build.scenes import photograph
from fixtures.build.signs import SIGNS, with_sign
from fixtures.build.stable import seeded
from fixtures.build.watermarks import LAYOUTS, Shot, Style, mark
from zgc_lint.look.bands import Line
from zgc_lint.look.blocks import Block, blocks
from zgc_lint.look.frames import Frame, frames
from zgc_lint.look.overlay import find_overlay, see
from zgc_lint.look.patterns import Datum, pieces
from zgc_lint.look.stage import Want, look
from zgc_lint.look.watermark import Overlay
from zgc_lint.model import Document

pytest.importorskip("rapidocr")
needs_font = pytest.mark.skipif(not available(), reason="Debian: fonts-noto-cjk")
FILINGS = Path(__file__).parents[2] / "fixtures" / "filings"
MARKED = FILINGS / "clean" / "20260602015731" / "附件" / "3.现场照片.jpg"
BARE = FILINGS / "seeded" / "20260602015731" / "附件" / "3.现场照片.jpg"
SHOT = Shot(
    datetime(2026, 6, 5, 14, 30, 21),  # noqa: DTZ001 (local time, as cameras have it)
    "北京市海淀区科苑新村5号楼东侧",
    39.98012,
    116.31044,
    "晴",
    "巡查绿地",
    "7MA2BRCKTC9TFE",
)


def stored(image: Image.Image, format_: str = "JPEG", **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **settings)
    return buffer.getvalue()


def seen(data: bytes, format_: str = "jpg") -> list[Overlay]:
    found = [see(frame) for frame in frames(data, format_, f"照片.{format_}", ()) if isinstance(frame, Frame)]
    return [overlay for overlay in found if overlay is not None]


def is_marked(overlay: Overlay) -> bool:
    day, clock = overlay.get(Datum.DATE), overlay.get(Datum.TIME)
    return (
        overlay.verdict == "present"
        and day is not None
        and clock is not None
        and (day.value, clock.value) == (date(2026, 6, 2), time(15, 6))
    )


def test_a_whole_watermark_with_boxes_in_pixels_of_the_picture() -> None:
    (overlay,) = seen(MARKED.read_bytes())
    assert is_marked(overlay)
    weekday, place = overlay.get(Datum.WEEKDAY), overlay.get(Datum.PLACE)
    assert weekday is not None
    assert place is not None
    assert (weekday.value, place.value) == (1, "北京市海淀区学府南街8号院东侧")
    assert place.score > 0.9
    assert overlay.box is not None
    assert place.box.left < 100
    assert 900 < place.box.top < place.box.bottom <= 1080
    assert overlay.box.left <= place.box.left
    assert overlay.box.bottom >= place.box.bottom


def test_none() -> None:
    assert [overlay.verdict for overlay in seen(BARE.read_bytes())] == ["absent"]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_exif_orientation(orientation: int) -> None:
    back = {1: 0, 3: 2, 6: 1, 8: 3}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored_turned = Image.fromarray(np.rot90(np.asarray(Image.open(MARKED)), back))
    (overlay,) = seen(stored(stored_turned, quality=80, exif=exif))
    assert is_marked(overlay)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_picture_that_lies_on_its_side(turn: int) -> None:
    whole = np.asarray(Image.open(MARKED).convert("RGB"))
    overlay = find_overlay(np.rot90(whole, -turn))
    assert is_marked(overlay)
    place = overlay.get(Datum.PLACE)
    assert place is not None
    upright = find_overlay(whole).get(Datum.PLACE)
    assert upright is not None
    left, top, right, bottom = upright.box
    height, width = whole.shape[:2]
    wanted = {
        1: (height - bottom, left, height - top, right),
        2: (width - right, height - bottom, width - left, height - top),
        3: (top, width - right, bottom, width - left),
    }
    assert place.box == pytest.approx(wanted[turn], abs=1)


@pytest.mark.parametrize(
    ("format_", "ending", "settings"),
    [("JPEG", "jpg", {"progressive": True, "quality": 75}), ("PNG", "png", {}),
     ("TIFF", "tif", {"compression": "tiff_lzw"}), ("WEBP", "webp", {"quality": 80})],
)  # fmt: skip
def test_formats(format_: str, ending: str, settings: dict[str, object]) -> None:
    (overlay,) = seen(stored(Image.open(MARKED), format_, **settings), ending)
    assert is_marked(overlay)


def test_cmyk_and_the_pages_of_a_tiff() -> None:
    photo = Image.open(MARKED).convert("RGB")
    assert is_marked(seen(stored(photo.convert("CMYK"), quality=80))[0])
    pages = stored(
        photo, "TIFF", save_all=True, append_images=[Image.open(BARE).convert("RGB")], compression="tiff_lzw"
    )
    assert [overlay.verdict for overlay in seen(pages, "tif")] == ["present", "absent"]


@pytest.mark.parametrize("cut", [(0.1, 0.2, 1.0, 1.0), (0.0, 0.0, 0.9, 1.0), (0.02, 0.3, 0.98, 0.99)])
def test_a_cropped_picture(cut: tuple[float, float, float, float]) -> None:
    photo = Image.open(MARKED)
    left, top, right, bottom = (int(s * side) for s, side in zip(cut, (*photo.size, *photo.size), strict=True))
    (overlay,) = seen(stored(photo.crop((left, top, right, bottom)), quality=80))
    assert overlay.verdict != "absent"


@needs_font
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout(layout: str) -> None:
    rnd = seeded("test", layout)
    picture, shown = mark(photograph("street", 1440, 1080, rnd), layout, SHOT, Style(), rnd)
    overlay = find_overlay(np.asarray(picture))
    assert overlay.verdict == ("incomplete" if layout == "stamp" else "present")
    for name, value in shown.items():
        read = overlay.get(Datum(name))
        assert read is not None, name
        if name == "time":
            assert read.value.replace(second=0) == value
        elif name != "brand":
            assert read.value == value


@needs_font
@pytest.mark.parametrize("kind", SIGNS)
def test_text_in_the_scene_is_no_watermark(kind: str) -> None:
    rnd = seeded("scene text", kind)
    picture = with_sign(photograph("wall", 1440, 1080, rnd), kind, rnd, "sans")
    assert find_overlay(np.asarray(picture)).verdict in ("absent", "unclear")


@pytest.mark.parametrize("shape", [(1, 1, 3), (150, 4000, 3), (1080, 1440, 3)])
def test_too_small_or_empty_is_not_judged(shape: tuple[int, int, int]) -> None:
    overlay = find_overlay(np.full(shape, 9, np.uint8))
    assert overlay.verdict == "unclear"
    assert overlay.why


def test_a_panorama_is_looked_at() -> None:
    photo = Image.open(MARKED).convert("RGB")
    wide = Image.new("RGB", (photo.width * 4, photo.height), (120, 140, 120))
    wide.paste(photo, (0, 0))
    (overlay,) = seen(stored(wide, quality=80))
    assert overlay.verdict in ("present", "unclear")  # reduced to 375 px, its text is 12 px high


def test_a_truncated_file_is_told_and_nothing_raised() -> None:
    data = MARKED.read_bytes()
    told = look(data[: len(data) // 3], Document("照片.jpg", "jpg"), [Want.OVERLAY])[Want.OVERLAY]
    assert not told.seen
    assert [unseen.why for unseen in told.unseen] == ["图片不完整，后半部分缺失或已损坏"]


def lines_of(*told: tuple[str, float, float, float, float]) -> list[Line]:
    """Lines as read in a picture of 2000 by 1500: text, left, top, height, slope."""
    width = 0.9
    return [
        Line(text, 0.99, left, top, left + width * height * len(text), top + height, slope)
        for text, left, top, height, slope in told
    ]


def overlays(lines: list[Line]) -> list[Block]:
    return [block for block in blocks(lines, (2000, 1500)) if block.is_overlay]


def test_a_card_of_labels_and_values_is_no_paper() -> None:
    """A row with its label in one piece and its value in another is one row."""
    rows = ["施工区域：", "施工内容：", "施工部位：", "拍摄时间：", "天气：", "备注：", "地点："]
    values = ["桥东南角", "路面修补", "人行道", "2026.06.05 14:03", "晴31℃", "无", "北京市海淀区中关村东路"]
    card = lines_of(*((text, 60, 960 + 66 * n, 50, 0.0) for n, text in enumerate(rows)))
    card += lines_of(*((text, 290, 960 + 66 * n, 46, 0.0) for n, text in enumerate(values)))
    (found,) = overlays(card)
    assert {Datum.DATE, Datum.TIME, Datum.PLACE} <= found.marks


def test_a_name_slanted_all_over_the_picture_leaves_the_print_alone() -> None:
    told = lines_of(
        ("14:03", 113, 1078, 145, 0.0),
        ("2026年6月5日 周五", 120, 1223, 64, 0.0),
        ("北京市·黄庄社区3号楼", 122, 1297, 66, 0.0),
        ("中关村街道城管科0573", 300, 1130, 240, -23.0),
    )
    (found,) = overlays(told)
    assert {Datum.DATE, Datum.TIME, Datum.PLACE} <= found.marks


def test_a_place_in_another_corner_belongs_to_the_time_if_it_looks_the_same() -> None:
    above, below = blocks(
        lines_of(
            ("2026年06月05日星期五14:03:27", 24, 37, 76, 0.0), ("海淀区中关村大街27号东南角", 1100, 1391, 76, 0.2)
        ),
        (2000, 1500),
    )
    assert above.is_overlay
    assert below.belongs_to([above])
    dark = replace(below.lines[0], ink=(90, 20, 20))
    small = replace(below.lines[0], top=1440, bottom=1470)
    assert not any(Block([line], (2000, 1500)).belongs_to([above]) for line in (dark, small))


@pytest.mark.parametrize("text", ["39°58'57\"N 116°18'44\"E", "北纬39°58′57″ 东经116°18′44″", "39º58’57”N,116º18’44”E"])
def test_degrees_and_minutes(text: str) -> None:
    found = {piece.datum: piece.value for piece in pieces(text)}
    assert found[Datum.LATITUDE] == pytest.approx(39.9825, abs=1e-4)
    assert found[Datum.LONGITUDE] == pytest.approx(116.3122, abs=1e-4)
