"""RP05: parent and child are not about the same matter, or the child demands something more."""

import re
from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, NoOptions, Order, Orders, Place, Unjudged, any_of

KNOWN = 0.34  # share of a demand's pairs of characters from which the parent's text holds it
MATTER = ("complaint", "category", "address")
LEAST = 4  # characters that a demand has beyond what is no demand of its own


class DifferentMatter(Check):
    code, name, title = "RP05", "different-matter", "母子单不是同一诉求"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each pair that category, address and text tell apart, two of them at least and none against it; of
        the others each whose child demands something of which the parent says nothing.
        """
        for child, parent, place in batch[Orders].pairs():
            matter = child.compare_matter(parent)
            if matter.same is False:
                yield Finding(
                    place,
                    f"母单 {parent.number}{_when(parent)}与子单 {child.number}{_when(child)}不是同一诉求：{matter}",
                    text=parent.number,
                    evidence=[parent.cite(*MATTER), child.cite(*MATTER)],
                    confidence=Confidence.LIKELY,
                    case=child.number,
                )
                continue
            demand = self._new_demand(child, parent)
            if demand:
                yield self._more(child, parent, demand, place)
            elif matter.same is None:
                why = f"母单 {parent.number} 与子单 {child.number} 是否同一诉求不能确定（{matter}），请人工核对"
                yield Unjudged(place, why)

    def _more(self, child: Order, parent: Order, demand: str, place: Place) -> Finding:
        return Finding(
            place,
            f"子单 {child.number}{_when(child)}另有母单 {parent.number}{_when(parent)}没有的诉求“{demand}”，"
            f"不完全是同一诉求（{child.compare_matter(parent)}）",
            text=parent.number,
            evidence=[parent.cite(*MATTER), child.cite(*MATTER)],
            confidence=Confidence.LIKELY,
            case=child.number,
        )

    def _new_demand(self, child: Order, parent: Order) -> str:
        """What the child's text demands beyond the parent's, "" where nothing is known to be new."""
        if not parent.complaint.text.strip():
            return ""
        words = self.knowledge.repeats
        new = re.compile(rf"(?:{any_of(words.new_demand)})[，,：:]?(?P<demand>[^。；;！!？?\n]+)")
        for match in new.finditer(child.complaint.text):
            told = re.sub(any_of(words.not_a_demand), "", words.formulas.sub("", match["demand"]))
            bare = re.sub(r"\W", "", told)
            if len(bare) >= LEAST and parent.complaint.holds(bare) < KNOWN:
                return match.group().strip("，, ")
        return ""


def _when(order: Order) -> str:
    return f"（来电 {order.called}）" if order.called is not None else ""
