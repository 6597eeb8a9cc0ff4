from __future__ import annotations

import io
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.builders import zip_of
from zgc_lint.load import archive as module
from zgc_lint.load.archive import Budget, read_archive
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.source import BrokenEntry, Entry, Folder, LoadedEntry

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def read(data: bytes, stack: ExitStack) -> Folder:
    return read_archive("x.zip", io.BytesIO(data), stack, Budget())


def every_entry(folder: Folder, prefix: str = "") -> dict[str, Entry]:
    found = {prefix + entry.name: entry for entry in folder.files}
    for inner in folder.folders:
        found.update(every_entry(inner, f"{prefix}{inner.name}/"))
    return found


def test_members_become_a_tree(stack: ExitStack) -> None:
    tree = read(zip_of({"b/10.txt": "x", "b/2.txt": "yy", "a.txt": "z", "b/c/": ""}), stack)
    assert list(every_entry(tree)) == ["a.txt", "b/2.txt", "b/10.txt"]
    assert every_entry(tree)["b/2.txt"].read() == b"yy"


def test_system_files_are_passed_over(stack: ExitStack) -> None:
    assert not every_entry(read(zip_of({"__MACOSX/._a.txt": "x", "a/.DS_Store": "x", "~$b.docx": "x"}), stack))


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/etc/passwd", "C:\\a.txt", "..\\a.txt"])
def test_paths_that_lead_out_are_refused(name: str, stack: ExitStack) -> None:
    (entry,) = read(zip_of({name: "x"}), stack).files
    assert isinstance(entry, BrokenEntry)
    assert "压缩包之外" in entry.problem.why


@given(st.text(alphabet="ab./\\:C ", min_size=1, max_size=12))
def test_no_name_leads_out_or_raises(name: str) -> None:
    with ExitStack() as stack:
        tree = read(zip_of({name: b"x"}), stack)
        assert not {"..", ".", ""} & {part for path in every_entry(tree) for part in path.split("/")}


def with_raw_name(name: bytes) -> bytes:
    """A zip whose member's name is these bytes, not marked as UTF-8."""
    return zip_of({"N" * len(name): "x"}).replace(b"N" * len(name), name)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_not_marked_as_utf8(encoding: str, stack: ExitStack) -> None:
    tree = read(with_raw_name("附件/乗客照片.jpg".encode(encoding)), stack)
    assert list(every_entry(tree)) == ["附件/乗客照片.jpg"]
    assert every_entry(tree)["附件/乗客照片.jpg"].read() == b"x"


def test_a_bomb_is_not_unpacked(stack: ExitStack) -> None:
    (entry,) = read(zip_of({"a.txt": b"\0" * (11 * 2**20)}), stack).files
    assert isinstance(entry, BrokenEntry)
    assert "压缩炸弹" in entry.problem.why


def test_a_header_that_lies_about_the_size(stack: ExitStack) -> None:
    data = bytearray(zip_of({"a.txt": b"\0" * 5000}))
    at = data.index(b"PK\1\2") + 24  # uncompressed size in the central directory
    data[at : at + 4] = (50).to_bytes(4, "little")
    (entry,) = read(bytes(data), stack).files
    with pytest.raises(UnreadableError, match="已损坏"):
        entry.read()


def test_too_much_in_all(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match="总大小"):
        read_archive("x.zip", io.BytesIO(zip_of({"a": "x" * 50, "b": "y" * 60})), stack, Budget(size=100))
    with pytest.raises(UnreadableError, match="文件过多"):
        read_archive("x.zip", io.BytesIO(zip_of({"a": "x", "b": "y"})), stack, Budget(members=1))


def test_a_member_over_the_limit(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE", 10)
    (entry,) = read(zip_of({"a.txt": "x" * 11}), stack).files
    assert isinstance(entry, BrokenEntry)


def test_an_encrypted_archive(stack: ExitStack) -> None:
    data = bytearray(zip_of({"a.txt": "x"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(UnreadableError, match="已加密"):
        read(bytes(data), stack)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\3\4 and nothing more", zip_of({"a": "x" * 100})[:-30]],
    ids=["empty", "begun", "cut off"],  # the bytes hold the time
)
def test_a_broken_archive(data: bytes, stack: ExitStack) -> None:
    with pytest.raises(UnreadableError, match="压缩包已损坏"):
        read(data, stack)


def test_a_directory_that_leads_to_before_the_file(tmp_path: Path, stack: ExitStack) -> None:
    """On a disk that is an OSError, which must not be taken for a fault of the disk."""
    data = zip_of({"a.txt": "x"})
    end = data.index(b"PK\5\6")
    path = tmp_path / "a.zip"
    path.write_bytes(data[: end + 12] + b"\xff\xff\xff\x7f" + data[end + 16 :])
    with path.open("rb") as file, pytest.raises(UnreadableError, match="压缩包已损坏"):
        read_archive("a.zip", file, stack, Budget())


def test_a_member_without_a_name(stack: ExitStack) -> None:
    """zipfile ends a name at its first zero byte, and its is_dir() fails for what is then left."""
    nameless = zip_of({"QQQ": "x", "b.txt": "y"}).replace(b"QQQ", b"\0\0\0")
    assert list(every_entry(read(nameless, stack))) == ["b.txt"]


def test_a_member_with_a_wrong_checksum(stack: ExitStack) -> None:
    data = zip_of({"a.txt": "hello world"}, zipfile.ZIP_STORED).replace(b"hello", b"jello")
    (entry,) = read(data, stack).files
    with pytest.raises(UnreadableError, match=r"a\.txt"):
        entry.read()


def test_archives_in_archives(stack: ExitStack) -> None:
    innermost = zip_of({"c.txt": "x"})
    tree = read(zip_of({"a/inner.zip": zip_of({"b.txt": "x", "deep.zip": innermost})}), stack)
    found = every_entry(tree)
    assert list(found) == ["a/inner.zip/b.txt", "a/inner.zip/deep.zip"]
    deep = found["a/inner.zip/deep.zip"]
    assert isinstance(deep, BrokenEntry)
    assert "层数" in deep.problem.why


def test_two_members_of_one_name(stack: ExitStack) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        writer.writestr("a.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            writer.writestr("a.txt", "2")
    found = every_entry(read(buffer.getvalue(), stack))
    assert found["a.txt"].read() == b"2"
    assert isinstance(found["a.txt（重名）"], BrokenEntry)


def test_a_symbolic_link(stack: ExitStack) -> None:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        writer.writestr(info, "/etc/passwd")
    (entry,) = read(buffer.getvalue(), stack).files
    assert isinstance(entry, BrokenEntry)


def test_very_deep_folders(stack: ExitStack) -> None:
    (entry,) = every_entry(read(zip_of({"d/" * 5000 + "a.txt": "x"}), stack)).values()
    assert isinstance(entry, BrokenEntry)


def test_a_member_travels_as_its_bytes(stack: ExitStack) -> None:
    (entry,) = read(zip_of({"a.txt": "x"}), stack).files
    assert entry.portable() == LoadedEntry("a.txt", 1, b"x")
