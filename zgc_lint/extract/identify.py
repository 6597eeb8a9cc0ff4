"""Finding out the work-order number of a filing whose folder does not give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.extract.fields import Fields, case_ids

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch

__all__ = ["identify"]


def identify(batch: Batch, knowledge: Knowledge) -> None:
    """Give each filing without a number the one its form or statement states; `batch` must have been informed."""
    for filing in batch.filings:
        if filing.number is None:
            numbers = case_ids(filing[Fields].text("case_id"), knowledge.fields)
            filing.number = numbers[0] if numbers else None
