"""Everything a check may import; the only module of zgc-lint that it does.

See CONTRIBUTING.md, "How to write a check".
"""

from zgc_lint.check.base import Check, NoOptions, PatternCheck
from zgc_lint.extract.attachments import Attachments, File, Listed
from zgc_lint.extract.claims import Claim, Claims
from zgc_lint.extract.contents import Contents, CourtNumber, Party, Said, Title
from zgc_lint.extract.counts import Figure, Tally, figures, tallies
from zgc_lint.extract.dates import ImpossibleDate, Moment, agree, compare, find_dates, read_moment, weekday_of
from zgc_lint.extract.discrepancies import Discrepancies, Discrepancy, Words
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.events import DatedEvent, Events, WrittenDate, is_future
from zgc_lint.extract.fields import DocumentFields, Fields, Reading, case_ids
from zgc_lint.extract.filing_text import FilingText
from zgc_lint.extract.item_signs import ItemSigns, NamedItem, Sign, reading_of_item
from zgc_lint.extract.layout import LabelFinder, Pair, read_pairs
from zgc_lint.extract.listing import breaks_in, other_names, other_numbers
from zgc_lint.extract.mentions import CaseMention, Mentions
from zgc_lint.extract.misreading import may_be
from zgc_lint.extract.numerals import read_amount, read_count
from zgc_lint.extract.orders import SAME_PERSON, Order, Orders, Parent, Repeat
from zgc_lint.extract.outline import Mark, Outline
from zgc_lint.extract.overlays import Overlays, Photo
from zgc_lint.extract.papers import Line, Paper, Papers
from zgc_lint.extract.people import (
    SURNAMES,
    Phone,
    differing_positions,
    find_phones,
    is_full_name,
    read_phones,
    same_name,
    same_phone,
)
from zgc_lint.extract.prints import Printed, Prints, Twin
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.registration import Registration
from zgc_lint.extract.seal_pairs import SEAL_ALIKE, SealPairs
from zgc_lint.extract.seals import SealSeen, SealsSeen, issuer_of
from zgc_lint.extract.second_opinion import SecondOpinion
from zgc_lint.extract.sheets import Exports, Ledger, SheetRow
from zgc_lint.extract.signatures import Signatures
from zgc_lint.extract.similarity import Matter, estate_of, same_address, similarity
from zgc_lint.extract.suspicions import CorrectorOptions, Suspect, Suspicions
from zgc_lint.extract.text import HAN, any_of, fold, sentence_at, squeeze
from zgc_lint.extract.told import ORDER_PAPERS, RoleTold, ShownOrders, Told, ToldResults, ToldRoles
from zgc_lint.extract.topics import share_words
from zgc_lint.extract.window import Window
from zgc_lint.extract.workdays import Unit, day_after
from zgc_lint.knowledge import OUTCOMES, Catalogue, Item, Kind, KindText, Knowledge, Requirement, Row, Surroundings
from zgc_lint.knowledge.contradictions import Pair as Contradiction
from zgc_lint.knowledge.item_words import Cue, words_pattern
from zgc_lint.look.frames import About
from zgc_lint.look.likeness import Likeness, Match
from zgc_lint.look.memory import Remembered
from zgc_lint.look.names import likeness, nearest
from zgc_lint.look.patterns import Datum
from zgc_lint.look.seal_prints import alike, same_page
from zgc_lint.look.signatures import Signature, Stamp
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
    "HAN", "ORDER_PAPERS", "OUTCOMES", "SAME_PERSON", "SEAL_ALIKE", "SURNAMES", "About", "Attachments", "Batch", "Box",
    "CaseMention", "Catalogue", "Cell", "Check", "Claim", "Claims", "Confidence", "Contents", "Contradiction",
    "CorrectorOptions", "CourtNumber", "Cue", "DatedEvent", "Datum", "Discrepancies", "Discrepancy", "Document",
    "DocumentFields",
    "DocumentText", "Events", "Exports", "Fields", "Figure", "File", "Filing", "FilingText", "Finding", "Fix", "Font",
    "ImpossibleDate", "Item", "ItemSigns", "Kind", "KindText", "Knowledge", "LabelFinder", "Ledger", "Likeness",
    "Line", "Listed", "Mark", "Match", "Matter", "Mentions", "Moment", "NamedItem", "NoOptions", "Order", "Orders",
    "Outline", "Overlay", "OverlayField", "Overlays", "Pair", "Paper", "Papers", "Paragraph", "Parent", "Part",
    "Party", "Passage", "PatternCheck", "Phone", "Photo", "Picture", "Place", "Printed", "Prints", "Problem", "Prose",
    "Quote", "Reading", "Registration", "Remembered", "Repeat", "Requirement", "Role", "RoleTold", "Row", "Said",
    "SealPairs", "SealSeen", "SealsSeen", "SecondOpinion", "Seen", "SheetRow", "ShownOrders", "Sign", "Signature",
    "Signatures", "Stamp", "Surroundings", "Suspect", "Suspicions", "Table", "TableCell", "Tally", "Title", "Told",
    "ToldResults", "ToldRoles", "Twin", "Unit", "Unjudged", "Window", "Words", "WrittenDate", "agree", "alike",
    "any_of", "breaks_in", "case_ids", "compare", "day_after", "differing_positions", "estate_of", "figures",
    "find_dates", "find_phones", "fold", "is_full_name", "is_future", "issuer_of", "likeness", "may_be", "nearest",
    "other_names", "other_numbers", "read_amount", "read_count", "read_moment", "read_pairs", "read_phones",
    "reading_of_item", "same_address", "same_name", "same_page", "same_phone", "sentence_at", "share_words",
    "similarity", "squeeze", "tallies", "weekday_of", "words_pattern",
]  # fmt: skip
