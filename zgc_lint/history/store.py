"""The database: the office's own file, or a PostgreSQL server that several share.

A run is added, and removed, in one transaction, so that one interrupted leaves everything as it was; two at once wait
for one another. What a run tells anew is marked as superseded and stays, as the record of what was found the first
time, and stands again where that run is removed.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, create_engine, delete, event, func, insert, make_url, select, update
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from zgc_lint.errors import UsageError
from zgc_lint.history.entries import Defect, Entry, Run, in_order
from zgc_lint.history.tables import STEPS, bring_up_to_date, defects, entries, known, runs, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine, Row

__all__ = ["FILE_NAME", "KeptRun", "NothingKeptError", "Store"]

#: The office's own file, beside its configuration.
FILE_NAME = "zgc-lint-history.sqlite"

_WAIT = 60  # seconds for another run to finish writing
_LOCK = 0x7A67636C  # the advisory lock that writers of one PostgreSQL database wait for
_FORM = "--history 应为文件或 postgresql://用户:密码@主机/数据库"


class NothingKeptError(UsageError):
    """There is no history yet at the place `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"还没有历史记录（{name}）；先用 zgc-lint history add 记入一个月的检查结果")


class KeptRun(NamedTuple):
    """A run as it was added: its number here, the batch's month, when (ISO 8601, UTC), how much, whether complete."""

    number: int
    month: str
    added_at: str
    cases: int
    findings: int
    complete: bool


class Store:
    """The history at `place`, a path or a URL (``postgresql://user@host/name``). Raises UsageError throughout."""

    def __init__(self, place: str) -> None:
        url = _url(place)
        self._file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._name = url.render_as_string(hide_password=True) if self._file is None else str(self._file)
        self._engine = _engine(url)

    def add(self, run: Run) -> bool:
        """Keep `run`; False where the same outcome is kept already, and nothing changes."""
        with self._connected(write=True) as connection:
            if connection.execute(select(runs.c.number).where(runs.c.digest == run.digest)).first():
                return False
            number = self._insert_run(connection, run)
            for entry in run.entries:
                self._insert_entry(connection, number, entry)
            self._supersede(connection, number, run)
        return True

    def remove(self, number: int) -> KeptRun:
        """Forget the run with this number, as if it had never been added; returns what it was."""
        with self._connected():
            pass  # where nothing is kept yet, nothing is made
        with self._connected(write=True) as connection:
            gone = next(iter(self._kept(connection, runs.c.number == number)), None)
            if gone is None:
                raise UsageError(f"历史中没有编号为 {number} 的检查；编号见 zgc-lint history show --month 2026-06")
            own = select(entries.c.id).where(entries.c.run == number)
            connection.execute(update(entries).values(superseded_by=None))
            connection.execute(delete(defects).where(defects.c.entry.in_(own)))
            connection.execute(delete(entries).where(entries.c.run == number))
            connection.execute(delete(known).where(known.c.run == number))
            connection.execute(delete(runs).where(runs.c.number == number))
            for row in connection.execute(select(runs).order_by(runs.c.number)).all():
                self._supersede(connection, row.number, self._run(connection, row))
        return gone

    def standing(self, month: str) -> list[Entry]:
        """What stands of the calendar month `month` ("2026-06"), by case."""
        with self._connected() as connection:
            return [entry for _, entry in self._entries(connection, entries.c.counts_in == month)]

    def months(self) -> list[str]:
        """The calendar months of which anything is kept, in order."""
        with self._connected() as connection:
            query = select(entries.c.counts_in).where(entries.c.superseded_by.is_(None)).distinct()
            return sorted(connection.execute(query).scalars())

    def runs_of(self, month: str) -> list[KeptRun]:
        """The runs over the month's batches, and those that hold cases which count in it, in the order of adding."""
        with self._connected() as connection:
            counting = select(entries.c.run).where(entries.c.counts_in == month)
            return self._kept(connection, (runs.c.month == month) | runs.c.number.in_(counting))

    @staticmethod
    def _kept(connection: Connection, condition: Any) -> list[KeptRun]:
        counts = (func.count(entries.c.id.distinct()), func.count(defects.c.entry))
        about = (runs.c.number, runs.c.month, runs.c.added_at)
        query = (
            select(*about, *counts, runs.c.complete)
            .select_from(runs.outerjoin(entries, entries.c.run == runs.c.number).outerjoin(defects))
            .where(condition)
            .group_by(*about, runs.c.complete)
            .order_by(runs.c.number)
        )
        return [KeptRun(*row) for row in connection.execute(query)]

    def _supersede(self, connection: Connection, number: int, run: Run) -> None:
        """Mark what earlier runs told and `run`, which is kept as number `number`, tells anew."""
        filings = select(entries.c.number).where(entries.c.run == number, entries.c.filing)
        about = (entries.c.month == run.month) | entries.c.number.in_(filings)
        earlier = self._entries(connection, about & (entries.c.run < number))
        gone = [{"key": key} for key, old in earlier if run.supersedes(old)]
        if gone:
            mark = update(entries).where(entries.c.id == bindparam("key")).values(superseded_by=number)
            connection.execute(mark, gone)

    @staticmethod
    def _run(connection: Connection, row: Row[Any]) -> Run:
        """A run as it was added, without the defects of its entries."""
        own = connection.execute(select(entries).where(entries.c.run == row.number)).all()
        others = connection.execute(select(known.c.number).where(known.c.run == row.number)).scalars()
        told = tuple(_entry(entry, ()) for entry in own)
        return Run(row.month, row.tool, row.complete, row.files, told, frozenset(others))

    @staticmethod
    def _insert_run(connection: Connection, run: Run) -> int:
        values = {
            "digest": run.digest,
            "month": run.month,
            "added_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "tool": run.tool[:60],
            "complete": run.complete,
            "files": run.files,
        }
        number = int(connection.execute(insert(runs).values(values).returning(runs.c.number)).scalar_one())
        others = sorted(run.known - {entry.case for entry in run.entries})
        if others:
            connection.execute(insert(known), [{"run": number, "number": case} for case in others])
        return number

    @staticmethod
    def _insert_entry(connection: Connection, number: int, entry: Entry) -> None:
        values = {
            "run": number,
            "month": entry.month,
            "counts_in": entry.counts_in,
            "number": entry.case,
            "filing": entry.filing,
            "item": entry.item,
            "specialist": entry.specialist,
            "reviewer": entry.reviewer,
            "filed_on": entry.filed_on,
            "lost": entry.lost,
        }
        key = connection.execute(insert(entries).values(values).returning(entries.c.id)).scalar_one()
        rows = [
            {
                "entry": key,
                "code": defect.code,
                "fingerprint": defect.fingerprint,
                "document": defect.document,
                "price_row": defect.row,
                "confidence": defect.confidence,
            }
            for defect in entry.defects
        ]
        if rows:
            connection.execute(insert(defects), rows)

    @staticmethod
    def _entries(connection: Connection, condition: Any) -> list[tuple[int, Entry]]:
        """The entries in force that meet `condition`, with their keys."""
        in_force = (condition, entries.c.superseded_by.is_(None))
        rows = connection.execute(select(entries).where(*in_force).order_by(entries.c.number, entries.c.id)).all()
        of: dict[int, list[Defect]] = defaultdict(list)
        join = entries.join(defects, entries.c.id == defects.c.entry)
        query = select(defects).select_from(join).where(*in_force)
        for key, *values in connection.execute(query):
            of[key].append(Defect(*values))
        return [(row.id, _entry(row, of[row.id])) for row in rows]

    @contextmanager
    def _connected(self, *, write: bool = False) -> Iterator[Connection]:
        """A connection in a transaction, the tables being up to date."""
        if self._file is not None and not write and not self._file.is_file():
            raise NothingKeptError(self._name)
        try:
            with self._engine.connect() as connection:
                connection = connection.execution_options(zgc_lint_write=write)
                with connection.begin():
                    if write and connection.dialect.name == "postgresql":
                        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                    if self._is_current(connection, write=write):
                        yield connection
                        return
            with self._connected(write=True):
                pass  # brings the tables up to date
            with self._connected() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise UsageError(f"历史记录 {self._name} 无法使用：{_in_chinese(error)}") from error

    def _is_current(self, connection: Connection, *, write: bool) -> bool:
        """Whether the tables are up to date; with `write` they are brought there."""
        version = version_of(connection)
        if version > len(STEPS):
            raise UsageError(f"历史记录 {self._name} 由更新的版本写成，请升级 zgc-lint")
        if not version and not write:
            raise NothingKeptError(self._name)
        if write:
            bring_up_to_date(connection)
        return version == len(STEPS) or write


def _url(place: str) -> URL:
    if "://" not in place:
        path = Path(place).absolute()
        if not path.parent.is_dir():
            raise UsageError(f"没有文件夹 {path.parent}，历史记录无法建立")
        return make_url("sqlite://").set(database=str(path))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError) as error:
        raise UsageError(_FORM) from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+pg8000")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(f"历史记录可以放在 SQLite 文件或 PostgreSQL 中，不能用 {url.get_backend_name()}")
    if not url.database or (url.get_backend_name() == "postgresql" and not url.username):
        raise UsageError(_FORM)
    return url


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, poolclass=NullPool)
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": _WAIT})
    except ModuleNotFoundError as error:
        raise UsageError(f'连接 PostgreSQL 要另外安装：pip install "zgc-lint[history]"（缺少 {error.name}）') from error

    # The driver must leave transactions alone: it would commit before laying out tables, and lock too late.
    @event.listens_for(engine, "connect")
    def _hands_off(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("zgc_lint_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _entry(row: Row[Any], found: Sequence[Defect]) -> Entry:
    return Entry(
        row.month,
        row.number,
        row.filing,
        row.item,
        row.specialist,
        row.reviewer,
        row.filed_on,
        row.lost,
        in_order(found),
    )


def _in_chinese(error: SQLAlchemyError) -> str:
    text = str(getattr(error, "orig", None) or error)
    if "not a database" in text or "malformed" in text:
        return "不是历史记录，或已损坏"
    if "locked" in text:
        return "另一个程序正在写入，请稍后再试"
    if "readonly" in text or "unable to open" in text:
        return "没有写入权限"
    if "password" in text or "authentication" in text:
        return "用户名或密码不对"
    return "磁盘已满" if "full" in text else type(error).__name__
