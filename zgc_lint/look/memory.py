"""The fingerprints of earlier months, in one SQLite file: what was handed in once is known when it comes again.

Held of each picture, page and file: the month, a keyed hash of the work-order number, the number's last four digits
(so that a person can find the filing again), the attachment's number, the SHA-256 of the bytes and the `Print`. No
picture, no text, no name, no telephone. The key lies in the file itself: it keeps numbers from being read or searched
for in passing, not from somebody who sets out to try all of them.

A month is written in one transaction that replaces what was there of it, so that a second run changes nothing, an
interrupted one leaves everything as it was, and two at once wait for one another. The journal is SQLite's ordinary one:
its write-ahead log does not work on network shares, where offices keep their months.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError
from zgc_lint.look.likeness import Print

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Memory", "Remembered"]

_VERSION = 1  # of the layout below and of what `Print` means
_WAIT = 60.0  # seconds for another run to finish writing
_LAYOUT = """
CREATE TABLE secret (key BLOB NOT NULL);
CREATE TABLE prints (
    month TEXT NOT NULL, filing BLOB NOT NULL, ending TEXT NOT NULL, number INTEGER NOT NULL, sha256 BLOB NOT NULL,
    hashes BLOB, detail BLOB, fine BLOB, features INTEGER
);
CREATE INDEX by_month ON prints (month, filing);
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A picture, page or file of some month. `filing` is the keyed hash of its work-order number, `ending` the last
    four digits; `number` that of the attachment, 0 where it has none; `sha256` is "" for a page.
    """

    month: str
    filing: bytes
    ending: str
    number: int
    sha256: str
    print: Print | None


class Memory:
    """The file. Made when first written to. Raises UsageError where it cannot be used as such."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise UsageError(f"prints：没有文件夹 {path.parent}，指纹库无法建立")
        self._path = path
        with self._opened(create=True) as database:
            self._key: bytes = database.execute("SELECT key FROM secret").fetchone()[0]

    def hash_of(self, case: str) -> bytes:
        """The keyed hash of a work-order number."""
        return hmac.new(self._key, case.encode(), hashlib.sha256).digest()[:16]

    def remembered(self, case: str, month: str, number: int, sha256: str, print_: Print | None) -> Remembered:
        """The entry for an attachment of the filing `case`."""
        return Remembered(month, self.hash_of(case), case[-4:], number, sha256, print_ and print_.upright())

    def before(self, month: str) -> Iterator[Remembered]:
        """What is held of the months before `month` ("2026-06"), the earliest first. Raises UsageError."""
        with self._opened() as database:
            rows = database.execute("SELECT * FROM prints WHERE month < ? ORDER BY month, rowid", (month,))
            for when, filing, ending, number, sha256, *look in rows:
                print_ = Print(*look) if look[0] is not None else None
                yield Remembered(when, filing, ending, number, sha256.hex(), print_)

    def replace(self, month: str, entries: Iterable[Remembered], filings: Iterable[str] | None) -> None:
        """Write `entries` in place of what was held of `month`, or of these filings in it. Raises UsageError."""
        with self._opened(write=True) as database:
            if filings is None:
                database.execute("DELETE FROM prints WHERE month = ?", (month,))
            else:
                gone = [(month, self.hash_of(case)) for case in filings]
                database.executemany("DELETE FROM prints WHERE month = ? AND filing = ?", gone)
            database.executemany("INSERT INTO prints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, entries))

    @contextmanager
    def _opened(self, *, create: bool = False, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The database in a transaction that is committed at the end, or undone where something is raised."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as database:
                if create and not self._version(database):
                    self._make(database)
                if self._version(database) != _VERSION:
                    raise UsageError(f"prints：{self._path} 由别的版本的程序写成，请换一个文件名，或删除后重建")
                database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                try:
                    yield database
                except BaseException:
                    database.execute("ROLLBACK")
                    raise
                database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise UsageError(f"prints：指纹库 {self._path} 无法使用（{_in_chinese(error)}）") from error

    @staticmethod
    def _version(database: sqlite3.Connection) -> int:
        return int(database.execute("PRAGMA user_version").fetchone()[0])

    def _make(self, database: sqlite3.Connection) -> None:
        """Lay the tables out, unless another run has just done so."""
        database.execute("BEGIN IMMEDIATE")
        if not self._version(database):
            for statement in _LAYOUT.split(";")[:-1]:
                database.execute(statement)
            database.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(32),))
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute("COMMIT")


def _row(entry: Remembered) -> tuple[object, ...]:
    """The entry as it is written."""
    look = entry.print
    shown = (look.hashes, look.detail, look.fine, look.features) if look else (None,) * 4
    return entry.month, entry.filing, entry.ending, entry.number, bytes.fromhex(entry.sha256), *shown


def _in_chinese(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return "不是指纹库，或已损坏"
    if "locked" in text:
        return "另一个程序正在写入，请稍后再试"
    if "readonly" in text or "unable to open" in text:
        return "没有写入权限"
    return "磁盘已满" if "full" in text else text
