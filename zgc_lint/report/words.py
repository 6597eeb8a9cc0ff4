"""Chinese wording that reports share: places, sums, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint import __version__
from zgc_lint.model import Confidence, Place
from zgc_lint.price import UNKNOWN_MONTH, Contract, Price, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zgc_lint.model import Suppressed, Unjudged
    from zgc_lint.price import PricedFinding
    from zgc_lint.report.audit import Audit

__all__ = [
    "CONFIDENCE", "DUE", "absent", "agreed", "amount", "by_reason", "details", "headline", "month_name", "months_of",
    "reached", "short", "verdict", "where",
]  # fmt: skip

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


def reached(clause: str, contract: Contract) -> str:
    """Why a month's findings let the client terminate under `clause` (合同 6.4)."""
    if clause == contract.threshold_clause:
        return f"当月扣款达到合同总金额的 {contract.threshold_percent}%"
    return "有关问题如造成失分或经查实，甲方可据此解除合同"


def month_name(month: str) -> str:
    """``2026-06`` as 2026年6月; other names as they are."""
    year, dash, number = month.partition("-")
    return f"{year}年{int(number)}月" if dash else f"月份{month}"


def months_of(audit: Audit) -> str:
    """The month of the batch, else the months its filings were filed in: ``2026年6月``; "" where none is known."""
    names = [audit.month] if audit.month else [name for name in audit.months if name != UNKNOWN_MONTH]
    return "、".join(map(month_name, names))


def short(text: str, most: int = 60) -> str:
    """A quotation on one line, cut after `most` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def headline(audit: Audit) -> str:
    """What was looked at: ``zgc-lint 0.1.0　检查了 30 件申报、122 个文件``."""
    return f"zgc-lint {__version__}　检查了 {len(audit.filings)} 件申报、{audit.coverage.files} 个文件"


def details(entry: PricedFinding) -> list[str]:
    """A finding's quotation, suggestion, clause, price and termination risk, as far as it has them."""
    finding, words = entry.finding, []
    if finding.text:
        words.append(f"原文“{short(finding.text)}”")
    if finding.suggest is not None:
        words.append(f"建议“{short(finding.suggest)}”" if finding.suggest else "建议删去")
    if entry.clause:
        words += [f"条款 {entry.clause}", f"金额 {amount(entry.price)}"]
    if entry.termination:
        words.append(f"解约风险 {entry.termination}")
    return words


def agreed(entry: Suppressed) -> str:
    """Why a finding is left out: ``已忽略，理由：原文如此``, ``已列入基线``."""
    return "已列入基线" if entry.baseline else f"已忽略，理由：{entry.reason}"


def absent(audit: Audit) -> str | None:
    """What to say of entries of the baseline that no longer occur; None where all do."""
    gone = audit.coverage.absent
    if not gone:
        return None
    codes = sorted({entry.code for entry in gone})
    return f"基线中有 {len(gone)} 条（{'、'.join(codes)}）已不再出现，可用 zgc-lint baseline 更新基线"


def by_reason(entries: Iterable[Unjudged]) -> Iterator[tuple[str, str, list[str]]]:
    """What was not judged, once a reason: code ("计价" where it is a price), reason, documents."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        documents = grouped.setdefault((entry.code or "计价", entry.why), [])
        if entry.place.document:
            documents.append(entry.place.document)
    for (code, why), documents in grouped.items():
        yield code, why, documents


def verdict(audit: Audit) -> str:
    """The closing sentences: how many findings, and why not everything could be checked."""
    unreadable = sum(entry.finding.code == "ZZ01" for entry in audit.findings)
    crashed = sum(entry.finding.code == "ZZ02" for entry in audit.findings)
    sentences = []
    if not audit.filings:
        sentences.append("没有找到申报材料：请确认给出的是当月文件夹，其下每件申报一个以工单编号开头的文件夹。")
    if unreadable or crashed:
        sentences.append(f"没有全部查完：{unreadable} 处无法读取，{crashed} 次检查出错。")
    elif audit.findings:
        sentences.append(f"共 {len(audit.findings)} 处问题。用 zgc-lint explain 代码 查看每项的说明。")
    return "\n".join(sentences) or "没有发现问题。"
