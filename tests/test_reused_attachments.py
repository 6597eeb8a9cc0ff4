"""AT04 from end to end: over two months, with a reason to leave a finding out, with a file that is gone."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.fixtures import FILINGS
from zgc_lint.cli import run

PHOTO = FILINGS / "clean" / "20260602015731" / "附件" / "3.现场照片.jpg"
PAGE = FILINGS / "seeded" / "20260608051164" / "附件" / "2.接报回执.pdf"
MAY, JUNE = "20260505012345", "20260606054321"


def put(month: Path, case: str, name: str, source: Path) -> Path:
    target = month / case / "附件" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of two months; June uses May's photo, saved anew."""
    put(tmp_path / "2026-05", MAY, "2.现场照片.jpg", PHOTO)
    june = put(tmp_path / "2026-06", JUNE, "1.现场照片.jpg", PHOTO)
    with Image.open(PHOTO) as photo:
        photo.resize((720, 540)).save(june, "JPEG", quality=70)
    (tmp_path / "zgc-lint.yaml").write_text("prints: 指纹库.sqlite\nselect: [AT04]\n", encoding="utf-8")
    return tmp_path


def findings(target: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    run(["check", str(target), "--format", "json"])
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    data["AT04"] = [entry for entry in data["findings"] if entry["code"] == "AT04"]
    return data


def test_a_photo_of_an_earlier_month(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not findings(office / "2026-06", capsys)["AT04"]
    for _ in range(2):
        assert not findings(office / "2026-05", capsys)["AT04"], "what comes later is no earlier use"
        (found,) = findings(office / "2026-06", capsys)["AT04"]
        assert "2026-05 月份编号末四位为 2345 的工单的附件2" in found["message"]
        assert (found["confidence"], found["row"]) == ("likely", "attachment-forged")


def test_the_same_order_filed_once_more(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings(office / "2026-05", capsys)
    (office / "2026-06" / JUNE).rename(office / "2026-06" / MAY)
    assert not findings(office / "2026-06", capsys)["AT04"]


def test_without_the_setting_nothing_is_kept(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "zgc-lint.yaml").write_text("select: [AT04]\n", encoding="utf-8")
    findings(office / "2026-05", capsys)
    assert not findings(office / "2026-06", capsys)["AT04"]
    assert not (office / "指纹库.sqlite").exists()


def test_nothing_readable_is_kept(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings(office / "2026-05", capsys)
    data = (office / "指纹库.sqlite").read_bytes()
    for secret in (MAY, "现场照片", "JFIF"):
        assert secret.encode() not in data


def test_a_scanned_page_among_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pypdfium2

    month = tmp_path / "2026-06"
    put(month, MAY, "1.接报回执.pdf", PAGE)
    together = put(month, JUNE, "2.处理意见书.pdf", PAGE)
    with Image.open(FILINGS / "clean" / "20260604012964" / "情况说明.jpg") as first, io.BytesIO() as stream:
        document = pypdfium2.PdfDocument(PAGE)
        second = document[0].render(scale=2).to_pil()
        document.close()
        first.convert("RGB").save(stream, "PDF", save_all=True, append_images=[second], resolution=150)
        together.write_bytes(stream.getvalue())
    (tmp_path / "zgc-lint.yaml").write_text("select: [AT04]\n", encoding="utf-8")
    (found,) = findings(month, capsys)["AT04"]
    assert found["message"].startswith(f"第2页与工单 {MAY} 的“1.接报回执.pdf”是同一画面")
    assert found["place"]["page"] == 2
    assert found["confidence"] == "likely"


def test_a_second_use_with_a_reason(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = office / "2026-06"
    put(month, "20260607054321", "1.现场照片.jpg", PHOTO)
    reason = "同一小区同一公示，两件诉求均由此答复"
    (month / "zgc-lint-ignore.yaml").write_text(
        f"- {{code: AT04, file: 20260607054321/附件/1.现场照片.jpg, reason: {reason}}}\n", encoding="utf-8"
    )
    data = findings(month, capsys)
    assert not data["findings"]
    assert [entry["reason"] for entry in data["coverage"]["suppressed"]] == [reason]


def test_without_a_month_nothing_is_compared_and_that_is_said(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "2026-06").rename(office / "材料")
    data = findings(office / "材料", capsys)
    assert not data["AT04"]
    (unjudged,) = [entry for entry in data["coverage"]["not_judged"] if entry["code"] == "AT04"]
    assert "不知道所属月份" in unjudged["why"]


def test_a_memory_that_is_busy_does_not_cost_the_report(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(office / "2026-05", capsys)
    monkeypatch.setattr("zgc_lint.look.memory._WAIT", 0.1)
    with closing(sqlite3.connect(office / "指纹库.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        data = findings(office / "2026-06", capsys)
    assert len(data["AT04"]) == 1
    assert "另一个程序正在写入" in data["coverage"]["not_judged"][0]["why"]


def test_a_memory_that_cannot_be_used_is_said_before_anything_is_checked(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "指纹库.sqlite").write_bytes(b"not a database" * 100)
    assert run(["check", str(office / "2026-06")]) == 2
    assert "不是指纹库" in capsys.readouterr().err
