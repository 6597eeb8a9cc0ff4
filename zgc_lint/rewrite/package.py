"""Zip files with some members replaced: the others keep their bytes, their order and their compression."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["is_own_copy", "marked", "repacked", "replace_members", "with_members"]

_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_LOCAL_SIZE, _CENTRAL_SIZE, _END_SIZE = 30, 46, 22
_DESCRIPTOR = 0x8  # sizes follow the data
_MARK = b"zgc-lint proof sha256="


def replace_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """The zip `data` with the contents of some members (by their exact name) replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        start = archive.start_dir
        try:
            return _splice(data, infos, start, members)
        except _UnusualError:
            return _rewrite(archive, members)


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """The zip `data` with some members (by their exact name) replaced, and those that it does not have added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = set(archive.namelist())
    buffer = io.BytesIO(replace_members(data, {name: member for name, member in members.items() if name in known}))
    with zipfile.ZipFile(buffer, "a") as archive:
        for name in sorted(members.keys() - known):
            archive.writestr(zipfile.ZipInfo(name), members[name], zipfile.ZIP_DEFLATED)  # dated 1980
    return buffer.getvalue()


class _UnusualError(Exception):
    """A zip that is put together in a way that is not worth following by hand."""


@dataclass(slots=True)
class _Entry:
    """A member's place in the old file, its entry in the directory, and its new place."""

    offset: int
    directory: bytearray
    member: bytes | None
    new_offset: int = 0


def _splice(data: bytes, infos: list[zipfile.ZipInfo], directory: int, members: Mapping[str, bytes]) -> bytes:
    """Copy each member as it lies in the file, header and all; only the replaced ones are compressed anew."""
    entries = _directory(data, infos, directory, members)
    out = bytearray()
    by_place = sorted(entries, key=lambda entry: entry.offset)
    for entry, end in zip(by_place, [*(later.offset for later in by_place[1:]), directory], strict=True):
        entry.new_offset = len(out)
        raw = data[entry.offset : end]
        out += raw if entry.member is None else _new_member(raw, entry.directory, entry.member)
        struct.pack_into("<L", entry.directory, 42, entry.new_offset)
    at = len(out)
    for entry in entries:
        out += entry.directory
    tail = bytearray(data[data.rindex(_END) :])
    struct.pack_into("<LL", tail, 12, len(out) - at, at)
    return bytes(out + tail)


def _directory(data: bytes, infos: list[zipfile.ZipInfo], directory: int, members: Mapping[str, bytes]) -> list[_Entry]:
    last = {info.filename: info for info in infos}  # of two members of one name the later one counts
    entries, at = [], directory
    for info in infos:
        if data[at : at + 4] != _CENTRAL:
            raise _UnusualError
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        raw = bytearray(data[at : at + _CENTRAL_SIZE + name + extra + comment])
        sizes_and_place = (*struct.unpack_from("<LL", raw, 20), *struct.unpack_from("<L", raw, 42))
        if 0xFFFFFFFF in sizes_and_place or sizes_and_place[2] != info.header_offset:
            raise _UnusualError
        member = members.get(info.filename) if last[info.filename] is info else None
        if member is not None and info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _UnusualError
        entries.append(_Entry(info.header_offset, raw, member))
        at += len(raw)
    if not entries or min(entry.offset for entry in entries) or data[at : at + 4] != _END:
        raise _UnusualError
    if data.rindex(_END) != at:
        raise _UnusualError
    return entries


def _new_member(raw: bytes, directory: bytearray, member: bytes) -> bytes:
    """A member with new contents; its entry in the directory is brought in line."""
    name, extra = struct.unpack_from("<HH", raw, 26)
    header = bytearray(raw[: _LOCAL_SIZE + name + extra])
    packed = member
    if struct.unpack_from("<H", directory, 10)[0] == zipfile.ZIP_DEFLATED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(member) + packer.flush()
    sizes = (zlib.crc32(member), len(packed), len(member))
    struct.pack_into("<LLL", header, 14, *sizes)
    struct.pack_into("<LLL", directory, 16, *sizes)
    for block, at in ((header, 6), (directory, 8)):
        struct.pack_into("<H", block, at, struct.unpack_from("<H", block, at)[0] & ~_DESCRIPTOR)
    return bytes(header) + packed


def _rewrite(archive: zipfile.ZipFile, members: Mapping[str, bytes]) -> bytes:
    """The same by unpacking and packing everything: contents, order and kind of compression are kept."""
    buffer = io.BytesIO()
    infos = archive.infolist()
    last = {info.filename: info for info in infos}
    with zipfile.ZipFile(buffer, "w") as out:
        for info in infos:
            own = members.get(info.filename) if last[info.filename] is info else None
            out.writestr(info, archive.read(info) if own is None else own, info.compress_type)
        out.comment = archive.comment
    return buffer.getvalue()


def marked(data: bytes) -> bytes:
    """The zip `data` with a comment at its end that tells a copy of ours, as long as nobody has changed it."""
    end = data.rindex(_END)
    comment = _MARK + hashlib.sha256(data[:end]).hexdigest().encode()
    return data[: end + _END_SIZE - 2] + struct.pack("<H", len(comment)) + comment


def is_own_copy(data: bytes) -> bool:
    """Whether `data` is a copy that `marked` marked and nobody has changed since: Word drops the comment."""
    end = data.rfind(_END)
    return end >= 0 and data[end + _END_SIZE :] == _MARK + hashlib.sha256(data[:end]).hexdigest().encode()


def repacked(data: bytes) -> bytes:
    """The zip `data` packed anew with one date for all members, so that the same contents give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as out:
        for name in archive.namelist():
            out.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED)  # dated 1980
    return buffer.getvalue()
