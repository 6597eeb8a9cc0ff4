"""The cells of a table's row in some hundred bytes: what is held of a ledger or an export, row for row.

A cell as it was read takes 250 bytes, and a month's export has a million of them.
"""

from __future__ import annotations

import marshal
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.model import TableCell

__all__ = ["Cells", "open_cells", "pack_cells"]

_IN_USE = 256  # rows
#: A version without references, so that equal rows are equal bytes, however they were made.
_MARSHAL = 2


class Cells(NamedTuple):
    """A row's cells: their texts, and the typed values of those that have one, by column (from 0)."""

    texts: tuple[str, ...]
    values: dict[int, Any]


def pack_cells(cells: Sequence[TableCell]) -> bytes:
    """The row as bytes, the same for equal rows; only for what this program has packed.

    >>> from zgc_lint.model import TableCell
    >>> open_cells(pack_cells([TableCell("甲", 1, 1), TableCell("2026-06-05", 1, 2, value=date(2026, 6, 5))]))
    Cells(texts=('甲', '2026-06-05'), values={1: datetime.date(2026, 6, 5)})
    """
    values = tuple((at, *_plain(cell.value)) for at, cell in enumerate(cells) if cell.value is not None)
    return marshal.dumps((tuple(cell.text for cell in cells), values), _MARSHAL)


@lru_cache(maxsize=_IN_USE)
def open_cells(packed: bytes) -> Cells:
    """The row that `pack_cells` was given."""
    texts, values = marshal.loads(packed)  # noqa: S302 (made by this program)
    return Cells(texts, {at: _typed(kind, value) for at, kind, value in values})


def _plain(value: Any) -> tuple[str, Any]:
    if isinstance(value, timedelta):
        return "timedelta", (value.days, value.seconds, value.microseconds)
    kind = next((name for name, each in _DATED.items() if isinstance(value, each)), "")
    if kind:
        return kind, value.isoformat()
    plain = next((each for each in (bool, int, float) if isinstance(value, each)), str)
    return "", plain(value)


def _typed(kind: str, value: Any) -> Any:
    if kind == "timedelta":
        return timedelta(*value)
    return _DATED[kind].fromisoformat(value) if kind else value


_DATED: dict[str, type[date | time]] = {"datetime": datetime, "date": date, "time": time}  # a datetime is a date
