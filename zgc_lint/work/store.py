"""What earlier runs worked out, encrypted, in one SQLite file of bounded size in the user's own cache folder.

It holds the text of papers, so each entry is sealed with AES-256-GCM under a key that lies apart, in the user's
settings folder, readable by the user only. What does not open under that key, for its own name, is not there: so
nothing is ever unpickled that this user's zgc-lint has not written.

SQLite's write-ahead log keeps whole what a killed run has finished, and lets two runs share the file. A store that
cannot be used, for whatever reason, is passed over: it saves time and nothing else.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Store", "cache_folder", "clean"]

_FILE, _KEY = "cache-1.sqlite", "cache.key"
_WAIT = 10.0  # seconds for another run to finish writing
_NONCE = 12  # bytes, as GCM has it
_KEY_LENGTH = 32  # bytes, of AES-256
_MARKED = 1024  # entries that were used, of which that is written down at once
_KEPT = 0.8  # of the largest size, after the oldest entries were removed
_LAYOUT = "CREATE TABLE IF NOT EXISTS entries (name BLOB PRIMARY KEY, used REAL NOT NULL, value BLOB NOT NULL)"


def cache_folder() -> Path:
    """The user's cache folder for zgc-lint, as the system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("zgc-lint", appauthor=False)


def _key_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("zgc-lint", appauthor=False) / _KEY


def clean(folder: Path) -> int:
    """Remove the store in `folder` and the key; returns how many bytes that freed. Raises UsageError."""
    freed = 0
    try:
        for path in (*_files(folder), _key_file()):
            if path.is_file():
                freed += path.stat().st_size
                path.unlink()
    except OSError as error:
        raise UsageError(f"无法删除 {error.filename}：{error.strerror}") from error
    return freed


def _files(folder: Path) -> Iterator[Path]:
    """The store's file and those that SQLite keeps beside it."""
    yield from (folder / f"{_FILE}{ending}" for ending in ("", "-wal", "-shm"))


class Store:
    """The entries in `folder`, all together at most about `largest` bytes; those not used for longest make room."""

    lasts = True

    def __init__(self, folder: Path, largest: int) -> None:
        self._largest = largest
        self._used: set[bytes] = set()
        self._added = 0  # bytes since room was made
        self._base: sqlite3.Connection | None = None
        self._cipher: Any = None
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._cipher = AESGCM(_secret())
            self._base = _opened(folder)
        except (ImportError, OSError, sqlite3.Error, ValueError):
            self.close()

    @property
    def works(self) -> bool:
        """Whether it can be used."""
        return self._base is not None

    def get(self, name: bytes) -> bytes | None:
        """What is stored under `name` (a digest), packed; None where there is nothing."""
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT value FROM entries WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            sealed: bytes = row[0]
            packed = zlib.decompress(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name))
        except Exception:  # sealed with another key, cut off, damaged: it is as if it were not there
            return None
        self._used.add(name)
        if len(self._used) % _MARKED == 0:
            with suppress(sqlite3.Error):
                self._note_used(self._base)
        return packed

    def holds(self, name: bytes) -> bool:
        """Whether anything is stored under `name`: `put` may have failed."""
        try:
            return self._base is not None and bool(
                self._base.execute("SELECT 1 FROM entries WHERE name = ?", (name,)).fetchone()
            )
        except sqlite3.Error:
            return False

    def put(self, name: bytes, packed: bytes) -> None:
        """Store what `pack` gave, at once, so that nothing is lost with the process."""
        if self._base is None:
            return
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, zlib.compress(packed, 1), name)
        if len(sealed) < self._largest // 4:
            with suppress(sqlite3.Error):
                self._base.execute("REPLACE INTO entries VALUES (?, ?, ?)", (name, time.time(), sealed))
                self._added += len(sealed)
                if self._added > self._largest // 4:  # not at the end alone, which a killed run does not come to
                    self._make_room(self._base)

    def close(self) -> None:
        """Note what was used, make room, close the file."""
        base, self._base = self._base, None
        if base is None:
            return
        with suppress(sqlite3.Error):
            self._note_used(base)
            self._make_room(base)
        base.close()

    def _note_used(self, base: sqlite3.Connection) -> None:
        """Write down what was used since the last time. Raises sqlite3.Error; then it is for the next time."""
        now = time.time()
        with _at_once(base):
            base.executemany("UPDATE entries SET used = ? WHERE name = ?", [(now, name) for name in self._used])
        self._used.clear()

    def _make_room(self, base: sqlite3.Connection) -> None:
        self._added = 0
        size = base.execute("SELECT total(length(value)) FROM entries").fetchone()[0]
        if size <= self._largest:
            return
        with _at_once(base):
            for name, length in base.execute("SELECT name, length(value) FROM entries ORDER BY used").fetchall():
                base.execute("DELETE FROM entries WHERE name = ?", (name,))
                size -= length
                if size <= _KEPT * self._largest:
                    break
        base.executescript("PRAGMA incremental_vacuum")  # `execute` would free a single page


@contextmanager
def _at_once(base: sqlite3.Connection) -> Iterator[None]:
    """One transaction. Raises sqlite3.Error."""
    with base:
        base.execute("BEGIN IMMEDIATE")
        yield


def _opened(folder: Path) -> sqlite3.Connection:
    """The store's file, made anew where it is none. Raises OSError, sqlite3.Error."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _connected(folder / _FILE)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # locked, read-only: not ours to remove
            raise
        for path in _files(folder):
            path.unlink(missing_ok=True)
        return _connected(folder / _FILE)


def _connected(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        with suppress(OSError):
            path.chmod(0o600)
        base.execute("PRAGMA auto_vacuum = INCREMENTAL")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute(_LAYOUT)
    except BaseException:
        base.close()
        raise
    return base


def _secret() -> bytes:
    """The user's key, made at the first call. Raises OSError."""
    path = _key_file()
    with suppress(FileNotFoundError):
        if len(key := path.read_bytes()) == _KEY_LENGTH:
            return key
        path.unlink()  # cut off, as by a power failure: what it had sealed is lost
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{_KEY}-{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_LENGTH))
        try:
            os.link(part, path)  # whole, and never over the key of another run that was quicker
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path.read_bytes()
