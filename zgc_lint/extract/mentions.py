"""What a statement's running text says of its case: work-order numbers, the complainant's name and phone, the call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import Moment, Precision, find_dates
from zgc_lint.extract.fields import DocumentFields, Fields, find_case_ids
from zgc_lint.extract.people import COMPOUND_SURNAMES, SURNAMES, Phone, find_phones
from zgc_lint.extract.text import HAN
from zgc_lint.model import Filing, Part, Place, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge

__all__ = ["CaseMention", "Mentions", "MomentMention", "NameMention", "PhoneMention", "find_cases"]

_WHO = "诉求人|来电人|反映人|市民|投诉人"
_EARLIER = "母单|母案|首件|首单|首次|前次|上次|此前|先前|之前|以前|前期|曾|原工单|历史"
_OTHER_CASE = re.compile(rf"{_EARLIER}|另一|另有|另外|其他|其它|关联|相关|子单|子案|重复|合并|并入|同一诉求人")
_CASE_LABEL = re.compile(
    r"(工单编号|工单号|案件编号|案件号|诉求编号|受理编号|工单|编号|案件)(?:为|是|系)?[\s:：（(“]*$"
)
_PHONE_LABEL = re.compile(r"(联系电话|来电号码|来电电话|联系方式|电话|手机号|手机|号码)(?:为|是|系)?[\s:：（(]*$")
_NOT_THEIR_PHONE = re.compile(
    r"物业|公司|单位|社区|街道|施工|邻居|房东|中介|商户|经理|负责人|工作人员|我|法院|家属|丈夫|妻子|儿|女|父|母|委托|另|备用|拨打|的"
)
_CALLED = re.compile(
    rf"^[\s，,]*(?P<who>\S{{0,6}}(?:{_WHO}|居民|群众)\S{{0,8}}?|本人|其)?"
    r"(?:再次|又)?(?P<verb>通过|拨打|向|来电|致电|打来)[^。；]{0,24}"
)
_CALL_WORDS = re.compile(r"来电|致电|拨打|热线")
_OFFICE_CALLS = re.compile(r"工作人员|社区|街道|物业|我办|我科|承办|回访|联系诉求人|联系市民|联系来电人")

# 诉求人 + name is told from 诉求人 + some other word: a surname, one or two characters, and what may follow a name.
_NO_NAME = (
    "[曾常易于方文]|陈[述情]|周[末一二三四五六日边围]|许[可诺多]|谢[绝谢]|郑重|张贴|何[时故人事]|任[何意由]|夏[季天日]|顾[虑及]|万[分一般]"
    "|孙[子女](?!士)|毛坯|范围|罗列|江边|钱款|程[度序]|段时|康复|胡[同乱闹搅说]|黄昏|高[度兴空层声]|白[天跑]|金额|马[上路]|石材|武断|余[下款]"
    "|严[重厉正格]"
)
_NAME = re.compile(
    rf"(?<!被)(?<!另一)(?<!另有)(?<!其他)(?<!名)(?:{_WHO})(?:姓名)?(?:为|是|系|叫)?[\s:：]*"
    rf"((?:{'|'.join(COMPOUND_SURNAMES)}|(?!{_NO_NAME})[{SURNAMES}])[{HAN}]{{1,2}}?|[{SURNAMES}][某*×]{{1,2}})"
    r"(?=先生|女士|同志|[，。、；：（(）)“\s]|于20|于\d|来电|反映|表示|称|拨打|致电|通过|联系|居住|住在|系|与|$)"
)


@dataclass(frozen=True, slots=True)
class CaseMention:
    """A work-order number; `labelled`: it follows 工单编号 or the like; `other`: it is said to be another order's."""

    number: str
    quote: Quote
    labelled: bool
    other: bool


@dataclass(frozen=True, slots=True)
class NameMention:
    """The complainant's name."""

    name: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class PhoneMention:
    """A telephone number said to be the complainant's."""

    phone: Phone
    quote: Quote


@dataclass(frozen=True, slots=True)
class MomentMention:
    """The time of a call to the hotline."""

    moment: Moment
    quote: Quote


@dataclass(frozen=True)
class Mentions:
    """All such mentions in a filing's statements, in order; `dates` are all dates there, of whatever event."""

    stays = True

    cases: tuple[CaseMention, ...]
    names: tuple[NameMention, ...]
    phones: tuple[PhoneMention, ...]
    calls: tuple[MomentMention, ...]
    dates: tuple[Moment, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Mentions:
        """Read the filing's statements; the year of a date without one is that of 来电时间."""
        received = filing[Fields].moment("received_at")
        year = received.at.year if received else None
        cases: list[CaseMention] = []
        names: list[NameMention] = []
        phones: list[PhoneMention] = []
        calls: list[MomentMention] = []
        dates: list[Moment] = []
        for text, place in _running_text(filing):
            cases.extend(find_cases(text, place, knowledge))
            names.extend(NameMention(m.group(1), _quote(text, place, *m.span(1))) for m in _NAME.finditer(text))
            phones.extend(_phones(text, place))
            calls.extend(_calls(text, place, year))
            dates.extend(found.value for found in find_dates(text, year=year) if isinstance(found.value, Moment))
        return cls(tuple(cases), tuple(names), tuple(phones), tuple(calls), tuple(dates))


def _running_text(filing: Filing) -> Iterator[tuple[str, Place]]:
    for document in filing.with_role(Role.STATEMENT):
        labelled = document[DocumentFields]
        for paragraph in document.paragraphs:
            quoted = any(
                span.field == "complaint" and span.end > span.start for span in labelled.spans_in(paragraph.number)
            )
            if paragraph.part in (Part.BODY, Part.TEXT_BOX) and not quoted:
                yield paragraph.text, Place(document.path, page=paragraph.page, paragraph=paragraph.number)


def _quote(text: str, place: Place, start: int, end: int) -> Quote:
    return Quote(place.within(start, end), text[start:end])


def find_cases(text: str, place: Place, knowledge: Knowledge) -> Iterator[CaseMention]:
    """The work-order numbers in a text that stands at `place`; whatever looks like one, so see `labelled`."""
    for match in find_case_ids(text, knowledge.fields):
        if len(match.group()) < 8:
            continue
        before, after = _sentence_around(text, *match.span())
        labelled, other = _CASE_LABEL.search(before), _OTHER_CASE.search(before) or _OTHER_CASE.search(after[:12])
        yield CaseMention(match.group(), _quote(text, place, *match.span()), bool(labelled), bool(other))


def _phones(text: str, place: Place) -> Iterator[PhoneMention]:
    for start, end, phone in find_phones(text):
        before = re.split(_WHO, _sentence_around(text, start, end)[0])
        owner = before[-1] if len(before) > 1 else None
        if owner is not None and len(owner) <= 24 and _PHONE_LABEL.search(owner) and not _NOT_THEIR_PHONE.search(owner):
            yield PhoneMention(phone, _quote(text, place, start, end))


def _calls(text: str, place: Place, year: int | None) -> Iterator[MomentMention]:
    for found in find_dates(text, year=year):
        before, after = _sentence_around(text, found.start, found.end)
        match = _CALLED.match(after[:60])
        if match is None or re.search(_EARLIER, before + match.group()) or not isinstance(found.value, Moment):
            continue
        clause = re.split(r"[，,]", before)[-1]
        citizen = match["who"] or re.search(_WHO, clause) or (not clause.strip() and match["verb"] == "来电")
        if citizen and _CALL_WORDS.search(match.group()) and not _OFFICE_CALLS.search(match.group()):
            yield MomentMention(_as_exact_as_meant(found.value, after), _quote(text, place, found.start, found.end))


def _as_exact_as_meant(moment: Moment, after: str) -> Moment:
    """The moment without its time of day where that is a round one: 14时许, 9时左右, 14时."""
    if re.match(r"许|左右|前后|多", after) or re.search(r"[时点]$", moment.raw):
        return Moment(moment.at.replace(hour=0, minute=0, second=0), Precision.DAY, moment.raw)
    return moment


def _sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]`` in its sentence."""
    return re.split(r"[。；;！？]", text[:start])[-1], re.split(r"[。；;！？]", text[end:])[0]
