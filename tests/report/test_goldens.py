"""Each report of one spoilt batch against the committed one; ``ZGC_LINT_GOLDENS=write`` in the environment renews."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from zgc_lint import __version__
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.report import FORMATS, renderer

GOLDENS = Path(__file__).parent / "goldens"


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
    # The page's own style and script are those of the package, whatever is reported.
    report = re.sub(r"(?s)(<style>|<script>).*?(</style>|</script>)", r"\1…\2", report)
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
def test_report_is_known_again(reports: Path, name: str) -> None:
    assert renderer(name).is_own((reports / name).read_bytes())
    assert not renderer(name).is_own("别人的文件".encode())
