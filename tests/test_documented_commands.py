"""Every example command of the README and the user guide is run.

Those that cannot be run here (tests/documents.py) are run by the file that is named above them.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from tests.batches import CASE, FORM, write_batch, write_filing, write_form
from tests.documents import DOCUMENTS, ROOT, blocks
from zgc_lint.cli import CLEAN, FINDINGS, run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder the documents speak of: two months and a zip; few checks, for speed."""
    form = FORM | {"剔除理由": "经核实,问题己解决。"}
    write_batch(tmp_path / "2026-06")
    write_form(tmp_path / "2026-06" / CASE / "申报表.docx", form)
    may = {"工单编号": "20260505012345", "申报日期": "2026年5月20日"}
    write_filing(tmp_path / "2026-05" / may["工单编号"], form | may)
    shutil.make_archive(str(tmp_path / "2026-06"), "zip", tmp_path, "2026-06")
    (tmp_path / "zgc-lint.yaml").write_text("select: [TX01, PU01, LG]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_example_runs(document: str, office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [command for block in blocks(document) if not block.excused for command in block.commands]
    assert len(found) > 10
    for command in found:
        program, *arguments = shlex.split(command, comments=True)
        assert program == "zgc-lint", f"{command}: say above the block why it is not run"
        code = run([*arguments, *(["--jobs", "1"] if arguments[0] in ("check", "fix", "baseline") else [])])
        assert code in (CLEAN, FINDINGS), f"{command}: {capsys.readouterr().err}"


def test_what_is_not_run_here_is_run_elsewhere() -> None:
    for document in DOCUMENTS:
        for block in blocks(document):
            if block.excused:
                assert block.instead, f"{block.commands}: say which file runs them instead"
                assert (ROOT / block.instead).is_file(), block.instead


def hook_and_ci_commands() -> list[list[str]]:
    """What the pre-commit hook and the examples under docs/ci run."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    github = yaml.safe_load((ROOT / "docs/ci/github.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for step in github["jobs"]["check"]["steps"]]
    lines = [" ".join((hook["entry"], *hook["args"])), *steps, *gitlab["zgc-lint"]["script"]]
    return [shlex.split(line)[1:] for line in lines if line.startswith("zgc-lint ")]


def test_the_hook_and_the_examples_for_ci_run(office: Path) -> None:
    found = hook_and_ci_commands()
    assert len(found) == 3
    for arguments in found:
        assert run([*arguments, "--jobs", "1"]) == FINDINGS
    assert {path.name for path in office.iterdir()} >= {"zgc-lint.sarif", "gl-code-quality-report.json", "zgc-lint.xml"}


def test_every_command_and_format_is_in_the_guide() -> None:
    from zgc_lint.cli import cli
    from zgc_lint.report import FORMATS

    guide = (ROOT / "docs/使用手册.md").read_text(encoding="utf-8")
    for name in cli.commands:
        assert f"zgc-lint {name}" in guide, name
    for name in set(FORMATS) - {"text"}:
        assert re.search(rf"\b{name}\b", guide), name
