"""CO01: the papers of a case say two things of it that cannot both hold."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    Check,
    Claim,
    Claims,
    Confidence,
    Contradiction,
    Fields,
    Filing,
    Finding,
    NoOptions,
    Papers,
    Role,
    Unjudged,
    share_words,
)

FORUMS = {"court": re.compile("法院|诉讼|起诉"), "tribunal": re.compile("仲裁"), "review": re.compile("复议")}
POINTING = re.compile("该|上述|所反映|涉案")  # words that point back to the matter


class ContradictoryStatements(Check):
    code, name, title = "CO01", "contradictory-statements", "前后说法矛盾"
    row = "contradiction"
    needs = (Claims, Fields, Papers)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield one finding for each pair of statements that meets; a claim is held against the papers once.

        It speaks for all checks of this family where a paper could not be read.
        """
        yield from filing[Papers].unread
        claims = filing[Claims]
        item = filing[Fields].first("exclusion_item")
        chosen = self.knowledge.catalogue.find(item.text) if item else None
        used: set[tuple[int, int, int]] = set()
        for pair in self.knowledge.contradictions.pairs:
            if pair.unless_item and chosen is not None and chosen.outcome is not None:
                continue
            meeting = list(_meeting(pair, claims))
            meeting = [(one, other) for one, other in meeting if not {one.sentence, other.sentence} & used]
            if meeting:
                one, other = max(meeting, key=_weight)
                used |= {claim.sentence for couple in meeting for claim in couple if not claim.by_field}
                yield _finding(pair, one, other)


def _finding(pair: Contradiction, one: Claim, other: Claim) -> Finding:
    first, second = sorted((one, other), key=lambda claim: (not claim.by_field, _position(claim)))
    return Finding(
        second.words.place,
        f"{first.paper.name}写“{first.words.text}”（{first.statement.name}），"
        f"{_again(first, second)}写“{second.words.text}”（{second.statement.name}），两处矛盾",
        text=second.words.text,
        evidence=[first.words, second.words],
        confidence=Confidence.CERTAIN if pair.certain and _is_plain(one, other) else Confidence.LIKELY,
    )


def _again(first: Claim, second: Claim) -> str:
    return "又" if first.paper is second.paper else second.paper.name


def _weight(couple: tuple[Claim, Claim]) -> tuple[bool, bool, bool]:
    """How well a couple shows the contradiction: in plain words, by sentences, in the office's own papers."""
    return (
        _is_plain(*couple),
        not any(claim.by_field for claim in couple),
        all(claim.paper.own for claim in couple),
    )


def _is_plain(one: Claim, other: Claim) -> bool:
    """Whether nothing in the two claims hints at another time, matter or place."""
    marked = any(c.later or c.contrast or c.beside or c.by_field or not (c.sure and c.paper.own) for c in (one, other))
    return not marked and one.about.places == other.about.places


def _meeting(pair: Contradiction, claims: Claims) -> Iterator[tuple[Claim, Claim]]:
    ones, others = claims.of(pair.one), claims.of(pair.other)
    for one in ones:
        for other in others:
            if _same_thing(pair, one, other, claims) and not _explained(pair, one, other, claims):
                yield one, other


def _same_thing(pair: Contradiction, one: Claim, other: Claim, claims: Claims) -> bool:
    """Whether the two are said of the same thing, by different words, of the time of this case."""
    if one.by_field and other.by_field:
        return False
    if one.earlier or other.earlier or not (one.paper.own or other.paper.own):
        return False
    if one.sentence == other.sentence and (one.words == other.words or one.contrast or other.contrast):
        return False
    if not one.about.may_be(other.about) or _before_different_bodies(one, other):
        return False
    if pair.same_object and not share_words(one.object or one.told, other.object or other.told):
        return False
    return all(_is_related(claim, counterpart, claims) for claim, counterpart in ((one, other), (other, one)))


def _before_different_bodies(one: Claim, other: Claim) -> bool:
    """Whether one tells of a court and the other of arbitration, or the like: a matter may go through several."""
    named = [{key for key, words in FORUMS.items() if words.search(claim.words.text)} for claim in (one, other)]
    return bool(named[0] and named[1]) and named[0].isdisjoint(named[1])


def _is_related(claim: Claim, counterpart: Claim, claims: Claims) -> bool:
    """Whether a deed is one on the matter complained of: 已清理 of the rubbish, not of leaves by the way."""
    if not claim.statement.related:
        return True
    if claim.beside:
        return False
    matter = "\n".join((claims.matter, counterpart.words.text, counterpart.about.topic))
    known, named = share_words(matter, matter), share_words(claim.words.text, claim.words.text)
    return share_words(claim.told, matter) or POINTING.search(claim.words.text) is not None or not (known and named)


def _explained(pair: Contradiction, one: Claim, other: Claim, claims: Claims) -> bool:
    """Whether the course of time explains both: the later one tells of a change, or a paper tells of it further on, or
    the paper of the later one tells before it of the earlier state, too.
    """
    first, second = _in_time(one, other)
    if _is_change(pair, first, second):
        return True
    for passing, lasting in ((one, other), (other, one)):
        if not _is_lawful(pair, passing) or passing.paper is lasting.paper:
            continue
        told = (c for c in claims.of(passing.statement.key) if c.paper is lasting.paper)
        before = [c for c in told if c.sentence < lasting.sentence]
        if passing.by_field:  # an item that was right until then: 起初无法联系，后……
            if any(c.earlier for c in before):
                return True
        elif not passing.closing and any(c.earlier or _is_change(pair, c, lasting) for c in before):
            return True
    for standing, passing in ((one, other), (other, one)):
        if standing.closing and not passing.closing:
            told = (c for c in claims.of(standing.statement.key) if c.paper is passing.paper and c is not standing)
            if any(_in_time(passing, c)[1] is c and _is_change(pair, passing, c) for c in told):
                return True
    return False


def _in_time(one: Claim, other: Claim) -> tuple[Claim, Claim]:
    """The two in the order of their days, else of their sentences."""
    if one.on and other.on and one.on != other.on:
        return (one, other) if one.on < other.on else (other, one)
    return (one, other) if _position(one) <= _position(other) else (other, one)


def _position(claim: Claim) -> tuple[tuple[int, int, int], int]:
    return claim.sentence, claim.words.place.start or 0


def _is_change(pair: Contradiction, first: Claim, second: Claim) -> bool:
    """Whether things went from `first` to `second`; what sums up the case holds to its end and has not changed."""
    if first.closing:
        return False
    dated = first.on is not None and second.on is not None and first.on < second.on
    same_paper = first.paper is second.paper and first.paper.role is not Role.FORM
    if _is_lawful(pair, first):
        return dated or (same_paper and (second.later or (second.on is not None and first.on is None)))
    return dated and second.later


def _is_lawful(pair: Contradiction, first: Claim) -> bool:
    """Whether things may go from `first` to the other statement of the pair."""
    return pair.change == "both" or pair.change == ("forward" if first.statement.key == pair.one else "back")
