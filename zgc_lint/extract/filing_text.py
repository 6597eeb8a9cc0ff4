"""What the papers of the office itself say of a case: the text that its attachments are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.contents import CourtNumber, court_numbers
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import Fields, case_ids
from zgc_lint.extract.mentions import Mentions
from zgc_lint.extract.misreading import holds
from zgc_lint.extract.sheets import Ledger
from zgc_lint.model import Filing, Quote, Role

if TYPE_CHECKING:
    from zgc_lint.knowledge import Knowledge

__all__ = ["FilingText"]


@dataclass(frozen=True)
class FilingText:
    """Form, statement and ledger row of a filing as one text; a statement that is a scan is read for it (seconds).

    `numbers` are the case's own work-order number and all that these papers name; `related` are parents and children.
    `courts` are the court case numbers. `unread`: whether part of a form or statement could not be read.
    """

    text: str
    numbers: frozenset[str]
    related: frozenset[str]
    courts: tuple[tuple[CourtNumber, Quote], ...]
    unread: bool

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> FilingText:
        """Put the text together, and find the numbers in it."""
        papers = [document[DocumentText] for document in filing.with_role(Role.FORM, Role.STATEMENT)]
        row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
        cells = [reading for reading in row.readings if reading.text] if row else []
        courts = [(n, paper.quote(n.start, n.end)) for paper in papers for n in court_numbers(paper.text)]
        courts += [(n, Quote(cell.place, str(n))) for cell in cells for n in court_numbers(cell.text)]
        related = {
            number
            for reading in [*filing[Fields].readings, *cells]
            if reading.field in ("parent_id", "child_ids")
            for number in case_ids(reading.text, knowledge.fields)
        }
        numbers = {filing.case, *related, *(mention.number for mention in filing[Mentions].cases)}
        for reading in filing[Fields].all("case_id"):
            numbers |= set(case_ids(reading.text, knowledge.fields))
        text = "\n".join([*(paper.text for paper in papers), *(cell.text for cell in cells)])
        return cls(text, frozenset(numbers), frozenset(related), tuple(courts), any(paper.unread for paper in papers))

    def names(self, words: str, slips: int = 0) -> bool:
        """Whether the words stand anywhere in these papers, with at most `slips` characters wrong."""
        return holds(self.text, words, slips)
