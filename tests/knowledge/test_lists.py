"""What an office may write wrongly in its lists: the run ends, and says in which file, where, and what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batches import write_batch
from zgc_lint.bundled import dictionaries_folder
from zgc_lint.check.registry import discover
from zgc_lint.cli import INCOMPLETE, run
from zgc_lint.errors import UsageError
from zgc_lint.knowledge import Knowledge
from zgc_lint.knowledge.files import read_tsv
from zgc_lint.knowledge.surroundings import Surroundings
from zgc_lint.testing import Case, Outcome, run_case

CHECKS = discover().checks
STATEMENT = "经核实，现场道路通畅。"
LISTS = {
    "typos.tsv": ("TX01", ("skip_before", "skip_after", "require")),
    "variants.tsv": ("TX01", ("skip_before", "skip_after", "require")),
    "confusables.tsv": ("TX01", ("pattern",)),
    "doubled.tsv": ("TX02", ("skip_before", "skip_after")),
    "missing.tsv": ("TX03", ("stub", "skip_before", "skip_after")),
    "collocations.tsv": ("TX04", ("wrong",)),
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filing in which no word of the lists stands."""
    folder = tmp_path_factory.mktemp("batch") / "2026-06"
    write_batch(folder)
    return folder


def office_with(folder: Path, name: str, text: str) -> Path:
    office = folder / "dictionaries"
    office.mkdir()
    (office / name).write_text(text, encoding="utf-8")
    (folder / "zgc-lint.yaml").write_text("dictionaries: dictionaries\n", encoding="utf-8")
    return folder / "zgc-lint.yaml"


def bundled(name: str) -> str:
    return (dictionaries_folder() / name).read_text(encoding="utf-8")


def list_with(folder: Path, name: str, **cells: str) -> Path:
    """An office whose list `name` has a third line like the bundled one's second but for these cells."""
    header, first, *rest = bundled(name).splitlines()
    columns = header.split("\t")
    row = dict(zip(columns, first.split("\t"), strict=False)) | cells
    return office_with(folder, name, "\n".join([header, first, "\t".join(row.get(key, "") for key in columns), *rest]))


@pytest.mark.parametrize(
    ("name", "check", "column"),
    [(name, check, column) for name, (check, columns) in LISTS.items() for column in columns],
)
def test_in_a_list(
    batch: Path, tmp_path: Path, name: str, check: str, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = list_with(tmp_path, name, **{column: "[甲"})
    arguments = ["check", str(batch), "--select", check, "--config", str(config), "--jobs", "1", "--no-cache"]
    assert run(arguments) == INCOMPLETE
    said = capsys.readouterr()
    assert not said.out
    assert f"{name} 第 3 行：{column} 中的“[甲”不是有效的正则表达式（" in said.err
    assert "运行出错" not in said.err


def outcome_with(folder: Path, name: str, statement: str = STATEMENT, **cells: str) -> Outcome:
    """What the check of the list `name` makes of a statement with `list_with` these cells."""
    knowledge = Knowledge(list_with(folder, name, **cells).parent / "dictionaries")
    return run_case(Case(name, {"statement": statement}, (), None), CHECKS[LISTS[name][0]], knowledge)


@pytest.mark.parametrize(
    ("name", "level"), [*((name, "sure") for name in LISTS), ("typos.tsv", "certain"), ("doubled.tsv", "")]
)
def test_a_level_that_is_none(tmp_path: Path, name: str, level: str) -> None:
    expected = "E、W、I" if name in ("typos.tsv", "variants.tsv") else "certain、likely、hint"
    with pytest.raises(UsageError, match=f"{name} 第 3 行：level 应为 {expected} 之一，现为 '{level}'"):
        outcome_with(tmp_path, name, level=level)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("typos.tsv", "wrong"),
        ("confusables.tsv", "wrong"),
        ("doubled.tsv", "word"),
        ("missing.tsv", "stub"),
        ("collocations.tsv", "wrong"),
    ],
)
def test_a_word_that_is_none(tmp_path: Path, name: str, column: str) -> None:
    with pytest.raises(UsageError, match=f"{name} 第 3 行：{column} 应为不空的文字"):
        outcome_with(tmp_path, name, **{column: ""})


def test_a_pattern_without_its_word_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"confusables\.tsv 第 3 行：pattern 应为含有“反应”的说法，现为 '情况'"):
        outcome_with(tmp_path, "confusables.tsv", wrong="反应", pattern="情况")


def test_a_word_outside_the_match_of_its_pattern_is_none(tmp_path: Path) -> None:
    cells = {"wrong": "甲乙", "right": "甲丙", "pattern": "丁(?:甲乙)?"}
    outcome = outcome_with(tmp_path, "confusables.tsv", "丁戊，不是甲乙；丁甲乙，丁。", **cells)
    assert [(finding.text, finding.suggest) for finding in outcome.findings] == [("甲乙", "甲丙")]


def test_a_brace_in_what_is_right(tmp_path: Path) -> None:
    outcome = outcome_with(tmp_path, "collocations.tsv", "已甲乙丙。", wrong="甲乙", right="甲{丁}", level="likely")
    assert [finding.message for finding in outcome.findings] == ["“甲乙”搭配不当，应写“甲{丁}”"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("fields.yaml", 'case_id_pattern: "', 'case_id_pattern: "(', "case_id_pattern 中的“("),
        ("fields.yaml", 'case_id_pattern: "', 'case_id_pattern: "(?i)', "case_id_pattern 中的“(?i)"),
        ("contradictions.yaml", "\n    says:\n", "\n    says:\n      - '[甲'\n", "says 中的“[甲”"),
        ("contradictions.yaml", "\nbefore_call: ", "\nbefore_call: '[甲' #", "before_call 中的“[甲”"),
        ("contradictions.yaml", "address: ", "address: '[甲' #", "address 中的“[甲”"),
        ("repeats.yaml", "\nformulas:\n", "\nformulas:\n  - '[甲'\n", "formulas 中的“[甲”"),
        ("exclusions.yaml", 'pattern: "', 'pattern: "(', "pattern 中的“("),
    ],
)
def test_in_a_file_of_settings(batch: Path, tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    text = bundled(name)
    assert old in text
    knowledge = Knowledge(office_with(tmp_path, name, text.replace(old, new, 1)).parent / "dictionaries")
    with pytest.raises(UsageError, match="不是有效的正则表达式") as raised:
        _ = knowledge.fields, knowledge.contradictions, knowledge.repeats, knowledge.catalogue
    assert name in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize("name", LISTS)
def test_all_that_is_bundled_are_some(name: str) -> None:
    for row in Knowledge().rows(name):
        row.verify(LISTS[name][1])


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    office_with(tmp_path, "doubled.tsv", "word\tlevel\n问题\tlikely\n")
    with pytest.raises(UsageError, match="第 2 行：缺少“skip_before”这一列"):
        Knowledge(tmp_path / "dictionaries").rows("doubled.tsv", patterns=Surroundings.COLUMNS)


def test_a_comment_is_no_row(tmp_path: Path) -> None:
    header, *rows = bundled("typos.tsv").splitlines()
    own = tmp_path / "typos.tsv"
    own.write_text("\n".join(["# 本单位的词", "", header, "# 2026 年 11 月补充", *rows, ""]), encoding="utf-8")
    found = read_tsv(own)
    assert [dict(row) for row in found] == [dict(row) for row in read_tsv(dictionaries_folder() / "typos.tsv")]
    assert found[0].where.endswith("第 5 行")


def test_each_is_read_once(tmp_path: Path) -> None:
    office_with(tmp_path, "names.txt", "甲小区\n")
    knowledge = Knowledge(tmp_path / "dictionaries")
    first = knowledge.words("names.txt"), knowledge.rows("doubled.tsv"), knowledge.yaml("deadlines.yaml")
    (tmp_path / "dictionaries" / "names.txt").unlink()
    assert first[0] == ("甲小区",)
    assert knowledge.words("names.txt") is first[0]
    assert knowledge.rows("doubled.tsv") is first[1]
    assert knowledge.yaml("deadlines.yaml") is first[2]


def test_words_of_outcomes_are_words(tmp_path: Path) -> None:
    text = bundled("exclusions.yaml")
    office_with(tmp_path, "exclusions.yaml", text.replace("不计入考评", "不计入(考评", 1))
    assert Knowledge(tmp_path / "dictionaries").catalogue.items
