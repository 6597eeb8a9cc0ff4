"""What was found of a watermark: plain data, apart from the engine, so that who only reads it loads no library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from zgc_lint.look.patterns import Datum

if TYPE_CHECKING:
    from zgc_lint.model import Box

__all__ = ["FIELDS", "Overlay", "OverlayField", "Verdict"]

Verdict = Literal["present", "incomplete", "absent", "unclear"]

#: The fields of a watermark, in the order in which they are told.
FIELDS = (Datum.DATE, Datum.TIME, Datum.WEEKDAY, Datum.PLACE, Datum.LATITUDE, Datum.LONGITUDE, Datum.BRAND, Datum.CODE)


@dataclass(frozen=True, slots=True)
class OverlayField:
    """A field as read: its value (see `patterns.Datum`), the text as it stands, score 0 to 1, its line's box."""

    datum: Datum
    value: Any
    text: str
    score: float
    box: Box


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was found. `box` is that of the whole watermark, in pixels of what was looked at.

    present: date, time, and place or position. incomplete: a watermark without one of these. absent: none. unclear:
    cannot be told, `why` (a Chinese clause) says why.
    """

    verdict: Verdict
    fields: tuple[OverlayField, ...] = ()
    box: Box | None = None
    why: str = ""

    def get(self, datum: Datum) -> OverlayField | None:
        """A field, None where it was not read."""
        return next((field for field in self.fields if field.datum is datum), None)
