import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from fixtures.build.fonts import available, sans
from zgc_lint.look import detector, recogniser
from zgc_lint.look.ocr import forget_models, read_lines, recognise_strip

pytest.importorskip("rapidocr")
needs_font = pytest.mark.skipif(not available(), reason="Debian: fonts-noto-cjk")


def drawn(*lines: str, size: tuple[int, int] = (900, 400)) -> NDArray[np.uint8]:
    picture = Image.new("RGB", size, (235, 235, 230))
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((60, 40 + number * 90), line, font=sans(40), fill=(20, 20, 20))
    return np.asarray(picture)


@needs_font
def test_lines_are_read_with_their_boxes() -> None:
    first, second = read_lines(drawn("拍摄时间：2026-06-05 14:30", "海淀区中关村大街27号"))
    assert (first.text.replace(" ", ""), second.text) == ("拍摄时间：2026-06-0514:30", "海淀区中关村大街27号")
    left, top, right, bottom = first.box
    assert 50 < left < 65
    assert 35 < top < 60
    assert 480 < right < 620
    assert 80 < bottom < 105
    assert first.score > 0.9


@needs_font
def test_lines_are_found_in_a_reduced_array_and_read_from_the_whole() -> None:
    picture = drawn("拍摄时间：2026-06-05 14:30", "海淀区中关村大街27号")
    whole, reduced = read_lines(picture), read_lines(picture, 0.4)
    assert [line.text.replace(" ", "") for line in reduced] == [line.text.replace(" ", "") for line in whole]
    for line, other in zip(reduced, whole, strict=True):
        assert line.box == pytest.approx(other.box, abs=8)


@needs_font
def test_models_that_were_let_go_of_are_loaded_again() -> None:
    picture = drawn("海淀区中关村大街27号")
    before = read_lines(picture)
    forget_models()
    assert [part.cache_info().currsize for part in (detector._detector, recogniser._recogniser)] == [0, 0]
    assert read_lines(picture) == before


@needs_font
def test_a_line_that_runs_down_is_read() -> None:
    (line,) = read_lines(np.rot90(drawn("海淀区中关村大街27号"), -1))
    assert line.text == "海淀区中关村大街27号"


@needs_font
def test_a_strip_is_read_without_the_detector_and_the_engine_stays_whole() -> None:
    strip = drawn("北京市海淀区人民政府", size=(480, 130))[30:110]
    text, score = recognise_strip(strip)
    assert text == "北京市海淀区人民政府"
    assert score > 0.9
    assert [line.text for line in read_lines(drawn("整改完成"))] == ["整改完成"]


@pytest.mark.parametrize("shape", [(1, 1, 3), (4, 900, 3), (300, 300, 3), (60, 3000, 3), (10, 3000, 3)])
def test_nothing_to_read(shape: tuple[int, int, int]) -> None:
    blank = np.full(shape, 128, np.uint8)
    assert read_lines(blank) == ()


def test_a_strip_too_small_to_read() -> None:
    assert recognise_strip(np.zeros((1, 1, 3), np.uint8)) == ("", 0.0)


def test_onnxruntime_reports_nothing_to_its_maker() -> None:
    """Where it is allowed to, it writes an identifier and what is to be sent into the user's cache folder."""
    script = (
        "import numpy as np\n"
        "from zgc_lint.look.ocr import recognise_strip\n"
        "recognise_strip(np.full((60, 200, 3), 200, np.uint8))\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert not list(Path(os.environ["XDG_CACHE_HOME"]).rglob("*onnxruntime*"))


def test_no_network_and_no_word_on_the_terminal() -> None:
    script = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
        "import numpy as np\n"
        "from zgc_lint.look.ocr import read_lines, recognise_strip\n"
        "blank = np.full((120, 200, 3), 200, np.uint8)\n"
        "assert read_lines(blank) == (); recognise_strip(blank)\n"
    )
    told = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
