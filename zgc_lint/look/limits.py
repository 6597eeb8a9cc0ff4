"""What is read at all; apart from `reading`, so that asking does not load the libraries for pictures."""

from __future__ import annotations

__all__ = ["FEW_CHARACTERS", "LAST_PAGE"]

#: A page whose text layer holds fewer characters (a page number, a scanner's mark) is read as a picture.
FEW_CHARACTERS = 10

#: What stands on later pages is not read: a page costs more than a second.
LAST_PAGE = 20
