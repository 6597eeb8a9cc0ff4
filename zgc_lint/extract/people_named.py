"""The citizens a batch names, so that reports can hide them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.contents import Contents
from zgc_lint.extract.fields import Fields
from zgc_lint.extract.mentions import Mentions
from zgc_lint.extract.people import SURNAMES
from zgc_lint.extract.sheets import Earlier, Exports, Ledger
from zgc_lint.extract.text import HAN, squeeze
from zgc_lint.extract.told import ShownOrders

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch

__all__ = ["PeopleNamed"]

_FULL_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})?")
_HONORIFIC = re.compile(r"(先生|女士|小姐|同志|老师)$")


@dataclass(frozen=True)
class PeopleNamed:
    """The full names of complainants, and the work-order numbers (which are never hidden).

    Names come from forms, ledgers, exports, statements, and folders such as ``20260605012345 王建国``; parties named
    in attachments from those that a check has looked into.
    """

    names: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> PeopleNamed:
        """Collect the names; 王先生, 匿名 and the like hide themselves."""
        rows = (*batch[Ledger].rows, *batch[Exports].rows, *batch[Earlier].rows)
        texts = [row.value("complainant") for row in rows]
        for filing in batch.filings:
            texts += [reading.text for reading in filing[Fields].all("complainant")]
            texts += [mention.name for mention in filing[Mentions].names]
        shown = filter(None, (filing.known(ShownOrders) for filing in batch.filings))  # screenshots a check has read
        told = (order.reading("complainant") for orders in shown for order in orders.orders)
        texts += [reading.text for reading in told if reading is not None]
        looked_into = filter(None, (document.known(Contents) for document in batch.every_document()))
        texts += [party.name for contents in looked_into for party in contents.parties if not party.is_body]
        names = {name for text in texts for name in re.split(r"[、，,；;/\s]+", text.strip())}
        names |= {squeeze(text) for text in texts}  # 王 明 is written 王明 elsewhere
        for filing in batch.filings:
            names |= {part for part in re.split(r"[^" + HAN + "·]+", filing.path) if part[:1] in SURNAMES}
        full = {n for n in names if _FULL_NAME.fullmatch(n) and not _HONORIFIC.search(n)}
        numbers = {row.case for row in rows if row.case}
        numbers |= {filing.number for filing in batch.filings if filing.number}
        return cls(frozenset(full - knowledge.fields.anonymous), frozenset(numbers))
