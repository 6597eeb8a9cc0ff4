"""IT03: the filing asks for an outcome that its item does not give."""

import re
from collections.abc import Iterator, Sequence

from zgc_lint.api import (
    OUTCOMES,
    Check,
    Confidence,
    Fields,
    Filing,
    Finding,
    Ledger,
    NoOptions,
    Place,
    Prose,
    Quote,
    Reading,
    Role,
    any_of,
    reading_of_item,
    sentence_at,
)

ASKING = (
    r"(?<![不未非无])(?:申请|申报|建议|恳请|请予|予以|请求|拟|按|符合)"
    r"(?:[^。；，、《“]|《[^》]{0,60}》|“[^”]{0,60}”){0,16}?"
)
NO_TITLE = r"(?!或|\w{0,6}清单)"  # 不计入考评事项清单 is a document


class OutcomeMismatch(Check):
    code, name, title = "IT03", "outcome-mismatch", "申报结果与剔除项不符"
    row = "contradiction"
    needs = (Fields, Ledger, Prose)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Yield the first place that asks for the other outcome; items whose outcome is not known are passed over."""
        item_reading = reading_of_item(filing)
        item = self.knowledge.catalogue.find(item_reading.text) if item_reading else None
        if item is None or item.outcome is None or item_reading is None:
            return
        wrong = next(outcome for outcome in OUTCOMES if outcome != item.outcome)
        outcomes = self.knowledge.catalogue.outcomes
        right_word = outcomes[item.outcome][0]
        for text, place, asking in _where_asked(filing):
            found = _asks_for(text, outcomes[wrong], outcomes[item.outcome], asking=asking)
            if found is None:
                continue
            yield Finding(
                place.within(*found.span(1)),
                f"剔除项“{item.name}”的结果是“{right_word}”，此处申报“{found.group(1)}”，两者不符",
                text=found.group(1),
                suggest=right_word,
                evidence=[Quote(item_reading.place, item_reading.text), Quote(place, _around(text, found))],
                confidence=Confidence.LIKELY if item.starter else Confidence.CERTAIN,
            )
            return


def _where_asked(filing: Filing) -> Iterator[tuple[str, Place, bool]]:
    """The texts that may ask for an outcome, where they stand, and whether asking needs a verb there."""
    for key in ("outcome_asked", "exclusion_item"):
        readings = [*filing[Fields].all(key), _in_ledger(filing, key)]
        yield from ((reading.text, reading.place, False) for reading in readings if reading is not None)
    for document in filing.with_role(Role.FORM, Role.STATEMENT):
        yield from ((passage.text, passage.place, True) for passage in document[Prose].passages)
    for key in ("reason", "statement"):
        reading = _in_ledger(filing, key)
        if reading is not None:
            yield reading.text, reading.place, True


def _in_ledger(filing: Filing, key: str) -> Reading | None:
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    return row.reading(key) if row is not None else None


def _asks_for(text: str, wrong: Sequence[str], right: Sequence[str], *, asking: bool) -> re.Match[str] | None:
    """The words that ask for `wrong`, unless the text speaks of both outcomes."""
    if any(word in text for word in right):
        return None
    return re.search(f"{ASKING if asking else ''}({any_of(wrong)}){NO_TITLE}", text)


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence that asks."""
    return sentence_at(text, found.start(1)).strip()
