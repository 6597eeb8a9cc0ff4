"""What is kept of a run, and what is not."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zgc_lint import __version__
from zgc_lint.errors import UsageError
from zgc_lint.history import Run, Store

CASE = "20260605012345"
FILING = {
    "case": CASE, "path": f"{CASE} 王建国", "item": "反映问题不属实", "specialist": "李明 13800001234",
    "reviewer": "赵敏", "filed_on": "2026-06-20", "lost": None,
}  # fmt: skip
FINDING = {
    "code": "TX01", "fingerprint": "00000000000000a1", "row": "typo", "case": CASE,
    "document": f"{CASE} 王建国/情况说明.docx", "confidence": "certain", "text": "王建国", "message": "王建国",
}  # fmt: skip
REPORT: dict[str, Any] = {
    "version": 1, "tool": f"zgc-lint {__version__}", "month": "2026-06", "complete": True, "whole": True,
    "filings": [FILING, FILING | {"case": "王建国"}],
    "orders": [FILING | {"case": "20260605000009", "path": "", "filed_on": None}],
    "findings": [
        FINDING, FINDING | {"case": "20260605000009", "code": "LG01", "row": "omission"}, FINDING | {"case": None},
    ],
    "coverage": {"files": 3},
}  # fmt: skip


def kept(**changes: Any) -> Run:
    return Run.from_json(json.dumps(REPORT | changes))


def test_a_report_is_kept_by_case() -> None:
    entries = {entry.case: entry for entry in kept().entries}
    assert [(case[:1], entry.filing, len(entry.defects)) for case, entry in entries.items()] == [
        ("", False, 1), ("#", True, 0), ("2", False, 1), ("2", True, 1),
    ]  # fmt: skip
    assert entries[CASE].filed_on == date(2026, 6, 20)
    assert entries["20260605000009"].specialist == "李明 138****1234"


def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    Store(str(path)).add(kept())
    data = path.read_bytes()
    for text in ("王建国", "13800001234", "情况说明"):
        assert text.encode() not in data
    assert "王建国" not in str(asdict(kept()))


def test_the_digest_is_of_the_outcome() -> None:
    assert kept().digest == kept(tool="zgc-lint 9").digest
    assert kept().digest != kept(findings=[]).digest
    assert kept().digest == replace(kept(), entries=tuple(reversed(kept().entries))).digest


def test_a_month_is_needed() -> None:
    with pytest.raises(UsageError, match="--month"):
        kept(month=None)
    assert Run.from_json(json.dumps(REPORT | {"month": None}), "2026-07").month == "2026-07"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "不是 zgc-lint 的 JSON 报告"),
        ("[]", "不是 zgc-lint 的 JSON 报告"),
        (json.dumps({"version": 1, "tool": "flake8"}), "不是 zgc-lint 的 JSON 报告"),
        (json.dumps(REPORT | {"findings": [{}]}), "已损坏"),
        (json.dumps(REPORT | {"filings": [FILING | {"lost": "是"}]}), "已损坏"),
        (json.dumps(REPORT | {"whole": False}), "整批"),
    ],
)
def test_another_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Run.from_json(text)
