"""Each report of one spoilt batch against the committed one; ``ZGC_LINT_GOLDENS=write`` in the environment renews."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.batches import CASE, FORM, ledger_row, write_batch, write_form, write_prose, write_sheet
from zgc_lint import __version__
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.report import FORMATS

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A month with something for every part of a report."""
    folder = tmp_path / "2026-06"
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
    assert filing.name == CASE
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_report(month: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(month), "--format", name, "--readings"]) == INCOMPLETE
    report = capsys.readouterr().out.replace(f"zgc-lint {__version__}", "zgc-lint VERSION")
    golden = GOLDENS / f"report.{name}"
    if os.environ.get("ZGC_LINT_GOLDENS") == "write":
        golden.write_text(report, encoding="utf-8")
    assert report == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_report_is_known_again(month: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from zgc_lint.report import renderer

    run(["check", str(month), "--format", name])
    assert renderer(name).is_own(capsys.readouterr().out.encode())
    assert not renderer(name).is_own("别人的文件".encode())
