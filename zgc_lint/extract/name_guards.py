"""What the corrector suspects but is part of a name, a title, a number in words, or a file number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.fields import Fields
from zgc_lint.extract.people import COMPOUND_SURNAMES, SURNAMES
from zgc_lint.extract.sheets import Exports, Ledger
from zgc_lint.extract.text import HAN
from zgc_lint.extract.typo_engine import corrector
from zgc_lint.model import Filing, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch, Document
    from zgc_lint.typo.corrector import Suspicion

__all__ = ["Names"]

#: From here on not even a name is likelier. Of 420 invented names none came so far.
_BEYOND_NAMES = 0.985

#: From here on not even a word is likelier that dictionaries hold and no text trained on has.
_BEYOND_RARITIES = 0.75

_NAME_FIELDS = ("complainant", "address", "department", "specialist", "reviewer", "category")
_TABLES = (Role.LEDGER, Role.EXPORT)  # whose rows are asked for instead
_NAME = 9  # characters between a suspect and the word that makes it a name
_CORE = 3  # characters that must recur
_NEAR = 4  # characters compared around two places to tell copies of a sentence from two mentions of a name

_PLACES = (
    "小区|社区|家园|花园|嘉园|佳园|公寓|大厦|广场|商城|商场|市场|大院|庄园|别墅|新村|新城|校区|园区|街道|胡同|大街|大道|公路|高速|"
    "路口|桥|路|街|巷|里|河|湖|水库|渠|沟|山|村|屯|镇|乡|县|寺|庙|公园|景区|车站|地铁站|站|楼|号院|苑|府|邸|院|城|湾|园"
)
_BODIES = (
    "公司|集团|物业|置业|地产|酒店|宾馆|饭店|餐厅|超市|药店|药房|商店|商行|商贸|医院|诊所|学校|小学|中学|大学|学院|幼儿园|"
    "银行|中心|工作室|事务所|俱乐部|健身|影院|厂|店|馆|社|品牌|牌"
)
_CUT = "的了在是位于由与和及或对向经为将从到至因就有该本此各其我他被把给等称系属按据即应要以并而但不未无已"
#: Surnames that are words too often to be taken for one anywhere but before 先生 or after 住户.
_RARER = "云狄屠冉滕虞佟柯芦柴蓝苗柳鲍华喻祝岳齐沙毕霍詹甘葛管卓蒙左涂申桂牛鲁翟庄聂焦向时单费凌裴席卫苑谷司房商"
_NAME_OF_PERSON = rf"(?:{'|'.join(COMPOUND_SURNAMES)}|[{SURNAMES}{_RARER}])[{HAN}]{{1,2}}"
_BEFORE_PERSON = (  # look-behinds must have a width
    "(?<=工作人员|社区干部)",
    "(?<=诉求人|来电人|反映人|投诉人|负责人|联系人|经办人|承租人|出租人|委托人|申请人|网格员)",
    "(?<=法人|经理|主任|书记|科长|律师|房东|户主|业主|住户|队员|队长|民警)",
    "(?<=[，、（])",
)
_PERSON = re.compile(
    rf"{_NAME_OF_PERSON}(?=先生|女士|同志|某|[（(][男女]|[，、]?系|身份证)|(?:{'|'.join(_BEFORE_PERSON)}){_NAME_OF_PERSON}"
)
_TITLES = re.compile(
    r"《[^《》]{1,80}》|〈[^〈〉]{1,80}〉|【[^【】]{1,40}】|[“\"][^“”\"]{1,2000}[”\"]|[^，。；\s]{0,12}[〔\[【]\d{4}[〕\]】]\d*号?"
)
_NUMERALS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟萬万亿圆元整]{2,}")
#: Characters that stand in names of estates and hardly elsewhere; nobody writes them by mistake.
_OF_NAMES = frozenset("邸苑墅巷")
_COUNTED = re.compile("[一二两三四五六七八九十百千万几数多余][辆棵株盏间套张扇块根栋幢座台部只条个名位户件份次处家]")
_CODE_LIKE = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９#＃\-]")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a filing's papers, or of a document in none, each once."""

    lines: tuple[str, ...]

    @classmethod
    def extract(cls, part: Filing | Document, knowledge: Knowledge) -> _Lines:
        """Gather them."""
        documents = part.documents if isinstance(part, Filing) else (part,)
        texts = (paragraph.text for document in documents for paragraph in document.paragraphs)
        return cls(tuple(dict.fromkeys(line for text in texts for line in text.split("\n"))))


@dataclass(frozen=True)
class Names:
    """What a batch holds of names: those in fields, those an office lists, and its lines of text for what recurs."""

    fields: str
    listed: tuple[str, ...]
    text: str

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Names:
        """Gather them."""
        values = [row.value(key) for row in (*batch[Ledger].rows, *batch[Exports].rows) for key in _NAME_FIELDS]
        values += [filing[Fields].text(key) for filing in batch.filings for key in _NAME_FIELDS]
        parts = (part for part in batch.parts() if isinstance(part, Filing) or part.role not in _TABLES)
        lines = dict.fromkeys(line for part in parts for line in part[_Lines].lines)
        for row in (*batch[Ledger].rows, *batch[Exports].rows):
            lines |= dict.fromkeys(line for text in row.texts for line in text.split("\n"))
        return cls("\n".join(dict.fromkeys(values)), knowledge.words("names.txt"), "\n".join(lines))

    def hold(self, text: str, mended: str, one: Suspicion, word_end: int) -> bool:
        """Whether what is suspected is part of a name, a title, a number in words, or a file number.

        `mended` is the text with the correction, `word_end` where the word ends that the correction makes.
        """
        start, end = one.start, one.end
        beside = text[max(0, start - 1) : start], text[end : end + 1]
        if any(_CODE_LIKE.match(one) for one in beside) or _overlaps((_NUMERALS,), text, start, end):
            return True
        if self._is_listed(text, start, end):
            return True
        return one.probability < _BEYOND_NAMES and bool(
            not _OF_NAMES.isdisjoint(text[start:end])
            or _COUNTED.match(text, max(0, start - 1))
            or (start < end and one.probability < _BEYOND_RARITIES and corrector().is_strange(text, start, end))
            or _overlaps((_TITLES, _PERSON), text, start, end)
            or self._is_named(text, start, end, word_end)
            or self._recurs(text, mended, start, end)
        )

    @staticmethod
    def _is_named(text: str, start: int, end: int, word_end: int) -> bool:
        """Whether a word for a place or body follows so near that the suspect may be its name.

        It may not where the correction makes one word with it (人民发院, 直暇市).
        """
        if any(match.start() < end and match.end() > start for match in _LONG_SUFFIX.finditer(text)):
            return True  # a part of the very word (水利置业)
        for at in range(end, end + _NAME):
            if any(c in _CUT or not re.match(f"[{HAN}]", c) for c in text[end:at]):
                return False
            if at >= word_end and _SUFFIX.match(text, at):
                return True
        return False

    def _is_listed(self, text: str, start: int, end: int) -> bool:
        pairs = {
            text[i : i + 2] for i in range(max(0, start - 1), end) if re.fullmatch(f"[{HAN}]{{2}}", text[i : i + 2])
        }
        if any(pair in self.fields for pair in pairs):
            return True
        return any(
            match.start() < end and match.end() > start
            for name in self.listed
            for match in re.finditer(re.escape(name), text)
        )

    def _recurs(self, text: str, mended: str, start: int, end: int) -> bool:
        """Whether it stands, with its neighbours, in other surroundings too, and more often than what is proposed."""
        for low in range(max(0, start - _CORE + 1), end):
            core = text[low : low + _CORE]
            if re.fullmatch(f"[{HAN}]{{{_CORE}}}", core):
                surroundings = self._surroundings(core)
                if surroundings > 1 and surroundings > self._surroundings(mended[low : low + _CORE]):
                    return True
        return False

    def _surroundings(self, core: str) -> int:
        """In how many different surroundings it stands in the batch."""
        found: set[tuple[str, str]] = set()
        at = self.text.find(core)
        while at >= 0:  # plain searching: a batch holds a million characters
            end = at + len(core)
            before = self.text[max(0, at - _NEAR) : at].rpartition("\n")[2]
            found.add((before, self.text[end : end + _NEAR].partition("\n")[0]))
            at = self.text.find(core, at + 1)
        return len(found)


def _overlaps(patterns: Iterable[re.Pattern[str]], text: str, start: int, end: int) -> bool:
    """Whether a match of one of the patterns shares a character with ``text[start:end]``."""
    return any(m.start() < end and m.end() > start for pattern in patterns for m in pattern.finditer(text))


#: Words that begin like a suffix and end no name.
_NO_SUFFIX = (
    "渠道|沟通|里程|里面|路径|路线|路由|路灯|路面|路障|站点|站台|城市|城管|城建|城乡|园林|社会|社保|厂家|厂商|店家|店员"
)
_SUFFIX = re.compile(f"(?!{_NO_SUFFIX})(?:{_PLACES}|{_BODIES})")
_LONG_SUFFIX = re.compile("|".join(word for word in f"{_PLACES}|{_BODIES}|先生|女士".split("|") if len(word) > 1))
