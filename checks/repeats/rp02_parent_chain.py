"""RP02: a child's parent is no root: the child itself, itself a child, one of a ring; or more than one is named."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, NoOptions, Order, Orders, Quote, Repeat, ToldRoles


class ParentChain(Check):
    code, name, title = "RP02", "parent-chain", "母单又是子单"
    row = "same-person"
    scope = "batch"
    needs = (Orders, ToldRoles)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding]:
        """Yield each child whose parent is no root, or that has more than one parent."""
        orders = batch[Orders]
        for repeat in orders.repeats():
            if repeat.parent is None or repeat.order is None:
                continue
            problem = _problem(repeat, orders)
            if problem is None:
                continue
            upper = repeat.order.parents
            evidence = [Quote(parent.place, f"{repeat.order.number} 的母单为 {parent.number}") for parent in upper]
            evidence += [repeat.child.cite("parent_id"), repeat.order.cite("exclusion_item")]
            yield Finding(
                repeat.parent.place, problem, text=repeat.parent.number, evidence=evidence, case=repeat.child.number
            )
        for child in orders.filed():
            if child.parents:
                yield from _several(child, orders)
                yield from _another_in_text(child)


def _problem(repeat: Repeat, orders: Orders) -> str | None:
    child, parent = repeat.child, repeat.order
    if parent is None:
        return None
    if parent.number == child.number:
        return f"工单 {child.number} 把自己填作母单"
    ring = _ring(child.number, parent.number, orders)
    if ring:
        return f"母单互相指认，形成循环：{' → '.join(ring)}"
    if parent.is_repeat:
        upper = "、".join(p.number for p in parent.parents)
        note = f"（其母单为 {upper}）" if upper else ""
        when = "" if parent.is_current else "在以前月份"
        return f"母单 {parent.number} 本身已{when}作为子单申报{note}，母单不能再是子单"
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


def _several(child: Order, orders: Orders) -> Iterator[Finding]:
    """A hint where one field names two orders, both known and different from the child."""
    first = child.parents[0]
    beside = [p for p in child.parents if p.place == first.place and p.number != child.number and orders.get(p.number)]
    if len(beside) > 1:
        numbers = "、".join(parent.number for parent in beside)
        yield Finding(
            first.place,
            f"工单 {child.number} 填了 {len(beside)} 个母单（{numbers}），一件子单应只有一个母单，请核对",
            text=numbers,
            evidence=[order.cite("complaint") for parent in beside if (order := orders.get(parent.number))],
            confidence=Confidence.HINT,
            case=child.number,
        )


def _another_in_text(child: Order) -> Iterator[Finding]:
    """The running text calls another order the parent, and nowhere the one in the field."""
    told = child.filing[ToldRoles] if child.filing is not None else None
    named = {parent.number for parent in child.parents}
    if told is None or told.parents & (named | {child.number}) or len(told.parents) != 1:
        return
    mention = next(m for m in told.mentions if m.role == "parent")
    if len(mention.number) != len(child.number):
        return
    parent = child.parents[0]
    yield Finding(
        mention.quote.place,
        f"材料文字中的母单是 {mention.number}，母单编号一栏填的是 {parent.number}，一件子单应只有一个母单",
        text=mention.number,
        suggest=parent.number,
        evidence=[Quote(parent.place, f"母单编号 {parent.number}"), mention.quote],
        confidence=Confidence.LIKELY,
        case=child.number,
    )
