"""TX04: sentences that do not read: no subject, no end, words said twice over or that do not go together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from zgc_lint.api import Check, Confidence, Document, Finding, Passage, Prose

_QUANTITY = r"[\d一二三四五六七八九十百千万两.．]+[％%]?[\u4e00-\u9fff]{0,3}?"
_COUNT = r"[\d一二三四五六七八九十百千万两几]+"
_APPROXIMATELY = r"(?:大约|约|大概|(?<![附最临邻相远就])近|将近)"


class Rule(NamedTuple):
    """A way in which a sentence fails; the message may quote the match as ``{text}``."""

    pattern: re.Pattern[str]
    message: str
    confidence: Confidence


RULES = (
    Rule(
        re.compile(
            r"(?:^|(?<=[。；！？\n]))(?:通过|经过|经(?:核实|调查|协调|沟通|督促|整改|处理|多次|我))[^，。；！？]{2,40}，(?:使得?|致使)"
            r"(?![用者馆命节之得其])"
        ),
        "“{text}……”缺少主语，应删去“通过（经）”或“使”",
        Confidence.LIKELY,
    ),
    Rule(
        re.compile(
            r"(?:以及|或者|并且|而且|因为|由于|关于|对于|不但|虽然|(?<![饱缓总温平柔谐调共中亲祥融随之附暖言人])和|(?<![参赠给授干])与"
            r"|难以|以便|从而|进而|为了|因而|即使|尽管|无论|不仅|但是|因此"
            r"|(?<![普涉危殃遍触顾旁不以论企推波述所可来提])及|(?<![门拖扫火])把|(?<![植棉覆林毯])被)。"
        ),
        "句子没有写完：以“{text}”结束",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(r"(?:答应|承诺|同意|愿意|计划|拟|将)在[^，。；：！？\n]{2,30}(?:后|之后|以后)。"),
        "句子没有写完：“{text}”之后应写明做什么",
        Confidence.LIKELY,
    ),
    Rule(
        re.compile(rf"{_APPROXIMATELY}{_COUNT}[多余]?[\u4e00-\u9fff％%]{{0,4}}?(?:左右|上下)"),
        "“{text}”中“约（近）”与“左右”重复，应删去其一",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(rf"{_APPROXIMATELY}\d{{1,2}}(?:[时点]|[:：]\d\d)(?:\d{{1,2}}分|半)?(?:左右|上下|许)"),
        "“{text}”中“约（近）”与“左右”重复，应删去其一",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(rf"{_APPROXIMATELY}{_COUNT}余(?=[\u4e00-\u9fff])(?![额姚杭])"),
        "“{text}”中“约（近）”与“余”重复，应删去其一",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(rf"超过了?{_QUANTITY}及?以上"),
        "“{text}”中“超过”与“以上”重复，应删去其一",
        Confidence.LIKELY,
    ),
    Rule(
        re.compile(rf"(?:不超过|最多|至多){_QUANTITY}(?:以内|以下)"),
        "“{text}”中“不超过（最多）”与“以内（以下）”重复，应删去其一",
        Confidence.LIKELY,
    ),
    Rule(
        re.compile(r"原因(?:主要)?是(?:由于|因为)[^，。；]{2,30}?(?:造成|引起|导致|所致)的?"),
        "“原因是”“由于”“造成”重复，应只留其一",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(r"之所以[^。；]{2,40}?(?:的原因是|是由于[^，。；]{2,30}?(?:造成|引起|导致))"),
        "“之所以”与“原因是”重复，应写“之所以……，是因为……”",
        Confidence.CERTAIN,
    ),
    Rule(
        re.compile(r"(?:防止|避免|杜绝|以防|谨防)[^，。；、]{0,20}?(?:不再|不要|不会再)[^，。；、]{1,6}"),
        "“{text}”否定失当，意思相反，应删去“不”",
        Confidence.CERTAIN,
    ),
)
_SENTENCE = re.compile(r"[^。；！？：\n]+[。；！？]?")


class UnreadableSentence(Check):
    code, name, title = "TX04", "unreadable-sentence", "语句不通顺"
    row = "layout"
    scope = "document"
    needs = (Prose,)

    @dataclass(frozen=True, slots=True)
    class Options:
        """`longest`: so many characters a sentence may have without a stop; 0 for any number."""

        longest: int = 120

    def run(self, document: Document, options: Options) -> Iterator[Finding]:
        """Yield each sentence that a rule, or the list of collocations, finds fault with."""
        for passage in document[Prose].passages:
            done: set[int] = set()  # characters: one place is one slip, though two rules speak of it
            for rule in (*RULES, *self.collocations):
                for match in rule.pattern.finditer(passage.text):
                    if not passage.is_quoted(*match.span()) and done.isdisjoint(range(*match.span())):
                        done.update(range(*match.span()))
                        message = rule.message.replace("{text}", match.group())
                        yield _finding(passage, match.span(), message, rule.confidence)
            if options.longest and passage.kind != "line":
                yield from _long_sentences(passage, options.longest)

    @cached_property
    def collocations(self) -> tuple[Rule, ...]:
        """The rules of collocations.tsv."""
        return tuple(
            Rule(re.compile(row.text("wrong")), f"“{{text}}”搭配不当，应写“{row['right']}”", row.confidence)
            for row in self.knowledge.rows("collocations.tsv", patterns=("wrong",))
        )


def _long_sentences(passage: Passage, longest: int) -> Iterator[Finding]:
    """The sentences over the limit that hold commas and no stop; a hint, for length alone is no mistake."""
    for match in _SENTENCE.finditer(passage.text):
        if len(match.group()) > longest and "，" in match.group() and not passage.is_quoted(*match.span()):
            message = f"本句{len(match.group())}个字，一逗到底，宜断开"
            yield _finding(passage, match.span(), message, Confidence.HINT)


def _finding(passage: Passage, span: tuple[int, int], message: str, confidence: Confidence) -> Finding:
    start, end = span
    return Finding(
        passage.place.within(start, end),
        message,
        text=passage.text[start:end].strip(),
        confidence=confidence,
        case=passage.case,
    )
