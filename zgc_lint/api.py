"""Everything a check may import; the only module of zgc-lint that it does.

See CONTRIBUTING.md, "How to write a check".
"""

from zgc_lint.check.base import Check, NoOptions, PatternCheck
from zgc_lint.extract.attachments import Attachments, File, Listed
from zgc_lint.extract.dates import ImpossibleDate, Moment, agree, compare, find_dates, read_moment
from zgc_lint.extract.fields import DocumentFields, Fields, Reading, case_ids
from zgc_lint.extract.layout import LabelFinder, Pair, read_pairs
from zgc_lint.extract.mentions import Mentions
from zgc_lint.extract.orders import SAME_PERSON, Order, Orders, Parent, Repeat
from zgc_lint.extract.outline import Mark, Outline
from zgc_lint.extract.overlays import Overlays, Photo
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
from zgc_lint.extract.similarity import Matter, similarity
from zgc_lint.extract.suspicions import Suspect, Suspicions
from zgc_lint.extract.text import HAN, fold, squeeze
from zgc_lint.knowledge import OUTCOMES, Catalogue, Item, Kind, Knowledge
from zgc_lint.look.frames import About
from zgc_lint.look.patterns import Datum
from zgc_lint.look.stage import Seen
from zgc_lint.look.watermark import Overlay, OverlayField
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
    "HAN", "OUTCOMES", "SAME_PERSON", "SURNAMES", "About", "Attachments", "Batch", "Box", "Catalogue", "Cell", "Check",
    "Confidence", "Datum", "Document", "DocumentFields", "Exports", "Fields", "File", "Filing", "Finding", "Fix",
    "Font", "ImpossibleDate", "Item", "Kind", "Knowledge", "LabelFinder", "Ledger", "Listed", "Mark", "Matter",
    "Mentions", "Moment", "NoOptions", "Order", "Orders", "Outline", "Overlay", "OverlayField", "Overlays", "Pair",
    "Paragraph", "Parent", "Part", "Passage", "PatternCheck", "Phone", "Photo", "Picture", "Place", "Problem", "Prose",
    "Quote", "Reading", "Registration", "Repeat", "Role", "Seen", "SheetRow", "Suspect", "Suspicions", "Table",
    "TableCell", "Unjudged", "agree", "case_ids", "compare", "differing_positions", "find_dates", "find_phones", "fold",
    "read_moment", "read_pairs", "read_phones", "same_name", "same_phone", "similarity", "squeeze",
]  # fmt: skip
