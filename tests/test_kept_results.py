"""What benchmarks write down: their own command line, and nothing over the notes written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.kept import NOTES, called, keep

ROOT = Path(__file__).parent.parent


def test_no_path_of_this_machine_is_told(tmp_path: Path) -> None:
    model = tmp_path / "lm.klm"
    model.touch()
    inside = str(ROOT / "fixtures" / "prose")
    words = [
        "--folder",
        str(tmp_path),
        "--sizes",
        "50",
        "200",
        f"--model={model}",
        f"--data={tmp_path}",
        "--prose",
        inside,
    ]
    assert called("benchmarks.scale", words) == (
        "python -m benchmarks.scale --folder DIR --sizes 50 200 --model=lm.klm --data=DIR --prose fixtures/prose"
    )


def test_a_path_within_the_repository_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert called("benchmarks.everyday", ["--prose", "fixtures/prose"]).endswith(" --prose fixtures/prose")


def test_the_arguments_are_those_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks/text.py", "--only", "law test"])
    assert called("benchmarks.text") == "python -m benchmarks.text --only 'law test'"


def test_notes_outlive_a_rerun(tmp_path: Path) -> None:
    file = tmp_path / "results.md"
    keep(file, "# Scale\n\n| 1 |\n")
    assert file.read_text(encoding="utf-8") == "# Scale\n\n| 1 |\n"
    notes = f"\n{NOTES}\n\n### Memory\n\nBy hand.\n"
    file.write_text(f"# Scale\n\n| 1 |\n{notes}", encoding="utf-8")
    keep(file, "# Scale\n\n| 2 |\n\n")
    keep(file, "# Scale\n\n| 3 |")
    assert file.read_text(encoding="utf-8") == f"# Scale\n\n| 3 |\n{notes}"
