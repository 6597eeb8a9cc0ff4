"""Folders on a disk or a network share."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError
from zgc_lint.load.archive import Budget, read_archive
from zgc_lint.load.content import UnreadableError, problem_of
from zgc_lint.load.names import ending_of, is_passed_over, printable
from zgc_lint.load.source import MAX_DEPTH, BrokenEntry, DiskEntry, Entry, Folder
from zgc_lint.model import Problem

if TYPE_CHECKING:
    from contextlib import ExitStack

__all__ = ["printable_name", "read_entry", "read_target"]

_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT, which `stat` has on Windows only


def read_target(target: Path, stack: ExitStack) -> Folder | Entry:
    """What the user named: a folder (or zip) with everything in it, or a single file.

    Raises UsageError for a target that is not there or cannot be listed.
    """
    location = _long_path(target)
    try:
        mode = location.stat().st_mode
    except (OSError, ValueError) as error:
        raise UsageError(f"找不到：{printable_name(str(target))}") from error
    name = printable_name(target.resolve().name)
    if not stat.S_ISDIR(mode):
        return read_entry(location, name, stack)
    try:
        return _read_folder(location, name, Path(os.path.realpath(location)), stack)
    except OSError as error:
        raise UsageError(f"无法列出文件夹 {printable_name(str(target))}（{error.strerror}）") from error


def read_entry(location: Path, name: str, stack: ExitStack) -> Folder | Entry:
    """A file, without reading it yet; a zip as a folder. Devices and pipes are never opened."""
    try:
        status = location.stat()
    except OSError as error:
        return BrokenEntry(name, 0, problem_of(error))
    if not stat.S_ISREG(status.st_mode):
        return BrokenEntry(name, 0, Problem("不是普通文件（设备或管道），没有打开", "请放入文件本身"))
    if ending_of(name) != "zip":
        return DiskEntry.at(location, name, status.st_size)
    try:
        return read_archive(name, stack.enter_context(location.open("rb")), stack, Budget())
    except (UnreadableError, OSError) as error:
        return BrokenEntry(name, status.st_size, problem_of(error))


def printable_name(name: str) -> str:
    """A name as the file system gives it, without the stand-ins for bytes that are no text."""
    return printable(os.fsencode(name))


def _read_folder(location: Path, name: str, root: Path, stack: ExitStack, depth: int = 1) -> Folder:
    """A folder with everything in it. Raises OSError where it cannot be listed."""
    files: list[Entry] = []
    folders: list[Folder] = []
    with os.scandir(location) as listing:
        for found in listing:
            shown = printable_name(found.name)
            if is_passed_over(shown):
                continue
            child = _child(found, shown, root, stack, depth)
            if isinstance(child, Folder):
                folders.append(child)
            elif child:
                files.append(child)
    return Folder.of(name, files, folders)


def _child(found: os.DirEntry[str], name: str, root: Path, stack: ExitStack, depth: int) -> Folder | Entry | None:
    """What lies in a folder; None for a link to a folder, which may lead anywhere, also back here."""
    location = Path(found.path)
    if found.is_symlink():
        if location.is_dir():
            return None
        return _stray_link(location, name, root) or read_entry(location, name, stack)
    if found.is_dir():
        return None if _is_junction(found) else _read_inner_folder(location, name, root, stack, depth + 1)
    return read_entry(location, name, stack)


def _read_inner_folder(location: Path, name: str, root: Path, stack: ExitStack, depth: int) -> Folder | Entry:
    """A folder within the target; a BrokenEntry where it cannot be listed."""
    if depth > MAX_DEPTH:
        return BrokenEntry(name, 0, Problem(f"文件夹超过 {MAX_DEPTH} 层，没有读取", "请减少层数后重新放入"))
    try:
        return _read_folder(location, name, root, stack, depth)
    except OSError as error:
        return BrokenEntry(name, 0, problem_of(error))


def _is_junction(found: os.DirEntry[str]) -> bool:
    """Whether a folder is a Windows junction, which leads elsewhere as a symbolic link does."""
    return getattr(found.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _stray_link(link: Path, name: str, root: Path) -> BrokenEntry | None:
    """A BrokenEntry for a symbolic link to a file outside the target, or to nothing; else None."""
    real = Path(os.path.realpath(link))
    if not os.path.lexists(real) or real.is_symlink():  # a link that is left leads round in a circle
        return BrokenEntry(name, 0, Problem("链接所指的文件不存在", "请放入文件本身"))
    if not real.is_relative_to(root):
        return BrokenEntry(name, 0, Problem("链接指向文件夹之外的文件，没有读取", "请放入文件本身"))
    return None


def _long_path(path: Path) -> Path:
    r"""The path in the form that Windows takes at any length (``\\?\``); elsewhere the path itself."""
    if os.name != "nt":
        return path
    full = str(path.resolve())
    if full.startswith("\\\\?\\"):
        return Path(full)
    return Path("\\\\?\\UNC" + full[1:] if full.startswith("\\\\") else "\\\\?\\" + full)
