"""Findings that rest on pictures tell where in the upright picture, what was read there and how surely."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image, ImageOps

from zgc_lint.cli import FINDINGS, run

ROOT = Path(__file__).parent.parent
FILING = ROOT / "fixtures" / "filings" / "seeded" / "20260608023390"
SCHEMA = json.loads((ROOT / "zgc_lint" / "report" / "schema.json").read_text(encoding="utf-8"))

pytest.importorskip("rapidocr")


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON report and the data of the HTML report of one filing, a picture of it turned as a camera does."""
    folder = tmp_path_factory.mktemp("evidence")
    for file in FILING.glob("附件/*现场照片*.jpg"):
        (folder / FILING.name / "附件").mkdir(parents=True, exist_ok=True)
        with Image.open(file) as image:
            exif = image.getexif()
            exif[0x0112] = 6  # to be turned by 90° clockwise
            turned = image.rotate(90, expand=True)
            turned.save(folder / FILING.name / "附件" / file.name, exif=exif, quality=92)
    (folder / FILING.name / "申报表.docx").write_bytes((FILING / "申报表.docx").read_bytes())
    wanted = [f"--output={name}={folder / f'report.{name}'}" for name in ("json", "html")]
    assert run(["check", str(folder / FILING.name), "--select", "PH", "--jobs", "1", *wanted]) == FINDINGS
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    page = (folder / "report.html").read_text(encoding="utf-8")
    return report, json.loads(page.partition('id="data">')[2].partition("</script>")[0])


def test_box_and_score(reported: tuple[dict[str, Any], dict[str, Any]]) -> None:
    report, _ = reported
    jsonschema.validate(report, SCHEMA)
    (finding,) = (found for found in report["findings"] if found["code"] == "PH02")
    with Image.open(FILING / finding["document"]) as image:
        width, height = ImageOps.exif_transpose(image).size
    left, top, right, bottom = finding["place"]["box"]
    assert 0.5 * width < left < right <= width  # a watermark in the lower right corner
    assert 0.8 * height < top < bottom <= height
    assert finding["evidence"]
    for quote in finding["evidence"]:
        assert 0.5 < quote["score"] <= 1
        assert quote["text"] in finding["text"]


def test_pictures(reported: tuple[dict[str, Any], dict[str, Any]]) -> None:
    report, data = reported
    codes = data["findings"]["code"]
    assert sorted(codes) == sorted(found["code"] for found in report["findings"])
    for code, keys in zip(codes, data["findings"]["exhibits"], strict=True):
        (exhibit,) = (data["exhibits"][key] for key in keys)
        assert exhibit["hidden"]
        assert exhibit["size"] == [640, 480]
        assert (exhibit["crop"] is not None) is (code != "PH01")  # there is nothing to show
