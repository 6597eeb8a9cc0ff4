"""RP02: the parent is the child itself, or itself a child, or the orders point at one another in a ring."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, NoOptions, Orders, Quote, Repeat


class ParentChain(Check):
    code, name, title = "RP02", "parent-chain", "母单又是子单"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding]:
        """Yield each child whose parent is no root."""
        orders = batch[Orders]
        for repeat in orders.repeats():
            if repeat.parent is None or repeat.order is None:
                continue
            problem = _problem(repeat, orders)
            if problem is None:
                continue
            upper = repeat.order.parents
            evidence = [Quote(parent.place, f"{repeat.order.number} 的母单为 {parent.number}") for parent in upper]
            yield Finding(
                repeat.parent.place, problem, text=repeat.parent.number, evidence=evidence, case=repeat.child.number
            )


def _problem(repeat: Repeat, orders: Orders) -> str | None:
    child, parent = repeat.child, repeat.order
    if parent is None:
        return None
    if parent is child:
        return f"工单 {child.number} 把自己填作母单"
    ring = _ring(child.number, parent.number, orders)
    if ring:
        return f"母单互相指认，形成循环：{' → '.join(ring)}"
    if parent.is_repeat:
        upper = "、".join(p.number for p in parent.parents)
        note = f"（其母单为 {upper}）" if upper else ""
        return f"母单 {parent.number} 本身已作为子单申报{note}，母单不能再是子单"
    return None


def _ring(start: str, first: str, orders: Orders) -> list[str]:
    """The numbers from `start` over `first` back to `start`, following parents; empty where they do not lead back."""
    paths = [[start, first]]
    seen = {first}
    while paths:
        path = paths.pop()
        order = orders.get(path[-1])
        for parent in order.parents if order else ():
            if parent.number == start:
                return [*path, start]
            if parent.number not in seen:
                seen.add(parent.number)
                paths.append([*path, parent.number])
    return []
