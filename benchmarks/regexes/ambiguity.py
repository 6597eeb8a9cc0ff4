"""Finds regular expressions that can backtrack out of hand, by what they are, without running them.

A pattern is made into a position automaton (Glushkov). A loop within which one text can be read in two ways costs
exponential time on a text that does not match ("(a+)+"); two loops one after the other that can share a text between
them in many ways cost its square ("a*a*b"). Look-arounds are patterns of their own. See Weideman, van der Merwe,
Berglund and Watson, Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers (2016).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ambiguities", "loops"]

_FEW = 10  # repetitions: a repeat of at most more than these counts as a loop within a loop
_LARGE = 300  # leaves of a part without a loop, from which on it is taken as one character
_MOST_TRIPLES = 100_000
#: One character of each class that patterns distinguish, beside those they name.
_USUAL = "aZz09_ \n\t.-,:;()中龥〇。，、；：（）《》“”　１éﾟ\U00020000"
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def ambiguities(pattern: str, flags: int = 0) -> list[str]:
    """What is dangerous in a pattern: "exponential" or "square", with the loop or loops; nothing where it is sound."""
    found: dict[str, None] = {}
    todo = [parser.parse(pattern, flags)]
    for tree in todo:
        alphabet = _alphabet(tree)
        for least, judge in ((_FEW, _nested), (sre.MAXREPEAT, _neighbours)):
            automaton = _Automaton(alphabet, int(least), [])
            automaton.build(tree)
            found.update(dict.fromkeys(judge(automaton)))
            todo.extend(inner for inner in automaton.asserted if inner not in todo)
    return list(found)


def loops(pattern: str, flags: int = 0) -> list[tuple[str, str, str]]:
    """For each loop of a pattern, look-arounds included: a text that leads to it, one that goes round in it once, and
    a character that it does not take ("" where there is none).
    """
    found: dict[tuple[str, str, str], None] = {}
    todo = [parser.parse(pattern, flags)]
    for tree in todo:
        automaton = _Automaton(_alphabet(tree), _FEW, [])
        whole = automaton.build(tree)
        for loop in automaton.loops:
            way = automaton.way(whole.first, loop)
            found.update({(automaton.text(way), automaton.text(loop), automaton.outside(loop)): None})
        todo.extend(inner for inner in automaton.asserted if inner not in todo)
    return [shape for shape in found if shape[1]]


@dataclass(frozen=True)
class _Part:
    """A piece of a pattern: whether it may match nothing, the positions it may begin and end with."""

    nullable: bool
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


_NOTHING = _Part(nullable=True)


@dataclass
class _Automaton:
    """Positions (each a set of characters, as bits over `alphabet`), which follows which how often, and the loops.

    A repeat counts as a loop if it may go on for more than `least` rounds.
    """

    alphabet: str
    least: int
    asserted: list[Any]
    masks: list[int] = field(default_factory=list)
    follow: dict[int, Counter[int]] = field(default_factory=dict)
    loops: list[range] = field(default_factory=list)

    def build(self, tree: Any) -> _Part:
        """Add a parsed pattern."""
        parts = [self._item(operator, value) for operator, value in tree]
        whole = _NOTHING
        for part in parts:
            whole = self._then(whole, part)
        return whole

    def _item(self, operator: Any, value: Any) -> _Part:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            return self._repeat(*value)
        if operator is sre.SUBPATTERN:
            return self._inner(value[-1])
        if operator is sre.BRANCH:
            parts = [self._inner(branch) for branch in value[1]]
            firsts, lasts = (tuple(p for part in parts for p in getattr(part, end)) for end in ("first", "last"))
            return _Part(any(part.nullable for part in parts), firsts, lasts)
        if operator in (sre.ASSERT, sre.ASSERT_NOT):
            self.asserted.append(value[1])
            return _NOTHING
        if operator in (sre.AT, sre.GROUPREF, sre.GROUPREF_EXISTS):
            return _NOTHING
        return self._position(_mask(operator, value, self.alphabet))

    def _inner(self, tree: Any) -> _Part:
        leaves = list(_leaves(tree))
        if len(leaves) > _LARGE and not any(operator is sre.MAX_REPEAT for operator, _ in _items(tree)):
            mask = 0
            for operator, value in leaves:
                mask |= _mask(operator, value, self.alphabet)
            return self._position(mask)
        return self.build(tree)

    def _position(self, mask: int) -> _Part:
        self.masks.append(mask)
        number = len(self.masks) - 1
        self.follow[number] = Counter()
        return _Part(nullable=False, first=(number,), last=(number,))

    def _then(self, one: _Part, other: _Part) -> _Part:
        for position in one.last:
            self.follow[position].update(other.first)
        first = one.first + other.first if one.nullable else one.first
        last = other.last + one.last if other.nullable else other.last
        return _Part(one.nullable and other.nullable, first, last)

    def _repeat(self, least: int, most: int, tree: Any) -> _Part:
        whole = _NOTHING
        for _ in range(min(least, 2) if most < self.least else max(0, min(least, 2) - 1)):
            whole = self._then(whole, self._inner(tree))
        start = len(self.masks)
        body = self._inner(tree)
        if most >= self.least:
            for position in body.last:
                self.follow[position].update(body.first)
            self.loops.append(range(start, len(self.masks)))
        elif most <= least:
            return whole if least else _NOTHING
        return self._then(whole, _Part(body.nullable or least == 0 or most < self.least, body.first, body.last))

    def way(self, first: Iterable[int], loop: range) -> list[int]:
        """The shortest way to a loop from the positions a text may begin with; nothing where it begins with it."""
        ways: dict[int, list[int]] = {position: [] for position in first}
        todo = list(ways)
        for position in todo:
            if position in loop:
                return ways[position]
            for after in self.follow[position]:
                if after not in ways:
                    ways[after] = [*ways[position], position]
                    todo.append(after)
        return []

    def text(self, positions: Iterable[int]) -> str:
        """One that goes through these positions: Han where that can be, since most classes take it."""
        members = (_members(self.masks[position], self.alphabet) for position in positions)
        return "".join("中" if "中" in few else few[:1] for few in members)

    def outside(self, loop: range) -> str:
        """A character that no position of a loop takes."""
        taken = "".join(_members(self.masks[position], self.alphabet) for position in loop)
        return next((character for character in reversed(self.alphabet) if character not in taken), "")

    def shown(self, loop: range) -> str:
        """A loop by some of the characters that its first positions take."""
        return " ".join(ascii(_members(self.masks[position], self.alphabet)[-3:]) for position in loop[:4])


def _nested(automaton: _Automaton) -> list[str]:
    """The loops through which one text leads on two ways."""
    return [f"exponential: {automaton.shown(loop)}" for loop in automaton.loops if _is_ambiguous(automaton, loop)]


def _is_ambiguous(automaton: _Automaton, loop: range) -> bool:
    inside = set(loop)
    before: dict[tuple[int, int], set[tuple[int, int]]] = {}
    todo = [(position, position) for position in loop]
    seen = set(todo)
    while todo:
        one, other = pair = todo.pop()
        for left, times in automaton.follow[one].items():
            if left not in inside:
                continue
            if one == other and times > 1:
                return True
            for right in automaton.follow[other]:
                if right in inside and automaton.masks[left] & automaton.masks[right]:
                    before.setdefault((left, right), set()).add(pair)
                    if (left, right) not in seen:
                        seen.add((left, right))
                        todo.append((left, right))
    back = [(position, position) for position in loop]
    met = set(back)
    while back:
        for pair in before.get(back.pop(), ()):
            if pair[0] != pair[1]:
                return True
            if pair not in met:
                met.add(pair)
                back.append(pair)
    return False


def _neighbours(automaton: _Automaton) -> list[str]:
    """Pairs of loops between which a text can be shared out in many ways."""
    return [
        f"square: {automaton.shown(one)} and {automaton.shown(other)}"
        for one, other in permutations(automaton.loops, 2)
        if not set(one) & set(other) and _share(automaton, one, other)
    ]


def _share(automaton: _Automaton, one: range, other: range) -> bool:
    """Whether some text leads from a place in `one` back to it and to a place in `other`, and from there back to it."""
    return any(
        automaton.masks[p] & automaton.masks[q] and _leads(automaton, p, q, set(one), set(other))
        for p in one
        for q in other
    )


def _leads(automaton: _Automaton, p: int, q: int, one: set[int], other: set[int]) -> bool:
    """Whether one text leads from p to p within `one`, from p to q, and from q to q within `other`."""
    masks, follow = automaton.masks, automaton.follow
    todo = [(p, p, q)]
    seen = set(todo)
    while todo:
        if len(seen) > _MOST_TRIPLES:
            return True
        first, second, third = todo.pop()
        for a in follow[first]:
            for b in follow[second] if a in one else ():
                for c in follow[third] if masks[a] & masks[b] else ():
                    if c not in other or not masks[a] & masks[b] & masks[c] or (a, b, c) in seen:
                        continue
                    if (a, b, c) == (p, q, q):
                        return True
                    seen.add((a, b, c))
                    todo.append((a, b, c))
    return False


# Characters.


def _items(tree: Any) -> Any:
    """Every operator with its value in a tree, depth first."""
    for operator, value in tree:
        yield operator, value
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from _items(value[2])
        elif operator is sre.SUBPATTERN:
            yield from _items(value[-1])
        elif operator is sre.BRANCH:
            for branch in value[1]:
                yield from _items(branch)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _items(value[1])


def _leaves(tree: Any) -> Any:
    """The operators that take a character."""
    takers = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
    return ((operator, value) for operator, value in _items(tree) if operator in takers)


def _alphabet(tree: Any) -> str:
    """A character for each set that the tree tells apart: those at the borders of its ranges, and usual ones."""
    found = set(map(ord, _USUAL))
    for operator, value in _leaves(tree):
        for kind, what in value if operator is sre.IN else ((operator, value),):
            if kind in (sre.LITERAL, sre.NOT_LITERAL):
                found.add(what)
            elif kind is sre.RANGE:
                found.update((what[0], what[1], max(0, what[0] - 1), min(sys.maxunicode, what[1] + 1)))
    return "".join(map(chr, sorted(found)))


def _mask(operator: Any, value: Any, alphabet: str) -> int:
    """The characters of the alphabet that an operator takes, as bits."""
    entries = value if operator is sre.IN else ((operator, value),)
    mask = 0
    for bit, character in enumerate(alphabet):
        if _takes(entries, character):
            mask |= 1 << bit
    return mask


def _takes(entries: Any, character: str) -> bool:
    code, negated, hit = ord(character), False, False
    for kind, what in entries:
        if kind is sre.NEGATE:
            negated = True
        elif kind is sre.LITERAL:
            hit |= code == what
        elif kind is sre.NOT_LITERAL:
            hit |= code != what
        elif kind is sre.RANGE:
            hit |= what[0] <= code <= what[1]
        elif kind is sre.CATEGORY:
            hit |= re.match(_CATEGORIES[what], character) is not None
        elif kind is sre.ANY:
            hit |= character != "\n"
    return hit != negated


def _members(mask: int, alphabet: str) -> str:
    return "".join(character for bit, character in enumerate(alphabet) if mask >> bit & 1)
