"""What a statement is about: the matter, the place, the person; and whether two may be about the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zgc_lint.extract.numerals import read_count
from zgc_lint.extract.people import SURNAMES
from zgc_lint.extract.text import HAN, fold, squeeze

__all__ = ["About", "about_of", "heading_topic", "places_differ", "places_in", "share_words"]

_TOPIC = re.compile(
    r"(?:关于|针对|对于|就|反映的?|所称的?|所述的?|提出的?)"
    rf"(?P<topic>[{HAN}\dA-Za-z“”]{{2,24}}?)(?:的?(?:问题|情况|诉求|事项|现象|要求)|一事|不属实|属实|，|$)"
)
_HEADING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|[一二三四五]是|第[一二三四五][，,项、]|其[一二三四五][，,]|关于|针对|对于)"
)
_PLACE = re.compile(
    r"(?P<number>(?<!\d)\d+|[一二三四五六七八九十]{1,3}|[A-Za-z甲乙丙丁])(?P<unit>号楼|号院|单元|号平房院?|层|室|栋|幢|号店|期|标段|门(?!前|口|外|诊))"
)
_PERSON = re.compile(rf"(?P<name>[{SURNAMES}][{HAN}]{{0,2}}?)(?P<title>先生|女士|某某|某)")
_EMPTY = re.compile(
    r"诉求人|市民|来电人|反映|问题|情况|街道|社区|工作人员|小区|居民|的|了|已|经|现场|核实|核查|进行|完毕|完成|到位|整改|清理|处理|"
    r"相关|部门|存在|发现|不属实|属实|目前|全部|我办|我科|单位|责令|要求|予以|立即|及时|当场|对|将|由|该|其|人员|执法|综合行政|物业|"
    r"(?<!\d)\d+[月日时]"
)
#: Words that name no matter: of a statement's title, 关于20260605260549号工单申请剔除的情况说明.
_NO_MATTER = re.compile(r"\d{6,}号?|工单|热线|申请|申报|剔除|来电|其他|其它")


@dataclass(frozen=True, slots=True)
class About:
    """`topic`: the words that name the matter, "" where none do; `places`: (unit, number); `people`: surname, title."""

    topic: str = ""
    places: frozenset[tuple[str, str]] = frozenset()
    people: frozenset[tuple[str, str]] = frozenset()

    def may_be(self, other: About) -> bool:
        """Whether the two may be about the same matter, place and person: no sign speaks against it."""
        if self.topic and other.topic and not share_words(self.topic, other.topic):
            return False
        return not (places_differ(self.places, other.places) or places_differ(self.people, other.people))


def about_of(sentence: str, clause: str, topic: str) -> About:
    """What a clause is about; the place and the topic may be named earlier in its sentence. `topic`: of its section."""
    own = _topic_in(clause) or _topic_in(sentence) or topic
    people = {("人", match["name"][0]) for match in _PERSON.finditer(clause)}
    return About(own, places_in(clause) or places_in(sentence), frozenset(people))


def places_in(text: str) -> frozenset[tuple[str, str]]:
    """The numbered parts of a place: 3号楼二单元 gives (号楼, 3) and (单元, 2)."""
    found = _PLACE.findall(fold(text))
    return frozenset((unit, str(read_count(number) or number)) for number, unit in found)


def places_differ(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether a unit (号楼) is numbered in both places, and never alike; of people: a surname in both, none shared."""
    left: dict[str, set[str]] = {}
    right: dict[str, set[str]] = {}
    for found, pairs in ((left, one), (right, other)):
        for unit, number in pairs:
            found.setdefault(unit, set()).add(number)
    return any(not (left[unit] & right[unit]) for unit in left.keys() & right.keys())


def heading_topic(line: str) -> str | None:
    """The topic that a line opens (一、关于楼道堆物问题; 一是……), for what follows; None where it opens none."""
    if not _HEADING.match(line):
        return None
    return _topic_in(line) or _HEADING.sub("", line).strip()[:16]


def _topic_in(text: str) -> str:
    match = _TOPIC.search(text)
    words = _EMPTY.sub("", _NO_MATTER.sub("", match["topic"])) if match else ""
    return words if len(words) > 1 else ""


def share_words(one: str, other: str) -> bool:
    """Whether two texts share two neighbouring characters that are no stock phrase."""
    return bool(_pairs(one) & _pairs(other))


def _pairs(text: str) -> set[str]:
    found: set[str] = set()
    for piece in re.split(r"[\W_]+", _EMPTY.sub(" ", squeeze(text))):
        found |= {piece[i : i + 2] for i in range(len(piece) - 1)}
    return found
