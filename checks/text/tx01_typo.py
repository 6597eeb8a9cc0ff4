"""TX01: wrong characters and words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zgc_lint.api import (
    Check,
    Confidence,
    CorrectorOptions,
    Document,
    Fields,
    Finding,
    Passage,
    Prose,
    Row,
    Surroundings,
    Suspicions,
    any_of,
)

LEVELS = {"E": Confidence.CERTAIN, "W": Confidence.LIKELY, "I": None}  # I: known, not reported


@dataclass(frozen=True)
class Pair:
    """A wrong word, what it should be, and the surroundings in which it is no slip, or must stand to be one."""

    wrong: str
    right: str
    confidence: Confidence
    surroundings: Surroundings
    require: re.Pattern[str] | None

    def applies(self, text: str, start: int) -> bool:
        """Whether the wrong word at `start` of `text` is one, by its surroundings."""
        end = start + len(self.wrong)
        if self.surroundings.allow(text, start, end):
            return False
        if self.require:
            return any(match.start() <= start and end <= match.end() for match in self.require.finditer(text))
        return True


@dataclass(frozen=True, slots=True)
class Confusable:
    """A word taken for another that sounds or looks like it, where the words around show it: `pattern` covers it."""

    wrong: str
    right: str
    confidence: Confidence
    pattern: re.Pattern[str]


class Typo(Check):
    code, name, title = "TX01", "typo", "错别字"
    row = "typo"
    scope = "document"
    needs = (Prose, Fields, Suspicions)
    Options = CorrectorOptions

    def run(self, document: Document, options: CorrectorOptions) -> Iterator[Finding]:
        """Yield each wrong word of the pair list in the document's own prose, then what the corrector adds."""
        listed: set[tuple[Passage, int]] = set()  # and character
        names = document.filing[Fields].names if document.filing is not None else ""
        for passage in document[Prose].passages:
            for start, pair in self._slips(passage):
                if pair.wrong in names or (passage, start) in listed:
                    continue
                listed.update((passage, start + offset) for offset in range(len(pair.wrong)))
                message = f"“{pair.wrong}”应为“{pair.right}”"
                yield passage.slip(start, start + len(pair.wrong), pair.right, message, pair.confidence)
        if not options.corrector:
            return
        for one in document[Suspicions].suspects:
            told = ((one.passage, place) for place in range(one.start, one.end))
            if one.keeps_length and listed.isdisjoint(told):
                yield one.slip(f"“{one.context}”中“{one.wrong}”应为“{one.right}”")

    def _slips(self, passage: Passage) -> Iterator[tuple[int, Pair | Confusable]]:
        position = 0
        while match := self.pattern.search(passage.text, position):
            pair = self.pairs[match.group()]
            if not passage.is_quoted(*match.span()) and pair.applies(passage.text, match.start()):
                yield match.start(), pair
                position = match.end()
            else:
                position = match.start() + 1
        for one in self.confusables:
            for match in one.pattern.finditer(passage.text):
                start = passage.text.find(one.wrong, *match.span())
                if start >= 0 and not passage.is_quoted(start, start + len(one.wrong)):
                    yield start, one

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """The pairs of typos.tsv and variants.tsv that are sure enough to report, by the wrong word."""
        return {
            row.text("wrong"): Pair(
                row["wrong"],
                row["right"],
                confidence,
                Surroundings.read(row),
                re.compile(_covering(row["wrong"], row["require"])) if row["require"] else None,
            )
            for row in (*self._rows("variants.tsv"), *self._rows("typos.tsv"))
            if (confidence := row.one_of("level", LEVELS)) is not None
        }

    def _rows(self, name: str) -> Sequence[Row]:
        return self.knowledge.rows(name, patterns=(*Surroundings.COLUMNS, "require"))

    @cached_property
    def confusables(self) -> list[Confusable]:
        """The rows of confusables.tsv."""
        return [_confusable(row) for row in self.knowledge.rows("confusables.tsv", patterns=("pattern",))]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any wrong word, the longer ones first."""
        return re.compile(any_of(self.pairs))


def _confusable(row: Row) -> Confusable:
    if row.text("wrong") not in row["pattern"]:
        raise row.fail("pattern", f"含有“{row['wrong']}”的说法")
    return Confusable(row["wrong"], row["right"], row.confidence, re.compile(row["pattern"]))


def _covering(wrong: str, require: str) -> str:
    """The required surroundings as a pattern whose match covers the wrong word."""
    return require if wrong in require else f"{re.escape(wrong)}(?:{require})"
