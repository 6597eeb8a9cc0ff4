"""The shapes of the page's charts, worked out here and drawn by ``charts.html.j2``. Lengths are SVG units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar

from zgc_lint.price import money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zgc_lint.price import MonthSum, Sums

__all__ = ["Bars", "Columns", "Scale"]

_LABEL = 32  # width of a day's label
_LONGEST_RANGE = 62  # days drawn one by one; of a longer time only the days with something


def _due(sums: Sums) -> Decimal:
    return sums.now + sums.confirmed


def _share(part: Decimal, whole: Decimal, length: float) -> float:
    return round(float(part / whole) * length, 1) if whole else 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A month's sum against the line of 合同 6.4(1): widths in hundredths of the bar, `line` is where the line is."""

    now: float
    confirmed: float
    if_lost: float
    line: float

    @classmethod
    def of(cls, total: MonthSum) -> Scale:
        """The bar ends a little beyond the line, or beyond the sum where that is more."""
        whole = max(total.threshold * Decimal("1.1"), total.at_stake * Decimal("1.05"))
        parts = (total.now, total.confirmed, total.if_lost, total.threshold)
        return cls(*(_share(part, whole, 100) for part in parts))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label and sums, the lengths of its two parts, in words for who cannot see it."""

    label: str
    due: float
    if_lost: float
    amount: str
    words: str
    at: float
    marked: bool = True


def _words(label: str, sums: Sums) -> str:
    return f"{label}：应扣 {money(_due(sums))} 元，失分才扣 {money(sums.if_lost)} 元"


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that lie: one a row of the price list, one a person."""

    title: str
    bars: tuple[Bar, ...]
    height: float

    kind: ClassVar[str] = "bars"
    WIDTH: ClassVar[float] = 420
    LEFT: ClassVar[float] = 146
    STEP: ClassVar[float] = 22
    _LONGEST: ClassVar[float] = 208

    @classmethod
    def of(cls, title: str, sums: Mapping[Any, Sums]) -> Bars:
        """A bar for each name whose sum is not nothing."""
        counted = {str(name): value for name, value in sums.items() if value.at_stake}
        most = max((value.at_stake for value in counted.values()), default=Decimal(0))
        bars = tuple(
            Bar(
                name,
                _share(_due(value), most, cls._LONGEST),
                _share(value.if_lost, most, cls._LONGEST),
                money(value.at_stake),
                _words(name, value),
                number * cls.STEP,
            )
            for number, (name, value) in enumerate(counted.items())
        )
        return cls(title, bars, max(1, len(bars)) * cls.STEP + 4)


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars that stand: one a day."""

    title: str
    bars: tuple[Bar, ...]
    step: float
    most: str

    kind: ClassVar[str] = "columns"
    WIDTH: ClassVar[float] = 420
    HEIGHT: ClassVar[float] = 176
    BASE: ClassVar[float] = 150
    LEFT: ClassVar[float] = 44
    _TALLEST: ClassVar[float] = 132

    @classmethod
    def of(cls, title: str, sums: Mapping[Any, Sums]) -> Columns:
        """A column for each day from the first to the last, a label for every few."""
        days: list[date] = sorted(sums)
        if days and (days[-1] - days[0]).days <= _LONGEST_RANGE:
            days = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)]
        most = max((value.at_stake for value in sums.values()), default=Decimal(0))
        step = round((cls.WIDTH - cls.LEFT - 8) / max(len(days), 8), 2)
        every = ceil(_LABEL / step)  # columns from label to label
        bars = []
        for number, day in enumerate(days):
            value = sums.get(day)
            bars.append(
                Bar(
                    f"{day.month}/{day.day}",
                    _share(_due(value), most, cls._TALLEST) if value else 0.0,
                    _share(value.if_lost, most, cls._TALLEST) if value else 0.0,
                    money(value.at_stake) if value else "0",
                    _words(day.isoformat(), value) if value else f"{day.isoformat()}：0 元",
                    round(cls.LEFT + number * step, 2),
                    marked=number % every == 0,
                )
            )
        return cls(title, tuple(bars), step, money(most))
