"""The Excel audit and the formal report: goldens of what they say, and what must hold whatever is in a filing."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.report.office import docx_text, xlsx_text
from zgc_lint.cli import CLEAN, INCOMPLETE, run
from zgc_lint.config import Config
from zgc_lint.look.missing import NOT_INSTALLED
from zgc_lint.model import Place, Suppressed, Unjudged
from zgc_lint.pipeline import check
from zgc_lint.report import FILES, renderer
from zgc_lint.report.audit import Audit

GOLDENS = Path(__file__).parent / "goldens"
DUMPS = {"xlsx": xlsx_text, "report": docx_text}
HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>\x00\x1b\u202e\U0001f600&\"\r\n"
SELECT = ("PU", "AT", "CO", "LG", "RP", "IT")


@pytest.fixture(scope="module")
def audit(month: Path) -> Audit:
    """The audit of the month with something for every part of a report, and a suppressed finding."""
    found = check([month], Config(select=SELECT), all_readings=True)
    suppressed = Suppressed(found.findings[0].finding, "已与街道确认")
    return replace(found, coverage=replace(found.coverage, suppressed=(suppressed,)))


def rendered(name: str, audit: Audit) -> bytes:
    report = renderer(name).render(audit)
    assert isinstance(report, bytes)
    return report


@pytest.mark.parametrize("name", FILES)
def test_golden(audit: Audit, name: str) -> None:
    dump = DUMPS[name](rendered(name, audit))
    golden = GOLDENS / f"report.{name}.txt"
    if os.environ.get("ZGC_LINT_GOLDENS") == "write":
        golden.write_text(dump, encoding="utf-8")
    assert dump == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_same_audit_gives_the_same_bytes_and_is_known_again(audit: Audit, name: str) -> None:
    report = rendered(name, audit)
    assert report == rendered(name, audit)
    assert renderer(name).is_own(report)
    assert not renderer(name).is_own(report + b"x")
    assert not renderer(name).is_own(b"PK\x03\x04")


@pytest.mark.parametrize("name", FILES)
def test_written_beside_the_screen_and_never_over_a_users_file(month: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"out.{name}"
    command = ["check", str(month), "--select", "PU", "--output", f"{name}={target}"]
    assert run(command) == INCOMPLETE
    first = target.read_bytes()
    assert run(command) == INCOMPLETE
    assert target.read_bytes() == first
    target.write_bytes(first + b"x")
    assert run(command) == INCOMPLETE
    assert target.read_bytes() == first + b"x"


@pytest.mark.parametrize("name", FILES)
def test_is_no_format_for_the_screen(month: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(month), "--format", name]) == INCOMPLETE
    assert f"--output {name}=文件" in capsys.readouterr().err


class TestHostileText:
    def test_cells_are_texts_whatever_they_begin_with(self, audit: Audit) -> None:
        for start in (*"=+-@\t\r", HOSTILE):
            data = rendered("xlsx", audit.masked(lambda text, start=start: start + text))  # type: ignore[misc]
            book = openpyxl.load_workbook(io.BytesIO(data))
            cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
            risky = [cell for cell in cells if str(cell.value).startswith(tuple("=+-@\t\r\n"))]
            assert risky
            assert all(cell.quotePrefix and cell.number_format == "@" for cell in risky)
            parts = zipfile.ZipFile(io.BytesIO(data))
            assert not [name for name in parts.namelist() if "<f>" in parts.read(name).decode("utf-8", "ignore")]

    def test_what_cannot_be_seen_is_spelt_out(self, audit: Audit) -> None:
        dump = xlsx_text(rendered("xlsx", audit.masked(lambda text: HOSTILE + text)))
        assert "[U+0000][U+001B][U+202E]\U0001f600" in dump
        assert not set("\x00\x1b\u202e") & set(dump)

    def test_a_cell_holds_no_more_than_excel_allows(self, audit: Audit) -> None:
        data = rendered("xlsx", audit.masked(lambda text: "\U0001f600" * 40_000 + text))
        longest = max(
            len(str(cell.value).encode("utf-16-le")) // 2
            for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
            for row in sheet.iter_rows()
            for cell in row
        )
        assert 32_000 < longest <= 32_767

    def test_the_formal_report_shows_it_as_it_is(self, audit: Audit) -> None:
        hostile = replace(
            audit,
            schedule=HOSTILE,
            filings=tuple(replace(record, specialist=HOSTILE) for record in audit.filings),
        )
        dump = docx_text(rendered("report", hostile.masked(lambda text: HOSTILE + text)))
        assert "<script>alert(1)</script>[U+0000][U+001B][U+202E]\U0001f600" in dump


def test_numbers_are_numbers(audit: Audit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered("xlsx", audit)))
    heads = [cell.value for cell in book["扣款计算"][1]]
    column = heads.index("金额")
    amounts = [row[column] for row in book["扣款计算"].iter_rows(min_row=2)]
    assert all(isinstance(cell.value, (int, float)) and "元" in cell.number_format for cell in amounts)
    total = sum(entry.price.amount for entry in audit.findings if entry.price)
    assert sum(Decimal(str(cell.value)) for cell in amounts) == total
    assert book["明细"].page_setup.orientation == "landscape"
    assert book["明细"].print_title_rows == "$1:$1"


WHYS = {
    "PH01": f"{NOT_INSTALLED}，没有核对照片水印",
    "RP08": "没有设置同人同诉的期限（RP08 的 window_days 或 cycle_first_day），无法核对母子单间隔",
    "AT01": "清单所列“母单,截图”没有单独的文件，可能在“2.附件.pdf”中，请人工核对",
    "RP03": "台账或导出表未能全部读取，无法核对母单 20260601000001 是否存在",
    "SE01": "没有看到印章，但不能断定没有。第 2 页灰度扫描件",
    "ZZ04": "没有认出申报表的栏目，各栏内容没有检查，请人工核对，或在 fields.yaml 中添加标签",
    "": "申报日期“2026-02-30”早于合同",
}


def test_the_formal_report_passes_the_checks_and_gives_reasons_for_readers(audit: Audit, tmp_path: Path) -> None:
    unjudged = tuple(Unjudged(Place("a.docx"), why, code=code) for code, why in WHYS.items())
    full = replace(audit, coverage=replace(audit.coverage, not_judged=unjudged))
    data = rendered("report", full)
    text = docx_text(data)
    for expected in (
        "未作判断1处。本机没有安装图像识别组件，没有核对照片水印。",
        "未作判断1处。没有设置同人同诉的期限，无法核对母子单间隔。",
        "缺少附件。AT01未作判断1处。原因见审核表的“未判定”页。",
        "计价。未作判断1处。原因见审核表的“未判定”页。",
    ):
        assert expected in text
    assert not re.search("pip|yaml|window_days|母单,|20260601000001", text)
    folder = tmp_path / "审核报告"
    folder.mkdir()
    (folder / "情况说明.docx").write_bytes(data)
    assert run(["check", str(folder / "情况说明.docx")]) == CLEAN


def test_the_form_of_an_official_paper(audit: Audit) -> None:
    document = docx.Document(io.BytesIO(rendered("report", audit)))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 35, 28, 26]
    title, body = document.paragraphs[0], document.paragraphs[3]
    assert title.runs[0].font.size is not None
    assert title.runs[0].font.size.pt == 22
    assert body.runs[0].font.size is not None
    assert body.runs[0].font.size.pt == 16
    assert '"仿宋_GB2312"' in body.runs[0]._element.xml
