"""How alike two complaints are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from operator import add

from zgc_lint.extract.text import HAN, squeeze

__all__ = ["Complaint", "Matter", "compare_matters", "estate_of", "is_same_matter", "same_address", "similarity"]

_LEVELS = re.compile(r"[-—–>→/\\|]+")
_MARKS = re.compile(r"[\W_]+")
_DISTRICT = re.compile(r"^(?:\w{2,3}市)?(?:\w{1,3}[^小社校园院厂街片东西南北中]区)?(?:\w{2,8}?街道(?:办事处)?)?")
_COMMUNITY = re.compile(rf"^[{HAN}]{{2,6}}?社区(?=[{HAN}])")
_ROADS = "里苑园路街巷"
_ESTATE = re.compile(
    rf"[{HAN}\d]{{1,9}}?"
    rf"(?:小区|家园|花园|公寓|新村|新区|大院|大厦|大街|胡同|[{_ROADS}院村](?!新村|家园|[{HAN}]{{0,2}}[{_ROADS}]))"
)

# A verdict needs two of three signs; between the two bounds nothing is claimed.
ALIKE = 0.5  # similarity from which two texts speak of the same matter
UNLIKE = 0.25  # similarity below which they do not


def similarity(one: str, other: str) -> float:
    """The Dice coefficient of the texts' character bigrams, 0 to 1; marks and blanks do not count."""
    return _overlap(_bigrams(one), _bigrams(other))


def _bigrams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters; a single character is its own pair."""
    bare = _MARKS.sub("", squeeze(text))
    return Counter(map(add, bare, bare[1:]) if len(bare) > 1 else [bare] if bare else ())


def _overlap(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    if not total:
        return 0.0
    shared = sum(min(count, right[pair]) for pair, count in left.items() if pair in right)
    return 2 * shared / total


def same_address(one: str, other: str) -> bool | None:
    """Whether two addresses are the same or one is part of the other; None where one is not given or they are worded
    differently with the same numbers (知春里1号楼, 知春里小区1号楼).
    """
    return _same_place(Complaint("", one, ""), Complaint("", other, ""))


def estate_of(address: str) -> str:
    """The estate, street or lane of an address, "" where none is recognised.

    >>> estate_of("北京市海淀区中关村街道知行里小区3号楼2单元")
    '知行里'
    """
    match = _ESTATE.match(_COMMUNITY.sub("", Complaint("", address, "").place))
    return match.group() if match else ""


def _same_place(one: Complaint, other: Complaint) -> bool | None:
    left, right = one.place, other.place
    if not left or not right:
        return None
    if left == right or _holds(left, right) or _holds(right, left):
        return True
    return None if one.numbers == other.numbers and similarity(left, right) >= ALIKE else False


def _holds(whole: str, part: str) -> bool:
    """Whether `part` stands in `whole` without cutting a number: 1号楼 is no part of 11号楼."""
    before = r"(?<!\d)" if part[0].isdecimal() else ""
    after = r"(?!\d)" if part[-1].isdecimal() else ""
    return part in whole and re.search(before + re.escape(part) + after, whole) is not None


def _same_category(left: list[str], right: list[str]) -> bool | None:
    if not left or not right:
        return None
    shared = min(len(left), len(right))
    return left[-shared:] == right[-shared:] or left[:shared] == right[:shared]


@dataclass(frozen=True)
class Complaint:
    """A complaint to be compared with others: category (levels separated by ``>``, ``-`` or ``/``), address, text.

    `formulas` matches what of the text says nothing of the matter; see `dictionaries/repeats.yaml`.
    """

    category: str
    address: str
    text: str
    formulas: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def levels(self) -> list[str]:
        """The levels of the category."""
        return [part for part in _LEVELS.split(squeeze(self.category)) if part]

    @cached_property
    def place(self) -> str:
        """The address without city, district, sub-district and marks."""
        return _DISTRICT.sub("", _MARKS.sub("", squeeze(self.address)))

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in the address."""
        return re.findall(r"\d+", self.place)

    @cached_property
    def bigrams(self) -> Counter[str]:
        """The bigrams of the text without the formulas; of the whole text if nothing else is left."""
        return (_bigrams(self.formulas.sub("", self.text)) if self.formulas else None) or _bigrams(self.text)

    def holds(self, words: str) -> float:
        """The share of the bigrams of `words` that stand in the text, 0 to 1."""
        wanted = _bigrams(words)
        return (wanted & self.bigrams).total() / wanted.total() if wanted else 0.0


@dataclass(frozen=True, slots=True)
class Matter:
    """The comparison of two complaints: each sign True, False or None (cannot be compared); `text` is their similarity.

    `near`: the addresses are worded differently but may be the same.
    """

    category: bool | None
    address: bool | None
    text: float | None
    near: bool = False

    @property
    def same(self) -> bool | None:
        """True if it is the same matter, False if it is another, None where that cannot be said."""
        alike = None if self.text is None else True if self.text >= ALIKE else False if self.text < UNLIKE else None
        signs = [self.category, self.address, alike]
        if signs.count(True) >= 2 and self.address is not False:
            return True
        if signs.count(False) >= 2 and True not in signs and not self.near:
            return False
        return None

    def __str__(self) -> str:
        words = {True: "相同", False: "不同", None: "无法比较"}
        figure = "无法比较" if self.text is None else f"{self.text:.2f}"
        return f"诉求分类{words[self.category]}，诉求地址{words[self.address]}，诉求内容相似度 {figure}"


def compare_matters(one: Complaint, other: Complaint) -> Matter:
    """Compare two complaints."""
    address = _same_place(one, other)
    return Matter(
        _same_category(one.levels, other.levels),
        address,
        _overlap(one.bigrams, other.bigrams) if one.bigrams and other.bigrams else None,
        near=address is None and bool(one.place and other.place),
    )


def is_same_matter(one: Complaint, other: Complaint) -> bool:
    """Whether it is the same matter, as `Matter.same`; does not compare the texts where that decides nothing."""
    address = _same_place(one, other)
    if address is False or (address is None and not _same_category(one.levels, other.levels)):
        return False
    return compare_matters(one, other).same is True
