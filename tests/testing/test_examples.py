from __future__ import annotations

from pathlib import Path

import pytest

from zgc_lint.errors import UsageError
from zgc_lint.testing import read_examples


def test_papers_of_an_example(tmp_path: Path) -> None:
    doc = tmp_path / "tx90.md"
    doc.write_text(
        "## 例子\n\n- 错：申报表“诉求人：王建国；来电时间：2026-06-05 14:03”"
        "情况说明“甲。／乙。”附件《1.联系记录.docx》“丙”\n"
        "- 对：台账“诉求人：李明”\n- 写给人看的 → 不运行\n",
        encoding="utf-8",
    )
    wrong, right = read_examples(doc)
    assert wrong.faulty
    assert wrong.case.spec == {
        "form": {"诉求人": "王建国", "来电时间": "2026-06-05 14:03"},
        "statement": "甲。\n乙。",
        "attachments": {"1.联系记录.docx": "丙"},
    }
    assert not right.faulty
    assert right.case.spec["ledger"][0]["诉求人"] == "李明"


def test_an_example_that_quotes_no_paper_is_refused(tmp_path: Path) -> None:
    doc = tmp_path / "tx90.md"
    doc.write_text("- 错：随便什么\n", encoding="utf-8")
    with pytest.raises(UsageError, match="没有写明材料"):
        list(read_examples(doc))
