"""Which names the tables of a batch give to a telephone number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.people import Phone, read_phones
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.extract.text import squeeze
from zgc_lint.model import Batch, Quote

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge

__all__ = ["PhoneBook"]


@dataclass(frozen=True)
class PhoneBook:
    """For each full number: the orders, the names they give, and where; in the order of the tables."""

    entries: dict[tuple[str, str], list[tuple[str, str, Quote]]]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> PhoneBook:
        """Go through ledgers and exports once."""
        entries: dict[tuple[str, str], list[tuple[str, str, Quote]]] = {}
        for row in (*batch[Ledger].rows, *batch[Exports].rows):
            reading = row.reading("complainant")
            if reading is None or not row.case:
                continue
            for phone in read_phones(row.value("phone")):
                if not phone.is_masked:
                    entry = row.case, squeeze(reading.text), Quote(reading.place, reading.text)
                    entries.setdefault((phone.area, phone.number), []).append(entry)
        return cls(entries)

    def of(self, phone: Phone) -> list[tuple[str, str, Quote]]:
        """Number of the order, name, and where it stands."""
        return self.entries.get((phone.area, phone.number), [])
