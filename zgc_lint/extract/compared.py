"""Comparing each thing of a batch with each other, those pairs left out that an earlier run has compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgc_lint.look.comparisons import Compare, Comparisons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.model import Batch

__all__ = ["compared"]


def compared(batch: Batch, what: str, names: Sequence[bytes], compare: Compare) -> list[tuple[int, int, Any]]:
    """What comes of the things of these `names`, as (number, later number, what came of it); see `Comparisons`.

    `what` names the kind of things in `Keeper`.
    """
    before = batch.keeper.recall(what) if batch.keeper is not None else None
    found, after = (before or Comparisons()).go_on(names, compare)
    if batch.keeper is not None:
        batch.keeper.remember(what, after)
    return found
