"""The formal report for signature, a Word file in the form of official papers (GB/T 9704).

It quotes nothing from the filings, so that it is free of the slips it reports, and bears no date but the one that those
who sign it write: the same audit gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zgc_lint.price import money
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import month_name, months_of, reached
from zgc_lint.rewrite.package import is_own_copy, marked, repacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.text.paragraph import Paragraph

    from zgc_lint.price import MonthSum, Row
    from zgc_lint.report.audit import Audit

__all__ = ["is_own", "render"]

is_own = is_own_copy

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (as python-docx wants it); fixed, for stable bytes
_WORST = 3
_TENS = ("", "十", "二十", "三十", "四十", "五十", "六十", "七十", "八十", "九十")
_ONES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")

# GB/T 9704-2012 5.2, 7.3: margins, type and spacing of an official paper.
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # millimetres
_TITLE, _BODY, _LEVEL_1, _LEVEL_2 = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_TITLE_SIZE, _BODY_SIZE, _TABLE_SIZE, _FOOTER_SIZE = 22, 16, 12, 14  # points: 二号 三号 小四 四号
_SPACING = 28  # points
_INDENT = 2 * _BODY_SIZE  # points: two characters
_LATIN = "Times New Roman"
_WIDTHS = (50, 40, 14, 14, 19, 19)  # millimetres; together the width of the text
_SIGNATURE_WIDTHS = (50, 44, 20, 42)


@dataclass(frozen=True, slots=True)
class _Worst:
    """A case, what it costs in RMB, how many findings it has, and the rows they belong to."""

    case: str
    at_stake: Decimal
    findings: int
    rows: tuple[str, ...]
    person: str


def render(audit: Audit) -> bytes:
    """The report as .docx."""
    paper = _Paper()
    month = months_of(audit)
    paper.title(f"{month}剔除申报材料审核报告")
    _scope(paper, audit, month)
    _problems(paper, audit)
    _worst_cases(paper, audit)
    _risks(paper, audit)
    _unjudged(paper, audit)
    _measures(paper, audit)
    paper.signatures(("剔除专员", "审核专员"))
    return paper.finish()


class _Paper:
    """An official paper in the making."""

    def __init__(self) -> None:
        self._document = docx.Document()
        properties = self._document.core_properties
        properties.author = properties.last_modified_by = "zgc-lint"
        properties.title, properties.comments = "剔除申报材料审核报告", ""
        properties.created = properties.modified = _CREATED
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, value in _MARGINS.items():
            setattr(section, name, Mm(value))
        normal: Any = self._document.styles["Normal"]
        normal.font.name, normal.font.size = _LATIN, Pt(_BODY_SIZE)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
        self._number_pages(section.footer.paragraphs[0])
        self._level_1 = 0
        self._level_2 = 0

    def title(self, text: str) -> None:
        """The title, with an empty line below it."""
        paragraph = self._paragraph(text, _TITLE, _TITLE_SIZE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._paragraph("", _BODY, _BODY_SIZE)

    def heading(self, text: str) -> None:
        """A heading of the first level, with its number."""
        self._level_1, self._level_2 = self._level_1 + 1, 0
        paragraph = self._paragraph(f"{_numeral(self._level_1)}、{text}", _LEVEL_1, _BODY_SIZE)
        self._indent(paragraph)
        paragraph.paragraph_format.keep_with_next = True

    def item(self, head: str, text: str) -> None:
        """A paragraph of the second level, with its number; `head` is set apart from what follows."""
        self._level_2 += 1
        paragraph = self._paragraph(f"（{_numeral(self._level_2)}）{head}", _LEVEL_2, _BODY_SIZE)
        self._indent(paragraph)
        self._run(paragraph, text, _BODY, _BODY_SIZE)

    def text(self, text: str) -> None:
        """A paragraph of body text."""
        self._indent(self._paragraph(text, _BODY, _BODY_SIZE))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table with rules; all but the first two columns hold numbers."""
        table: Any = self._document.add_table(0, len(head), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._set_widths(table, _WIDTHS)
        for number, row in enumerate((head, *rows)):
            for n, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                cell.width = table.columns[n].width
                paragraph = cell.paragraphs[0]
                self._run(paragraph, text, _LEVEL_1 if number == 0 else _BODY, _TABLE_SIZE)
                if n > 1:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._never_broken(table.rows[-1], head=number == 0)

    def signatures(self, roles: Sequence[str]) -> None:
        """Lines on which those named sign and date the report by hand."""
        self._paragraph("", _BODY, _BODY_SIZE)
        table: Any = self._document.add_table(0, len(_SIGNATURE_WIDTHS))
        self._set_widths(table, _SIGNATURE_WIDTHS)
        for role in roles:
            row = table.add_row()
            row.height = Pt(2 * _SPACING)
            for n, text in enumerate((f"{role}（签字）", "", "日期", "")):
                row.cells[n].width = table.columns[n].width
                self._run(row.cells[n].paragraphs[0], text, _BODY, _BODY_SIZE)
            self._never_broken(row)

    def finish(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return marked(repacked(buffer.getvalue()))

    def _paragraph(self, text: str, font: str, size: int) -> Paragraph:
        paragraph = self._document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_SPACING)
        layout.space_before = layout.space_after = Pt(0)
        if text:
            self._run(paragraph, text, font, size)
        return paragraph

    @staticmethod
    def _set_widths(table: Any, widths: Sequence[int]) -> None:
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)

    @staticmethod
    def _indent(paragraph: Paragraph) -> None:
        paragraph.paragraph_format.first_line_indent = Pt(_INDENT)

    @staticmethod
    def _run(paragraph: Paragraph, text: str, font: str, size: int) -> None:
        run: Any = paragraph.add_run(harmless(text))
        run.font.name, run.font.size = _LATIN, Pt(size)
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 (python-docx has no other way)

    @staticmethod
    def _never_broken(row: Any, *, head: bool = False) -> None:
        """Keep a row on one page; a head is repeated on each page."""
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))

    def _number_pages(self, paragraph: Paragraph) -> None:
        """— 1 —, as GB/T 9704-2012 7.5 has it."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, "— ", "宋体", _FOOTER_SIZE)
        field: Any = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001
        self._run(paragraph, " —", "宋体", _FOOTER_SIZE)


def _numeral(number: int) -> str:
    """A number below 100 in Chinese."""
    return _TENS[number // 10] + _ONES[number % 10]


# --- the sections ---


def _scope(paper: _Paper, audit: Audit, month: str) -> None:
    paper.heading("审核范围")
    paper.text(
        f"根据服务项目合同及其附件《管理方案》，对{month}剔除申报材料进行了审核。合同金额为每年{money(audit.contract.amount)}元，"
        f"扣款标准为{audit.schedule}版。"
    )
    paper.text(f"本次审核申报材料{len(audit.filings)}件，涉及文件{audit.coverage.files}个。")
    if not audit.complete:
        paper.text("本次审核没有全部完成，有的文件无法读取或检查出错，须在处理之后重新审核。")


def _problems(paper: _Paper, audit: Audit) -> None:
    paper.heading("发现的问题")
    if not audit.findings:
        paper.text("本次审核没有发现问题。")
        return
    suppressed = len(audit.coverage.suppressed)
    note = f"另有{suppressed}处按本单位的约定不计入。" if suppressed else ""
    paper.text(f"共发现问题{len(audit.findings)}处。{note}按扣款事项汇总如下：")
    for total in audit.months.values():
        rows = [entry for entry in total.by_row.values() if entry.count]
        if not rows:
            continue
        paper.text(_sums(total, audit))
        paper.table(
            ("事项", "条款", "件数", "处数", "应扣（元）", "失分才扣（元）"),
            [
                *(
                    (
                        entry.row.name, _clause(entry.row.clause), str(entry.cases), str(entry.count),
                        money(entry.now + entry.confirmed), money(entry.if_lost),
                    )
                    for entry in rows
                ),
                ("合计", "", "", "", money(total.now + total.confirmed), money(total.if_lost)),
            ],
        )  # fmt: skip


def _sums(total: MonthSum, audit: Audit) -> str:
    share = f"{float(total.share_of_threshold):.1%}"
    return (
        f"{month_name(total.month)}应扣{money(total.now + total.confirmed)}元，失分才扣{money(total.if_lost)}元，"
        f"合计占单月解约线{money(audit.contract.threshold)}元的{share}。"
    )


def _worst_cases(paper: _Paper, audit: Audit) -> None:
    worst = list(_worst(audit))
    if not worst:
        return
    paper.heading("问题突出的申报材料")
    for case in worst:
        paper.item(
            f"工单{case.case}。",
            f"问题{case.findings}处，涉及{'，'.join(case.rows)}，最多可能扣款{money(case.at_stake)}元。"
            + (f"剔除专员为{case.person}。" if case.person else ""),
        )


def _worst(audit: Audit) -> Iterator[_Worst]:
    """The cases that may cost most."""
    by_case: dict[str, list[Any]] = {}
    for entry in audit.findings:
        if entry.finding.case and entry.price is not None and entry.row is not None and entry.price.due != "void":
            by_case.setdefault(entry.finding.case, []).append(entry)
    people = {record.case: record.specialist for record in audit.filings}
    sums = {case: sum((entry.price.amount for entry in own), Decimal(0)) for case, own in by_case.items()}
    for case in sorted(sums, key=lambda name: (-sums[name], name))[:_WORST]:
        own = by_case[case]
        rows = tuple(dict.fromkeys(_short(entry.row) for entry in own))
        yield _Worst(case, sums[case], len(own), rows, people.get(case, "").strip())


def _short(row: Row) -> str:
    """A row's name as part of a sentence: without its examples and without marks for lists."""
    return re.sub("（[^（）]*）", "", row.name).replace("、", "或")


def _clause(clause: str) -> str:
    """A clause as official papers write it: ``《管理方案》一（二）1（1）``."""
    name, _, number = clause.partition(" ")
    return f"《{name}》{number}".replace("(", "（").replace(")", "）")


def _reason(why: str) -> str:
    """Why something was not judged, without what quotes the filing or speaks to who sets up the program."""
    plain = re.sub("（[^（）]*）", "", why)
    clauses = [clause for clause in re.split("[，。；：]", plain) if clause and not re.search("[“”0-9A-Za-z]", clause)]
    told = [clause for clause in clauses if clause != "请人工核对"]
    return f"{'，'.join(told)}。" if told else "原因见审核表的“未判定”页。"


def _risks(paper: _Paper, audit: Audit) -> None:
    paper.heading("解约风险")
    clauses = sorted({clause for total in audit.months.values() for clause in total.termination})
    if not clauses:
        paper.text("没有发现可据以解除合同的情形。")
    for clause in clauses:
        paper.item(f"{_clause(clause)}。", f"{reached(clause, audit.contract)}。")


def _unjudged(paper: _Paper, audit: Audit) -> None:
    paper.heading("未作判断的事项")
    entries = audit.coverage.not_judged
    if not entries:
        paper.text("没有未作判断的事项。")
        return
    paper.text(f"有{len(entries)}处材料或设置不足，没有作出判断，须由人工核对。按检查项统计如下：")
    for (code, why), count in sorted(Counter((entry.code, _reason(entry.why)) for entry in entries).items()):
        title = audit.rules[code].title if code in audit.rules else code or "计价"
        paper.item(f"{title}。", f"{code if title != code else ''}未作判断{count}处。{why}")


def _measures(paper: _Paper, audit: Audit) -> None:
    paper.heading("整改措施")
    paper.item("逐项更正。", "由剔除专员对照批注稿和明细表逐项更正，由审核专员复核，更正后的材料重新核对一遍再申报。")
    sums = (entry for total in audit.months.values() for entry in total.by_row.values())
    for row in {entry.row.id: entry.row for entry in sums if entry.count}.values():
        if row.consequences:
            paper.item(f"{_short(row)}。", f"按{_clause(row.clause)}，{row.consequences.rstrip('。')}。")
    if audit.coverage.not_judged:
        paper.item("人工核对。", "未作判断的事项由审核专员逐项核对，并记录结论。")
