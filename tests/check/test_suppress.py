from __future__ import annotations

from datetime import date

import pytest

from zgc_lint.check.suppress import apply
from zgc_lint.model import Finding, IgnoreFile, Place

TODAY = date(2026, 6, 30)
TYPO = Finding(Place("20260605012345/情况说明.docx"), "错", text="布署", code="TX01", name="typo")
COMMA = Finding(Place("台账.xlsx"), "错", text=",", code="PU01", name="half-width-mark")
UNREADABLE = Finding(Place("台账.xlsx"), "坏", code="ZZ01", name="unreadable-file")


def suppressed(text: str, path: str = "zgc-lint-ignore.yaml") -> tuple[list[str], list[str], list[str]]:
    """Codes that stay, codes left out, messages of ZZ03."""
    kept, left_out = apply([TYPO, COMMA, UNREADABLE], [IgnoreFile(path, text)], TODAY)
    stale = [finding.message for finding in kept if finding.code == "ZZ03"]
    return [f.code for f in kept if f.code != "ZZ03"], [entry.finding.code for entry in left_out], stale


@pytest.mark.parametrize(
    "entry",
    [
        "{code: TX01, reason: 原文如此}",
        "{code: typo, reason: 原文如此}",
        "{code: TX01, file: 20260605012345/情况说明.docx, text: 布署, reason: 原文如此, until: 2026-06-30}",
        "{code: TX01, file: '*.docx', reason: 原文如此}",
    ],
)
def test_leaves_out_what_it_names(entry: str) -> None:
    assert suppressed(f"- {entry}") == (["PU01", "ZZ01"], ["TX01"], [])


def test_paths_are_relative_to_the_folder_of_the_file() -> None:
    text = "- {code: TX01, file: 情况说明.docx, reason: 原文如此}"
    assert suppressed(text, "20260605012345/zgc-lint-ignore.yaml")[1] == ["TX01"]
    assert suppressed(text)[1] == []
    assert suppressed("- {code: PU01, reason: 无妨}", "20260605012345/zgc-lint-ignore.yaml")[1] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {code: TX02, reason: 原文如此}", "第 1 条（TX02）没有对应的问题"),
        ("- {code: TX01, text: 按装, reason: 原文如此}", "没有对应的问题"),
        ("- {code: TX01, reason: 原文如此, until: 2026-06-29}", "已于 2026-06-29 过期"),
        ("- {code: TX01}", "缺少理由"),
        ("- {code: TX01, reason: ' '}", "缺少理由"),
        ("- {reason: 原文如此}", "缺少检查项代码"),
        ("- {code: TX01, reason: 原文如此, untill: 2026-07-01}", "不认识的键 untill"),
        ("- {code: TX01, reason: 原文如此, until: 以后}", "until 应为日期"),
        ("- {code: ZZ01, reason: 知道了}", "没有对应的问题"),
        ("- TX01", "不是“键: 值”的形式"),
        ("code: TX01", "应为条目的列表"),
        ("- [", "YAML 格式有误"),
        ("- {code: TX01, reason: 错, until: 2026-06-31}", "YAML 格式有误"),
    ],
)
def test_an_entry_of_no_use_is_a_finding(text: str, message: str) -> None:
    kept, left_out, stale = suppressed(text)
    assert (kept, left_out) == (["TX01", "PU01", "ZZ01"], [])
    assert len(stale) == 1
    assert message in stale[0]


def test_an_empty_file_is_none() -> None:
    assert suppressed("# nothing yet\n") == (["TX01", "PU01", "ZZ01"], [], [])


def test_nothing_is_said_of_checks_that_were_not_run() -> None:
    entries = "- {code: TX02, reason: 原文如此}\n- {code: typo, reason: 原文如此}\n- {code: XX01, reason: 原文如此}\n"
    kept, _ = apply([COMMA], [IgnoreFile("zgc-lint-ignore.yaml", entries)], TODAY, {"TX01", "typo", "TX02"})
    assert [finding.message for finding in kept[1:]] == ["忽略条目：第 3 条（XX01）没有对应的问题，请删除或更正"]
