"""RP04: parent and child do not come from the same person."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, NoOptions, Orders, Unjudged


class DifferentPerson(Check):
    code, name, title = "RP04", "different-person", "母子单不是同一诉求人"
    row = "same-person"
    scope = "batch"
    needs = (Orders,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each pair whose telephones and names both differ; what cannot be proven is not judged."""
        orders = batch[Orders]
        for child, parent, place in orders.pairs():
            same = orders.same_person(child, parent)
            if same is None:
                pair = f"母单 {parent.number} 与子单 {child.number}"
                why = f"{pair} 的姓名、电话不全、被隐去或只有一项不同，不能证明是否同一人，请人工核对"
                yield Unjudged(place, why)
            elif not same:
                yield Finding(
                    place,
                    f"母单 {parent.number} 与子单 {child.number} 的诉求人姓名和电话都不同，不是同一诉求人",
                    text=parent.number,
                    evidence=[parent.cite("complainant", "phone"), child.cite("complainant", "phone")],
                    case=child.number,
                )
