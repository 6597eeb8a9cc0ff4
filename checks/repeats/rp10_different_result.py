"""RP10: parent and child ended differently, or the parent not at all, or not as the text says."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, NoOptions, Order, Orders, Place, ToldResults, squeeze


class DifferentResult(Check):
    code, name, title = "RP10", "different-result", "母子单办理结果不一致"
    row = "contradiction"
    scope = "batch"
    needs = (Orders, ToldResults)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding]:
        """Yield the strongest sign for each pair; that the orders themselves differ is a hint, as it may be lawful."""
        for child, parent, place in batch[Orders].pairs():
            finding = (
                self._told_otherwise(child, parent)
                or self._solved_otherwise(child, parent, place)
                or self._still_open(child, parent, place)
            )
            if finding is not None:
                yield finding

    def _solved(self, order: Order) -> bool | None:
        """What 是否解决 says."""
        text, words = squeeze(order.value("resolved")), self.knowledge.repeats
        return True if text in words.solved else False if text in words.unsolved else None

    def _is_open(self, order: Order) -> bool:
        return any(word in order.value("status") for word in self.knowledge.repeats.open_statuses)

    def _told_otherwise(self, child: Order, parent: Order) -> Finding | None:
        """The text calls the parent solved or closed, and the tables say that it is not."""
        if child.filing is None or len(child.parents) != 1 or not child.filing[ToldResults].of_parent:
            return None
        said = child.filing[ToldResults].of_parent[0]
        if self._solved(parent) is False and not said.text.endswith(("办结", "办理完毕")):
            key, sureness = "resolved", Confidence.LIKELY
        elif self._is_open(parent):
            key, sureness = "status", Confidence.HINT  # the export may be older than the text
        else:
            return None
        name = self.knowledge.fields.name_of(key)
        return Finding(
            said.place,
            f"材料写“{said.text}”，母单 {parent.number} 的{name}却是“{parent.value(key)}”",
            text=said.text,
            evidence=[said, parent.cite(key)],
            confidence=sureness,
            case=child.number,
        )

    def _solved_otherwise(self, child: Order, parent: Order, place: Place) -> Finding | None:
        above, below = self._solved(parent), self._solved(child)
        if above is None or below is None or above is below:
            return None
        return _hint(child, parent, place, "是否解决", "resolved")

    def _still_open(self, child: Order, parent: Order, place: Place) -> Finding | None:
        """The child is closed and the parent, which came before it, is not."""
        closed = any(word in child.value("status") for word in self.knowledge.repeats.closed_statuses)
        return _hint(child, parent, place, "工单状态", "status") if closed and self._is_open(parent) else None


def _hint(child: Order, parent: Order, place: Place, name: str, key: str) -> Finding:
    return Finding(
        place,
        f"母单 {parent.number} 的{name}为“{parent.value(key)}”，子单 {child.number} 为“{child.value(key)}”，"
        "请核对两件的办理结果",
        text=parent.number,
        evidence=[parent.cite(key), child.cite(key)],
        confidence=Confidence.HINT,
        case=child.number,
    )
