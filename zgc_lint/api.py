"""Everything a check may import; the only module of zgc-lint that it does.

See CONTRIBUTING.md, "How to write a check".
"""

from zgc_lint.check.base import Check, NoOptions, PatternCheck
from zgc_lint.extract.attachments import Attachments, File, Listed
from zgc_lint.extract.contents import Contents, CourtNumber, Party, Said, Title
from zgc_lint.extract.dates import ImpossibleDate, Moment, agree, compare, find_dates, read_moment
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.fields import DocumentFields, Fields, Reading, case_ids
from zgc_lint.extract.filing_text import FilingText
from zgc_lint.extract.layout import LabelFinder, Pair, read_pairs
from zgc_lint.extract.mentions import CaseMention, Mentions
from zgc_lint.extract.misreading import may_be
from zgc_lint.extract.orders import SAME_PERSON, Order, Orders, Parent, Repeat
from zgc_lint.extract.outline import Mark, Outline
from zgc_lint.extract.people import (
    SURNAMES,
    Phone,
    differing_positions,
    find_phones,
    read_phones,
    same_name,
    same_phone,
)
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.registration import Registration
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow
from zgc_lint.extract.similarity import Matter, estate_of, same_address, similarity
from zgc_lint.extract.suspicions import Suspect, Suspicions
from zgc_lint.extract.text import HAN, fold, squeeze
from zgc_lint.knowledge import OUTCOMES, Catalogue, Item, Kind, KindText, Knowledge
from zgc_lint.model import (
    Batch,
    Box,
    Cell,
    Confidence,
    Document,
    Filing,
    Finding,
    Fix,
    Font,
    Paragraph,
    Part,
    Picture,
    Place,
    Problem,
    Quote,
    Role,
    Table,
    TableCell,
    Unjudged,
)

__all__ = [
    "HAN", "OUTCOMES", "SAME_PERSON", "SURNAMES", "Attachments", "Batch", "Box", "CaseMention", "Catalogue", "Cell",
    "Check", "Confidence", "Contents", "CourtNumber", "Document", "DocumentFields", "DocumentText", "Exports",
    "Fields", "File", "Filing", "FilingText", "Finding", "Fix", "Font", "ImpossibleDate", "Item", "Kind", "KindText",
    "Knowledge", "LabelFinder", "Ledger", "Listed", "Mark", "Matter", "Mentions", "Moment", "NoOptions", "Order",
    "Orders", "Outline", "Pair", "Paragraph", "Parent", "Part", "Party", "Passage", "PatternCheck", "Phone",
    "Picture", "Place", "Problem", "Prose", "Quote", "Reading", "Registration", "Repeat", "Role", "Said", "SheetRow",
    "Suspect", "Suspicions", "Table", "TableCell", "Title", "Unjudged", "agree", "case_ids", "compare",
    "differing_positions", "estate_of", "find_dates", "find_phones", "fold", "may_be", "read_moment", "read_pairs",
    "read_phones", "same_address", "same_name", "same_phone", "similarity", "squeeze",
]  # fmt: skip
