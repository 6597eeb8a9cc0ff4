"""Who called before on the same matter: orders by telephone and by name, without comparing each with each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from zgc_lint.extract.people import HONORIFIC, is_full_name
from zgc_lint.extract.similarity import Complaint
from zgc_lint.extract.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Caller", "Candidates", "household_of", "identity_tail"]

_LARGE = 40  # orders of one caller from which they are put into blocks
_HOUSEHOLD = re.compile(r"(?:\d{3,4}|单元\D{0,2}\d{2,4}|\d{2,4}室|\d{2,4}户)(?:室|号|户)?$")
_FLAT_ENDS = frozenset("0123456789０１２３４５６７８９室户号")
_TAIL = 4  # characters of an identity number that offices keep


def household_of(address: str) -> str:
    """The address without city and district where it goes down to a flat, else "".

    >>> household_of("海淀区知行里小区3号楼2单元501"), household_of("知行里小区3号楼")
    ('知行里小区3号楼2单元501', '')
    """
    if address.rstrip()[-1:] not in _FLAT_ENDS:  # spares looking closely at most
        return ""
    complaint = Complaint("", address, "")
    return complaint.place if _HOUSEHOLD.search(complaint.place) and len(complaint.numbers) >= 2 else ""


def identity_tail(text: str) -> str:
    """The last characters of an identity number, "" where they are hidden or it is too short."""
    tail = squeeze(text).upper()[-_TAIL:]
    return tail if re.fullmatch(r"\d{3}[\dX]", tail) else ""


class Caller:
    """What tells the caller of an order: telephone endings, and a full name with a second sign."""

    def __init__(self, endings: frozenset[str], name: str, seconds: frozenset[str]) -> None:
        """`name`: "" where it may be anybody's."""
        self.endings = endings
        self.name = name
        self.seconds = seconds if is_full_name(name) and not HONORIFIC.search(name) else frozenset()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of which two orders of one person share at least one."""
        return self.endings | {f"{self.name} {second}" for second in self.seconds}

    def shares_second(self, other: Caller) -> bool:
        """Whether name and a second sign (flat, end of the identity number) are the same."""
        return self.name == other.name and not self.seconds.isdisjoint(other.seconds)


class Call(Protocol):
    """An order, as far as it matters here."""

    @property
    def caller(self) -> Caller:
        """Who called."""
        ...

    @property
    def complaint(self) -> Complaint:
        """About what."""
        ...


class Candidates:
    """The orders, in the order of their calls, that may be one caller's on one matter."""

    def __init__(self, calls: Sequence[Call]) -> None:
        """`calls` in their order; what is found are their positions."""
        self._calls = calls
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        for position, call in enumerate(calls):
            for key in call.caller.keys:
                self._by_key[key].append(position)
        self._blocks: dict[str, _Blocks] = {}

    def before(self, position: int) -> Iterator[int]:
        """The earlier positions that share a key and may be on the same matter, from the first on.

        None that is of the same matter (`is_same_matter`) is left out; not all are.
        """
        call = self._calls[position]
        found: set[int] = set()
        for key in call.caller.keys:
            group = self._by_key[key]
            if len(group) <= _LARGE:
                found.update(group[: bisect_left(group, position)])
            else:
                if key not in self._blocks:
                    self._blocks[key] = _Blocks((other, self._calls[other].complaint) for other in group)
                found.update(other for other in self._blocks[key].near(call.complaint) if other < position)
        yield from sorted(found)


class _Blocks:
    """The orders of one caller who called often, by what `is_same_matter` asks for.

    Two are one matter only if one address is part of the other, or if a level of the category is shared and the
    addresses have the same numbers or one is not given.
    """

    def __init__(self, entries: Iterable[tuple[int, Complaint]]) -> None:
        self._wholes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._parts: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._sorts: defaultdict[tuple[str, tuple[str, ...] | None], list[int]] = defaultdict(list)
        for position, complaint in entries:
            numbers = tuple(complaint.numbers) if complaint.place else None
            for level in _ends(complaint):
                self._sorts[level, numbers].append(position)
                if numbers is not None:
                    self._sorts[level, ("",)].append(position)  # for those without an address
            if complaint.place:
                self._parts[_as_part(complaint)].append(position)
                for key in _as_whole(complaint):
                    self._wholes[key].append(position)

    def near(self, complaint: Complaint) -> Iterator[int]:
        """The positions of those that may be on the same matter; some come by more than once."""
        for level in _ends(complaint):
            yield from self._sorts.get((level, None), ())
            yield from self._sorts.get((level, tuple(complaint.numbers) if complaint.place else ("",)), ())
        if complaint.place:
            yield from self._wholes.get(_as_part(complaint), ())
            for key in _as_whole(complaint):
                yield from self._parts.get(key, ())


def _ends(complaint: Complaint) -> set[str]:
    """The first and the last level of the category: of two that are the same one is shared."""
    return {complaint.levels[0], complaint.levels[-1]} if complaint.levels else set()


def _as_part(complaint: Complaint) -> tuple[str, str]:
    """A key that an address which holds this one has, too."""
    return complaint.place[:2] if len(complaint.place) > 1 else "", complaint.numbers[0] if complaint.numbers else ""


def _as_whole(complaint: Complaint) -> set[tuple[str, str]]:
    """The keys of all addresses that may be part of this one."""
    place = complaint.place
    pairs = {place[i : i + 2] for i in range(len(place) - 1)} | {""}
    return {(pair, number) for pair in pairs for number in ("", *complaint.numbers)}
