"""CO checks on whole filings: what does not belong together never becomes a contradiction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.replies.__main__ import judge, replies
from zgc_lint.check.registry import discover, source_of
from zgc_lint.errors import UsageError
from zgc_lint.knowledge import Knowledge
from zgc_lint.knowledge.contradictions import Contradictions
from zgc_lint.testing import read_cases

CODES = ("CO01", "CO02", "CO03", "CO04", "CO05")
KNOWLEDGE = Knowledge()
REPLIES = list(replies())
FAULTY = [
    case.spec
    for code in CODES
    for case in read_cases(source_of(discover().checks[code]).with_suffix(".yaml"))
    if case.finds and set(case.spec) <= {"name", "form", "statement", "attachments", "finds"}
]
SECTIONS = (
    "一、关于楼道堆物问题。经核实，情况属实，3号楼堆物已清理完毕。",
    "二、关于夜间噪声问题。经三次监测，反映情况不属实。",
    "三、关于停车收费问题。该诉求短期内无法解决，共涉及车主12户，其中8户来电。",
    "四、关于路灯问题。6月6日，工作人员到现场查看，路灯问题已彻底解决。",
)


def _found(findings: Sequence[Any], case: str) -> list[tuple[str, str, str]]:
    return sorted((f.code, f.text, f.message) for f in findings if f.case == case and f.code in CODES)


@pytest.mark.parametrize(("name", "spec"), REPLIES, ids=[name for name, _ in REPLIES])
def test_plain_replies_do_not_contradict_themselves(name: str, spec: Mapping[str, Any]) -> None:
    assert not [f.message for f in judge(spec, KNOWLEDGE) if f.code in CODES]


@given(st.permutations(SECTIONS))
@settings(max_examples=12, deadline=None)
def test_independent_sections_in_any_order(sections: Sequence[str]) -> None:
    assert not _found(
        judge({"form": {"来电时间": "2026-06-05"}, "statement": "\n".join(sections)}, KNOWLEDGE), "20260605012345"
    )


@given(st.sampled_from(FAULTY), st.sampled_from(REPLIES), st.booleans())
@settings(max_examples=30, deadline=None)
def test_an_unrelated_filing_changes_nothing(
    faulty: Mapping[str, Any], reply: tuple[str, Mapping[str, Any]], first: bool
) -> None:
    own = {key: faulty[key] for key in ("form", "statement", "attachments") if key in faulty}
    other = {"case": "20260701098765", **reply[1]}
    alone = judge({"filings": [{"case": "20260605012345", **own}]}, KNOWLEDGE)
    filings = [{"case": "20260605012345", **own}, other]
    together = judge({"filings": filings if first else filings[::-1]}, KNOWLEDGE)
    assert _found(alone, "20260605012345")
    assert _found(together, "20260605012345") == _found(alone, "20260605012345")
    assert not _found(together, "20260701098765")


@given(st.permutations(["1.联系记录.docx", "2.核查记录.docx", "3.现场照片.jpg"]))
@settings(max_examples=6, deadline=None)
def test_attachments_in_any_order(names: Sequence[str]) -> None:
    texts = {
        "1.联系记录.docx": "联系结果\n6月8日10时，与诉求人取得联系，诉求人表示认可。",
        "2.核查记录.docx": "核查结果\n未发现异常。",
        "3.现场照片.jpg": "",
    }
    spec = {
        "form": {"剔除理由": "因无法与诉求人取得联系，诉求无法继续办理。"},
        "attachments": {name: texts[name] for name in names},
    }
    (finding,) = [f for f in judge(spec, KNOWLEDGE) if f.code == "CO01"]
    assert len(finding.evidence) == 2
    assert {quote.place.document for quote in finding.evidence} == {
        "20260605012345/申报表.docx",
        "20260605012345/附件/1.联系记录.docx",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pairs:\n  - {one: 甲, other: 乙}", "statements 中已有的说法"),
        ("statements:\n  a: {name: 甲, says: ['(']}", "正则表达式"),
        ("statements:\n  a: {name: 甲}\npairs:\n  - {one: a, other: a, change: 向前}", "forward、back、both"),
        ("event_order: [[a, b]]", "event_order 应为两两一组"),
        ("event_order: [[[a], b]]", "event_order 应为两两一组"),
        ("event_order: [[a, b, c]]", "event_order 应为两两一组"),
        ("event_order: 5", "event_order 应为列表"),
        ("field_order: {received_at: filed_on}", "field_order 应为列表"),
        ("field_order: [[received_at, 5]]", "field_order 应为两两一组"),
        ("before_call: 甲\npairs: 乙", "pairs 应为列表"),
    ],
)
def test_a_dictionary_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "contradictions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        Contradictions(path)
