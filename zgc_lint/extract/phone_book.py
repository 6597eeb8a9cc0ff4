"""Which names the tables of a batch give to a telephone number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.people import Phone, read_phones
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow
from zgc_lint.extract.text import squeeze
from zgc_lint.model import Batch, Quote

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge

__all__ = ["PhoneBook"]


@dataclass(frozen=True)
class PhoneBook:
    """For each full number, area code apart, the rows that give it and a name; in the order of the tables."""

    rows: dict[tuple[str, str], list[SheetRow]]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> PhoneBook:
        """Go through ledgers and exports once."""
        rows: dict[tuple[str, str], list[SheetRow]] = {}
        for row in (*batch[Ledger].rows, *batch[Exports].rows):
            if not row.case or not row.value("complainant"):
                continue
            for phone in read_phones(row.value("phone")):
                if not phone.is_masked:
                    rows.setdefault((phone.area, phone.number), []).append(row)
        return cls(rows)

    def of(self, phone: Phone) -> list[tuple[str, str, Quote]]:
        """Number of the order, name, and where it stands."""
        rows = self.rows.get((phone.area, phone.number), ())
        named = ((row.case, row.reading("complainant")) for row in rows)
        return [(case, squeeze(name.text), Quote(name.place, name.text)) for case, name in named if name is not None]
