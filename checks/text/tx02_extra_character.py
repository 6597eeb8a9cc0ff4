"""TX02: a character, word or phrase written twice in a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zgc_lint.api import (
    HAN,
    SURNAMES,
    Check,
    Confidence,
    CorrectorOptions,
    Document,
    Fields,
    Finding,
    Passage,
    Prose,
    Surroundings,
    Suspicions,
)

#: A phrase repeated at once; what is one after the other (一件一件, 每村每村) is meant.
_BLOCK = re.compile(rf"(?P<once>[{HAN}]{{3,20}})(?P=once)(?!再)")
_ONE_BY_ONE = "一每逐多再很越"
_SEAM = re.compile(r"^[的等及和或与]|人民$|[人区][民体域划]$|^人民法院.?$")  # 的土地的土地承包, 申请人申请人民法院
_SHORT_SEAM = re.compile(r"^[局会有对市三]|[一以]$|^委员会$")  # 知识产权局专利局专利审查, 国资委员会委员会
_NUMBER = re.compile(
    r"(?:第?(?<![一二三四五六七八九十])[一二三四五六七八九十]+[、条]|[（(][一二三四五六七八九十\d]+[）)]|(?<!\d)(?<!\d[.．])(?:\d+[.．])+\d*|\d、)(?:明确)?\s*$"
)
_TWO = 2  # characters
#: Characters that make a word of three of a word of two: 社区服务|服务站. "" stands for the end of the text.
_THIRD = frozenset("员者人站所费率单书表处办局部队厅院会区性化度力量机器品物证权")
#: A unit of date or number twice: 2026年年6月; not 2026年年底, 3个个人.
_UNIT = re.compile(
    r"(?<=\d)(?P<once>年(?=年(?:\d|[，。、]))|月(?=月(?:\d|[，。、份]))|日(?=日(?![均常间]))|号(?=号(?![码线]))|元(?=元(?!素|件|旦))|件(?=件(?![均数次]))"
    r"|次(?=次(?![日年月品要数序]))|楼(?=楼(?![道梯上下内门顶层长体房间板前后]))|％|%|时(?=时(?:\d|[，。]))|分(?=分(?:\d|[，。许])))(?P=once)"
)
#: Two words for the same thing side by side: 居委会与和物业, 于在6月5日, 二十多位名居民. 和与 is lawful (和与其相邻的).
_CLASH = re.compile(
    r"(?<![参赠给授干])与和(?![平谐睦解约好气蔼缓议田静硕顺服善煦衷声弦县风龙林政源盛苑美式室])"
    r"|(?<![由关对属位至等处在基限鉴终富])于在(?=\d|[本当上次同][日月天年])"
    r"|(?<=[\d一二两三四五六七八九十百多余几])位名(?![字叫为师医家人额单称列])(?=[\u4e00-\u9fff])"
)


@dataclass(frozen=True)
class Doubled:
    """A word of the list, and the surroundings in which it may well stand twice."""

    confidence: Confidence
    surroundings: Surroundings

    def allows(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, the word twice, is lawful by its surroundings."""
        if end - start == _TWO * 2 and self.confidence is not Confidence.CERTAIN and text[end : end + 1] in _THIRD:
            return True
        return self.surroundings.allow(text, start, end)


class ExtraCharacter(Check):
    code, name, title = "TX02", "extra-character", "多字、重字"
    row = "typo"
    scope = "document"
    needs = (Prose, Fields, Suspicions)
    Options = CorrectorOptions

    def run(self, document: Document, options: CorrectorOptions) -> Iterator[Finding]:
        """Yield whatever stands twice in a row in the document's own prose, then what the corrector adds."""
        suspects = document[Suspicions].suspects if options.corrector else ()
        names = document.filing[Fields].names if document.filing is not None else ""
        for passage in document[Prose].passages:
            done, told = 0, list[range]()
            for match, confidence in sorted(self._slips(passage), key=lambda slip: (slip[0].start(), -slip[0].end())):
                if match.start() < done or passage.is_quoted(*match.span()) or match.group() in names:
                    continue
                done = match.end()
                told.append(range(*match.span()))
                message = f"“{match.group()}”多写了一遍“{match['once']}”"
                yield passage.slip(*match.span(), match["once"], message, confidence)

            for one in suspects:
                known = any(one.start < span.stop and span.start < one.end for span in told)
                if one.is_double and one.passage == passage and not known and one.doubled not in self.words:
                    yield one.slip(f"“{one.context}”中“{one.wrong}”疑多字，应为“{one.right}”")

            for match in _CLASH.finditer(passage.text):
                if not passage.is_quoted(*match.span()) and match.group() not in names:
                    message = f"“{match.group()}”两字意思重复，应删去其一"
                    yield passage.slip(*match.span(), match.group()[0], message, Confidence.LIKELY)

    def _slips(self, passage: Passage) -> Iterator[tuple[re.Match[str], Confidence]]:
        text = passage.text
        for match in self._doubled(text):
            word = self.words[match["once"]]
            if not word.allows(text, *match.span()) and not _is_pattern(match, text):
                yield match, word.confidence
        for match in _UNIT.finditer(text):
            yield match, Confidence.CERTAIN
        for match in _BLOCK.finditer(text):
            once, after = match["once"], text[match.end() : match.end() + 1]
            if once[0] in _ONE_BY_ONE or text[match.start() - 1 : match.start()] in tuple(_ONE_BY_ONE):
                continue
            if _SEAM.search(once) or _SEAM.search(once[-1] + after) or _follows_number(text[: match.start()]):
                continue
            if len(once) == 3 and (_SHORT_SEAM.search(once) or after == "区"):
                continue
            yield match, Confidence.CERTAIN if len(once) > 3 else Confidence.LIKELY

    @cached_property
    def words(self) -> dict[str, Doubled]:
        """The words of doubled.tsv."""
        return {
            row.text("word"): Doubled(row.confidence, Surroundings.read(row))
            for row in self.knowledge.rows("doubled.tsv", patterns=Surroundings.COLUMNS)
        }

    def _doubled(self, text: str) -> Iterator[re.Match[str]]:
        """The places where a word of the list stands twice."""
        for pattern in self.patterns:
            position = 0
            while match := pattern.search(text, position):
                known = match["once"] in self.words
                position = match.end() if known else match.start() + 1
                if known:
                    yield match

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """For each length of word in the list: finds any so many characters twice."""
        lengths = sorted({len(word) for word in self.words})
        return tuple(re.compile(rf"(?P<once>[{HAN}]{{{length}}})(?P=once)") for length in lengths)


def _is_pattern(match: re.Match[str], text: str) -> bool:
    """Whether a single character is doubled twice over (实实在在) or is a name (李在在)."""
    once, start, end = match["once"], match.start(), match.end()
    if len(once) > 1:
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    twice = (len(before) == 2 and before[0] == before[1]) or (len(after) == 2 and after[0] == after[1])
    return twice or (before[-1:] in SURNAMES and before[-1:] != "" and once not in "的了和在对与")


def _follows_number(before: str) -> bool:
    """Whether it is a heading and the text that takes it up, on one line: 二、检查对象检查对象为……"""
    return bool(_NUMBER.search(before))
