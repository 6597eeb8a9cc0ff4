"""What a paper's own text says it is and whom, where and when it concerns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.dates import Moment, find_dates
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.mentions import CaseMention, find_cases
from zgc_lint.extract.people import COMPOUND_SURNAMES, SURNAMES
from zgc_lint.extract.text import HAN, fold, squeeze
from zgc_lint.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.knowledge.documents import DocumentNames, KindText
    from zgc_lint.model import Document, Quote

__all__ = ["Contents", "CourtNumber", "Party", "Said", "Title", "court_numbers"]

_HEAD_LINES = 9  # of a page, among which its title stands
_HEAD_LENGTH = 42  # characters: what is longer is no title and no name of a body
_RUNNING = re.compile(r"[。；;？?！!，,]|[:：]$")
_NOTE = re.compile(r"(?:[(（][^()（）]{1,10}[)）]|副本|正本|复印件|存根|第[一二三四]联)$")

_YEAR = r"[(（〔\[【［](?P<{0}>20\d{{2}})[)）〕\]】］]"
_COURT = re.compile(
    rf"{_YEAR.format('year')}(?P<series>[最{HAN}]\d{{0,4}}[{HAN}]{{1,6}}?)第?(?P<serial>\d{{1,6}})号"
    rf"|(?P<panel>[{HAN}]{{1,4}}劳[人]?仲(?:案|字|裁|调|案字)?){_YEAR.format('year2')}第?(?P<serial2>\d{{1,6}})号"
)
_COURT_SERIES = re.compile(
    r"最高法|[京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新]\d{0,4}[民刑行执破赔财]"
)

_CLAIMING = (
    "原告|上诉人|申请人|再审申请人|复议申请人|申请执行人|信访人|诉求人|投诉人|反映人|具状人|被传唤人|当事人|申诉人"
)
_OPPOSING = "被告|被上诉人|被申请人|被执行人|第三人"
_PERSON = rf"(?:(?:{'|'.join(COMPOUND_SURNAMES)})[{HAN}]{{1,2}}|[{SURNAMES}][{HAN}]{{1,2}}?)"
_BODY = (
    rf"[{HAN}（()）]{{2,30}}?(?:公司|事务所|委员会|办事处|人民政府|管理局|医院|学校|幼儿园|中心|商店|饭店|餐厅|经营部"
    rf"|厂|局(?![{HAN}]))"
)
_PARTY = re.compile(
    rf"(?:^|(?<=[\n。；;，,、\t 　]))(?P<role>{_CLAIMING}|{_OPPOSING})(?:[（(][^（）()]{{1,12}}[）)])?"
    rf"(?:姓名|名称)?(?P<colon>\s*[:：]\s*|\s+)?"
    rf"(?:(?P<body>{_BODY})|(?P<name>{_PERSON}|[{SURNAMES}][{HAN}]?[*＊×某]{{1,2}})"
    rf"(?P<after>\s*(?:$|[\n，,。；;、（(\t ]|男|女|先生|女士)))"
)
_PERSONAL = re.compile(
    r"[，,]?\s*(?:[（(]?(?:男|女|汉族|满族|回族|住|身份证|公民身份|联系电话|电话|法定代理人)|\d{4}年)"
)
_ADDRESSED = re.compile(rf"(?:^|\n)[^\S\n]*(?P<name>{_PERSON})\s*(?:先生|女士)?[:：][^\S\n]*\n\s*(?:你|您)")


@dataclass(frozen=True, slots=True)
class Said:
    """Something a paper says, and how surely it was read (1 from a text layer)."""

    text: str
    quote: Quote
    score: float
    is_read: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A title that names a kind of paper: the words of the kind it ends in, and the page it stands on (from 1)."""

    kind: KindText
    words: str
    said: Said
    page: int


@dataclass(frozen=True, slots=True)
class CourtNumber:
    """The number of a case before a court or an arbitration panel: 2026, 京0108民初, 123."""

    year: str
    series: str
    serial: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"（{self.year}）{self.series}{self.serial}号"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the paper names as a party; `claims` for 原告, 申请人, 信访人 …; `is_body` for a company or office."""

    name: str
    role: str
    said: Said
    claims: bool
    is_body: bool


@dataclass(frozen=True)
class Contents:
    """What was found in the text of a document; all of it in reading order.

    `kind` is what its title names; where that names none, its file name. `places` and `times` are the values under the
    labels that `documents.yaml` gives for that kind.
    """

    stays = True

    kind: KindText | None
    titles: tuple[Title, ...]
    cases: tuple[tuple[CaseMention, Said], ...]
    courts: tuple[tuple[CourtNumber, Said], ...]
    parties: tuple[Party, ...]
    places: tuple[Said, ...]
    times: tuple[tuple[Moment, Said], ...]

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> Contents:
        """Look through the document's text, reading it from its pages where it has no text layer."""
        text = document[DocumentText]
        cases = []
        for mention in find_cases(text.text, Place(), knowledge):
            start, end = mention.quote.place.start or 0, mention.quote.place.end or 0
            cases.append((mention, _said(text, start, end)))
        courts = [(number, _said(text, number.start, number.end)) for number in court_numbers(text.text)]
        titles = tuple(_titles(text, knowledge.documents))
        kind = titles[0].kind if titles and titles[0].page == 1 else _kind_of_name(document, knowledge.documents)
        places = tuple(_labelled(text, kind.places)) if kind else ()
        times = tuple(
            (moment, said) for said in (_labelled(text, kind.times) if kind else ()) for moment in _moments(said.text)
        )
        return cls(kind, titles, tuple(cases), tuple(courts), tuple(_parties(text)), places, times)

    @property
    def title(self) -> Title | None:
        """The title of the first page; None where it names no kind that is known."""
        return self.titles[0] if self.titles and self.titles[0].page == 1 else None


def _said(text: DocumentText, start: int, end: int) -> Said:
    pieces = text.touching(start, end)
    return Said(text.text[start:end], text.quote(start, end), text.score(start, end), any(p.is_read for p in pieces))


def _kind_of_name(document: Document, names: DocumentNames) -> KindText | None:
    kind = names.kind_of(fold(document.stem))
    return names.texts.get(kind.key) if kind else None


# Titles.


def _titles(text: DocumentText, names: DocumentNames) -> Iterator[Title]:
    """The title of each page that has one: the line in which, with the short lines above it, a kind's words end."""
    page, head, lines, open_ = 0, "", 0, False
    shown: object = object()
    for start, line in _lines(text.text):
        bare = squeeze(line)
        if not bare:
            continue
        number = text.touching(start, start + 1)[0].place.page
        if number != shown:
            page, head, lines, open_, shown = page + 1, "", 0, True, number
        if not open_:
            continue
        lines += 1
        if lines > _HEAD_LINES or len(bare) > _HEAD_LENGTH or _RUNNING.search(bare):
            open_ = False
            continue
        head += bare
        found = _kind_of_title(_NOTE.sub("", head), names)
        if found is not None:
            kind, words = found
            yield Title(kind, words, _said(text, start, start + len(line)), page)
            open_ = False


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _kind_of_title(head: str, names: DocumentNames) -> tuple[KindText, str] | None:
    """The kind whose title words `head` ends in, and these words; the longest count."""
    best: tuple[int, KindText, str] | None = None
    for kind in names.texts.values():
        for words in kind.titles:
            if not head.endswith(words[-1]):
                continue
            rest, fits = head.removesuffix(words[-1]), True
            for word in reversed(words[:-1]):
                rest, found, _ = rest.rpartition(word)
                fits = fits and bool(found)
            length = sum(map(len, words))
            if fits and (best is None or length > best[0]):
                best = length, kind, words[-1]
    return best[1:] if best else None


# Numbers and parties.


def court_numbers(text: str) -> Iterator[CourtNumber]:
    """The numbers of court and arbitration cases in a text: （2026）京0108民初123号, 京海劳人仲字〔2026〕第5号."""
    for match in _COURT.finditer(fold(text)):
        year, serial = match["year"] or match["year2"], match["serial"] or match["serial2"]
        series = match["series"] or match["panel"]
        if match["panel"] or _COURT_SERIES.match(series):
            yield CourtNumber(year, series, serial.lstrip("0"), *match.span())


def _parties(text: DocumentText) -> Iterator[Party]:
    for match in _PARTY.finditer(text.text):
        group = "body" if match["body"] else "name"
        if group == "name" and match["colon"] is None and not _PERSONAL.match(text.text, match.end("name")):
            continue  # 原告方认为
        said = _said(text, *match.span(group))
        claims = re.fullmatch(_CLAIMING, match["role"]) is not None
        yield Party(said.text, match["role"], said, claims, is_body=group == "body")
    for match in _ADDRESSED.finditer(text.text):
        said = _said(text, *match.span("name"))
        yield Party(said.text, "收件人", said, claims=True, is_body=False)


# Labelled values.


def _labelled(text: DocumentText, labels: tuple[str, ...]) -> Iterator[Said]:
    """The values under `labels`: behind a colon or a blank, or on the following line."""
    names = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    pattern = rf"(?:^|(?<=[\n，,；;。\t 　]))(?:{names})(?:\s*[:：]\s*|\s+)(?P<value>[^\n\t。]{{3,60}})"
    for match in re.finditer(pattern, text.text) if labels else ():
        yield _said(text, *match.span("value"))


def _moments(text: str) -> Iterator[Moment]:
    """The dates in a value (2026年6月5日10时；6月6日9时); all are of the first one's year."""
    first = next((found.value for found in find_dates(text) if isinstance(found.value, Moment)), None)
    for found in find_dates(text, year=first.at.year) if first else ():
        if isinstance(found.value, Moment):
            yield found.value
