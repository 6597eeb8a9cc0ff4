import numpy as np
import pytest
from PIL import Image, ImageDraw

from fixtures.build.fonts import available, sans

pytest.importorskip("rapidocr")

from zgc_lint.look import recogniser

pytestmark = pytest.mark.skipif(not available(), reason="Debian: fonts-noto-cjk")


@pytest.mark.parametrize(
    "text", ["工单编号20260602100000于当日9时40分派至我街道", "龚喆、淼堃、顗顗、翀翯", "1111 0000 8888", "。"]
)
def test_steps_passed_over_hold_no_character(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    font = sans(32)
    picture = Image.new("RGB", (round(font.getlength(text)) + 20, 46), (238, 236, 230))
    ImageDraw.Draw(picture).text((10, 0), text, font=font, fill=(40, 40, 44))
    strip = np.asarray(picture)
    told, score = recogniser.recognise(strip)
    monkeypatch.setattr(recogniser, "_SURELY_BLANK", float("inf"))
    every, their_score = recogniser.recognise(strip)
    assert told == every
    assert score == pytest.approx(their_score, abs=1e-4)
