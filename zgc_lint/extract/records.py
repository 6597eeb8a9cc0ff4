"""What pricing and reports need to know of each case: who, when, which item, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.fields import Fields
from zgc_lint.extract.orders import Order, Orders
from zgc_lint.model import Batch, CaseRecord

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge

__all__ = ["CaseRecords"]


@dataclass(frozen=True)
class CaseRecords:
    """The record of every order any source knows, by number; `filings` are those of the filing folders, by path."""

    by_case: dict[str, CaseRecord]
    filings: tuple[CaseRecord, ...]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> CaseRecords:
        """Ledger before form for dates and people: it is the register the office keeps."""
        orders = batch[Orders]
        records = {number: _record(order) for number, order in orders.by_number.items()}
        filings = []
        for filing in batch.filings:
            own = orders.get(filing.case)
            if own is None or own.filing is not filing:  # without a number, or a second folder of the same one
                own = Order(filing.case, filing=filing, fields=filing[Fields])
            record = _record(own)
            records.setdefault(filing.case, record)
            filings.append(record)
        return cls(records, tuple(sorted(filings, key=lambda record: record.path)))


def _record(order: Order) -> CaseRecord:
    filed = order.moment("filed_on") if order.is_filed else None
    received = order.called
    return CaseRecord(
        case=order.number,
        path=order.filing.path if order.filing is not None else "",
        item=order.item.name if order.item is not None else order.item_text or order.value("exclusion_item"),
        specialist=order.value("specialist"),
        reviewer=order.value("reviewer"),
        filed_on=filed.day if filed else None,
        received_on=received.day if received else None,
        outcome=order.outcome,
    )
