from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.errors import UsageError
from zgc_lint.model import Paragraph, Place
from zgc_lint.work.packing import nowhere, pack, unpack
from zgc_lint.work.store import Store, _key_file, cache_folder, clean

pytest.importorskip("cryptography")
NAME, OTHER = b"n" * 32, b"o" * 32
SIZE = 2**20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def keep(folder: Path, name: bytes, value: bytes, size: int = SIZE) -> None:
    with closing(Store(folder, size)) as store:
        store.put(name, value)


def kept(folder: Path, name: bytes) -> bytes | None:
    with closing(Store(folder, SIZE)) as store:
        return store.get(name)


def test_what_one_run_keeps_the_next_one_has(folder: Path) -> None:
    keep(folder, NAME, b"value")
    assert kept(folder, NAME) == b"value"
    assert kept(folder, OTHER) is None


def test_what_is_there_is_told_without_fetching_it(folder: Path) -> None:
    keep(folder, NAME, b"value")
    with closing(Store(folder, SIZE)) as store:
        assert store.holds(NAME)
        assert not store.holds(OTHER)
    assert not store.holds(NAME), "it is closed"


def test_no_text_lies_open_and_only_the_user_can_read_it(folder: Path) -> None:
    keep(folder, NAME, "诉求人王建国".encode() * 50)
    assert "王建国".encode() not in b"".join(path.read_bytes() for path in folder.iterdir())
    if os.name == "posix":
        key = next(Path(os.environ["XDG_CONFIG_HOME"]).rglob("cache.key"))
        assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (key, *folder.glob("*.sqlite"))} == {0}


def test_what_is_not_sealed_with_the_users_key_for_its_own_name_is_not_there(folder: Path) -> None:
    keep(folder, NAME, b"value")
    base = sqlite3.connect(next(folder.glob("*.sqlite")))
    base.execute("INSERT INTO entries SELECT ?, used, value FROM entries", (OTHER,))
    base.commit()
    base.close()
    assert kept(folder, OTHER) is None
    base = sqlite3.connect(next(folder.glob("*.sqlite")))
    base.execute("UPDATE entries SET value = substr(value, 1, length(value) - 1) || x'00'")
    base.commit()
    base.close()
    assert kept(folder, NAME) is None


def test_another_key_opens_nothing(folder: Path) -> None:
    keep(folder, NAME, b"value")
    next(Path(os.environ["XDG_CONFIG_HOME"]).rglob("cache.key")).write_bytes(b"k" * 32)
    assert kept(folder, NAME) is None


@pytest.mark.parametrize("spoilt", [b"", b"no database at all" * 99])
def test_a_spoilt_file_is_made_anew(folder: Path, spoilt: bytes) -> None:
    keep(folder, NAME, b"value")
    next(folder.glob("*.sqlite")).write_bytes(spoilt)
    assert kept(folder, NAME) is None
    keep(folder, NAME, b"value")
    assert kept(folder, NAME) == b"value"


def test_it_stays_within_its_bounds_and_drops_what_was_not_used_for_longest(folder: Path) -> None:
    blocks = {bytes([n]) * 32: os.urandom(20_000) for n in range(10)}
    for name, value in blocks.items():
        keep(folder, name, value)
    assert kept(folder, bytes(32)) == blocks[bytes(32)]  # the oldest, used just now
    keep(folder, NAME, b"more", 100_000)
    left = [name for name in blocks if kept(folder, name) is not None]
    assert bytes(32) in left
    assert bytes([1]) * 32 not in left
    assert sum(path.stat().st_size for path in folder.iterdir()) < 200_000


def test_what_is_used_is_noted_before_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.work.store._MARKED", 2)
    names = [bytes([number]) * 32 for number in range(3)]
    for name in names:
        keep(folder, name, b"value")
    with closing(sqlite3.connect(folder / "cache-1.sqlite")) as base, base:
        base.execute("UPDATE entries SET used = 0")
    with closing(Store(folder, SIZE)) as store:
        for name in names:
            assert store.get(name) == b"value"
        with closing(sqlite3.connect(folder / "cache-1.sqlite")) as base:
            assert base.execute("SELECT count(*) FROM entries WHERE used > 0").fetchone() == (2,)


def test_what_is_used_while_another_run_writes_is_noted_in_the_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zgc_lint.work.store._MARKED", 1)
    monkeypatch.setattr("zgc_lint.work.store._WAIT", 0.1)
    keep(folder, NAME, b"value")
    with closing(sqlite3.connect(folder / "cache-1.sqlite", isolation_level=None)) as base:
        base.execute("UPDATE entries SET used = 0")
        with closing(Store(folder, SIZE)) as store:
            base.execute("BEGIN IMMEDIATE")
            assert store.get(NAME) == b"value"
            base.execute("ROLLBACK")
        assert base.execute("SELECT count(*) FROM entries WHERE used > 0").fetchone() == (1,)


def test_it_stays_within_its_bounds_in_runs_that_are_killed(folder: Path) -> None:
    store = Store(folder, 100_000)
    for number in range(20):
        store.put(bytes([number]) * 32, os.urandom(20_000))
    assert 1 <= sum(store.holds(bytes([number]) * 32) for number in range(20)) <= 6


def test_a_key_that_was_cut_off_is_made_anew(folder: Path) -> None:
    keep(folder, NAME, b"value")
    _key_file().write_bytes(b"")
    assert kept(folder, NAME) is None
    keep(folder, NAME, b"value")
    assert kept(folder, NAME) == b"value"


def test_a_folder_that_cannot_be_used_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep(tmp_path / "file", NAME, b"value")
    assert kept(tmp_path / "file", NAME) is None


def test_two_runs_share_it(folder: Path) -> None:
    def fill(number: int) -> None:
        with closing(Store(folder, SIZE)) as store:
            for entry in range(30):
                store.put(bytes([number, entry]) * 16, b"%d %d" % (number, entry))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, range(2)))
    assert kept(folder, bytes([0, 29]) * 16) == b"0 29"
    assert kept(folder, bytes([1, 29]) * 16) == b"1 29"


def test_what_a_killed_run_has_kept_is_whole(folder: Path) -> None:
    script = f"""
import os, pathlib
from zgc_lint.work.store import Store
store = Store(pathlib.Path({str(folder)!r}), {SIZE})
for number in range(5):
    store.put(bytes([number]) * 32, b"%d" % number)
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    assert [kept(folder, bytes([number]) * 32) for number in range(5)] == [b"%d" % number for number in range(5)]


def test_clean_removes_store_and_key() -> None:
    keep(cache_folder(), NAME, b"value")
    assert clean(cache_folder()) > 0
    assert kept(cache_folder(), NAME) is None


def test_clean_says_what_it_cannot_remove(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(cache_folder(), NAME, b"value")

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(UsageError, match="无法删除"):
        clean(cache_folder())


@given(st.text(), st.text(), st.lists(st.text()))
def test_a_value_moves_with_its_document(old: str, new: str, words: list[str]) -> None:
    here = nowhere(old)
    value = (Place(here, page=1), [Paragraph(word, n) for n, word in enumerate(words)])
    place, paragraphs = unpack(pack(value), new)
    assert place == Place(new, page=1)
    assert [paragraph.text for paragraph in paragraphs if not paragraph.text.startswith("\0/")] == [
        word for word in words if not word.startswith("\0/")
    ]
