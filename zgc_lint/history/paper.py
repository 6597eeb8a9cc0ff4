"""The monthly review as a Word document to edit and sign."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from zgc_lint.history.charts import row_bars, trend_chart
from zgc_lint.history.words import difference, percent
from zgc_lint.price import money
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import month_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zgc_lint.history.charts import Drawing
    from zgc_lint.history.review import Line, Review

__all__ = ["is_own", "render"]

_AUTHOR = "zgc-lint"
_AMOUNT = re.compile(r"[+-]?[\d,.]{1,11}%?")
_BODY, _HEADING, _TITLE = "仿宋", "黑体", "宋体"
_CHART_WIDTHS = (5.4, 10.2)  # centimetres: names, bars


def render(review: Review) -> bytes:
    """The document's bytes."""
    paper = _Paper()
    _overview(paper, review)
    _problems(paper, review)
    _people(paper, review)
    _lost(paper, review)
    _measures(paper, review)
    _trend(paper, review)
    paper.text("编制：　　　　　　　　审核：　　　　　　　　日期：")
    return paper.bytes()


def is_own(data: bytes) -> bool:
    """Whether `data` is such a document, and nobody has changed it since."""
    try:
        properties = docx.Document(io.BytesIO(data)).core_properties
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        return False
    return (properties.author, properties.last_modified_by) == (_AUTHOR, _AUTHOR)


def _overview(paper: _Paper, review: Review) -> None:
    now, before, total = review.month, review.before, review.month.total
    paper.title(f"{month_name(now.month)}剔除申报分析")
    paper.heading("一、总体情况")
    paper.text(
        f"本月申报{len(now.filings)}件，检查发现问题{now.findings}处；应扣{money(total.now + total.confirmed)}元，"
        f"失分才扣{money(total.if_lost)}元，合计占单月解约线{money(total.threshold)}元的"
        f"{float(total.share_of_threshold):.1%}。已出结果{now.decided}件，通过{now.passed}件，"
        f"通过率{percent(now.pass_rate)}。"
    )
    if before is None:
        paper.text("历史中没有上月的记录，未作比较。")
    else:
        paper.text(
            f"上月申报{len(before.filings)}件，问题{before.findings}处，应扣和失分才扣合计"
            f"{money(before.total.at_stake)}元，通过率{percent(before.pass_rate)}。"
        )
    for remark in review.remarks:
        paper.text(f"{remark}。")


def _problems(paper: _Paper, review: Review) -> None:
    paper.heading("二、发现的问题")
    if not review.rows:
        paper.text("本月没有发现计价的问题。")
        return
    paper.table(
        ("序号", "事项", "件数", "处数", "金额（元）", "上月金额（元）", "增减（元）"),
        (1.2, 5.2, 1.3, 1.3, 2.2, 2.4, 2.0),
        (
            (str(n), line.name, str(line.cases), str(line.count), *_amounts(line, review))
            for n, line in enumerate(review.rows, 1)
        ),
    )
    colours = "深色为本月，浅色为上月" if review.before else "本月"
    names = [line.name for line in review.rows]
    paper.bars(names, row_bars(review.rows, compared=review.before is not None), f"图1　各事项金额（元，{colours}）")
    paper.table(
        ("代码", "最多的问题", "本月", "上月"),
        (2.0, 9.6, 2.0, 2.0),
        ((p.code, p.title, str(p.count), str(p.count_before) if review.before else "—") for p in review.problems),
    )


def _people(paper: _Paper, review: Review) -> None:
    paper.heading("三、按专员")
    for role, lines in (("剔除专员", review.specialists), ("审核专员", review.reviewers)):
        if lines:
            paper.table(
                (role, "申报件数", "有问题的件数", "金额（元）", "上月金额（元）", "增减（元）"),
                (3.4, 2.0, 2.6, 2.5, 2.9, 2.2),
                ((line.name, str(line.cases), str(line.count), *_amounts(line, review)) for line in lines),
            )
    if not review.specialists and not review.reviewers:
        paper.text("本月没有由专员承担的金额。")


def _lost(paper: _Paper, review: Review) -> None:
    paper.heading("四、失分原因")
    if review.lost:
        paper.table(
            ("工单编号", "剔除项", "剔除专员", "检查发现的问题"),
            (3.4, 3.6, 2.2, 6.4),
            (
                (lost.case, lost.item, lost.specialist, "；".join(lost.reasons) or "检查没有发现问题，原因待人工分析")
                for lost in review.lost
            ),
        )
    else:
        paper.text("本月没有失分的工单。" if review.month.decided else "考评结果尚未填入台账。")


def _measures(paper: _Paper, review: Review) -> None:
    paper.heading("五、整改措施")
    for n, (name, sentences) in enumerate(review.measures, 1):
        paper.text(f"{n}. {name}：{''.join(sentences) or '（请补充）'}")
    if not review.measures:
        paper.text("本月没有需要整改的问题。")


def _trend(paper: _Paper, review: Review) -> None:
    paper.heading("六、各月趋势")
    paper.picture(trend_chart(review.trend), "图2　各月金额（元）")
    paper.table(
        ("月份", "申报件数", "问题", "金额（元）", "已出结果", "通过率"),
        (2.6, 2.6, 2.6, 2.6, 2.6, 2.6),
        (
            (
                view.month,
                str(len(view.filings)),
                str(view.findings),
                money(view.total.at_stake),
                str(view.decided),
                percent(view.pass_rate),
            )
            for view in review.trend
        ),
    )


def _amounts(line: Line, review: Review) -> tuple[str, str, str]:
    """The amount, that of the month before, and the difference; dashes where nothing is kept of that month."""
    if review.before is None:
        return money(line.amount), "—", "—"
    return money(line.amount), money(line.amount_before), difference(line.amount - line.amount_before)


class _Paper:
    """A document in the making, A4, set in the types of official papers."""

    def __init__(self) -> None:
        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        section.top_margin, section.bottom_margin = Cm(3.2), Cm(3)
        properties = self._document.core_properties
        properties.author = properties.last_modified_by = _AUTHOR

    def title(self, text: str) -> None:
        self._paragraph(text, _TITLE, 22, bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._document.core_properties.title = text

    def heading(self, text: str) -> None:
        paragraph = self._paragraph(text, _HEADING, 16)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)

    def text(self, text: str) -> None:
        paragraph = self._paragraph(text, _BODY, 14)
        paragraph.paragraph_format.first_line_indent = Pt(28)
        paragraph.paragraph_format.line_spacing = Pt(26)

    def table(self, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """A table whose columns are so many centimetres wide."""
        table = self._document.add_table(1, len(heads), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        self._fill(table.rows[0].cells, heads, _HEADING, widths)
        for row in rows:
            self._fill(table.add_row().cells, row, _BODY, widths)
        self._document.add_paragraph()

    def picture(self, drawing: Drawing, caption: str) -> None:
        paragraph = self._document.add_paragraph()
        self._draw(paragraph, drawing, min(15.4, drawing.width / 40))
        paragraph.paragraph_format.keep_with_next = True
        self._caption(caption)

    def bars(self, names: Sequence[str], drawings: Sequence[Drawing], caption: str) -> None:
        """A chart of a bar a line, each with its name before it."""
        table = self._document.add_table(0, len(_CHART_WIDTHS))
        table.autofit = False
        for column, width in zip(table.columns, _CHART_WIDTHS, strict=True):
            column.width = Cm(width)
        for name, drawing in zip(names, drawings, strict=True):
            cells = table.add_row().cells
            for cell, width in zip(cells, _CHART_WIDTHS, strict=True):
                cell.width, cell.vertical_alignment = Cm(width), WD_ALIGN_VERTICAL.CENTER
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._run(cells[0].paragraphs[0], name, _BODY, 10.5)
            self._draw(cells[1].paragraphs[0], drawing, _CHART_WIDTHS[1] - 0.5)
        self._caption(caption)

    def _draw(self, paragraph: Any, drawing: Drawing, width: float) -> None:
        """A picture so many centimetres wide, with a title for those who cannot see it."""
        shape = paragraph.add_run().add_picture(io.BytesIO(drawing.png()), width=Cm(width))
        shape._inline.docPr.set("descr", harmless(drawing.title))  # noqa: SLF001 (python-docx has no other way)

    def _caption(self, text: str) -> None:
        paragraph = self._paragraph(text, _HEADING, 10.5)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(8)

    def bytes(self) -> bytes:
        written = io.BytesIO()
        self._document.save(written)
        return written.getvalue()

    def _paragraph(self, text: str, font: str, size: float, *, bold: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        self._run(paragraph, text, font, size, bold=bold)
        return paragraph

    def _fill(self, cells: Sequence[Any], texts: Sequence[str], font: str, widths: Sequence[float]) -> None:
        for cell, text, width in zip(cells, texts, widths, strict=True):
            cell.width = Cm(width)
            self._run(cell.paragraphs[0], text, font, 10.5)
            if _AMOUNT.fullmatch(text):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    @staticmethod
    def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> None:
        run = paragraph.add_run(harmless(text))
        run.font.name, run.font.size, run.bold = "Times New Roman", Pt(size), bold
        run.element.rPr.rFonts.set(qn("w:eastAsia"), font)
