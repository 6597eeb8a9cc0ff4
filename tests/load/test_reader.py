from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.load.builders import docx_of, p, picture, png_header, zip_of
from zgc_lint.load import reader as module
from zgc_lint.load.reader import Task, read
from zgc_lint.load.source import BrokenEntry, DiskEntry, LoadedEntry
from zgc_lint.model import Document, Problem


def read_bytes(data: bytes, path: str) -> Document:
    return read(Task(path, LoadedEntry(path, len(data), data)))


def problem_of(data: bytes, path: str) -> Problem:
    document = read_bytes(data, path)
    assert document.problem is not None
    assert not document.paragraphs
    assert document.problem.remedy
    return document.problem


def test_a_document() -> None:
    data = docx_of(p("情况说明"))
    document = read_bytes(data, "a/情况说明.DOC")
    assert (document.path, document.format, document.size) == ("a/情况说明.DOC", "docx", len(data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.paragraphs[0].text == "情况说明"
    assert document.problem is None


@pytest.mark.parametrize(
    ("data", "path", "why"),
    [
        (b"", "a.docx", "0 字节"),
        (b"garbage\0", "a.docx", "Word 文档已损坏"),
        (b"garbage\0", "a.xlsx", "Excel 表格已损坏"),
        (b"garbage\0", "a.pdf", "PDF已损坏"),
        (b"garbage\0", "a.jpg", "图片已损坏"),
        (b"\xff\0", "a.txt", "编码"),
        (b"Rar!\x1a\x07\x00", "a.rar", "压缩包 .rar 无法读取"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "压缩包 .7z 无法读取"),
        (zip_of({"a": "x"}), "a", "压缩包 .zip 无法读取"),
        (png_header(30_000, 30_000), "a.png", "图片过大"),
        (picture("JPEG", 300, 300)[:400], "a.jpg", "图片不完整"),
        (b"\0\1\2", "a.ofd", "OFD"),
    ],
)
def test_what_cannot_be_read(data: bytes, path: str, why: str) -> None:
    assert why in problem_of(data, path).why


@pytest.mark.parametrize("path", ["a.mp3", "a.MP4", "a.exe", "a.pptx", "没有后缀"])
def test_what_is_listed_and_not_read(path: str) -> None:
    document = read_bytes(b"\0\1\2", path)
    assert document.problem is None
    assert not document.has_text


def test_film_is_not_even_opened(tmp_path: Path) -> None:
    document = read(Task("a.mp4", DiskEntry.at(tmp_path / "missing", "a.mp4", 5)))
    assert (document.size, document.problem) == (5, None)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    document = read(Task("a.docx", DiskEntry.at(tmp_path / "missing", "a.docx", 5)))
    assert document.problem is not None
    assert "无法读取" in document.problem.why


def test_a_broken_entry() -> None:
    problem = Problem("为什么", "怎么办")
    assert read(Task("a.mp4", BrokenEntry("a.mp4", 0, problem))).problem == problem


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (MemoryError(), "内存不足"),
        (RecursionError(), "嵌套过深"),
        (PermissionError(13, "x"), "权限"),
        (KeyError("x"), "KeyError"),
    ],
)
def test_whatever_is_raised_becomes_a_problem(error: Exception, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_data: bytes, _format: str, _task: Task) -> None:
        raise error

    monkeypatch.setattr(module, "_read_content", fail)
    assert why in problem_of(b"x", "a.txt").why


def test_light_imports() -> None:
    """Importing the load stage alone loads none of the heavy libraries."""
    heavy = ["lxml", "pypdfium2", "pdfplumber", "PIL", "python_calamine"]
    code = f"import sys, zgc_lint.load; print([name for name in {heavy} if name in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
