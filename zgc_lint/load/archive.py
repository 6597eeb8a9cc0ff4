"""Zip archives, read in place: never unpacked to a disk, never trusted.

Also guards .docx, .xlsx and .ofd files, which are zips themselves.
"""

from __future__ import annotations

import errno
import io
import re
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from zgc_lint.load.content import UnreadableError, damaged
from zgc_lint.load.names import ending_of, is_passed_over, printable
from zgc_lint.load.source import MAX_DEPTH, MAX_FILE, BrokenEntry, Entry, Folder, LoadedEntry
from zgc_lint.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

__all__ = ["Budget", "MemberEntry", "file_members", "member_name", "open_zip", "read_archive", "read_member"]

MAX_TOTAL = 2 * 2**30  # bytes of all members of an archive and the archives in it, unpacked
MAX_MEMBERS = 20_000
MAX_NESTING = 2  # a zip within a zip
_MAX_RATIO = 200
_SUSPECT_SIZE = 10 * 2**20  # a smaller member may have any ratio

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")

_BOMB = Problem("疑似压缩炸弹（解压后的大小远远超过压缩包本身），没有打开", "请确认文件来源，重新制作后放入")

#: What zipfile raises for damaged or unsupported archives.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, struct.error)


@dataclass(slots=True)
class Budget:
    """How much one target's archives may still unpack to; shared with the archives inside them."""

    size: int = MAX_TOTAL
    members: int = MAX_MEMBERS

    def take(self, infos: list[zipfile.ZipInfo]) -> None:
        """Count the members of an archive. Raises UnreadableError where the budget is spent."""
        self.members -= len(infos)
        if self.members < 0:
            raise UnreadableError(f"压缩包内文件过多（超过 {MAX_MEMBERS} 个）", "请拆分后重新放入")
        self.size -= sum(info.file_size for info in infos)
        if self.size < 0:
            raise UnreadableError("解压后的总大小超过上限，没有打开", "请拆分后重新放入")


@dataclass(frozen=True, slots=True)
class MemberEntry(Entry):
    """A member of an open zip archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        """The member's bytes. Raises UnreadableError."""
        return read_member(self.archive, self.info)

    def portable(self) -> Entry:
        """The member, unpacked into memory. Raises UnreadableError."""
        return LoadedEntry(self.name, self.size, self.read())


def open_zip(file: IO[bytes], what: str) -> zipfile.ZipFile:
    """Open a zip; `what` names the kind of file in messages ("压缩包"). Raises UnreadableError, OSError."""
    with _damage(what):
        return zipfile.ZipFile(file)


@contextmanager
def _damage(what: str, detail: str = "") -> Iterator[None]:
    """Turn what zipfile raises for a damaged archive into an UnreadableError; an OSError of the disk passes."""
    try:
        yield
    except _ZIP_ERRORS as error:
        raise damaged(what, detail) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive's own directory leads to before the file's beginning
            raise damaged(what, detail) from error
        raise


def file_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that are no folders. ZipInfo.is_dir fails for one without a name."""
    return [info for info in archive.infolist() if not info.filename.endswith("/")]


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The unpacked bytes of a member: at most MAX_FILE, whatever its header says. Raises UnreadableError, OSError."""
    refused = _refusal(info)
    if refused:
        raise UnreadableError(refused.why, refused.remedy)
    with _damage("压缩包内的文件", member_name(info)), archive.open(info) as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise UnreadableError(_BOMB.why, _BOMB.remedy)
    if len(data) != info.file_size:
        raise damaged("压缩包内的文件", member_name(info))
    return data


def read_archive(name: str, file: IO[bytes], stack: ExitStack, budget: Budget, nesting: int = 1) -> Folder:
    """The tree of the members of a zip named `name`; it stays open until `stack` is closed.

    A member that cannot be used is there as a BrokenEntry. Raises UnreadableError where the whole archive
    cannot be used.
    """
    if nesting > MAX_NESTING:
        raise UnreadableError("压缩包套压缩包，层数过多，没有打开", "请解压后放入文件夹")
    archive = stack.enter_context(open_zip(file, "压缩包"))
    infos = file_members(archive)
    budget.take(infos)
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnreadableError("压缩包已加密", "请去除密码后重新放入，或解压后放入文件夹")
    root = _Branch()
    for info in infos:
        _place_member(root, archive, info)
    return _grow(name, root, stack, budget, nesting)


@dataclass(slots=True)
class _Branch:
    """A folder of an archive while its members are being sorted into folders."""

    files: dict[str, Entry] = field(default_factory=dict)
    folders: dict[str, _Branch] = field(default_factory=dict)


def _place_member(root: _Branch, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Put a member into the branch its name gives, or a BrokenEntry where it must not be read."""
    parts = [part for part in member_name(info).split("/") if part not in {"", "."}]
    if not parts or any(is_passed_over(part) for part in parts if part != ".."):
        return
    name = parts[-1] if parts[-1] != ".." else "（无名）"
    problem = _name_problem(info, parts) or _refusal(info)
    if problem:
        entry: Entry = BrokenEntry(name, info.file_size, problem)
    else:
        entry = MemberEntry(name, info.file_size, archive, info)
    branch = root
    for part in [] if _is_unsafe(info, parts) else parts[:-1][:MAX_DEPTH]:
        branch = branch.folders.setdefault(part, _Branch())
    if name in branch.files:  # the later one counts, as when unpacking; the earlier is not lost in silence
        problem = Problem(f"压缩包内有两份同名文件 {name}，只读取了后一份", "请改名后重新压缩")
        branch.files[f"{name}（重名）"] = BrokenEntry(f"{name}（重名）", branch.files[name].size, problem)
    branch.files[name] = entry


def _grow(name: str, branch: _Branch, stack: ExitStack, budget: Budget, nesting: int) -> Folder:
    """The finished folder of a branch; zips in it become folders too."""
    files: list[Entry] = []
    folders = [_grow(part, inner, stack, budget, nesting) for part, inner in branch.folders.items()]
    for entry in branch.files.values():
        if ending_of(entry.name) != "zip" or isinstance(entry, BrokenEntry):
            files.append(entry)
            continue
        try:
            folders.append(read_archive(entry.name, io.BytesIO(entry.read()), stack, budget, nesting + 1))
        except UnreadableError as error:
            files.append(BrokenEntry(entry.name, entry.size, error.problem))
    return Folder.of(name, files, folders)


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's path with ``/``. Old Windows tools write GB 18030 where the standard has code page 437."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8_NAME:
        name = printable(name.encode("cp437", "replace"))
    return name.replace("\\", "/")


def _is_unsafe(info: zipfile.ZipInfo, parts: list[str]) -> bool:
    """Whether a member's path leads out of the archive."""
    name = member_name(info)
    return name.startswith("/") or ".." in parts or _DRIVE.match(name) is not None


def _name_problem(info: zipfile.ZipInfo, parts: list[str]) -> Problem | None:
    """What is wrong with a member's path, if anything."""
    if _is_unsafe(info, parts):
        return Problem(f"压缩包内的路径 {member_name(info)} 指向压缩包之外，没有读取", "请重新压缩后放入")
    if len(parts) > MAX_DEPTH:
        return Problem(f"文件夹超过 {MAX_DEPTH} 层，没有读取", "请减少层数后重新放入")
    return None


def _refusal(info: zipfile.ZipInfo) -> Problem | None:
    """Why a member is not unpacked, by what its header says; None where it may be."""
    if info.flag_bits & _ENCRYPTED:
        return Problem("压缩包已加密", "请去除密码后重新放入")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem("压缩包内是符号链接而不是文件，没有读取", "请放入文件本身")
    if info.file_size > MAX_FILE:
        return Problem(f"文件解压后超过 {MAX_FILE // 2**20} MB，没有读取", "请拆分后重新放入")
    if info.file_size > _SUSPECT_SIZE and info.file_size > _MAX_RATIO * info.compress_size:
        return _BOMB
    return None
