"""What the papers of a case say differently of the same person, place, number or day, in running text and in fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.contents import court_numbers
from zgc_lint.extract.events import Events
from zgc_lint.extract.fields import Fields, Reading
from zgc_lint.extract.mentions import Mentions
from zgc_lint.extract.papers import Line, Paper, Papers
from zgc_lint.extract.people import (
    HONORIFIC,
    SURNAMES,
    differing_positions,
    find_phones,
    is_full_name,
    read_phones,
    same_name,
    same_phone,
)
from zgc_lint.extract.phone_book import PhoneBook
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.extract.similarity import estate_of
from zgc_lint.extract.text import HAN, fold, squeeze
from zgc_lint.extract.topics import places_differ, places_in
from zgc_lint.model import Filing, Quote, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zgc_lint.knowledge import Knowledge

__all__ = ["Discrepancies", "Discrepancy", "Words"]

#: Words of a sentence that bring in another person of the household, or somebody who acts for the complainant.
_OTHERS = re.compile(
    r"丈夫|妻子|妻|爱人|配偶|父亲|母亲|父母|儿子|女儿|子女|家属|家人|家中|同住|兄|弟|姐|妹|邻居|代理|代为|委托|另一|另外|其他|经理|老板|店主|负责人"
    r"|律师|房东|租客|合租|共用|中介|法官|(?:工作人员|队员|师傅|民警|网格员|承办人|联系人)$"
)
_AFTER_NAME = r"(?=先生|女士|[（(]|[，,]?(?:联系)?电话|来电|致电|反映|表示|称|本人|签字|于\d|拨打)"
_FILE_NUMBER = re.compile(rf"(?P<series>[{HAN}]{{2,8}})[〔\[【(](?P<year>20\d{{2}})[〕\]】)]第?(?P<serial>\d{{1,5}})号")
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
_OFFICE = rf"[{HAN}]{{2,12}}?(?:办公室|执法队|服务中心|处置中心)"
_DEPARTMENT = re.compile(
    rf"工单[^，。；]{{0,20}}由(?:我街道|街道|本街道)?(?P<by>{_OFFICE})承办|承办(?:科室|单位|部门)(?:为|是|：)(?:我街道)?(?P<is>{_OFFICE})"
)
_OWNER = re.compile(r"(?:北京市|海淀区|人民政府|中关村街道(?:办事处)?|办事处)")


@dataclass(frozen=True, slots=True)
class Words:
    """What one source says: its Chinese name, and the words."""

    source: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """`what` (诉求地址, 称呼 …) is said in two ways; `first` is the source that counts. `sure`: beyond doubt."""

    what: str
    first: Words
    other: Words
    sure: bool = False


@dataclass(frozen=True)
class Discrepancies:
    """All of them, each once."""

    all: tuple[Discrepancy, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Discrepancies:
        """Compare fields with fields, then the running text of the office's papers with fields and with itself."""
        own = [paper for paper in filing[Papers].papers if paper.own]
        anonymous = knowledge.fields.anonymous
        return cls(
            (
                *_fields(filing, "address", "诉求地址", _other_address),
                *_fields(filing, "department", "承办单位", _other_department),
                *_address_in_text(filing, own),
                *_titles(filing, own),
                *_names(filing, own),
                *_phone_of_two(filing, own, anonymous),
                *_phone_mistyped(filing, own),
                *_department_in_text(filing, own),
                *_phone_in_tables(filing, anonymous),
                *_numbers(filing),
                *_days(filing),
            )
        )


def _given(filing: Filing, key: str) -> list[Words]:
    """What export, form and ledger give for a field, the one that counts first."""
    batch = filing.batch
    export = batch[Exports].row_of(filing.case) if batch is not None else None
    ledger = batch[Ledger].row_of(filing.case) if batch is not None else None
    found: list[tuple[str, Reading | None]] = [
        ("工单导出表", export.reading(key) if export else None),
        ("申报表", next((r for r in filing[Fields].form if r.field == key), None)),
        ("台账", ledger.reading(key) if ledger else None),
    ]
    return [Words(source, Quote(r.place, r.text)) for source, r in found if r is not None and r.text.strip()]


def _counting(filing: Filing, key: str) -> Words | None:
    return next(iter(_given(filing, key)), None)


def _fields(filing: Filing, key: str, what: str, differ: Callable[[str, str], bool | None]) -> Iterator[Discrepancy]:
    """The first source that gives the field counts. `differ` is True where beyond doubt, None if not."""
    given = _given(filing, key)
    for other in given[1:]:
        verdict = differ(given[0].quote.text, other.quote.text)
        if verdict is not False:
            yield Discrepancy(what, given[0], other, sure=verdict is True)
            return


def _other_address(one: str, other: str) -> bool | None:
    """True for another number in the same estate, None for another estate (it may have two names), else False."""
    left, right = estate_of(one), estate_of(other)
    if left and right and left != right and left not in other and right not in one:
        return None
    return bool(left and left == right and places_differ(places_in(one), places_in(other)))


def _other_department(one: str, other: str) -> bool | None:
    left, right = (_OWNER.sub("", squeeze(text)) for text in (one, other))
    if not left or not right or left in right or right in left:
        return False
    return None


def _address_in_text(filing: Filing, own: list[Paper]) -> Iterator[Discrepancy]:
    """A paper names the estate of the form, and only ever with another number."""
    first = _counting(filing, "address")
    estate = estate_of(first.quote.text) if first is not None else ""
    numbered = places_in(first.quote.text) if first is not None else frozenset()
    if first is None or not estate or not numbered:
        return
    pattern = re.compile(rf"{re.escape(estate)}(?:小区|社区)?(?P<parts>(?:\d+(?:号楼|号院|单元|层|室)){{1,4}})")
    for paper in own:
        told = [
            (line.quote(match.start(), match.end()), places_in(match["parts"]))
            for line in paper.lines
            for match in pattern.finditer(fold(line.text))
        ]
        if told and all(places_differ(numbered, places) for _, places in told):
            yield Discrepancy("诉求地址", first, Words(paper.name, told[0][0]))
            return


def _sentences(own: list[Paper]) -> Iterator[tuple[Paper, Line, int, str]]:
    for paper in own:
        for line in paper.lines:
            for match in re.finditer(r"[^。！？；\n]+", line.text):
                yield paper, line, match.start(), match.group()


def _titles(filing: Filing, own: list[Paper]) -> Iterator[Discrepancy]:
    """The complainant is 先生 in one place and 女士 in another; the rarer one deviates."""
    name = squeeze(filing[Fields].text("complainant"))
    surname = name[:1]
    if not surname or surname not in SURNAMES:
        return
    told: dict[str, list[Words]] = {"先生": [], "女士": []}
    for title in told:
        if name.endswith(title) and (first := _counting(filing, "complainant")) is not None:
            told[title].append(first)
    # 工作人员孙先生 is somebody else: a bare surname counts only behind such words.
    before = rf"(?<![{HAN}])|(?<=[求电映诉]人)|(?<=[民主向对与给约知请访系复])"
    pattern = re.compile(rf"(?:{re.escape(name)}|(?:{before}){surname})(?P<title>先生|女士)")
    for paper, line, start, sentence in _sentences(own):
        another = re.search(rf"(?<!{surname}){surname}[{HAN}]{{1,2}}(?=先生|女士)", sentence)
        if _OTHERS.search(sentence) or (another and another.group() != name):
            continue
        for match in pattern.finditer(sentence):
            if not line.is_quoted(start + match.start(), start + match.end()):
                told[match["title"]].append(Words(paper.name, line.quote(start + match.start(), start + match.end())))
    if told["先生"] and told["女士"]:
        common, rare = sorted(told.values(), key=lambda found: -len(found))
        yield Discrepancy("诉求人的称呼", common[0], rare[0])


def _names(filing: Filing, own: list[Paper]) -> Iterator[Discrepancy]:
    """The complainant's name with one other character, before words that follow a name."""
    first = _counting(filing, "complainant")
    name = squeeze(first.quote.text) if first is not None else ""
    if first is None or len(name) != 3 or not is_full_name(name) or HONORIFIC.search(name):
        return
    near = "|".join(rf"{name[:i]}[{HAN}]{name[i + 1 :]}" for i in (1, 2))
    anywhere = re.compile(rf"(?:{near}){_AFTER_NAME}")
    unlabelled = re.compile(rf"(?<![诉求来电反映]人)(?<!市民){anywhere.pattern}")  # the rest is in `Mentions`
    seen: set[str] = set()
    for paper, line, start, sentence in _sentences(own):
        for match in (unlabelled if paper.role is Role.STATEMENT else anywhere).finditer(sentence):
            other = match.group()
            if other == name or other in seen or name in sentence or _OTHERS.search(sentence[: match.start()]):
                continue
            seen.add(other)
            quote = line.quote(start + match.start(), start + match.end())
            yield Discrepancy("诉求人", first, Words(paper.name, quote))


def _phone_of_two(filing: Filing, own: list[Paper], anonymous: frozenset[str]) -> Iterator[Discrepancy]:
    """The complainant's number behind the name of another person."""
    fields = filing[Fields]
    first, phones = _counting(filing, "complainant"), read_phones(fields.text("phone"))
    if first is None or not phones:
        return
    named = re.compile(
        rf"(?P<name>[{SURNAMES}][{HAN}]{{1,2}}?)(?:先生|女士)?[（(，,]?(?:联系)?(?:电话|手机)(?:号码|号)?(?:为|是)?[:：]?$"
    )
    for paper, line, start, sentence in _sentences(own):
        for at, end, phone in find_phones(sentence):
            match = named.search(sentence[:at])
            if match is None or same_phone([phone], phones) is not True or _OTHERS.search(sentence[: match.start()]):
                continue
            labelled = re.search(
                r"(?:诉求人|来电人|反映人|市民)(?:姓名)?$", sentence[: match.start()]
            )  # compared as a name already
            if labelled is None and same_name(match["name"], first.quote.text, anonymous) is False:
                yield Discrepancy(
                    "同一电话的姓名",
                    first,
                    Words(paper.name, line.quote(start + match.start(), start + end)),
                )
                return


def _phone_mistyped(filing: Filing, own: list[Paper]) -> Iterator[Discrepancy]:
    """The complainant's number with one or two other digits; what is called the complainant's is in `Mentions`."""
    first = _counting(filing, "phone")
    phones = [phone for phone in read_phones(first.quote.text) if not phone.is_masked] if first is not None else []
    labelled = {mention.quote.text for mention in filing[Mentions].phones}
    for paper, line, start, sentence in _sentences(own):
        for at, end, phone in find_phones(sentence):
            near = any(1 <= len(differing_positions(phone.number, known.number)) <= 2 for known in phones)
            if first is not None and near and sentence[at:end] not in labelled and not _OTHERS.search(sentence[:at]):
                quote = line.quote(start + at, start + end)
                yield Discrepancy("联系电话", first, Words(paper.name, quote))
                return


def _department_in_text(filing: Filing, own: list[Paper]) -> Iterator[Discrepancy]:
    """由……承办, 承办科室为……: not the one of the form."""
    first = _counting(filing, "department")
    if first is None:
        return
    for paper, line, start, sentence in _sentences(own):
        for match in _DEPARTMENT.finditer(sentence):
            group = "by" if match["by"] else "is"
            if _other_department(first.quote.text, match[group]) is None:
                quote = line.quote(start + match.start(group), start + match.end(group))
                yield Discrepancy("承办单位", first, Words(paper.name, quote))
                return


def _phone_in_tables(filing: Filing, anonymous: frozenset[str]) -> Iterator[Discrepancy]:
    """Another order of the same number bears the name with one other character; told of the later order."""
    first = _counting(filing, "complainant")
    if first is None or filing.batch is None:
        return
    name = squeeze(first.quote.text)
    for phone in read_phones(filing[Fields].text("phone")):
        for case, other, quote in filing.batch[PhoneBook].of(phone):
            near = len(other) == len(name) >= 3 and len(differing_positions(name, other)) == 1
            if near and case < filing.case and same_name(name, other, anonymous) is False:
                yield Discrepancy("同一电话的姓名", Words(f"工单 {case}", quote), first)
                return


def _numbers(filing: Filing) -> Iterator[Discrepancy]:
    """Numbers of court cases, of documents, of identity cards: one of a series in each paper, and not the same."""
    first: dict[tuple[str, str], tuple[str, Words]] = {}
    for paper in filing[Papers].papers:
        if paper.role is Role.ATTACHMENT and not paper.own:
            continue
        told: dict[tuple[str, str], dict[str, Words]] = {}
        for line in paper.lines:
            for what, series, number, start, end in _numbers_in(line.text):
                told.setdefault((what, series), {}).setdefault(number, Words(paper.name, line.quote(start, end)))
        for key, numbers in told.items():
            if len(numbers) != 1:
                first.pop(key, None)
                continue
            ((number, words),) = numbers.items()
            known = first.setdefault(key, (number, words))
            if known[0] != number and _is_slip(known[0], number):
                yield Discrepancy(key[0], known[1], words)


def _numbers_in(text: str) -> Iterator[tuple[str, str, str, int, int]]:
    taken = []
    for court in court_numbers(text):
        taken.append((court.start, court.end))
        yield "案号", f"{court.year}{court.series}", court.serial, court.start, court.end
    for match in _FILE_NUMBER.finditer(fold(text)):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield "文号", f"{match['series'][-4:]}{match['year']}", match["serial"], *match.span()
    for match in _ID_NUMBER.finditer(fold(text)):
        yield "身份证号码", match.group()[:10], match.group(), *match.span()


def _is_slip(one: str, other: str) -> bool:
    """Whether two numbers of a series look like one of them, mistyped."""
    return 1 <= len(differing_positions(one, other)) <= 2 or (abs(len(one) - len(other)) == 1 and len(one) >= 3)


def _days(filing: Filing) -> Iterator[Discrepancy]:
    """What happens once (起诉, 立案, 判决) has another date in another paper of the office."""
    first: dict[str, Words] = {}
    days: dict[str, object] = {}
    for paper in filing[Papers].papers:
        told: dict[str, list[tuple[object, Words, str]]] = {}
        for event in filing[Events].events:
            if event.date.paper is paper and paper.own and event.event.once and not event.future:
                entry = event.at.day, Words(paper.name, event.date.words), event.event.name
                told.setdefault(event.event.key, []).append(entry)
        for key, found in told.items():
            if len({day for day, _, _ in found}) != 1:
                days.pop(key, None)
                continue
            day, words, name = found[0]
            if key in days and days[key] != day:
                yield Discrepancy(f"{name}日期", first[key], words)
            elif key not in days:
                days[key], first[key] = day, words
