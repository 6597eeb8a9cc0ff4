"""``zgc-lint history`` and ``check --history`` from end to end."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.batches import CASE, FORM, write_filing, write_form
from tests.documents import run_elsewhere
from tests.history.conftest import entry, run_of
from tests.report.office import docx_text
from zgc_lint import __version__
from zgc_lint.cli import CLEAN, FINDINGS, INCOMPLETE, run
from zgc_lint.history import Run, Store
from zgc_lint.history.paper import is_own

GOLDENS = Path(__file__).parent / "goldens"
SELECT = ["--select", "TX01,AT01"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder with a configuration and a month in which one character is wrong."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zgc-lint.yaml").write_text("pass_rate: 90\n", encoding="utf-8")
    write_filing(tmp_path / "2026-06" / CASE, FORM | {"剔除理由": "经核实，问题己解决。"})
    return tmp_path


def kept(office: Path, *runs: Run) -> None:
    for of_month in runs:
        Store(str(office / "zgc-lint-history.sqlite")).add(of_month)


def test_a_folder_is_checked_and_kept(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "add", "2026-06", *SELECT]) == CLEAN
    assert "已记入 2026-06：1 件申报、1 条结果" in capsys.readouterr().err
    assert run(["check", "2026-06", *SELECT, "--output", "json=结果.json"]) == FINDINGS
    assert run(["history", "add", "结果.json"]) == CLEAN
    assert "历史没有变化" in capsys.readouterr().err
    assert run(["history", "show", "--format", "json"]) == CLEAN
    shown = json.loads(capsys.readouterr().out)
    assert [(month["month"], month["filings"], month["now"], month["by_code"]) for month in shown] == [
        ("2026-06", 1, 50, {"TX01": 1})
    ]


def test_earlier_runs_of_the_month_count(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(office / "2026-06" / CASE / "申报表.docx", FORM | {"附件清单": "1. 现场照片\n2. 判决书"})
    kept(office, run_of(entry(CASE, "TX01"), entry("20260601000001", "AT01"), entry("20260601000002", "AT01", "AT01")))
    history = ["--history", "zgc-lint-history.sqlite"]
    run(["check", "2026-06", *SELECT, *history, "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["findings"][0]["price"]["why"] == "当月第3件起 2,500 元/件"
    assert data["penalty"]["2026-06"]["if_lost"] == 5500
    assert data["penalty"]["2026-06"]["earlier"] == {"cases": 2, "amount": 3000}
    run(["check", "2026-06", *SELECT, *history])
    assert "其中历史记录中本月以前检查的 2 件，计 3,000 元" in capsys.readouterr().out
    run(["check", "2026-06", *SELECT, "--history", "还没有.sqlite", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["penalty"]["2026-06"]["if_lost"] == 1500
    assert not (office / "还没有.sqlite").exists()


def test_months_side_by_side(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    july = [entry(f"2026070100000{n}", "TX01", month="2026-07", day="2026-07-10", lost=n > 1) for n in range(1, 4)]
    kept(office, run_of(entry(CASE, "LG01", lost=True)), run_of(*july, month="2026-07"))
    assert run(["history", "show"]) == CLEAN
    out = capsys.readouterr().out
    assert "2026年6月：通过率 0.0%，低于要求的 90%" in out
    assert "2026年6月、2026年7月连续两月未达标：解约风险 合同 6.4(7)" in out
    assert run(["history", "show", "--month", "2026-07"]) == CLEAN
    out = capsys.readouterr().out
    assert "2026-06" not in out
    assert re.search(r"编号 2：20\d\d-\d\d-\d\d \d\d:\d\d 记入，3 件，3 条结果", out)
    assert run(["history", "compare"]) == CLEAN
    out = capsys.readouterr().out
    assert re.search(r"错别字、多字、漏字\s+│\s+0 │\s+3 │\s+\+3 │\s+0 │\s+150 │\s+\+150", out)
    assert "通过率：0.0% → 33.3%" in out


def test_a_hostile_name_is_harmless_on_the_screen(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = "[bold]=cmd\x1b[31m\u202e"
    found = entry("20260701000001", "TX01", month="2026-07", day="2026-07-10")
    kept(office, run_of(entry(CASE)), run_of(replace(found, specialist=odd), month="2026-07"))
    assert run(["history", "compare"]) == CLEAN
    assert "[bold]=cmd[U+001B][31m[U+202E]" in capsys.readouterr().out


def test_a_run_added_by_mistake_is_removed(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept(office, run_of(entry(CASE, "TX01")), run_of(entry(CASE, "TX01", "AT01")))
    assert run(["history", "show", "--month", "2026-06", "--format", "json"]) == CLEAN
    (shown,) = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["findings"]) for one in shown["runs"]] == [(1, 1), (2, 2)]
    assert run(["history", "remove", "2"]) == CLEAN
    assert re.search(r"已删去编号 2：2026-06 的检查，.* 记入，1 件，2 条结果", capsys.readouterr().err)
    assert run(["history", "show", "--format", "json"]) == CLEAN
    assert json.loads(capsys.readouterr().out)[0]["by_code"] == {"TX01": 1}
    assert run(["history", "remove", "2"]) == INCOMPLETE
    assert "没有编号为 2 的检查" in capsys.readouterr().err


def test_the_guides_command_for_a_server(office: Path, postgresql: str, capsys: pytest.CaptureFixture[str]) -> None:
    Store(postgresql).add(run_of(entry(CASE, "TX01")))
    (command,) = run_elsewhere("tests/history/test_command.py")
    arguments = shlex.split(command.replace("postgresql://用户:密码@主机/数据库", postgresql))[1:]
    assert postgresql in arguments
    assert run(arguments) == CLEAN
    assert "2026-06" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["remove", "1"], "还没有历史记录"),
        (["show"], "还没有历史记录"),
        (["show", "--config", "没有.yaml"], "找不到配置文件"),
        (["compare", "2026-06"], "两个月份"),
        (["add", f"2026-06/{CASE}", *SELECT], "月度文件夹"),
        (["add", "没有.json"], "无法读取"),
        (["report", "--month", "2026-06", "--output", "pdf=x"], "html=文件"),
    ],
)
def test_wrong_use(office: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    if arguments[0] == "compare":
        kept(office, run_of(entry(CASE)))
    assert run(["history", *arguments]) == INCOMPLETE
    assert message in capsys.readouterr().err


class TestReview:
    @pytest.fixture
    def written(self, office: Path) -> Path:
        odd = "<script>alert(1)</script>\u202e"
        before = run_of(entry("20260501000001", "TX01", "TX01", month="2026-05", day="2026-05-10"), month="2026-05")
        lost = entry(CASE, "TX01", "AT01", lost=True)
        now = run_of(
            lost, entry("20260601000002", lost=False), replace(lost, case="20260601000003", item=odd, specialist=odd)
        )
        kept(office, before, now)
        outputs = ["--output", "html=a.html", "--output", "docx=a.docx"]
        assert run(["history", "report", "--month", "2026-06", *outputs]) == CLEAN
        return office

    @pytest.mark.parametrize("name", ["html", "docx"])
    def test_golden(self, written: Path, name: str) -> None:
        data = (written / f"a.{name}").read_bytes()
        text = docx_text(data) if name == "docx" else data.decode()
        text = re.sub(
            "(?s)(<style>).*?(</style>)", r"\1…\2", text.replace(f"zgc-lint {__version__}", "zgc-lint VERSION")
        )
        golden = GOLDENS / f"review.{name}.txt"
        if os.environ.get("ZGC_LINT_GOLDENS") == "write":
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")

    def test_the_page(self, written: Path) -> None:
        text = (written / "a.html").read_text(encoding="utf-8")
        page = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8"))
        words = str(page.xpath("string()"))
        for expected in ("2026年6月剔除申报分析", "附件缺失", "检查发现的问题", "报送前按附件清单逐份清点"):
            assert expected in words
        assert not page.xpath("//script|//link|//img|//@onclick")
        assert "\u202e" not in text
        assert page.xpath("count(//*[local-name()='svg'])") == 2
        assert "default-src 'none'" in text

    def test_the_document(self, written: Path) -> None:
        data = (written / "a.docx").read_bytes()
        document = docx.Document(io.BytesIO(data))
        assert document.paragraphs[0].text == "2026年6月剔除申报分析"
        assert len(document.inline_shapes) == 3
        assert [row.cells[0].text for row in document.tables[1].rows] == ["附件缺失", "错别字、多字、漏字"]
        first = [cell.text for cell in document.tables[0].rows[1].cells]
        assert first == ["1", "附件缺失", "2", "2", "3,000", "0", "+3,000"]

    def test_nothing_is_compared_where_the_month_before_is_not_kept(self, office: Path) -> None:
        kept(office, run_of(entry(CASE, "TX01", "AT01", lost=True)))
        outputs = ["--output", "html=b.html", "--output", "docx=b.docx"]
        assert run(["history", "report", "--month", "2026-06", *outputs]) == CLEAN
        document = docx.Document(str(office / "b.docx"))
        assert [cell.text for cell in document.tables[0].rows[1].cells][-2:] == ["—", "—"]
        page = etree.fromstring((office / "b.html").read_bytes(), etree.HTMLParser(encoding="utf-8"))
        assert page.xpath("count((//table)[1]/tbody/tr[1]/td[text()='—'])") == 3

    def test_only_an_unchanged_one_is_replaced(self, written: Path, capsys: pytest.CaptureFixture[str]) -> None:
        command = ["history", "report", "--month", "2026-06", "--output"]
        assert run([*command, "docx=a.docx"]) == CLEAN
        document = docx.Document(str(written / "a.docx"))
        document.core_properties.last_modified_by = "李明"
        document.save(str(written / "a.docx"))
        assert not is_own((written / "a.docx").read_bytes())
        assert run([*command, "docx=a.docx"]) == INCOMPLETE
        assert "没有覆盖" in capsys.readouterr().err
        (written / "b.html").write_text("<p>别人的</p>", encoding="utf-8")
        assert run([*command, "html=b.html"]) == INCOMPLETE
