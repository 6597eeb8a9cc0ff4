"""Chinese wording that reports share: places, sums, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.model import Confidence, Place
from zgc_lint.price import Contract, Price, money

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONFIDENCE", "DUE", "amount", "month_name", "risk", "where"]

CONFIDENCE = {Confidence.CERTAIN: "确定", Confidence.LIKELY: "很可能", Confidence.HINT: "提示"}

DUE = {"now": "应扣", "if-lost": "失分才扣", "confirmed": "已失分，应扣", "void": "未失分，不扣"}


def where(place: Place, field_names: Mapping[str, str]) -> str:
    """The place within its document: ``第 2 页第 4 段第 13 字``, ``第 5 行“剔除理由”栏``; "" for the whole."""
    parts = []
    if place.page is not None:
        parts.append(f"第 {place.page} 页")
    if place.paragraph is not None:
        parts.append(f"第 {place.paragraph} 段")
    elif place.cell is not None:
        parts.append(f"第 {place.cell.row} 行")
    if place.field is not None:
        parts.append(f"“{field_names.get(place.field, place.field)}”栏")
    if place.picture is not None:
        parts.append(f"图片“{place.picture}”")
    if place.start is not None and (place.paragraph is not None or place.start):
        parts.append(f"第 {place.start + 1} 字")
    return "".join(parts)


def amount(price: Price | None) -> str:
    """A finding's price in words: ``50 元/处（应扣）``."""
    if price is None:
        return "无适用的扣款标准"
    if not price.unit:
        return "不计价"
    if not price.amount:
        return f"0 元（{price.why}）"
    plain = price.due == "void" or (price.amount == price.base and price.why == f"{money(price.base)} 元/{price.unit}")
    note = "" if plain else f"，{price.why}"
    return f"{money(price.amount)} 元/{price.unit}（{DUE[price.due]}{note}）"


def risk(clause: str, contract: Contract) -> str:
    """What a month's findings or its sum may let the client do under `clause` of 合同 6.4."""
    if clause == contract.threshold_clause:
        return f"当月扣款达到合同总金额的 {contract.threshold_percent.normalize():f}%"
    return "有关问题如造成失分或经查实，甲方可据此解除合同"


def month_name(month: str) -> str:
    """``2026-06`` as 2026年6月; other names as they are."""
    year, dash, number = month.partition("-")
    return f"{year}年{int(number)}月" if dash else f"月份{month}"
