from __future__ import annotations

from pathlib import Path

import pytest

from zgc_lint.errors import UsageError
from zgc_lint.model import Confidence, Finding, Place, Unjudged
from zgc_lint.testing import Case, Example, Outcome, read_examples


def test_papers_of_an_example(tmp_path: Path) -> None:
    doc = tmp_path / "tx90.md"
    doc.write_text(
        "## 例子\n\n- 错：申报表“诉求人：王建国；来电时间：2026-06-05 14:03”"
        "情况说明“甲。／乙。”附件《1.联系记录.docx》“丙”\n"
        "- 对：台账“诉求人：李明”\n- 写给人看的 → 不运行\n",
        encoding="utf-8",
    )
    wrong, right = read_examples(doc)
    assert wrong.verdict == "错"
    assert wrong.case.spec == {
        "form": {"诉求人": "王建国", "来电时间": "2026-06-05 14:03"},
        "statement": "甲。\n乙。",
        "attachments": {"1.联系记录.docx": "丙"},
    }
    assert right.verdict == "对"
    assert right.case.spec["ledger"][0]["诉求人"] == "李明"


def test_an_example_that_quotes_no_paper_is_refused(tmp_path: Path) -> None:
    doc = tmp_path / "tx90.md"
    doc.write_text("- 错：随便什么\n", encoding="utf-8")
    with pytest.raises(UsageError, match="没有写明材料"):
        list(read_examples(doc))


def test_options_other_filings_and_earlier_months(tmp_path: Path) -> None:
    doc = tmp_path / "rp90.md"
    doc.write_text(
        "- 仅提示：设置“window_days：30”另案“工单编号：20260601012345；剔除项：非辖区”申报表“母单编号：20260601012345”"
        "以前工单“来电时间：2026-05-01” → “相隔 31 天”\n",
        encoding="utf-8",
    )
    (example,) = read_examples(doc)
    assert example.verdict == "仅提示"
    assert example.words == ("相隔 31 天",)
    assert example.case.spec == {
        "options": {"window_days": 30},
        "filings": [
            {"case": "20260601012345", "form": {"工单编号": "20260601012345", "剔除项": "非辖区"}},
            {"form": {"母单编号": "20260601012345"}},
        ],
        "earlier_export": [{"工单编号": "20260605012345", "来电时间": "2026-05-01"}],
    }


@pytest.mark.parametrize(
    ("verdict", "confidence", "not_judged", "true"),
    [
        ("错", "certain", False, True),
        ("错", "hint", False, False),
        ("错", None, True, False),
        ("仅提示", "hint", False, True),
        ("仅提示", "likely", False, False),
        ("对", None, False, True),
        ("对", "hint", False, False),
        ("未判", None, True, True),
        ("未判", None, False, False),
    ],
)
def test_what_makes_a_line_true(verdict: str, confidence: str | None, not_judged: bool, true: bool) -> None:
    findings = (Finding(Place(), "母子倒挂", confidence=Confidence(confidence)),) if confidence else ()
    outcome = Outcome(findings, (Unjudged(Place(), "没有时间"),) if not_judged else ())
    assert Example("", verdict, Case("", {}, (), None)).is_true_of(outcome) is true
    assert not Example("", verdict, Case("", {}, (), None), words=("倒置",)).is_true_of(outcome)
