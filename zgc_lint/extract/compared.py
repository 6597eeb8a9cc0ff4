"""Comparing each thing of a batch with each other, those pairs left out that an earlier run has compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zgc_lint.look.comparisons import Comparisons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from zgc_lint.look.comparisons import Compare, Digests, Pair
    from zgc_lint.model import Batch

__all__ = ["compared"]


def compared(
    batch: Batch, what: str, names: Digests, things: Sequence[Any], compare: Compare, firsts: int | None = None
) -> list[Pair]:
    """What comes of the `things` of these `names`, in order; see `Comparisons`.

    `what` names the kind of things in `Keeper`; those after the `firsts` are not compared with each other. Where there
    are very many, and few have been compared before, others have a share in it.
    """
    end = len(things) if firsts is None else firsts

    def compare_rest(known: Collection[int]) -> Iterable[Pair]:
        errands = batch.errands
        shared = errands.compare(things, end, known, compare) if errands is not None else None
        return compare(things, known, None) if shared is None else shared

    before = batch.keeper.recall(what) if batch.keeper is not None else None
    found, after = (before or Comparisons()).go_on(names, compare_rest)
    if batch.keeper is not None:
        batch.keeper.remember(what, after)
    return found
