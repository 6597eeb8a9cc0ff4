"""Which ledger row belongs to which filing folder, and which have no counterpart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.fields import Fields
from zgc_lint.extract.people import differing_positions, read_phones, same_name, same_phone
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch, Filing

__all__ = ["Registration"]

_SLIPS = 2  # a number that differs in this many digits, of the same person, is a slip of the pen


@dataclass(frozen=True)
class Registration:
    """Filings without a ledger row, rows without a filing, and pairs that only a slip in the number keeps apart."""

    unregistered: tuple[Filing, ...]
    unfiled: tuple[SheetRow, ...]
    misnumbered: tuple[tuple[Filing, SheetRow], ...]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Registration:
        """Match the ledgers of `batch` with its filings by work-order number."""
        by_case = batch[Ledger].by_case
        exported = batch[Exports].by_case
        folders = {filing.case for filing in batch.filings}
        filings = [filing for filing in batch.filings if filing.case not in by_case]
        rows = [rows[0] for case, rows in by_case.items() if case not in folders]
        misnumbered = []
        for filing in list(filings):
            both_exist = filing.case in exported  # then a row with a number of the export is another order's
            candidates = (row for row in rows if not (both_exist and row.case in exported))
            row = next((row for row in candidates if _is_slip(filing, row, knowledge)), None)
            if row is not None:
                filings.remove(filing)
                rows.remove(row)
                misnumbered.append((filing, row))
        return cls(tuple(filings), tuple(rows), tuple(misnumbered))

    def row_of(self, filing: Filing) -> SheetRow | None:
        """The row that is meant for `filing` although its number differs."""
        return next((row for other, row in self.misnumbered if other is filing), None)


def _is_slip(filing: Filing, row: SheetRow, knowledge: Knowledge) -> bool:
    if not 1 <= len(differing_positions(filing.case, row.case)) <= _SLIPS:
        return False
    fields = filing[Fields]
    phone = same_phone(read_phones(fields.text("phone")), read_phones(row.value("phone")))
    name = same_name(fields.text("complainant"), row.value("complainant"), knowledge.fields.anonymous)
    return phone is True or (name is True and phone is not False)
