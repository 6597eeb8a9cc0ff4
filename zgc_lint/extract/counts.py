"""Figures that state a thing twice: an amount in words and digits, a total and its parts, a count and a list.

Each function yields `Tally`: what is stated, and what it comes to by the text itself, right or wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from zgc_lint.extract.numerals import MONEY_WORDS, read_amount, read_count, read_formal
from zgc_lint.extract.people import COMPOUND_SURNAMES, SURNAMES
from zgc_lint.extract.text import HAN, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Figure", "Tally", "figures", "tallies"]

_NUMBER = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]{1,7})"
#: Where a number may begin: not within another, as each of its digits would then be tried to the number's end.
_AT_NUMBER = r"(?<!\d)(?<!\d,(?=\d{3}))(?<!\d\.)"
_UNITS = "户|人|名|位|处|家|件|辆|张|份|次|个|栋|幢|间|起|条|项|盏|根|棵|套|部|台|元|万元|平方米|岁|台次|人次|页|册"
_TOTAL_WORDS = "共计|合计|总计|累计|总共|共有|共"
_ORDINALS = "一二三四五六七八九十"

_FIGURE = r"(?:[¥￥]\s*)?(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?(?:\s*万)?)"
_WORDS = rf"(?:人民币)?(?P<words>{MONEY_WORDS})"
_AMOUNTS = (
    re.compile(rf"{_WORDS}\s*[(]\s*(?:小写[:：]?\s*)?{_FIGURE}\s*(?:元\s*)?[)]"),
    re.compile(rf"{_AT_NUMBER}{_FIGURE}\s*元\s*[(]\s*(?:大写\s*)?(?:[:：]\s*)?{_WORDS}\s*[)]"),
    re.compile(rf"大写[:：]?\s*{_WORDS}[,;，；、\s]*小写[:：]?\s*{_FIGURE}(?:\s*元)?"),
    re.compile(rf"小写[:：]?\s*{_FIGURE}(?:\s*元)?[,;，；、\s]*大写[:：]?\s*{_WORDS}"),
)
_SENTENCE = re.compile(r"[^。；;\n]+")
_TOTAL = re.compile(
    rf"(?:{_TOTAL_WORDS})[^，,。：:、\d其]{{0,8}}?(?P<number>{_NUMBER})\s*(?P<unit>{_UNITS})(?![{HAN}]?[以之]上)"
)
_WHOLE = re.compile(rf"{_AT_NUMBER}(?P<number>{_NUMBER})\s*(?P<unit>{_UNITS})(?=[，,]?其中)")
_TOTAL_AT_END = re.compile(
    rf"[，,、]?(?:以上|两项|三项|各项)?(?:共计|合计|总计|总共|共)(?P<number>{_NUMBER})\s*(?P<unit>{_UNITS})"
)
_EXHAUSTIVE = re.compile(r"分别|其余|剩余|余下|尚?未|没有")
#: Kinds that are all there are: two parts of them leave nothing out.
_COUNTERPARTS = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("正文|主件", "附[件表图录]"), ("正本", "副本"), ("男", "女"), ("上午", "下午"),
        ("白天|日间", "夜间|晚"), ("地上", "地下"), ("室内", "室外"), ("机动车", "非机动车"), ("成年", "未成年"),
        ("合格|达标", "不合格|不达标|超标"), ("接通", "未接|无人接听"), ("本[市地]", "外[省地]"),
    )
)  # fmt: skip
_NAME = (
    rf"(?:(?:{'|'.join(COMPOUND_SURNAMES)})[{HAN}]{{1,2}}?|[{SURNAMES}](?:某[某甲乙丙]?|[{HAN}]{{1,2}}?))(?:先生|女士)?"
    r"(?=[、和及等共这合，,。；)）\s\d一二两三四五六七八九十]|$)"
)
_HOUSE = r"(?:[A-Za-z]|(?<!\d))\d+号(?:楼|院|店|商铺)?(?:\d+单元)?(?:\d+室)?"


def _list_patterns(piece: str, units: str) -> tuple[re.Pattern[str], ...]:
    """A piece of such a list; the list before its number (甲、乙共两户), and behind it (两户：甲、乙).

    Each piece is taken as a whole (matched ahead, then by what was matched): a name may hold 和 and 及 itself, and
    trying every way to share them out takes time without end.
    """
    listed = rf"(?P<list>(?=(?P<one>{piece}))(?P=one)(?:[、和及](?=(?P<next>{piece}))(?P=next))+)(?P<etc>等)?"
    number = rf"(?P<number>{_NUMBER})(?P<unit>{units})"
    opening = r"[^，,。；：:(（\d]{0,10}(?:[：:(（]|分别(?:是|为))\s*(?:分别(?:是|为))?"
    return (
        re.compile(piece),
        re.compile(rf"{listed}(?:共计|共|这|合计)?{number}"),
        re.compile(rf"{_AT_NUMBER}{number}[{HAN}]{{1,6}}?{listed}"),
        re.compile(rf"(?:共计|共有|共|涉及|有|的)[^，,。；：:\d]{{0,4}}?{number}{opening}{listed}"),
    )


_LISTS = (_list_patterns(_NAME, "户|人|名|位"), _list_patterns(_HOUSE, "栋|幢|座|处|家|户|个"))
_CLOCK = re.compile(r"\d{1,2}(?:时(?:\d{1,2}分?|整|半)?|[:：]\d{2})(?![前后内起间长])")
_TIMES_BEFORE = re.compile(
    rf"(?:一共|总共|共计|共|先后|合计)[^，。；：\d]{{0,8}}?(?P<number>{_NUMBER})次[：:（(]?(?:分别(?:为|是|于))?[^，。；：]{{0,10}}\Z"
)
_TIMES = re.compile(rf"[，,、（(]?(?:一共|总共|共计|共|合计)(?:拨打|联系|致电|核查)?(?P<number>{_NUMBER})次")
_DAYS = re.compile(
    rf"(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日(?:至|到|—|－|-|~|～)(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})日[，,]?(?:连续|共计|共|为期|历时|前后)?"
    rf"(?P<number>{_NUMBER})(?P<unit>天|日|个?晚(?:上|间)?)(?![以之]后|前)"
)
_ENUMERATION = re.compile(
    r"(?P<number>[一二两三四五六七八九十\d])(?P<unit>个|项|点|条|方面|类|种|处)[^。；;，,：:]{0,10}[：:]\s*一是"
)


_TIMES_TOLD = re.compile(
    rf"(?:先后|一共|总共|共计|共|累计)[^，。；：\d]{{0,8}}?(?P<number>{_NUMBER})次[^。：:]{{0,16}}[：:](?=[^。\n]*第一次)"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """``text[start:end]`` states `said`; by ``text[other_start:other_end]`` it is `counted`.

    `kind` names what is compared, in Chinese; `sure`: whether the two cannot be meant otherwise.
    """

    kind: str
    start: int
    end: int
    said: Decimal
    other_start: int
    other_end: int
    counted: Decimal
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words that say of what: (押金, 元), (拨打, 次)."""

    what: str
    unit: str
    number: Decimal
    start: int
    end: int


def tallies(text: str) -> Iterator[Tally]:
    """The wrong ones only: where the statement and the count differ."""
    folded = fold(text)
    for find in (_amounts, _parts, _lists, _clocks, _times_told, _days, _enumerations):
        yield from (tally for tally in find(folded) if tally.said != tally.counted)


def _number(text: str) -> Decimal | None:
    amount = read_amount(text)
    if amount is not None:
        return amount
    count = read_count(text)
    return None if count is None else Decimal(count)


def _amounts(text: str) -> Iterator[Tally]:
    """人民币叁仟元（3500元）."""
    for pattern in _AMOUNTS:
        for match in pattern.finditer(text):
            words, figure = read_formal(match["words"]), read_amount(match["figure"].replace(" ", ""))
            if words is not None and figure is not None:
                yield Tally("大写与小写金额", *match.span("figure"), figure, *match.span("words"), words, sure=True)


def _parts(text: str) -> Iterator[Tally]:
    """共12户，其中已整改5户、未整改6户; 甲5户、乙6户，共12户."""
    for sentence in _SENTENCE.finditer(text):
        start, stop = sentence.span()
        totals = list(_TOTAL.finditer(text, start, stop))
        at_end = _TOTAL_AT_END.search(text, start, stop)
        if at_end is not None and len(totals) == 1:
            yield from _parts_before(text, start, at_end)
        totals = totals or list(_WHOLE.finditer(text, start, stop))
        if len(totals) != 1 or text.count("其中", start, stop) > 1:
            continue
        total = totals[0]
        opening = re.compile(r"[，,]?其中[，,：:]?|[：:]|[，,]?分别(?:为|是)|[，,]?(?:包括|包含|即|由)").match(
            text, total.end(), stop
        )
        if opening is None:
            opening = re.compile(r"[^，,]{0,12}[，,]其中[，,：:]?").match(text, total.end(), stop)
        if opening is None:
            continue
        parts = list(_part(total["unit"]).finditer(text, opening.end(), stop))
        said = _number(total["number"])
        numbers = [_number(part["number"]) for part in parts]
        if said is None or len(parts) < 2 or None in numbers or any("中" in part["label"] for part in parts):
            continue
        counted = sum((n for n in numbers if n is not None), Decimal(0))
        exhaustive = _EXHAUSTIVE.search(text, opening.start(), parts[-1].end()) is not None or _are_counterparts(
            [part["label"] for part in parts]
        )
        listed = "中" not in opening.group() and len(parts) >= 3
        complete = listed and "等" not in text[parts[0].start() : parts[-1].end() + 1]
        if counted > said or exhaustive or complete:
            span = parts[0].start(), parts[-1].end()
            yield Tally("总数与分项之和", *total.span(), said, *span, counted)


def _part(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<label>[^，,、；：:\d]{{0,14}}?){_AT_NUMBER}(?P<number>{_NUMBER})\s*{unit}(?!次)")


def _are_counterparts(labels: list[str]) -> bool:
    """Whether the parts are one kind and its counterpart, so that there can be no third."""
    return len(labels) == 2 and any(
        (one.search(a) and other.search(b)) or (one.search(b) and other.search(a))
        for a, b in [labels]
        for one, other in _COUNTERPARTS
    )


def _parts_before(text: str, start: int, total: re.Match[str]) -> Iterator[Tally]:
    part = re.compile(
        rf"(?P<label>[^，,、；：:]{{1,14}}?)(?<![\d.])(?P<number>{_NUMBER})\s*{total['unit']}(?=[、，,和及]|$)"
    )
    parts, end = [], total.start()
    for match in reversed(list(part.finditer(text, start, total.start()))):
        if end - match.end() > 1:
            break
        parts.append(match)
        end = match.start()
    numbers = [_number(match["number"]) for match in parts]
    said = _number(total["number"])
    if len(parts) >= 2 and said is not None and None not in numbers:
        counted = sum((n for n in numbers if n is not None), Decimal(0))
        yield Tally("总数与分项之和", *total.span(), said, parts[-1].start(), parts[0].end(), counted)


def _lists(text: str) -> Iterator[Tally]:
    """张三、李四、王五共4户; 涉及4户（张三、李四、王五）; with 等 the list may be shorter."""
    for piece, *patterns in _LISTS:
        for match in (match for pattern in patterns for match in pattern.finditer(text)):
            said = _number(match["number"])
            counted = Decimal(sum(1 for _ in piece.finditer(match["list"])))
            if said is not None and (match["etc"] is None or counted > said):
                yield Tally("数目与所列名单", *match.span("number"), said, *match.span("list"), counted)


def _clocks(text: str) -> Iterator[Tally]:
    """6月12日9时44分、14时20分，6月13日10时，共四次."""
    for sentence in _SENTENCE.finditer(text):
        clocks = list(_CLOCK.finditer(text, *sentence.span()))
        if len(clocks) < 2:
            continue
        match = _TIMES.match(text, clocks[-1].end(), sentence.end())
        if match is None:
            match = _TIMES_BEFORE.search(text, sentence.start(), clocks[0].start())
        said = _number(match["number"]) if match else None
        gaps = [text[a.end() : b.start()] for a, b in pairwise(clocks)]
        if match is None or said is None or any(len(gap) > 8 for gap in gaps):
            continue
        span = clocks[0].start(), clocks[-1].end()
        yield Tally("次数与所列时间", *match.span(), said, *span, Decimal(len(clocks)))


def _times_told(text: str) -> Iterator[Tally]:
    """先后四次联系：第一次……；第二次……；第三次……。"""
    for match in _TIMES_TOLD.finditer(text):
        stop = min(end for end in (text.find("。", match.end()), text.find("\n", match.end()), len(text)) if end >= 0)
        said, at, count = _number(match["number"]), match.end(), 0
        while count < len(_ORDINALS) and (found := text.find(f"第{_ORDINALS[count]}次", at, stop)) >= 0:
            at, count = found + 3, count + 1
        if said is not None and count > 1:
            yield Tally("次数与所列各次", match.start(), match.end() - 1, said, match.end(), at, Decimal(count))


def _days(text: str) -> Iterator[Tally]:
    """6月6日至8日连续四天; the first day may be left out of the count."""
    for match in _DAYS.finditer(text):
        said = _number(match["number"])
        month, month2 = int(match["m"]), int(match["m2"] or match["m"])
        try:
            between = (date(2027, month2, int(match["d2"])) - date(2027, month, int(match["d"]))).days
        except ValueError:
            continue
        if said is not None and between > 0 and said not in (between, between + 1):
            start = match.start("number")
            yield Tally("天数与起止日期", start, match.end("unit"), said, match.start(), start, Decimal(between + 1))


def _enumerations(text: str) -> Iterator[Tally]:
    """三项要求：一是……；二是……。"""
    for match in _ENUMERATION.finditer(text):
        said, at, count = _number(match["number"]), match.end(), 1
        while count < len(_ORDINALS) and (found := text.find(f"{_ORDINALS[count]}是", at)) >= 0:
            at, count = found + 2, count + 1
        if said is not None:
            yield Tally("数目与所列各项", match.start(), match.end("unit"), said, match.end() - 2, at, Decimal(count))


_THINGS = "元|平方米|分贝|户|辆|棵|株|盏|间|台|家|处|栋|层|根|块|套|吨|立方米|米"
_WHAT = re.compile(
    rf"(?P<per>人均|户均|平均|每月|每年|每户)?[{HAN}]{{0,3}}?(?P<what>[{HAN}]{{2}})(?:为|是|达|约)?"
    rf"(?P<sum>共计|共|合计|总计|累计)?(?P<number>{_NUMBER}万?)(?P<unit>{_THINGS})(?![{HAN}]?[以之][上下])"
)
_OFTEN = rf"(?P<number3>{_NUMBER})(?P<unit3>次)(?P<what3>到场|上门|拨打|核查|检查|走访|约谈|回访|沟通)"
_HOW_OFTEN = re.compile(
    rf"(?P<what>拨打|来电|致电|联系|到场|核查|检查|巡查|走访|回访|沟通)[^，。；\d]{{0,16}}?(?:共计|共|累计|先后|合计|总计)[^，。；\d]{{0,6}}?(?P<number>{_NUMBER})(?P<unit>次)"
    rf"|(?<![第每]){_AT_NUMBER}{_OFTEN}|(?:共计|共|累计|先后|合计|总计)(?P<what2>拨打|来电|致电|联系|到场|核查|检查|巡查|走访|回访|沟通)[^，。；\d]{{0,12}}?(?P<number2>{_NUMBER})(?P<unit2>次)"
)


def figures(text: str) -> Iterator[Figure]:
    """The amounts, areas and totals in a text, with the words that say of what.

    >>> [(f.what, f.unit, int(f.number)) for f in figures("押金8600元未退，工作人员先后拨打电话六次")]
    [('押金', '元', 8600), ('拨打', '次', 6)]
    """
    folded = fold(text)
    for pattern in (_WHAT, _HOW_OFTEN):
        for match in pattern.finditer(folded):
            part = match.groupdict()
            which = next(which for which in ("", "2", "3") if part.get(f"what{which}"))
            number = _number(part[f"number{which}"])
            what = f"{part.get('per') or ''}{part[f'what{which}']}{part.get('sum') or ''}"
            if number is not None:
                yield Figure(what, part[f"unit{which}"], number, *match.span(f"number{which}"))
