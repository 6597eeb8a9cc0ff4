"""Clauses of the office's prose: whose claim each one is, and whether words in it are denied or only supposed.

市民反映楼道堆物，经核实不属实: the first clause is the citizen's claim, the second the office's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Clause", "clauses_of", "is_asserted"]

_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_SENTENCE_END = re.compile(r"[。；！？;!?\n]")
_CITIZEN = "(?:诉求人|来电人|反映人|举报人|投诉人|信访人|当事人|市民|居民|业主|租户|网友|来电|工单|其本人|其)"
#: 诉求人称…, 市民反映…; 诉求人反映的情况 is a thing that the office speaks of.
_CLAIM = re.compile(
    rf"{_CITIZEN}[^，。；“”]{{0,8}}?(?<![所未没有再])"
    r"(?:(?:反映|投诉|举报)(?!的|一事|情况|事项|对象|人|件)|[自声宣谎]称|[一虽却仍还又坚]?称(?![赞谢呼为的])"
    r"|认为|怀疑|主张|扬言|诉说|说(?!明|法|的|到|了|不清|不出))"
)
#: Where the office takes the word again.
_OFFICE = re.compile(
    r"\s*(?:但|而|这|对此|为此|现已|目前|实际|事实上|当日|随后|此后|上述|该|此|已[向将由于对]|"
    r"[经由]|现场|我街道|我办|我科|街道|社区|居委会|物业|工作人员|承办人?|执法|城管|民警|派出所|公安|有关|相关"
    r"|\d{1,2}月\d|20\d\d年)"
)
_DENIAL = re.compile(
    r"(?:尚未|并未|从未|均未|未曾|[未没无]有?|并非|并不|不是|不再是|非(?!法)|不存在|不涉及|不|否认|排除|谈不上|不能证明|难以认定)"
    r"[^，。；“”]{0,5}$"
)
_SUPPOSED = re.compile(
    r"(?:如果?|若|倘若|一旦|假如|是否|可以?(?!见|知)|建议|应当?|拟|准备|打算|可能|欲|想要?|曾想过?|扬言|声称|称要|需要?|引导|告知)"
    r"[^，。；“”]{0,8}$|所[称说述谓][^，。；“”的]{0,2}$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: ``start`` is its offset in the text; `is_claim` for what the citizen is reported to have said."""

    text: str
    start: int
    is_claim: bool

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


def clauses_of(text: str) -> Iterator[Clause]:
    """The clauses of a text. A claim lasts until its sentence ends or the office takes the word again."""
    claiming, last = False, 0
    for match in _CLAUSE.finditer(text):
        if _SENTENCE_END.search(text, last, match.start()):
            claiming = False
        last = match.end()
        words = match.group()
        if _CLAIM.search(words):
            claiming = True
        elif claiming and _OFFICE.match(words):
            claiming = False
        yield Clause(words, match.start(), claiming)


def is_asserted(clause: Clause, start: int) -> bool:
    """Whether the words at offset `start` (of the whole text) are the office's own, neither denied nor supposed."""
    before = clause.text[: start - clause.start]
    return not clause.is_claim and not _DENIAL.search(before) and not _SUPPOSED.search(before)
