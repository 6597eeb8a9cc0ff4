"""Targets nobody would call a month's folder: each a clear message, the rest checked, exit 2 if something was not."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.batches import CASE, FORM, ledger_row, write_batch, write_filing, write_form, write_prose, write_sheet
from zgc_lint.cli import CLEAN, FINDINGS, INCOMPLETE, run


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A month's folder with one filing whose form has one wrong mark: the rest that must still be checked."""
    folder = tmp_path / "2026-06"
    write_batch(folder)
    write_form(folder / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,反映的问题不属实。"})
    return folder


def check(target: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = run(["check", str(target), "--format", "json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out)


def encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
        relation = '<Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/>'
        relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
        archive.writestr("_rels/.rels", relations)
    return buffer.getvalue()


SPOILT: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "corrupt docx": ("附件/2.判决书.docx", lambda: b"PK\x03\x04" + b"\x00" * 400, "损坏"),
    "encrypted pdf": ("附件/2.判决书.pdf", encrypted_pdf, "加密"),
    "zip bomb in a docx": ("附件/2.判决书.docx", zip_bomb, "炸弹"),
    "zip bomb": ("附件/2.判决书.zip", zip_bomb, "炸弹"),
    "0-byte jpg": ("附件/2.现场照片.jpg", lambda: b"", "0 字节"),
    "not a picture": ("附件/2.现场照片.jpg", lambda: b"\xff\xd8\xff\xe0 oh", "图片"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_file_that_cannot_be_read_costs_only_itself(
    month: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content, words = SPOILT[kind]
    (month / CASE / name).write_bytes(content())
    code, data = check(month, capsys)
    assert code == INCOMPLETE
    unreadable = [f for f in data["findings"] if f["code"] == "ZZ01"]
    assert len(unreadable) == 1, data["findings"]
    assert unreadable[0]["document"].startswith(f"{CASE}/{name}")
    assert words in unreadable[0]["message"]
    assert "。" in unreadable[0]["message"], "says what to do"
    assert unreadable[0]["case"] == CASE
    assert "PU01" in [f["code"] for f in data["findings"]]
    assert not data["complete"]


def test_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, capsys)[0] == INCOMPLETE
    run(["check", str(tmp_path)])
    assert "没有找到申报材料" in capsys.readouterr().out


def test_folder_without_ledger(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (month / "台账.xlsx").unlink()
    code, data = check(month, capsys)
    assert code == FINDINGS
    assert [f["code"] for f in data["findings"]] == ["PU01"]
    assert next(u["why"] for u in data["coverage"]["not_judged"] if u["code"] == "LG03").startswith("没有找到台账")


@pytest.mark.parametrize(
    ("name", "code", "why"), [("台账", "LG03", "台账未能读取"), ("工单", "LG01", "工单导出表未能读取")]
)
def test_sheet_that_cannot_be_read_is_not_said_to_be_missing(
    month: Path, name: str, code: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (month / f"{name}.xlsx").write_bytes(b"PK\x03\x04 oh")
    exit_code, data = check(month, capsys)
    assert exit_code == INCOMPLETE
    assert next(u["why"] for u in data["coverage"]["not_judged"] if u["code"] == code).startswith(why)


def test_ledger_without_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sheet(tmp_path / "台账.xlsx", [ledger_row()])
    code, data = check(tmp_path, capsys)
    assert code == INCOMPLETE
    assert data["findings"] == []
    assert "没有找到申报材料文件夹" in next(u["why"] for u in data["coverage"]["not_judged"] if u["code"] == "LG04")


def test_file_named_with_emoji(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = month / CASE / "附件" / "1.现场照片.jpg"
    photo.rename(photo.with_name("1.现场照片😀.jpg"))
    code, data = check(month, capsys)
    assert (code, [f["code"] for f in data["findings"]]) == (FINDINGS, ["PU01"])


def test_path_of_300_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = tmp_path / "2026-06"
    folder = month.joinpath(*["很深的文件夹" * 8] * 6)
    write_filing(folder / CASE, FORM | {"剔除理由": "经核实,反映的问题不属实。"})
    write_sheet(month / "台账.xlsx", [ledger_row()])
    code, data = check(month, capsys)
    assert (code, [f["code"] for f in data["findings"]]) == (FINDINGS, ["PU01"])
    assert len(data["findings"][0]["document"]) >= 300


def test_scientific_number_in_the_ledger(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (month / "台账.xlsx").unlink()
    rest = "王建国,反映问题不属实,2026-06-20"
    rows = f"工单编号,诉求人,剔除项,申报日期\n2.02606E+13,{rest}\n{CASE},{rest}\n"
    (month / "台账.csv").write_text(rows, encoding="gb18030")
    code, data = check(month, capsys)
    unreadable = [f for f in data["findings"] if f["code"] == "ZZ01"]
    assert code == INCOMPLETE
    assert [(f["document"], f["text"]) for f in unreadable] == [("台账.csv", "2.02606E+13")]
    assert "无法还原" in unreadable[0]["message"]


def test_zip_of_the_month_gives_the_same_findings(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = month.with_name("2026-06.zip")
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(month.rglob("*")):
            target.write(path, path.relative_to(month.parent))
    assert check(archive, capsys) == check(month, capsys)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_unreadable_folder(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (month / CASE / "附件").chmod(0)
    try:
        assert check(month, capsys)[0] == INCOMPLETE
    finally:
        (month / CASE / "附件").chmod(0o700)


@pytest.mark.parametrize("name", [CASE, f"{CASE}/情况说明.docx"])
def test_less_than_a_batch_accuses_nobody_of_what_is_out_of_sight(
    month: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_form(month / CASE / "申报表.docx", FORM)
    assert check(month / name, capsys)[0] == CLEAN


def test_form_nobody_understands_is_not_passed_over_in_silence(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_prose(month / CASE / "申报表.docx", ("申报表", "编号二〇二六，姓名王建国,均见系统。"))
    data = check(month, capsys)[1]
    whys = [u["why"] for u in data["coverage"]["not_judged"] if u["document"] == f"{CASE}/申报表.docx"]
    assert any(why.startswith("没有认出申报表的栏目") for why in whys)
    assert [f["code"] for f in data["findings"] if f["document"].endswith("申报表.docx")] == []
