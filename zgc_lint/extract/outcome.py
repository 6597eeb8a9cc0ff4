"""What became of an appeal, by the words in the ledger's result columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.extract.text import squeeze
from zgc_lint.model import Outcome

if TYPE_CHECKING:
    from zgc_lint.knowledge import FieldNames

__all__ = ["read_outcome"]


def read_outcome(lost_column: str, district: str, city: str, names: FieldNames) -> Outcome:
    """The outcome by the columns 是否失分, 区级结果, 市级结果: the first that is decided, in this order.

    A district's consent decides nothing, as the city's review is still to come; its refusal does.
    """
    lost = _lost(squeeze(lost_column), names)
    for result, final in ((city, True), (district, False)):
        if lost is None and result:
            verdict = _accepted(squeeze(result), names)
            lost = not verdict if verdict is not None and (final or not verdict) else None
    return Outcome(lost, district, city)


def _lost(text: str, names: FieldNames) -> bool | None:
    """What 是否失分 says; the denials are looked for first, as 未失分 holds 失分."""
    if any(word in text for word in names.result_words["not_lost"]):
        return False
    return True if any(word in text for word in names.result_words["lost"]) else None


def _accepted(text: str, names: FieldNames) -> bool | None:
    if any(word in text for word in names.result_words["rejected"]):
        return False
    return True if any(word in text for word in names.result_words["accepted"]) else None
