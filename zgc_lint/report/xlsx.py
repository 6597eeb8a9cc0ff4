"""The audit as an Excel workbook: sums, findings, persons, what was not judged, and how each price came about.

Every text is written as text: what begins like a formula stays what it is. The same audit gives the same bytes.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import xlsxwriter

from zgc_lint.model import Confidence, Finding
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import CONFIDENCE, DUE, month_name, months_of, reached, where
from zgc_lint.rewrite.package import is_own_copy, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from zgc_lint.price import MonthSum, PricedFinding
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

is_own = is_own_copy

_Value: TypeAlias = "str | int | float | Decimal | date | None"

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (Excel has no time zones); fixed, so that bytes do not depend on the day
_MOST = 32_767  # characters in a cell
_CUT = "……（后略）"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_A4 = 9
_LINE_HEIGHT, _LINE_PADDING = 13.0, 3.0  # points, for type of 10 points
_MOST_LINES = 20
_FONT = "宋体"
_MONEY = '#,##0.##" 元"'
_SHARE = "0.0%"
_HEADER_FILL = "#D9E2F3"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table: its head, its width in characters, and how its numbers look."""

    head: str
    width: float
    number_format: str = ""


def render(audit: Audit) -> bytes:
    """The workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as b:
        b.set_properties({"title": "剔除申报材料审核", "author": "zgc-lint", "created": _CREATED})
        book = _Book(b)
        _summary(book, audit)
        book.table("明细", _DETAILS, _detail_rows(audit))
        book.table("按专员", _PEOPLE, _people_rows(audit))
        book.table("未判定", _UNJUDGED, _unjudged_rows(audit))
        book.table("扣款计算", _PRICES, _price_rows(audit))
    return marked(buffer.getvalue())


class _Book:
    """Writes tables into one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """The cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            common = {"font_name": _FONT, "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format({**common, **properties})
        return self._formats[key]

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, set up to be printed on A4 across."""
        sheet: Worksheet = self._book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{name}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def table(self, name: str, columns: Sequence[_Column], rows: Iterable[Sequence[_Value]]) -> None:
        """A sheet of one table, with a filter and a head that stays in sight and is printed on each page."""
        sheet = self.sheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        last = self.rows(sheet, 0, columns, rows)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(last - 1, 1), len(columns) - 1)

    def rows(self, sheet: Worksheet, at: int, columns: Sequence[_Column], rows: Iterable[Sequence[_Value]]) -> int:
        """Write a head and rows from row `at` on; returns the row after them."""
        head = self.format(bold=True, border=1, bg_color=_HEADER_FILL, text_wrap=True, valign="vcenter")
        for n, column in enumerate(columns):
            sheet.write_string(at, n, column.head, head)
        sheet.set_row(at, _row_height(columns, [column.head for column in columns]))
        for row in rows:
            at += 1
            sheet.set_row(at, _row_height(columns, row))
            for n, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write(sheet, at, n, value, number_format=column.number_format, border=1, text_wrap=True)
        return at + 1

    def write(
        self, sheet: Worksheet, row: int, column: int, value: _Value, *, number_format: str = "", **look: Any
    ) -> None:
        """Write one value: a number as a number, a text as a text whatever it begins with."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.format(**look))
        elif isinstance(value, (int, float, Decimal)):
            numeric = {"num_format": number_format, "align": "right"} if number_format else {"align": "left"}
            sheet.write_number(row, column, float(value), self.format(**numeric, **look))
        elif isinstance(value, date):
            cell = self.format(num_format="yyyy-mm-dd", align="left", **look)
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), cell)  # noqa: DTZ001
        else:
            text = _cell_text(value)
            quoted = {"quote_prefix": True} if text.startswith(_FORMULA_STARTS) else {}
            sheet.write_string(row, column, text, self.format(num_format="@", **quoted, **look))


def _row_height(columns: Sequence[_Column], row: Sequence[_Value]) -> float:
    """The height in points at which the texts of a row can be read: programs do not all work it out when opening."""
    lines = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            width = max(column.width - 1, 1)
            lines = max(lines, sum(math.ceil(_width(part) / width) or 1 for part in value.split("\n")))
    return min(lines, _MOST_LINES) * _LINE_HEIGHT + _LINE_PADDING


def _width(text: str) -> int:
    """The width of a text in the width of a figure, of which a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _cell_text(text: str) -> str:
    """A text as a cell can hold it; Excel counts a character beyond U+FFFF as two."""
    shown = harmless(text)
    if len(shown) * 2 <= _MOST or len(shown.encode("utf-16-le")) // 2 <= _MOST:
        return shown
    cut = shown.encode("utf-16-le")[: (_MOST - len(_CUT)) * 2]
    return cut.decode("utf-16-le", "ignore") + _CUT


# --- 汇总 ---

_ROWS = (
    _Column("事项", 34), _Column("条款", 22), _Column("单位", 12), _Column("件数", 10), _Column("处数", 10),
    _Column("应扣", 14, _MONEY), _Column("失分才扣", 14, _MONEY), _Column("未失分不扣", 14, _MONEY),
)  # fmt: skip


def _summary(book: _Book, audit: Audit) -> None:
    sheet = book.sheet("汇总")
    for at, column in enumerate(_ROWS):
        sheet.set_column(at, at, column.width)
    sheet.write_string(0, 0, "剔除申报材料审核汇总", book.format(bold=True, font_size=16))
    row = 1
    for label, value in _heads(audit):
        row += 1
        book.write(sheet, row, 0, label, bold=True)
        book.write(sheet, row, 1, value)
    for total in audit.months.values():
        row = _month(book, sheet, row + 2, total, audit)
    for readings, months in audit.alternatives:
        row += 1
        book.write(sheet, row, 0, "按读法 " + "，".join(f"{name}={option}" for name, option in readings.items()))
        for total in months.values():
            book.write(sheet, row, 4, month_name(total.month))
            book.write(sheet, row, 5, total.now + total.confirmed, number_format=_MONEY)
            book.write(sheet, row, 6, total.if_lost, number_format=_MONEY)
            row += 1
    sheet.freeze_panes(1, 0)


def _heads(audit: Audit) -> Iterable[tuple[str, _Value]]:
    yield "所属月份", months_of(audit) or "未定"
    yield "扣款标准", audit.schedule
    yield "合同金额", f"{audit.contract.amount:,} 元/年"
    yield "申报件数", len(audit.filings)
    yield "文件数", audit.coverage.files
    yield "问题", len(audit.findings)
    yield "提示（不计价）", len(audit.hints)
    yield "已忽略", len(audit.coverage.suppressed)
    yield "未判定", len(audit.coverage.not_judged)
    yield "是否全部查完", "是" if audit.complete else "否，有文件无法读取或检查出错，见明细中的 ZZ01、ZZ02"


def _month(book: _Book, sheet: Worksheet, row: int, total: MonthSum, audit: Audit) -> int:
    """The sums of one month; returns the row after them."""
    book.write(sheet, row, 0, f"{month_name(total.month)}扣款汇总", bold=True, font_size=12)
    lines: list[Sequence[_Value]] = [
        (
            entry.row.name, entry.row.clause, f"元/{entry.unit}", entry.cases, entry.count,
            entry.now + entry.confirmed, entry.if_lost, entry.void,
        )
        for entry in total.by_row.values()
    ]  # fmt: skip
    row = book.rows(sheet, row + 1, _ROWS, lines)
    sums: tuple[_Value, ...] = ("合计", "", "", "", "", total.now + total.confirmed, total.if_lost, total.void)
    for column, (kind, value) in enumerate(zip(_ROWS, sums, strict=True)):
        book.write(sheet, row, column, value, number_format=kind.number_format, bold=True, border=1)
    row += 1
    book.write(sheet, row, 0, f"合计占单月解约线 {audit.contract.threshold:,.0f} 元的比例")
    book.write(sheet, row, 5, total.share_of_threshold, number_format=_SHARE, bold=True)
    for clause in total.termination:
        row += 1
        book.write(sheet, row, 0, f"解约风险：{clause}，{reached(clause, audit.contract)}", font_color="#C00000")
    return row + 1


# --- 明细 ---

_DETAILS = (
    _Column("序号", 5), _Column("类别", 7), _Column("工单编号", 16), _Column("代码", 6), _Column("把握", 7),
    _Column("文件", 22), _Column("位置", 14), _Column("说明", 36), _Column("原文", 16), _Column("建议", 16),
    _Column("条款", 13), _Column("金额", 10, _MONEY), _Column("是否应扣", 9), _Column("责任人", 8),
    _Column("解约风险", 10), _Column("忽略理由", 10),
)  # fmt: skip


def _detail_rows(audit: Audit) -> Iterable[Sequence[_Value]]:
    number = 0
    for entry in (*audit.findings, *audit.hints):
        number += 1
        is_hint = Confidence(entry.finding.confidence) is Confidence.HINT
        price = entry.price
        yield (
            number, "提示" if is_hint else "问题", *_about(entry.finding, audit.field_names), entry.clause,
            price.amount if price and entry.row else None,
            DUE[price.due] if price and entry.row else "不计价", entry.person, entry.termination, "",
        )  # fmt: skip
    for suppressed in audit.coverage.suppressed:
        number += 1
        about = _about(suppressed.finding, audit.field_names)
        state = "已列入基线" if suppressed.baseline else "已忽略"
        yield (number, state, *about, "", None, "不计价", "", "", suppressed.reason)


def _about(finding: Finding, field_names: Mapping[str, str]) -> Sequence[_Value]:
    return (
        finding.case, finding.code, CONFIDENCE[Confidence(finding.confidence)],
        finding.place.document or "全部材料", where(finding.place, field_names), finding.message, finding.text,
        "删去" if finding.suggest == "" else finding.suggest,
    )  # fmt: skip


# --- 按专员 ---

_PEOPLE = (
    _Column("岗位", 12), _Column("姓名", 12), _Column("月份", 10), _Column("涉及件数", 10), _Column("问题数", 10),
    _Column("应扣", 14, _MONEY), _Column("失分才扣", 14, _MONEY), _Column("未失分不扣", 14, _MONEY),
)  # fmt: skip


def _people_rows(audit: Audit) -> Iterable[Sequence[_Value]]:
    for total in audit.months.values():
        for role, people in (("剔除专员", total.by_specialist), ("审核专员", total.by_reviewer)):
            for name, sums in people.items():
                own = [
                    entry.finding
                    for entry in audit.findings
                    if entry.month == total.month and entry.person == name and entry.row and entry.row.answers == role
                ]
                cases = len({finding.case or finding.place.document for finding in own})
                due = sums.now + sums.confirmed
                yield role, name, total.month, cases, len(own), due, sums.if_lost, sums.void


# --- 未判定 ---

_UNJUDGED = (_Column("代码", 8), _Column("文件", 44), _Column("位置", 24), _Column("为什么没有判定", 80))


def _unjudged_rows(audit: Audit) -> Iterable[Sequence[_Value]]:
    for entry in audit.coverage.not_judged:
        place = entry.place
        yield entry.code or "计价", place.document or "全部材料", where(place, audit.field_names), entry.why


# --- 扣款计算 ---

_PRICES = (
    _Column("月份", 8), _Column("工单编号", 16), _Column("申报日期", 11), _Column("当月同条款第几件", 9),
    _Column("事项", 18), _Column("条款", 13), _Column("代码", 6), _Column("文件", 22), _Column("标准", 10),
    _Column("基价", 9, _MONEY), _Column("另加", 9, _MONEY), _Column("金额", 10, _MONEY), _Column("是否应扣", 9),
    _Column("怎样算出", 30), _Column("责任人", 8),
)  # fmt: skip


def _price_rows(audit: Audit) -> Iterable[Sequence[_Value]]:
    filed = {record.case: record.filed_on for record in audit.filings}
    rank = _ranks(audit.findings, filed)
    for entry in audit.findings:
        row, price, finding = entry.row, entry.price, entry.finding
        if row is None or price is None:
            continue
        yield (
            entry.month, finding.case, filed.get(finding.case or ""), rank(entry), row.name, row.clause, finding.code,
            finding.place.document or "全部材料", f"{row.price:,} 元/{row.unit}", price.base, price.extra, price.amount,
            DUE[price.due], price.why, entry.person,
        )  # fmt: skip


def _ranks(
    findings: Iterable[PricedFinding], filed: Mapping[str, date | None]
) -> Callable[[PricedFinding], int | None]:
    """How many-th case of the month under its clause a finding's case is, in the order of `zgc_lint.price.month`.

    None where the price is void.
    """
    exposed: dict[tuple[str, str, str], bool] = {}
    for entry in findings:
        if (key := _counted(entry)) is not None and entry.price is not None:
            exposed[key] = exposed.get(key, True) and entry.price.due == "if-lost"
    ranks: dict[tuple[str, str, str], int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for key in sorted(exposed, key=lambda k: (exposed[k], filed.get(k[2]) or date.max, k[2])):
        counts[key[:2]] += 1
        ranks[key] = counts[key[:2]]

    def rank(entry: PricedFinding) -> int | None:
        key = _counted(entry)
        return ranks[key] if key is not None else None

    return rank


def _counted(entry: PricedFinding) -> tuple[str, str, str] | None:
    """Month, clause and case of a finding whose case counts; of its document where it has no case."""
    if entry.row is None or entry.price is None or entry.price.due == "void":
        return None
    return entry.month, entry.row.clause, entry.finding.case or entry.finding.place.document
