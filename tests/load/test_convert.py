from __future__ import annotations

import io
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.load.builders import docx_of, p, xlsx_of
from zgc_lint.load import convert as module
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.convert import convert, find_office
from zgc_lint.load.docx import read_docx
from zgc_lint.load.reader import Task, read
from zgc_lint.load.source import LoadedEntry

if TYPE_CHECKING:
    from pathlib import Path

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="uses a shell script in place of LibreOffice")


def office_of(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a shell script in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("ZGC_LINT_SOFFICE", str(path))


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZGC_LINT_SOFFICE", str(tmp_path / "missing"))
    with pytest.raises(UnreadableError, match=r"旧格式 \.doc") as caught:
        convert(b"x", "doc", "docx")
    assert "另存为 .docx" in caught.value.problem.remedy


@posix_only
def test_a_conversion_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office_of("exit 1", tmp_path, monkeypatch)
    with pytest.raises(UnreadableError, match="未能转换"):
        convert(b"x", "doc", "docx")


@posix_only
def test_a_conversion_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    office_of(f"sleep 60 & echo $! > {tmp_path}/pid; wait", tmp_path, monkeypatch)
    monkeypatch.setattr(module, "TIMEOUT", 1.0)
    with pytest.raises(UnreadableError, match="超过 1 秒"):
        convert(b"x", "doc", "docx")
    child = (tmp_path / "pid").read_text().strip()
    state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False)
    assert state.stdout.strip()[:1] in {"", "Z"}  # ZN where the tests run at low priority


@posix_only
def test_what_the_conversion_gives_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx_of(p("转换后")))
    copy = f'mkdir -p "$2"; cp {tmp_path}/made.docx "$2/input.docx"'
    office_of(f'while [ "$1" != --outdir ]; do shift; done; {copy}', tmp_path, monkeypatch)
    document = read(Task("a.rtf", LoadedEntry("a.rtf", 9, b"{\\rtf1 x}")))
    assert document.problem is None
    assert (document.format, document.paragraphs[0].text) == ("rtf", "转换后")


@needs_office
@pytest.mark.parametrize("format_", ["doc", "rtf", "odt"])
def test_with_libreoffice(format_: str) -> None:
    old = convert(docx_of(p("情况说明")), "docx", format_)
    document = read(Task(f"a.{format_}", LoadedEntry("a", len(old), old)))
    assert document.problem is None
    assert document.format == format_
    assert [paragraph.text for paragraph in document.paragraphs] == ["情况说明"]


@needs_office
def test_an_old_sheet_needs_no_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    old = convert(xlsx_of([["工单编号", 20260605012345]]), "xlsx", "xls")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for ending in ("xls", "et"):
        document = read(Task(f"a.{ending}", LoadedEntry("a", len(old), old)))
        assert document.format == ending
        assert [cell.text for cell in document.tables[0].rows[0]] == ["工单编号", "20260605012345"]


@needs_office
def test_the_result_is_a_sound_file() -> None:
    old = convert(xlsx_of([[1]]), "xlsx", "ods")
    assert openpyxl.load_workbook(io.BytesIO(convert(old, "ods", "xlsx"))).worksheets
    assert read_docx(convert(b"{\\rtf1 x}", "rtf", "docx"), "a").paragraphs
