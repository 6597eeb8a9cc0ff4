"""Each report of one spoilt batch against the committed one; ``ZGC_LINT_GOLDENS=write`` in the environment renews."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zgc_lint import __version__
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.report import FORMATS

GOLDENS = Path(__file__).parent / "goldens"


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
