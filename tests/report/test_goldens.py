"""Each report of one spoilt batch against the committed one; ``ZGC_LINT_GOLDENS=write`` in the environment renews."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.batches import CASE, FORM, ledger_row, write_batch, write_form, write_prose, write_sheet
from zgc_lint import __version__
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.report import FORMATS, renderer

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month with something for every part of a report."""
    folder = tmp_path_factory.mktemp("batch") / "2026-06"
    filing = write_batch(folder)
    form = FORM | {
        "剔除理由": "经核实,问题己解决。",
        "审核专员": "",
        "联系电话": "13800005678",
        "附件清单": "1. 现场照片\n2. 判决书",
    }
    write_form(filing / "申报表.docx", form)
    write_prose(filing / "情况说明.docx", ("关于停车的情况说明", "经核实,现场没有发现所反映的情况,特此说明。"))
    (filing / "附件" / "3.录音.mp3").write_bytes(b"ID3")
    (filing / "附件" / "损坏.docx").write_bytes(b"PK\x03\x04")
    other = "20260607000001"
    write_sheet(folder / "台账.xlsx", [ledger_row(), ledger_row(), ledger_row(工单编号=other, 是否失分="是")])
    (folder / other).mkdir()
    write_form(folder / other / "申报表.docx", FORM | {"工单编号": other})
    ignored = "- {code: AT02, file: 附件/3.录音.mp3, reason: 录音另行报送}\n- {code: TX02, reason: 原文如此}\n"
    (filing / "zgc-lint-ignore.yaml").write_text(ignored, encoding="utf-8")
    assert filing.name == CASE
    return folder


@pytest.fixture(scope="module")
def reports(month: Path) -> Path:
    """A folder with the month's report in every format, each by its name."""
    folder = month.parent
    outputs = [f"--output={name}={folder / name}" for name in FORMATS]
    assert run(["check", str(month), "--readings", *outputs]) == INCOMPLETE
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_report(reports: Path, name: str) -> None:
    report = (reports / name).read_text(encoding="utf-8")
    report = report.replace(f"zgc-lint {__version__}", "zgc-lint VERSION")
    report = report.replace(f'"version": "{__version__}"', '"version": "VERSION"')
    golden = GOLDENS / f"report.{name}"
    if os.environ.get("ZGC_LINT_GOLDENS") == "write":
        golden.write_text(report, encoding="utf-8")
    assert report == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_nobody_is_named(reports: Path, name: str) -> None:
    report = (reports / name).read_text(encoding="utf-8")
    report = re.sub(r'"help": \{.*?\}', "", report, flags=re.DOTALL)  # the checks' own words give invented examples
    for raw in ("王建国", "13800005678", "13800001234"):
        assert raw not in report


@pytest.mark.parametrize("name", FORMATS)
def test_report_begins_with_its_signature(reports: Path, name: str) -> None:
    assert (reports / name).read_text(encoding="utf-8").startswith(renderer(name).SIGNATURE)
