"""IT01: the exclusion item is not in the catalogue in force."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    Check,
    Confidence,
    Fields,
    Filing,
    Finding,
    Item,
    ItemSigns,
    Ledger,
    NoOptions,
    Quote,
    Reading,
    Unjudged,
)


class UnknownItem(Check):
    code, name, title = "IT01", "unknown-item", "剔除项不在清单内"
    row = "wrong-item"
    needs = (Fields, ItemSigns, Ledger)

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
            former = catalogue.formerly(chosen)
            if former is not None:
                yield Finding(
                    reading.place,
                    f"剔除项“{chosen}”是旧称，现行清单（{catalogue.title}）的名称是“{former.name}”",
                    text=chosen,
                    suggest=former.name,
                    confidence=Confidence.HINT,
                )
                continue
            item, how, evidence = self._meant(chosen, filing)
            yield Finding(
                reading.place,
                f"剔除项“{chosen}”不在现行清单（{catalogue.title}）内{how}",
                text=chosen,
                suggest=item.name if item else None,
                evidence=evidence,
                confidence=Confidence.LIKELY if catalogue.starter else Confidence.CERTAIN,
            )

    def _meant(self, chosen: str, filing: Filing) -> tuple[Item | None, str, list[Quote]]:
        """The item that is probably meant, in words, and what that rests on: a slip, what is written, a like name."""
        catalogue = self.knowledge.catalogue
        slip = catalogue.slip_of(chosen)
        if slip is not None:
            return slip, f"，与“{slip.name}”或其别名只差一字，应是笔误", []
        signs = filing[ItemSigns]
        key = signs.likeliest()
        written = signs.for_item(key)[:3] if key is not None else []
        if key is not None and len(written) > 1:
            item, words = catalogue.items[key], "、".join(f"“{sign.words}”" for sign in written)
            return item, f"；申报材料写有{words}，像是“{item.name}”", [sign.said for sign in written]
        near = catalogue.nearest(chosen)
        return (near, f"，最接近的是“{near.name}”", []) if near is not None else (None, "", [])

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
