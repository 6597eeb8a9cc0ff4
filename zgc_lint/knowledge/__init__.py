"""What the linter knows about an office's practice: typed readings of the files in ``dictionaries/``.

An office edits copies of those files; a file in its own folder takes the place of the bundled one.
"""

from zgc_lint.knowledge.catalogue import OUTCOMES, Catalogue, Item, Requirement
from zgc_lint.knowledge.dictionaries import Knowledge
from zgc_lint.knowledge.documents import DocumentNames, Kind, KindText
from zgc_lint.knowledge.fields import FieldNames
from zgc_lint.knowledge.files import Row
from zgc_lint.knowledge.surroundings import Surroundings

__all__ = [
    "OUTCOMES", "Catalogue", "DocumentNames", "FieldNames", "Item", "Kind", "KindText", "Knowledge", "Requirement",
    "Row", "Surroundings",
]  # fmt: skip
