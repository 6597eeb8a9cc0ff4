from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.load.builders import write_all, zip_of
from zgc_lint.errors import UsageError
from zgc_lint.load.disk import read_target
from zgc_lint.load.source import BrokenEntry, DiskEntry, Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names or links")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def read(path: Path, stack: ExitStack) -> Folder:
    found = read_target(path, stack)
    assert isinstance(found, Folder)
    return found


def problem_of(folder: Folder, name: str) -> str:
    (entry,) = [entry for entry in folder.files if entry.name == name]
    assert isinstance(entry, BrokenEntry)
    return entry.problem.why


def test_a_folder_is_read_in_natural_order(tmp_path: Path, stack: ExitStack) -> None:
    write_all(tmp_path, {"10.txt": "x", "2.txt": "xy", "b/c.txt": "", ".hidden/a": "", "~$2.docx": "", "Thumbs.db": ""})
    tree = read(tmp_path, stack)
    assert [(entry.name, entry.size) for entry in tree.files] == [("2.txt", 2), ("10.txt", 1)]
    assert [folder.name for folder in tree.folders] == ["b"]


def test_a_target_that_is_not_there(tmp_path: Path, stack: ExitStack) -> None:
    with pytest.raises(UsageError, match=r"找不到：.*没有"):
        read_target(tmp_path / "没有", stack)


def test_a_zip_is_a_folder(tmp_path: Path, stack: ExitStack) -> None:
    write_all(tmp_path, {"a.ZIP": zip_of({"b.txt": "x"}), "bad.zip": b"nothing"})
    tree = read(tmp_path, stack)
    assert [folder.name for folder in tree.folders] == ["a.ZIP"]
    assert "已损坏" in problem_of(tree, "bad.zip")


@posix_only
def test_links(tmp_path: Path, stack: ExitStack) -> None:
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    write_all(outside, {"secret.txt": "x"})
    write_all(root, {"a.txt": "x"})
    (root / "inside.txt").symlink_to(root / "a.txt")
    (root / "leads-out.txt").symlink_to(outside / "secret.txt")
    (root / "nowhere.txt").symlink_to(root / "missing")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "ring").symlink_to(root / "ring")
    tree = read(root, stack)
    assert not tree.folders
    assert "之外" in problem_of(tree, "leads-out.txt")
    assert "不存在" in problem_of(tree, "nowhere.txt")
    assert problem_of(tree, "ring")
    (inside,) = [entry for entry in tree.files if entry.name == "inside.txt"]
    assert inside.read() == b"x"


@posix_only
def test_a_pipe_is_never_opened(tmp_path: Path, stack: ExitStack) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    assert "管道" in problem_of(read(tmp_path, stack), "pipe.docx")


@posix_only
def test_names_that_are_no_utf8(tmp_path: Path, stack: ExitStack) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "照片".encode("gbk") + b".txt"
    try:
        Path(os.fsdecode(raw)).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (entry,) = read(tmp_path, stack).files
    assert entry.name == "照片.txt"
    assert entry.read() == b"x"


def test_long_paths_and_emoji(tmp_path: Path, stack: ExitStack) -> None:
    folder = Path(*["很长的文件夹名" * 3] * 5)
    name = "😀照片.txt"
    assert len(str(folder / name)) > 100
    write_all(tmp_path, {str(folder / name): "x", str(Path(*["d" * 100] * 3) / "e.txt"): "y"})
    tree = read(tmp_path, stack)
    deepest = tree.folders[-1]
    while deepest.folders:
        deepest = deepest.folders[0]
    assert deepest.files[0].name == name


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list anything")
def test_a_folder_that_cannot_be_listed(tmp_path: Path, stack: ExitStack) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert "权限" in problem_of(read(tmp_path, stack), "closed")
    with pytest.raises(UsageError, match="无法列出"):
        read_target(closed, stack)


def test_a_folder_whose_listing_fails(tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "scandir", fail)
    with pytest.raises(UsageError, match="无法列出"):
        read_target(tmp_path, stack)


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.load.source.MAX_FILE", 3)
    write_all(tmp_path, {"a.txt": "long"})
    with pytest.raises(Exception, match="超过"):
        DiskEntry.at(tmp_path / "a.txt", "a.txt", 4).read()


def test_a_file_that_grows_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(tmp_path, {"a.txt": "longer than it was"})
    told = os.stat_result((0,) * 6 + (4,) + (0,) * 3)
    monkeypatch.setattr("zgc_lint.load.source.os.fstat", lambda _: told)
    assert DiskEntry.at(tmp_path / "a.txt", "a.txt", 4).read() == b"longer than it was"


def test_files_of_a_folder_share_its_path(tmp_path: Path, stack: ExitStack) -> None:
    write_all(tmp_path, {"a.txt": "a", "b.txt": "b"})
    folder = read_target(tmp_path, stack)
    assert isinstance(folder, Folder)
    first, second = folder.files
    assert isinstance(first, DiskEntry)
    assert isinstance(second, DiskEntry)
    assert first.folder is second.folder
    assert first.location == tmp_path / "a.txt"
