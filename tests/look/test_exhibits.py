"""Pictures for reports: whole or blurred, with what may be read left clear."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from zgc_lint.look import exhibits as module
from zgc_lint.look import ocr
from zgc_lint.look.exhibits import Exhibit, exhibit
from zgc_lint.model import Box, Document, Finding, Page, Picture, Place, Quote
from zgc_lint.report.mask import Masker

BOX = Box(100, 500, 700, 560)
ELSEWHERE = Box(100, 100, 700, 160)
MASK = Masker(["王建国"])


class Bytes:
    """A source in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data


def photo(path: str = "照片.jpg", size: tuple[int, int] = (1000, 800)) -> Document:
    """A picture of fine stripes with two bands of writing."""
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[:, ::8] = 255
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    for box, text in ((BOX, "2026-06-05 10:21"), (ELSEWHERE, "13800001234")):
        draw.rectangle(box, "white")
        draw.text((box.left + 10, box.top + 4), text, "black", font=ImageFont.load_default(44))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    picture = Picture(path, *size, "JPEG", "0" * 64, Place(path))
    return Document(path, "jpg", pictures=(picture,), source=Bytes(buffer.getvalue()))


def read(monkeypatch: pytest.MonkeyPatch, *texts: str, unread: int = 0) -> None:
    """Let the reader of a window read `texts`, and see `unread` more lines."""
    corner = ((0.0, 0.0),) * 4
    monkeypatch.setattr(ocr, "read_lines", lambda _pixels: tuple(ocr.TextLine(text, 0.99, corner) for text in texts))
    monkeypatch.setattr(ocr, "find_lines", lambda _pixels: (corner,) * (len(texts) + unread))


def shown(document: Document, finding: Finding, mask: Masker | None = MASK) -> list[Exhibit]:
    (found,), made = exhibit([finding], {document.path: document}, mask)
    return [made.by_key[key] for key in found.exhibits]


def detail(entry: Exhibit, box: Box) -> float:
    """How much grey levels differ from pixel to pixel inside a box given in pixels of the 1000 px original."""
    pixels = np.asarray(Image.open(io.BytesIO(entry.picture)).convert("L"), dtype=float)
    left, top, right, bottom = (round(side * entry.width / 1000) for side in box)
    return float(np.abs(np.diff(pixels[top:bottom, left:right])).mean())


def of_box(text: str = "2026-06-05 10:21", box: Box = BOX) -> Finding:
    return Finding(Place("照片.jpg", box=box), "水印有误", text=text, row="attachment-form")


def test_revealed_picture_is_whole() -> None:
    (entry,) = shown(photo(), of_box(), mask=None)
    assert not entry.hidden
    assert max(entry.width, entry.height) == 640
    assert detail(entry, ELSEWHERE) > 8
    assert entry.boxes == (Box(64, 320, 448, 358.4),)
    assert entry.crop is not None


def test_what_is_hidden_is_blurred_but_for_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch, "2026-06-05 10:21")
    (entry,) = shown(photo(), of_box())
    assert entry.hidden
    assert detail(entry, BOX) > 8
    assert detail(entry, ELSEWHERE) < 2
    assert detail(entry, Box(0, 600, 1000, 800)) < 2
    assert entry.crop is not None


@pytest.mark.parametrize(
    ("text", "lines", "unread"),
    [
        ("王建国 10:21", ["10:21"], 0),  # a name in what the check read
        ("10:21", ["10:21 拍摄人王建国"], 0),  # one in the rest of the line
        ("10:21", ["10:21"], 1),  # writing that cannot be read
        ("", ["10:21"], 0),  # nothing was read by the check
    ],
)
def test_a_box_that_may_hold_personal_data_is_blurred(
    text: str, lines: Sequence[str], unread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(monkeypatch, *lines, unread=unread)
    (entry,) = shown(photo(), of_box(text))
    assert detail(entry, BOX) < 2
    assert entry.crop is None
    assert entry.boxes


def test_reader_itself_finds_the_number() -> None:
    pytest.importorskip("rapidocr")
    number, day = shown(photo(), of_box("照片", ELSEWHERE))[0], shown(photo(), of_box("照片"))[0]
    assert detail(number, ELSEWHERE) < 2
    assert detail(day, BOX) > 8


def test_without_a_reader_everything_is_blurred(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_pixels: object) -> None:
        raise ImportError

    monkeypatch.setattr(ocr, "read_lines", missing)
    (entry,) = shown(photo(), of_box())
    assert detail(entry, BOX) < 2


def test_a_whole_picture_without_a_box() -> None:
    finding = Finding(Place("照片.jpg"), "没有水印", row="attachment-form")
    (entry,) = shown(photo(), finding)
    assert entry.boxes == ()
    assert detail(entry, ELSEWHERE) < 2


def test_the_boxes_of_evidence_are_windows_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch, "10:21")
    hull = Box(50, 50, 750, 600)
    finding = replace(
        of_box("10:21", hull), evidence=[Quote(Place("照片.jpg", box=BOX), "10:21", 0.98)]
    )  # the hull was not read as such
    (entry,) = shown(photo(), finding)
    assert len(entry.boxes) == 2
    assert detail(entry, BOX) > 8
    assert detail(entry, ELSEWHERE) < 2


def test_pictures_on_both_sides_are_shown_once_each() -> None:
    one, two = photo("甲.jpg"), photo("乙.jpg")
    finding = Finding(
        Place("甲.jpg"), "与乙.jpg相同", evidence=[Quote(Place("甲.jpg"), "甲.jpg"), Quote(Place("乙.jpg"), "乙.jpg")]
    )
    (found,), made = exhibit([finding], {"甲.jpg": one, "乙.jpg": two}, None)
    assert [made.by_key[key].place.document for key in found.exhibits] == ["甲.jpg", "乙.jpg"]


def test_text_has_no_exhibit() -> None:
    document = Document("说明.docx", "docx", source=Bytes(b""))
    finding = Finding(Place("说明.docx", paragraph=2, start=0, end=1), "错字", text="己")
    (found,), made = exhibit([finding], {"说明.docx": document}, None)
    assert found is finding
    assert not made.by_key


def test_a_paper_as_a_whole_is_shown_by_its_last_page() -> None:
    buffer = io.BytesIO()
    pages = [Image.new("RGB", (595, 842), colour) for colour in ("white", "red")]
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
    path = "判决书.pdf"
    document = Document(
        path, "pdf", pages=(Page(1, 595, 842, 0), Page(2, 595, 842, 0)), source=Bytes(buffer.getvalue())
    )
    priced = Finding(Place(path), "没有盖章", row="attachment-form")
    (entry,) = shown(document, priced, mask=None)
    assert entry.place == Place(path, page=2)
    assert np.asarray(Image.open(io.BytesIO(entry.picture)))[300, 200, 0] > 200
    assert shown(document, replace(priced, confidence="hint"), mask=None) == []


def test_a_picture_gone_since_it_was_read_has_no_exhibit() -> None:
    document = photo()
    document.source = Bytes(b"no picture")
    assert shown(document, of_box(), mask=None) == []


def test_what_is_too_much_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = shown(photo(), of_box(), mask=None)
    monkeypatch.setattr(module, "_MOST", entry.size + 10)
    findings = [of_box(), of_box(), of_box(box=ELSEWHERE)]
    found, made = exhibit(findings, {"照片.jpg": photo()}, None)
    assert [len(finding.exhibits) for finding in found] == [1, 1, 0]
    assert made.left_out == 1


def test_embedded_picture_is_told_by_its_name(tmp_path: Path) -> None:
    import docx

    from zgc_lint.load.docx import read_docx

    paper = docx.Document()
    for colour in ("red", "blue"):
        Image.new("RGB", (300, 200), colour).save(tmp_path / f"{colour}.png")
        paper.add_picture(str(tmp_path / f"{colour}.png"))
    paper.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    content = read_docx(data, "a.docx")
    document = Document("a.docx", "docx", pictures=content.pictures, source=Bytes(data))
    second = content.pictures[1]
    (entry,) = shown(document, Finding(replace(second.place, picture=second.name), "无水印"), mask=None)
    assert np.asarray(Image.open(io.BytesIO(entry.picture)))[100, 100, 2] > 200
