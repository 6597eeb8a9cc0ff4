"""The tree of files to read, whether it lies on a disk or in a zip."""

from __future__ import annotations

import abc
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.names import natural_key, original_of

if TYPE_CHECKING:
    from zgc_lint.model import Problem

__all__ = ["MAX_DEPTH", "MAX_FILE", "BrokenEntry", "DiskEntry", "Entry", "Folder", "LoadedEntry"]

MAX_FILE = 512 * 2**20  # bytes of one file
MAX_DEPTH = 64  # folders within folders


@dataclass(frozen=True, slots=True)
class Entry(abc.ABC):
    """A file that can be read: its printable name, and its size in bytes as far as it is known beforehand."""

    name: str
    size: int

    @abc.abstractmethod
    def read(self) -> bytes:
        """The file's bytes. Raises UnreadableError; OSError where the disk fails."""

    def portable(self) -> Entry:
        """The same file as an entry that another process can read. Raises like `read`."""
        return self


@dataclass(frozen=True, slots=True)
class DiskEntry(Entry):
    """A file on a disk: its `folder`, and its `own` name there, which need not be printable.

    As text a path takes a sixth of the memory of a `Path` that has been used; that of the folder is one for all files.
    """

    folder: str
    own: str

    @classmethod
    def at(cls, location: Path, name: str, size: int) -> DiskEntry:
        """The file there."""
        return cls(sys.intern(name), size, sys.intern(str(location.parent)), sys.intern(location.name))

    @property
    def location(self) -> Path:
        """The path."""
        return Path(self.folder, self.own)

    def read(self) -> bytes:
        """The file's bytes. Raises UnreadableError, OSError."""
        with self.location.open("rb") as file:
            size = min(os.fstat(file.fileno()).st_size, MAX_FILE)
            data = file.read(size + 1)  # room is made for as much as is asked for
            if len(data) > size:  # it has grown, or the system did not know
                data += file.read(MAX_FILE + 1 - len(data))
        if len(data) > MAX_FILE:
            raise UnreadableError(f"文件超过 {MAX_FILE // 2**20} MB", "请压缩或拆分后重新放入")
        return data


@dataclass(frozen=True, slots=True)
class LoadedEntry(Entry):
    """A file whose bytes are in memory."""

    data: bytes

    def read(self) -> bytes:
        """The file's bytes."""
        return self.data


@dataclass(frozen=True, slots=True)
class BrokenEntry(Entry):
    """A file of which it is known beforehand that it cannot be read."""

    problem: Problem

    def read(self) -> bytes:
        """Raises UnreadableError."""
        raise UnreadableError(self.problem.why, self.problem.remedy)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a zip read as one. Files and folders are in natural order of their names."""

    name: str
    files: tuple[Entry, ...] = ()
    folders: tuple[Folder, ...] = ()

    @classmethod
    def of(cls, name: str, files: list[Entry], folders: list[Folder]) -> Folder:
        """A folder of these files and folders, put in order. A corrected copy beside its original is no part of it."""
        names = {entry.name for entry in files}
        kept = [entry for entry in files if original_of(entry.name) not in names]
        return cls(
            name,
            tuple(sorted(kept, key=lambda entry: natural_key(entry.name))),
            tuple(sorted(folders, key=lambda folder: natural_key(folder.name))),
        )
