"""The formats for machines: valid by their schemas, whole, and harmless whatever a filing says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.schemas import valid_gitlab, valid_junit, valid_sarif
from zgc_lint.bundled import dictionaries_folder
from zgc_lint.model import (
    CaseRecord,
    Cell,
    Confidence,
    Coverage,
    Finding,
    Known,
    Place,
    Quote,
    Suppressed,
    Unjudged,
)
from zgc_lint.price import MonthSum, Schedules, price
from zgc_lint.report import renderer
from zgc_lint.report.audit import Audit, Rule
from zgc_lint.report.harmless import harmless

PRICES = Schedules.read(dictionaries_folder() / "penalties.yaml")

CASE = "20260605012345"
RECORD = CaseRecord(CASE, CASE, "反映问题不属实", "李明", "赵敏", date(2026, 6, 20))
TYPO = Finding(
    Place(f"{CASE}/情况 说明.docx", paragraph=3, start=4, end=6),
    "“布署”应为“部署”",
    text="布署",
    suggest="部署",
    case=CASE,
    row="typo",
    code="TX01",
    name="typo",
    fingerprint="00000000000000a1",
    evidence=(Quote(Place("台账.xlsx", cell=Cell(1, 3, 2)), "部署"),),
)
PARENT = replace(TYPO, code="RP01", row="same-person", confidence=Confidence.LIKELY, fingerprint="00000000000000a2")
BROKEN = Finding(Place(f"{CASE}/附件/坏.docx"), "文件已损坏", case=CASE, code="ZZ01", fingerprint="00000000000000a3")
STALE = Finding(Place("zgc-lint-ignore.yaml"), "忽略条目：已过期", code="ZZ03", fingerprint="00000000000000a4")
RULES = {
    code: Rule(code, f"name-{code}", f"标题{code}", f"# {code}\n\n说明") for code in ("TX01", "RP01", "ZZ01", "ZZ04")
}


def audit_of(
    *findings: Finding, coverage: Coverage | None = None, records: tuple[CaseRecord, ...] = (RECORD,)
) -> Audit:
    bill = price(findings, {record.case: record for record in records}, PRICES, month="2026-06")
    return Audit(
        month="2026-06",
        filings=records,
        bill=bill,
        coverage=coverage or Coverage(files=3),
        schedule="zgc-2026-06-01",
        months={"2026-06": MonthSum.empty("2026-06", PRICES.contract)} | dict(bill.months),
        contract=PRICES.contract,
        field_names={},
        complete=not any(finding.code == "ZZ01" for finding in findings),
        rules=RULES,
    )


FULL = audit_of(
    TYPO,
    PARENT,
    BROKEN,
    STALE,
    coverage=Coverage(
        files=3,
        not_judged=(Unjudged(Place(f"{CASE}/扫描.pdf"), "灰度扫描件", "SE01"), Unjudged(Place(), "没有标准")),
        suppressed=(
            Suppressed(replace(TYPO, fingerprint="00000000000000b1"), "原文如此"),
            Suppressed(replace(TYPO, fingerprint="00000000000000b2"), "", baseline=True),
        ),
        compared=True,
        absent=(Known("PU01", "00000000000000c1"),),
    ),
)
EMPTY = audit_of(records=())


def sarif(audit: Audit) -> dict[str, Any]:
    return valid_sarif(rendered("sarif", audit))


def junit(audit: Audit) -> etree._Element:
    return valid_junit(rendered("junit", audit))


def gitlab(audit: Audit) -> list[dict[str, Any]]:
    return valid_gitlab(rendered("gitlab", audit))


def rendered(name: str, audit: Audit) -> str:
    report = renderer(name).render(audit)
    assert isinstance(report, str)
    return report


class TestSarif:
    def test_a_finding(self) -> None:
        result = sarif(audit_of(TYPO))["results"][0]
        assert (result["ruleId"], result["level"]) == ("TX01", "error")
        assert "原文“布署”　建议“部署”　条款 管理方案 一(二)3(4)　金额 50 元/处（应扣）" in result["message"]["text"]
        assert result["partialFingerprints"] == {"zgcLint/v1": "00000000000000a1"}
        location = result["locations"][0]
        assert location["physicalLocation"]["artifactLocation"]["uri"].startswith(f"{CASE}/%E6%83%85")
        assert "%20" in location["physicalLocation"]["artifactLocation"]["uri"]
        assert location["logicalLocations"][0]["kind"] == "paragraph"
        assert location["logicalLocations"][0]["name"] == "第 3 段第 5 字"
        related = result["relatedLocations"][0]
        assert (related["message"]["text"], related["logicalLocations"][0]["name"]) == ("部署", "第 3 行")
        assert result["properties"]["price"] == {"amount": 50, "unit": "处", "due": "now"}
        assert "baselineState" not in result

    def test_rules_carry_their_help_and_results_point_at_them(self) -> None:
        run = sarif(FULL)
        rules = run["tool"]["driver"]["rules"]
        assert {rule["id"] for rule in rules} == {"TX01", "RP01", "ZZ01", "ZZ04"}
        assert rules[0]["help"]["markdown"] == "# TX01\n\n说明"
        for result in run["results"]:
            if "ruleIndex" in result:
                assert rules[result["ruleIndex"]]["id"] == result["ruleId"]

    def test_suppressions_and_states(self) -> None:
        results = sarif(FULL)["results"]
        states = [
            (r["ruleId"], r["baselineState"], [s["justification"] for s in r.get("suppressions", [])]) for r in results
        ]
        assert states == [
            ("TX01", "new", []),
            ("RP01", "new", []),
            ("TX01", "new", ["已忽略，理由：原文如此"]),
            ("TX01", "unchanged", ["已列入基线"]),
            ("PU01", "absent", []),
        ]

    def test_what_was_not_checked_is_a_notification(self) -> None:
        invocation = sarif(FULL)["invocations"][0]
        assert invocation["executionSuccessful"] is False
        said = [(n["level"], n["descriptor"]["id"]) for n in invocation["toolExecutionNotifications"]]
        assert said == [("error", "ZZ01"), ("note", "ZZ04"), ("note", "ZZ04")]
        assert invocation["toolConfigurationNotifications"][0]["descriptor"]["id"] == "ZZ03"
        assert "没有找到申报材料" in sarif(EMPTY)["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


class TestJUnit:
    def test_a_suite_a_filing(self) -> None:
        root = junit(FULL)
        suites = {suite.get("name"): dict(suite.attrib) for suite in root.findall("testsuite")}
        assert list(suites) == [CASE, "全部材料"]
        assert [suites[CASE][key] for key in ("tests", "failures", "errors", "skipped")] == ["6", "2", "1", "3"]
        assert suites["全部材料"]["errors"] == "1"
        assert "基线中有 1 条（PU01）已不再出现" in str(root.xpath("string()"))

    def test_a_filing_without_findings_has_passed(self) -> None:
        root = junit(audit_of())
        assert (root.get("tests"), root.get("failures")) == ("2", "0")


class TestGitHub:
    def test_line_breaks_and_marks_of_the_syntax_are_escaped(self) -> None:
        odd = replace(TYPO, place=Place("a,b:c%.docx"), message="第一行\n::error::假的\r", text="", suggest=None)
        lines = rendered("github", audit_of(odd)).splitlines()
        assert len(lines) == 3
        assert lines[1].startswith("::error file=a%2Cb%3Ac%25.docx,title=TX01 [确定]::第一行%0A::error::假的")

    def test_everything_is_said(self) -> None:
        report = rendered("github", FULL)
        for words in ("已忽略，理由：原文如此", "已列入基线", "未判定", "不再出现", "没有全部查完"):
            assert words in report


class TestGitLab:
    def test_an_issue_a_finding(self) -> None:
        issues = gitlab(FULL)
        assert [issue["severity"] for issue in issues[:5]] == ["critical", "major", "critical", "critical", "major"]
        assert issues[1]["location"] == {"path": f"{CASE}/情况 说明.docx", "lines": {"begin": 1}}
        assert issues[1]["description"].startswith("第 3 段第 5 字　“布署”应为“部署”　原文")
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)

    def test_nothing_found(self) -> None:
        assert [issue["check_name"] for issue in gitlab(audit_of())] == ["zgc-lint"]


HOSTILE = [
    "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "]]>&amp;\"'", "\u202eabc\u2066", "👩‍👩‍👧 🎉", "\x00\x1b[31m\x07",
    "a\r\n::error::x", "%0A::stop-commands::t", "\ufffe\uffff", "\u200b\u200f",
]  # fmt: skip


def check_harmless(text: str) -> None:
    odd = replace(
        TYPO, place=Place(f"附件/{text}.docx", paragraph=1, start=0, end=1), message=text, text=text, suggest=text,
        evidence=(Quote(Place(text), text),),
    )  # fmt: skip
    coverage = Coverage(
        files=1, suppressed=(Suppressed(odd, text),), not_judged=(Unjudged(Place(f"附件/{text}"), text, "SE01"),)
    )  # fmt: skip
    audit = audit_of(odd, coverage=coverage, records=(replace(RECORD, path=f"附件/{text}", item=text),))
    sarif(audit)
    junit(audit)
    gitlab(audit)
    lines = rendered("github", audit).split("\n")
    assert len(lines) == 6
    assert all(re.match(r"::(error|warning|notice) ", line) for line in lines[:-1])
    for name in ("text", "sarif", "junit", "github", "gitlab"):
        report = renderer(name).render(audit)
        assert isinstance(report, str)
        report.encode()
        assert harmless(report) == report


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str) -> None:
    check_harmless(text)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=12))
def test_any_text_is_harmless(text: str) -> None:
    check_harmless(text)
