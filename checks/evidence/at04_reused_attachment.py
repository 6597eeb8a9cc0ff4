"""AT04: a photo, page or file that served in another filing, in an earlier month, or twice in one filing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from zgc_lint.api import (
    Batch,
    Check,
    Confidence,
    Finding,
    Likeness,
    Match,
    NoOptions,
    Order,
    Orders,
    Printed,
    Prints,
    Quote,
    Remembered,
    Twin,
    Unjudged,
)

_COPY_MARK = re.compile(r"^[\W\d_]+|(?<![\W_])[\W_]*(?:(?:副本|复制|copy)[\W_]*)?(?:\d{1,3}\W*)?$", re.IGNORECASE)
_UNCHANGED = 0.95  # share of the picture that agrees where it was only saved anew
_QUOTED = 5  # places a finding quotes at most


@dataclass(frozen=True)
class _Use:
    """An earlier use of an entry: how sure, in words, where (case number, quote), and the row of the price list."""

    entry: Printed
    confidence: Confidence
    words: str
    where: str
    quote: Quote | None = None
    row: str | None = None


class ReusedAttachment(Check):
    code, name, title = "AT04", "reused-attachment", "附件重复使用"
    row = "attachment-forged"
    scope = "batch"
    needs = (Prints, Orders)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield one finding for each document of which something was used before."""
        prints, orders = batch[Prints], batch[Orders]
        for unseen in prints.unseen:
            yield Unjudged(unseen.place, f"“{unseen.name}”{unseen.why}，没有比对是否重复使用")
        for _, entries in groupby(prints.found, key=lambda entry: entry.document.path):
            uses = [use for entry in entries for use in _uses(entry, prints, orders)]
            if uses:
                yield _finding(uses)


def _uses(entry: Printed, prints: Prints, orders: Orders) -> Iterator[_Use]:
    for twin in prints.twins.get(entry, ()):
        use = _twice_in_one(entry, twin) if twin.other.filing is entry.filing else _in_another(entry, twin, orders)
        if use is not None:
            yield use
    own = orders.get(entry.filing.case)
    for past, match in prints.remembered.get(entry, ()):
        use = _in_the_past(entry, past, match, prints.is_relative(past, own))
        if use is not None:
            yield use


def _finding(uses: list[_Use]) -> Finding:
    ranks = list(Confidence)
    best = min(uses, key=lambda use: ranks.index(use.confidence))
    others = dict.fromkeys(use.where for use in uses if use.where and use.where != best.where)
    also = f"；还见于{'、'.join(others)}" if others else ""
    pages = sorted({use.entry.place.page for use in uses if use.entry.place.page and use.where == best.where})
    what = f"第{'、'.join(map(str, pages))}页" if best.entry.place.page else "照片" if best.entry.is_photo else "附件"
    quotes = dict.fromkeys(use.quote for use in (best, *uses) if use.quote is not None)
    return Finding(
        best.entry.place,
        f"{what}{best.words}{also}",
        evidence=[Quote(best.entry.place, best.entry.document.name), *list(quotes)[:_QUOTED]],
        confidence=best.confidence,
        case=best.entry.filing.case,
        row=best.row,
    )


# In the batch.


def _in_another(entry: Printed, twin: Twin, orders: Orders) -> _Use | None:
    """A use in another filing; None where it is, or may well be, in order."""
    other, match = twin.other, twin.match
    mine, theirs = orders.get(entry.filing.case), orders.get(other.filing.case)
    if entry.filing.case == other.filing.case or _is_family(mine, theirs):
        return None
    where = f"工单 {other.filing.case}"
    words = f"与{where} 的“{other.document.name}”{_how(match)}"
    quote = Quote(other.place, other.document.name)
    doubt = _doubt(entry, twin, orders, mine, theirs)
    if doubt is not None:
        return _Use(entry, Confidence.HINT, f"{words}{doubt}", where, quote) if doubt else None
    address = mine.compare_matter(theirs).address if mine and theirs else None
    shown = entry.is_photo or (entry.kind is not None and entry.kind.picture)
    sure = shown and address is False and _is_unchanged(match)
    return _Use(entry, Confidence.CERTAIN if sure else Confidence.LIKELY, words, where, quote)


def _doubt(entry: Printed, twin: Twin, orders: Orders, mine: Order | None, theirs: Order | None) -> str | None:
    """Why a use in another filing may be in order: words for a hint, "" where it should not be mentioned at all."""
    if mine and theirs and orders.same_person(mine, theirs):
        return "；两件为同一诉求人，请核对是否为同一次现场情况" if entry.is_photo else ""
    if entry.is_photo and mine and theirs and mine.compare_matter(theirs).address:
        return "；两件地址相同，请核对是否为同一次现场情况"
    if twin.match is not None and twin.match.likeness is Likeness.NEAR:
        return "，请核对"
    if entry.print is not None and entry.print.is_blank:
        return "，但画面几乎没有内容，请核对"
    if not entry.is_photo and entry.kind is None and twin.other.kind is None:
        return "；从文件名看不出是何种材料，如为可以共用的材料，不必理会"
    return None


def _is_family(one: Order | None, other: Order | None) -> bool:
    """Whether one order is the other's parent, or they have a parent in common."""
    if one is None or other is None:
        return False
    families = [{order.number, *(parent.number for parent in order.parents)} for order in (one, other)]
    return bool(families[0] & families[1])


def _is_unchanged(match: Match | None) -> bool:
    return match is None or (match.likeness is Likeness.SAME and match.share >= _UNCHANGED)


def _how(match: Match | None) -> str:
    if match is None:
        return "完全相同"
    turned = "旋转或翻转过，" if match.turn else ""
    if match.likeness is Likeness.NEAR:
        return f"画面相近（{turned}可能是裁剪或连拍）"
    if match.likeness is Likeness.SAME:
        return f"是同一画面（{turned}另存、缩放过，或改过局部）"
    return f"是同一画面（{turned}有一部分不同，可能改过水印）"


def _twice_in_one(entry: Printed, twin: Twin) -> _Use | None:
    """A use under two names in one filing. No other case is involved, so it is a matter of content, not of forgery –
    unless the one picture bears two watermarks."""
    other, match = twin.other, twin.match
    if not (entry.is_file and other.is_file) or (match is not None and match.likeness is Likeness.NEAR):
        return None  # a merged scan beside the single files, a photo quoted in the statement, two shots in a row
    quote = Quote(other.place, other.document.name)
    words = f"与本件的“{other.document.name}”{_how(match)}"
    if match is not None and match.likeness is Likeness.CHANGED:
        return _Use(entry, Confidence.LIKELY, words, "", quote)
    names = [_COPY_MARK.sub("", file.document.stem) for file in (entry, other)]
    if names[0] == names[1] or None in (entry.kind, other.kind):
        return _Use(entry, Confidence.HINT, f"{words}，请核对是否放重", "", quote)
    return _Use(entry, Confidence.LIKELY, f"{words}，不能当作两份材料", "", quote, row="attachment-mismatch")


# In earlier months.


def _in_the_past(entry: Printed, past: Remembered, match: Match | None, relative: bool) -> _Use | None:
    """A use in an earlier month, of which neither address nor person is known; so papers give a hint only."""
    if relative or (match is not None and match.likeness is Likeness.NEAR):
        return None
    if entry.print is not None and entry.print.is_blank:
        return None
    number = f"的附件{past.number}" if past.number else ""
    where = f"{past.month} 月份编号末四位为 {past.ending} 的工单"
    shown = entry.is_photo or (entry.kind is not None and entry.kind.picture)
    words = f"与{where}{number}{_how(match)}"
    if shown:
        return _Use(entry, Confidence.LIKELY, words, where)
    return _Use(entry, Confidence.HINT, f"{words}，请核对是否可以共用", where)
