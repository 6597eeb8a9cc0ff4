"""The tables of the history, and the steps that bring an older one up to date.

A step is never changed once it has been released: a new one is added to `STEPS`, and `VERSION` counts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, inspect, select

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["METADATA", "STEPS", "bring_up_to_date", "defects", "entries", "known", "runs", "version_of"]

METADATA = MetaData()

_version = Table("zgc_lint_history", METADATA, Column("version", Integer, nullable=False))

runs = Table(
    "runs", METADATA,
    Column("number", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("month", String(7), nullable=False),
    Column("added_at", String(32), nullable=False),  # ISO 8601, UTC
    Column("tool", String(60), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("files", Integer, nullable=False),
)  # fmt: skip

entries = Table(
    "entries", METADATA,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("superseded_by", ForeignKey("runs.number")),
    Column("month", String(7), nullable=False),
    Column("counts_in", String(7), nullable=False),
    Column("number", String(40), nullable=False),
    Column("filing", Boolean, nullable=False),
    Column("item", String(60), nullable=False),
    Column("specialist", String(60), nullable=False),
    Column("reviewer", String(60), nullable=False),
    Column("filed_on", Date),
    Column("lost", Boolean),
    Index("entries_by_month", "counts_in", "superseded_by"),
    Index("entries_by_batch", "month", "superseded_by"),
)  # fmt: skip

defects = Table(
    "defects", METADATA,
    Column("entry", ForeignKey("entries.id"), nullable=False, index=True),
    Column("code", String(8), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("document", String(12), nullable=False),
    Column("price_row", String(40)),
    Column("confidence", String(8), nullable=False),
)  # fmt: skip

#: The cases a run knew of which it found nothing.
known = Table(
    "known", METADATA,
    Column("run", ForeignKey("runs.number"), nullable=False, index=True),
    Column("number", String(40), nullable=False),
)  # fmt: skip


def _first(connection: Connection) -> None:
    METADATA.create_all(connection, [_version, runs, entries, defects])
    connection.execute(_version.insert().values(version=0))


def _second(connection: Connection) -> None:
    METADATA.create_all(connection, [known])


#: The steps, in order; each takes the tables from the version before it to the next.
STEPS: list[Callable[[Connection], None]] = [_first, _second]


def version_of(connection: Connection) -> int:
    """How many steps the database has seen; 0 for an empty one."""
    if not inspect(connection).has_table(_version.name):
        return 0
    return int(connection.execute(select(_version.c.version)).scalar_one())


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps the database has not seen, in the transaction of `connection`."""
    for step in STEPS[version_of(connection) :]:
        step(connection)
        connection.execute(_version.update().values(version=_version.c.version + 1))
