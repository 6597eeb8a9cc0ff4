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

    `numbers` are the case's own work-order number and all that these papers name, parents and children among them.
    `courts` are the court case numbers. `unread`: whether part of a form or statement could not be read.
    """

    text: str
    numbers: frozenset[str]
    parents: frozenset[str]
    children: frozenset[str]
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
        own, parents, children = (
            frozenset(
                number
                for reading in (*filing[Fields].readings, *cells)
                if reading.field == key
                for number in case_ids(reading.text, knowledge.fields)
            )
            for key in ("case_id", "parent_id", "child_ids")
        )
        numbers = own | parents | children | {filing.case, *(mention.number for mention in filing[Mentions].cases)}
        text = "\n".join([*(paper.text for paper in papers), *(cell.text for cell in cells)])
        return cls(text, numbers, parents, children, tuple(courts), any(paper.unread for paper in papers))

    def holds(self, words: str, slips: int = 0) -> bool:
        """Whether the words stand anywhere in these papers, with at most `slips` characters wrong."""
        return holds(self.text, words, slips)
