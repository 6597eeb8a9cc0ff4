"""``--output docx=DIR``: copies of what a month holds, masked remarks, nothing of the user's touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.batches import CASE, FORM, write_batch, write_form
from tests.load.builders import pdf_of
from tests.markup.comments import annotations_in, comments
from zgc_lint.cli import FINDINGS, INCOMPLETE, run


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("markup") / "2026-06"
    filing = write_batch(folder)
    hostile = "经核实,<script>王建国&电话13800001234；=cmd|'/C calc'!A0\u202e，已回复。"
    write_form(
        filing / "申报表.docx", FORM | {"剔除理由": hostile, "审核专员": "", "附件清单": "1. 现场照片\n2. 判决书"}
    )
    (filing / "情况说明.docx").unlink()
    (filing / "情况说明.pdf").write_bytes(pdf_of(["关于停车的情况说明", "经核实,现场没有发现所反映的情况。"]))
    return folder


@pytest.fixture
def month(spoilt: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(spoilt, tmp_path / "2026-06"))


def mark_up(month: Path, folder: Path, *more: str) -> int:
    return run(["check", str(month), "--select", "PU01,AT01,AT05,PH01", "--output", f"docx={folder}/", *more])


def test_each_paper_has_a_copy_with_its_remarks(
    month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in month.rglob("*") if path.is_file()}
    assert mark_up(month, tmp_path / "批注") == FINDINGS
    assert "写出批注稿 2 个" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in month.rglob("*") if path.is_file()} == before
    found = comments((tmp_path / "批注" / CASE / "申报表.docx").read_bytes()).values()
    by_code = {comment.lines[0][:4]: comment for comment in found}
    assert by_code["PU01"].characters == ","
    assert by_code["PU01"].lines[-1] == "管理方案 一(二)3(4)，30 元/处（应扣）"
    assert by_code["AT05"].characters == "审核专员"
    assert by_code["AT01"].lines[2].startswith("对照")
    ((_, highlight),) = annotations_in((tmp_path / "批注" / CASE / "情况说明.pdf").read_bytes())
    assert highlight["/Subtype"] == "/Highlight"
    assert "“,”是半角标点" in highlight["/Contents"]


def test_remarks_are_masked_and_hostile_text_is_harmless(month: Path, tmp_path: Path) -> None:
    mark_up(month, tmp_path / "批注")
    mark_up(month, tmp_path / "本单位", "--reveal")
    lines = {
        folder: "\n".join("\n".join(comment.lines) for comment in comments(path.read_bytes()).values())
        for folder in ("批注", "本单位")
        for path in (tmp_path / folder).rglob("申报表.docx")
    }
    assert "王建国" not in lines["批注"]
    assert "13800001234" not in lines["批注"]
    assert "\u202e" not in lines["本单位"]


def test_a_finding_on_a_picture_is_remarked_on_in_the_form(month: Path, tmp_path: Path) -> None:
    (month / CASE / "附件" / "3.损坏.docx").write_bytes(b"PK\x03\x04")
    assert mark_up(month, tmp_path / "批注") == INCOMPLETE
    found = comments((tmp_path / "批注" / CASE / "申报表.docx").read_bytes()).values()
    (remark,) = [comment for comment in found if comment.lines[0].startswith("ZZ01")]
    assert remark.lines[1] == f"所在：{CASE}/附件/3.损坏.docx"
    assert remark.characters == "工单编号"


def test_a_copy_is_written_again_but_never_over_what_a_user_changed(
    month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mark_up(month, tmp_path / "批注") == FINDINGS
    copy = tmp_path / "批注" / CASE / "申报表.docx"
    first = copy.read_bytes()
    assert mark_up(month, tmp_path / "批注") == FINDINGS
    assert copy.read_bytes() == first
    copy.write_bytes(first + b"x")
    assert mark_up(month, tmp_path / "批注") == INCOMPLETE
    assert copy.read_bytes() == first + b"x"
    assert "没有写出批注稿" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["2026-06/批注", "批注.docx", "文件"])
def test_folders_that_cannot_be_meant(month: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "文件").touch()
    assert mark_up(month, tmp_path / folder) == INCOMPLETE
    assert not (tmp_path / "2026-06/批注").exists()
