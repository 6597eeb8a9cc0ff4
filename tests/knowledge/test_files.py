"""Reading the files of dictionaries."""

from __future__ import annotations

from pathlib import Path

from zgc_lint.knowledge.files import read_yaml


def test_keys_are_text(tmp_path: Path) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text("kinds:\n  12: {name: 甲}\n  2026-06-01: {name: 乙}\n  true: {name: 丙}\n", encoding="utf-8")
    kinds = read_yaml(path).section("kinds")
    assert kinds.keys() == ["12", "2026-06-01", "True"]
    assert [kinds.section(key).text("name") for key in kinds.keys()] == ["甲", "乙", "丙"]  # noqa: SIM118
    assert "12" in kinds
