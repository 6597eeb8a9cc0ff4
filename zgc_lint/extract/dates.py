"""Dates and times as offices write them, read into aware datetimes (Asia/Shanghai).

A date that no calendar has stays visible as `ImpossibleDate`; a text that is no date is None. How exact a
moment is (day, minute, second) is kept, and comparing never claims more than the coarser of the two allows.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zgc_lint.extract.text import fold
from zgc_lint.folding import packed_by_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "SHANGHAI", "FoundDate", "ImpossibleDate", "Moment", "Precision", "agree", "compare", "find_dates",
    "from_excel_serial", "read_moment", "weekday_of",
]  # fmt: skip

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Precision(enum.IntEnum):
    """How exact a moment is; a greater value is more exact."""

    DAY = 1
    MINUTE = 2
    SECOND = 3


@packed_by_fields
@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `at` is aware, with the parts beyond `precision` zero; `raw` is the text it was read from."""

    at: datetime
    precision: Precision
    raw: str

    @property
    def day(self) -> date:
        """The calendar day in Shanghai."""
        return self.at.date()

    def __str__(self) -> str:
        shape = {Precision.DAY: "%Y-%m-%d", Precision.MINUTE: "%Y-%m-%d %H:%M", Precision.SECOND: "%Y-%m-%d %H:%M:%S"}
        return self.at.strftime(shape[self.precision])


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """Something written as a date that no calendar has, e.g. 2026年2月30日; `why` is Chinese."""

    raw: str
    why: str

    def __str__(self) -> str:
        return self.raw


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in running text and the (start, end) offsets it was found at."""

    start: int
    end: int
    value: Moment | ImpossibleDate


_WEEKDAY = r"(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?"
_CLOCK = (
    r"(?:\s*(?:T\s*)?(?:,\s*)?(?:(?P<half>上午|下午|晚上|晚间|傍晚|凌晨|早上|中午|早|晚|[AaPp][Mm])\s*)?"
    r"(?P<H>\d{1,2})(?:\s*[:∶]\s*(?P<M>\d{2})(?:\s*[:∶]\s*(?P<S>\d{2})(?:\.\d+)?)?"
    r"|\s*[时点](?:\s*(?:(?P<M2>\d{1,2})(?:\s*分)?(?:\s*(?P<S2>\d{1,2})\s*秒)?|(?P<sharp>整)|(?P<thirty>半)))?)"
    r"(?:\s*(?P<half2>[AaPp][Mm]))?)?"
)
_DAYS = "一二三四五六日"
_DAY_NAME = re.compile(
    r"[(](?P<b>(?:星期|周|礼拜)(?P<c>[一二三四五六日天]))[)]|(?P<d>(?:星期|礼拜)(?P<e>[一二三四五六日天]))"
    r"|(?P<f>周(?P<g>[一二三四五六日天]))(?=[上下中早晚凌傍\d\s,.;:，。；、）)]|$)"
)
_NUMERAL = r"(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_FULL = re.compile(
    r"(?<![\d.])(?:"
    r"(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*(?:日|号)"
    r"|(?P<y2>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)日?"
    rf"|(?P<cy>[一二][〇零○0O一二三四五六七八九]{{3}})年(?P<cm>{_NUMERAL})月(?P<cd>{_NUMERAL})日"
    r")" + _WEEKDAY + _CLOCK
)
_YEARLESS = re.compile(r"(?<![\d年.])(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*(?:日|号)" + _WEEKDAY + _CLOCK)
_PLAIN = re.compile(r"((?:19|20)\d{2})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?", re.A)  # of most exports
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_AFTERNOON = {"下午", "傍晚", "pm"}
_EVENING = {"晚上", "晚间", "晚"}
_MORNING = {"凌晨", "am"}
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○0O", 0)


def read_moment(text: str) -> Moment | ImpossibleDate | None:
    """The moment that a field's value states; the whole value must be one.

    Also reads ``20260605140312``, ``20260605`` and Excel serials such as ``46178.5855`` given as text.

    >>> str(read_moment("2026年6月5日 下午2:03"))
    '2026-06-05 14:03'
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _build([None if part is None else int(part) for part in plain.groups()], text)
    folded = fold(text).strip()
    match = _FULL.fullmatch(folded)
    if match:
        return _from_match(match, text.strip(), None)
    compact = _COMPACT.fullmatch(folded)
    if compact:
        parts = [None if part is None else int(part) for part in compact.groups()]
        return _build(parts, text.strip())
    if _SERIAL.fullmatch(folded):
        return from_excel_serial(float(folded), text.strip())
    return None


def find_dates(text: str, *, year: int | None = None) -> Iterator[FoundDate]:
    """The dates in running text, in order. With `year`, dates without a year (6月5日) are read as of that year."""
    folded = fold(text)
    found = [(m, None) for m in _FULL.finditer(folded)]
    taken = [m.span() for m, _ in found]
    matches: list[tuple[re.Match[str], int | None]] = list(found)
    if year is not None:
        for match in _YEARLESS.finditer(folded):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                matches.append((match, year))
    for match, default in sorted(matches, key=lambda pair: pair[0].start()):
        raw = text[match.start() : match.end()]
        yield FoundDate(match.start(), match.end(), _from_match(match, raw, default))


def weekday_of(text: str) -> tuple[str, int] | None:
    """The weekday that a text begins with, with its number (0 for Monday); None where there is none.

    ``周`` without brackets counts only before a time of day, a mark or the end: 周一鸣 is a name.
    """
    match = _DAY_NAME.match(fold(text).lstrip())
    if match is None:
        return None
    words, name = next((match[w], match[n]) for w, n in (("b", "c"), ("d", "e"), ("f", "g")) if match[w])
    return words, _DAYS.index(name.replace("天", "日"))


def from_excel_serial(serial: float, raw: str = "") -> Moment | ImpossibleDate:
    """The moment of an Excel serial date (days since 1899-12-30), to the second; whole numbers are days."""
    if not 1 <= serial < 2_958_465:  # 9999-12-31
        return ImpossibleDate(raw or str(serial), "不是有效的 Excel 日期序号")
    at = datetime(1899, 12, 30, tzinfo=SHANGHAI) + timedelta(seconds=round(serial * 86_400))
    return Moment(at, Precision.DAY if serial == int(serial) else Precision.SECOND, raw or str(serial))


def compare(one: Moment, other: Moment) -> int | None:
    """-1, 0 or 1 as `one` is before, at the same second as, or after `other`; None where the precision cannot tell."""
    precision = min(one.precision, other.precision)
    left, right = _truncate(one.at, precision), _truncate(other.at, precision)
    if left != right:
        return -1 if left < right else 1
    return 0 if precision is Precision.SECOND else None


def agree(one: Moment, other: Moment) -> bool:
    """Whether both may state the same moment, as far as the coarser one says."""
    precision = min(one.precision, other.precision)
    return _truncate(one.at, precision) == _truncate(other.at, precision)


def _truncate(at: datetime, precision: Precision) -> datetime:
    if precision is Precision.DAY:
        return at.replace(hour=0, minute=0, second=0)
    return at.replace(second=0) if precision is Precision.MINUTE else at


def _from_match(match: re.Match[str], raw: str, year: int | None) -> Moment | ImpossibleDate:
    part = match.groupdict()
    if year is None:
        if part["cy"]:
            year = int("".join(str(_DIGITS[c]) for c in part["cy"]))
            month, day = _numeral(part["cm"]), _numeral(part["cd"])
        else:
            year = int(part["y"] or part["y2"])
            month, day = int(part["m"] or part["m2"]), int(part["d"] or part["d2"])
    else:
        month, day = int(part["m"]), int(part["d"])
    hour: int | None = None
    minute: int | None = None
    if part["H"] is not None:
        minutes = part["M"] or part["M2"] or ("30" if part["thirty"] else "0")
        hour, minute = _hour(int(part["H"]), part["half"] or part["half2"]), int(minutes)
    seconds = part["S"] or part["S2"]
    return _build([year, month, day, hour, minute, None if seconds is None else int(seconds)], raw)


def _hour(hour: int, half: str | None) -> int | None:
    """The hour on a 24-hour clock; None where the words leave open which day is meant (晚上12点, 晚上1点)."""
    word = (half or "").lower()
    if word in _EVENING and (hour < 5 or hour == 12):
        return None
    if word in _AFTERNOON | _EVENING and hour < 12:
        return hour + 12
    if word == "中午" and hour < 3:
        return hour + 12
    return 0 if word in _MORNING and hour == 12 else hour


def _numeral(text: str) -> int:
    """The value of a Chinese numeral from 一 to 三十九."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def _build(parts: list[int | None], raw: str) -> Moment | ImpossibleDate:
    year, month, day, hour, minute, second = (parts + [None] * 6)[:6]
    if year is None or month is None or day is None:
        raise ValueError("every pattern has year, month and day")
    if not 1 <= month <= 12:
        return ImpossibleDate(raw, f"没有{month}月")
    try:
        calendar_day = date(year, month, day)
    except ValueError:
        return ImpossibleDate(raw, f"{year}年{month}月没有{day}日")
    if hour is None:
        return Moment(datetime.combine(calendar_day, time(0), SHANGHAI), Precision.DAY, raw)
    minute, exact = minute or 0, second is not None
    midnight_after = hour == 24 and minute == 0 and not second  # 24:00 is the next day's 0:00
    if not (0 <= hour <= 23 or midnight_after) or minute > 59 or (second or 0) > 59:
        return ImpossibleDate(raw, f"没有{hour}时{minute}分" + (f"{second}秒" if second else ""))
    at = datetime.combine(calendar_day, time(0 if midnight_after else hour, minute, second or 0), SHANGHAI)
    if midnight_after:
        at += timedelta(days=1)
    return Moment(at, Precision.SECOND if exact else Precision.MINUTE, raw)
