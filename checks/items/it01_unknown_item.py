"""IT01: the exclusion item is not in the catalogue in force."""

import difflib
import re
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Fields, Filing, Finding, Ledger, NoOptions, Reading, Unjudged


class UnknownItem(Check):
    code, name, title = "IT01", "unknown-item", "剔除项不在清单内"
    row = "wrong-item"
    needs = (Fields, Ledger)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each item, in form or ledger, that the catalogue does not know; the same text once."""
        catalogue = self.knowledge.catalogue
        reported: set[str] = set()
        for reading in _items_of(filing):
            if reading.text in reported or self.knowledge.fields.is_blank(reading.text) or self._known(reading.text):
                continue
            reported.add(reading.text)
            chosen = catalogue.chosen(reading.text)
            if chosen is None:
                yield Unjudged(reading.place, "剔除项为勾选式，勾选的不是一项，无法核对，请人工核对")
                continue
            near = difflib.get_close_matches(chosen, catalogue.names(), n=1, cutoff=0.4)
            hint = f"，最接近的是“{near[0]}”" if near else ""
            yield Finding(
                reading.place,
                f"剔除项“{chosen}”不在现行清单（{catalogue.title}）内{hint}",
                text=chosen,
                suggest=near[0] if near else None,
                confidence=Confidence.LIKELY if catalogue.starter else Confidence.CERTAIN,
            )

    def _known(self, text: str) -> bool:
        """Whether the catalogue has the item, or all the items where several are written in one place."""
        parts = [part for part in re.split(r"[\n；;、，,/]", text) if part.strip()]
        find = self.knowledge.catalogue.find
        return find(text) is not None or (len(parts) > 1 and all(find(part) for part in parts))


def _items_of(filing: Filing) -> Iterator[Reading]:
    first = filing[Fields].first("exclusion_item")
    if first is not None:
        yield first
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    reading = row.reading("exclusion_item") if row else None
    if reading is not None:
        yield reading
