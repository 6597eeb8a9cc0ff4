"""LY04: the same paragraph twice in one document."""

from collections.abc import Iterator

from zgc_lint.api import Check, Document, Finding, Passage, Prose, Quote, Role, squeeze

_SHORTEST = 20  # characters: less may well stand twice


class ParagraphTwice(Check):
    code, name, title = "LY04", "paragraph-twice", "段落重复"
    row = "layout"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: object) -> Iterator[Finding]:
        """Yield each paragraph that has stood before, in the same field or the running text."""
        if document.role is Role.LEDGER:
            return  # rows may well give the same reason
        met: dict[tuple[str, object, object], Passage] = {}
        for passage in document[Prose].passages:
            text = squeeze(passage.text)
            if len(text) < _SHORTEST or (passage.is_quoted(0, len(passage.text)) and _is_all_quoted(passage)):
                continue
            first = met.setdefault((text, passage.place.field, passage.place.cell), passage)
            if first is not passage:
                yield Finding(
                    passage.place.within(0, len(passage.text)),
                    f"本段与前文重复：“{passage.text.strip()[:16]}……”",
                    text=passage.text.strip(),
                    evidence=(Quote(first.place, first.text.strip()),),
                    case=passage.case,
                )


def _is_all_quoted(passage: Passage) -> bool:
    quoted = sum(end - start for start, end in passage.zones)
    return quoted >= len(passage.text.strip()) - 2
