"""IT02: complaint, reasons and statement speak for another item than the one chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zgc_lint.api import (
    Check,
    Confidence,
    Fields,
    Filing,
    Finding,
    Item,
    ItemSigns,
    Ledger,
    NamedItem,
    Quote,
    Reading,
    Sign,
    Unjudged,
    reading_of_item,
)


@dataclass(frozen=True)
class It02Options:
    """`characters`: how many an office's own words must have to be judged.

    A finding is "likely" where the words hold `cues` different cues of the better item and are `ratio` times as like
    it as the chosen one, or hold one cue and are `far` times as like; else it is a hint.
    """

    characters: int = 25
    cues: int = 2
    ratio: float = 2.0
    far: float = 3.0


class WrongItem(Check):
    code, name, title = "IT02", "wrong-item", "剔除项选错"
    row = "wrong-item"
    needs = (Fields, ItemSigns, Ledger)
    Options = It02Options

    def run(self, filing: Filing, options: It02Options) -> Iterator[Finding | Unjudged]:
        """Yield at most one finding: the text names another item, speaks against its own, or speaks for another."""
        catalogue = self.knowledge.catalogue
        reading = reading_of_item(filing)
        item = catalogue.find(reading.text) if reading is not None else None
        if reading is None or item is None:
            return  # IT01 and AT05 speak of that
        signs = filing[ItemSigns]
        other = next((named for named in signs.named if named.item != item.key), None)
        if other is not None:
            yield self._named(reading, item, other, signs)
            return
        if not item.cues:
            yield Unjudged(reading.place, f"清单没有写明“{item.name}”的常见字样（cues），剔除项是否选对请人工核对")
            return
        mine, against = self._for(item, signs), signs.against_item(item.key)
        key = signs.likeliest()
        better = catalogue.items[key] if key not in (None, item.key) else None
        if mine or _has_parent(item, signs):
            if better and len(mine) == 1 and not _are_near(item, better) and _times(signs, better, item) > options.far:
                many = len(self._for(better, signs)) > options.cues
                yield self._wrong(reading, item, better, signs, Confidence.LIKELY if many else Confidence.HINT)
        elif against:
            yield self._clash(reading, item, against, better, signs)
        elif signs.characters < options.characters:
            yield Unjudged(reading.place, "申报理由和情况说明的文字太少，剔除项是否选对请人工核对")
        elif better is None:
            yield Unjudged(
                reading.place, f"理由和说明没有清单所列“{item.name}”的常见字样，也看不出是哪一项，请人工核对"
            )
        elif _are_near(item, better):
            yield Unjudged(reading.place, f"所写情形像是“{better.name}”，与“{item.name}”相近，请人工核对")
        else:
            times, cues = _times(signs, better, item), len(self._for(better, signs))
            sure = times >= (options.ratio if cues >= options.cues else options.far)
            yield self._wrong(reading, item, better, signs, Confidence.LIKELY if sure else Confidence.HINT)

    def _for(self, item: Item, signs: ItemSigns) -> list[Sign]:
        """The signs for an item in the office's own words, and its telling words in the complaint."""
        return [*signs.for_item(item.key), *(sign for sign in signs.in_complaint if sign.item == item.key)]

    # What is said.

    def _named(self, reading: Reading, item: Item, other: NamedItem, signs: ItemSigns) -> Finding:
        named = self.knowledge.catalogue.items[other.item]
        right = named if signs.likeness[named.key] > signs.likeness[item.key] else item
        return Finding(
            reading.place,
            f"剔除项栏填“{item.name}”，申报理由却按“{named.name}”申报，两者不是同一项；所写情形更像“{right.name}”",
            text=reading.text,
            suggest=right.name if right is not item else None,
            evidence=[Quote(reading.place, reading.text), other.said, *_words(signs, right.key)],
            confidence=_sureness(item, named),
        )

    def _clash(
        self, reading: Reading, item: Item, against: Sequence[Sign], better: Item | None, signs: ItemSigns
    ) -> Finding:
        said = "、".join(f"“{sign.words}”" for sign in against[:3])
        instead = f"，更像“{better.name}”" if better else ""
        return Finding(
            reading.place,
            f"剔除项为“{item.name}”，申报材料却写{said}{instead}；{self._without(item, signs)}",
            text=reading.text,
            suggest=better.name if better else None,
            evidence=[Quote(reading.place, reading.text), *(sign.said for sign in against[:3])],
            confidence=_sureness(item, *([better] if better else [])),
        )

    def _wrong(self, reading: Reading, item: Item, better: Item, signs: ItemSigns, confidence: Confidence) -> Finding:
        cues = [sign.words for sign in self._for(better, signs)[:4]]
        words = "、".join(f"“{cue}”" for cue in cues)
        alike = [quote.text for quote in signs.shared[better.key] if not any(quote.text in cue for cue in cues)]
        also = f"，用语相同的还有{'、'.join(f'“{text}”' for text in alike)}" if alike else ""
        return Finding(
            reading.place,
            f"剔除项为“{item.name}”，所写情形更像“{better.name}”：写有{words}{also}，"
            f"与两项说法的相似度为 {signs.likeness[item.key]:.2f} 和 {signs.likeness[better.key]:.2f}；"
            f"{self._without(item, signs)}",
            text=reading.text,
            suggest=better.name,
            evidence=[Quote(reading.place, reading.text), *_words(signs, better.key)],
            confidence=confidence,
        )

    def _without(self, item: Item, signs: ItemSigns) -> str:
        """What the chosen item would need and the words do not have."""
        facts = self.knowledge.catalogue.facts
        missing = [facts[key].name for key in item.required_facts if facts[key].pattern and key not in signs.facts]
        missing_facts = f"，也没有写明{'、'.join(missing)}" if missing else ""
        mine = "、".join(f"“{sign.words}”" for sign in self._for(item, signs))
        only = f"合于“{item.name}”的字样只有{mine}" if mine else f"没有“{item.name}”的常见字样"
        return f"{only}{missing_facts}"


def _has_parent(item: Item, signs: ItemSigns) -> bool:
    """Whether the item asks for a parent order and one is given, which says more than words."""
    return "parent_id" in item.required_facts and "parent_id" in signs.facts


def _are_near(item: Item, better: Item) -> bool:
    return better.key in item.near or item.key in better.near


def _times(signs: ItemSigns, better: Item, item: Item) -> float:
    """How many times as like the better item as the chosen one the words are."""
    return signs.likeness[better.key] / max(signs.likeness[item.key], 0.01)


def _words(signs: ItemSigns, key: str) -> list[Quote]:
    """The words that speak for an item: its cues, what makes the text most like it; and the complaint beside them."""
    own = [sign.said for sign in signs.for_item(key)[:4]]
    complaint = [Quote(signs.complaint.place, signs.complaint.text)] if signs.complaint else []
    return [*own, *signs.shared[key][:2], *complaint]


def _sureness(*items: Item) -> Confidence:
    return Confidence.LIKELY if any(item.starter for item in items) else Confidence.CERTAIN
