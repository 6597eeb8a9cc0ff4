"""The command line: exit codes, messages, options, what goes where."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.batches import CASE, FORM, ledger_row, write_batch, write_form, write_prose, write_sheet
from zgc_lint.check.runner import RAISE_VARIABLE
from zgc_lint.cli import CLEAN, FINDINGS, INCOMPLETE, run

SCHEMA = json.loads((Path(__file__).parent.parent / "zgc_lint/report/schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A month's folder with one filing and nothing wrong."""
    folder = tmp_path / "2026-06"
    write_batch(folder)
    return folder


def checked(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON report and stderr of a check."""
    code = run(["check", "--format", "json", *map(str, arguments)])
    out, err = capsys.readouterr()
    data = json.loads(out)
    jsonschema.validate(data, SCHEMA)
    return code, data, err


def codes(data: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in data["findings"]]


class TestExitCodes:
    def test_clean(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, data, err = checked(capsys, month)
        assert (code, data["findings"], err) == (CLEAN, [], "")
        assert data["month"] == "2026-06"
        assert data["penalty"]["2026-06"]["now"] == 0

    def test_findings(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,问题己解决。"})
        code, data, _ = checked(capsys, month)
        assert code == FINDINGS
        assert codes(data) == ["PU01", "TX01"]
        assert data["penalty"]["2026-06"]["now"] == 80

    def test_hints_alone_do_not_fail(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_sheet(month / "台账.xlsx", [ledger_row(), ledger_row()])
        code, data, _ = checked(capsys, month)
        assert (code, codes(data)) == (CLEAN, ["LG05"])
        assert data["findings"][0]["price"]["amount"] == 0

    @pytest.mark.parametrize(
        ("limit", "expected"),
        [("2", FINDINGS), ("3", CLEAN), ("80元", FINDINGS), ("81 元", CLEAN), ("80rmb", FINDINGS)],
    )
    def test_fail_on(self, month: Path, limit: str, expected: int, capsys: pytest.CaptureFixture[str]) -> None:
        write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,问题己解决。"})
        assert checked(capsys, month, "--fail-on", limit)[0] == expected

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["check", "{}/不存在"], "找不到"),
            (["check", "{}", "--select", "XX"], "没有代码或名称为“XX”的检查项"),
            (["check", "{}", "--format", "pdf"], "没有“pdf”这种报告格式"),
            (["check", "{}", "--fail-on", "很多"], "--fail-on"),
            (["check", "{}", "--jobs", "0"], "--jobs"),
            (["check", "{}", "--month", "六月"], "--month"),
            (["check", "{}", "--config", "{}/没有.yaml"], "找不到配置文件"),
            (["check", "{}", "--checks-dir", "{}/没有"], "找不到检查项文件夹"),
            (["check", "{}", "--colour"], "没有选项 --colour"),
            (["check"], "缺少参数"),
            (["chekc"], "没有命令 chekc"),
            (["explain", "XX99"], "没有代码或名称为“XX99”的检查项"),
        ],
    )
    def test_wrong_use(
        self, month: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run([argument.format(month) for argument in arguments]) == INCOMPLETE
        out, err = capsys.readouterr()
        assert out == ""
        assert message in err
        assert "Traceback" not in err


class TestConfig:
    def test_found_beside_the_filings(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint.yaml").write_text("ignore: [PU]\n", encoding="utf-8")
        write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,问题己解决。"})
        assert codes(checked(capsys, month)[1]) == ["TX01"]
        assert codes(checked(capsys, month / CASE)[1]) == ["TX01"]

    def test_command_line_wins(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint.yaml").write_text("select: [TX]\nmonth: '2026-07'\n", encoding="utf-8")
        data = checked(capsys, month, "--select", "pu,AT", "--month", "2026-06")[1]
        assert data["month"] == "2026-06"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("selct: [TX]", "没有“selct”这一项，是否为“select”"),
            ("select: TX", "select 应为文字列表"),
            ("checks: {RP08: {window: 3}}", "RP08 没有设置项“window”"),
            ("checks: {RP08: {window_days: 很久}}", "RP08 的 window_days 应为整数"),
            ("checks: {RP07: {window_days: 30}}", "RP07 的设置项写在 RP08 之下"),
            ("checks: {XX01: {}}", "XX01 不是检查项的代码"),
            ("readings: {core_count: C}", "core_count"),
            ("dictionaries: 没有", "找不到文件夹 没有"),
            ("select: [TX", "YAML 格式有误"),
        ],
    )
    def test_mistakes_are_named(self, month: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint.yaml").write_text(text, encoding="utf-8")
        assert run(["check", str(month)]) == INCOMPLETE
        assert message in capsys.readouterr().err

    def test_show_says_where_values_come_from(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint.yaml").write_text("checks: {RP08: {window_days: 60}}\nignore: [AT02]\n", encoding="utf-8")
        assert run(["config", "show", str(month), "--select", "TX"]) == CLEAN
        out = capsys.readouterr().out
        assert "select\tTX\t来源：命令行" in out
        assert f"ignore\tAT02\t来源：{month / 'zgc-lint.yaml'}" in out
        assert "checks.RP08.window_days\t60\t来源：" in out
        assert "checks.RP08.cycle_first_day\t未设置\t来源：默认" in out

    def test_init_writes_what_check_accepts(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["init", str(month)]) == CLEAN
        assert (month / "dictionaries" / "penalties.yaml").is_file()
        typos = month / "dictionaries" / "typos.tsv"
        typos.write_text(
            "wrong\tright\tlevel\tskip_before\tskip_after\trequire\n不属实\t属实\tE\t\t\t\n", encoding="utf-8"
        )
        capsys.readouterr()
        assert codes(checked(capsys, month)[1]) == ["TX01"]
        assert run(["init", str(month)]) == CLEAN
        assert "保留" in capsys.readouterr().err
        assert typos.read_text(encoding="utf-8").count("\n") == 2

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("fields.yaml", "fields: [1]\n"),
            ("contradictions.yaml", "[1]\n"),
            ("exclusions.yaml", "items: 1\n"),
        ],
    )
    def test_a_broken_dictionary_is_named(
        self, month: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
    ) -> None:
        run(["init", str(month)])
        (month / "dictionaries" / name).write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert run(["check", str(month)]) == INCOMPLETE
        assert name in capsys.readouterr().err


class TestSelection:
    STATEMENT = ("关于停车的情况说明", "经核实，现场张贴了《通知》、《公告》，没有发现所反映的情况。")

    @pytest.mark.parametrize(
        ("arguments", "config", "expected"),
        [
            ((), "", []),
            (("--select", "PU"), "", []),
            (("--select", "PU07"), "", ["PU07"]),
            (("--select", "comma-between-titles"), "", ["PU07"]),
            ((), "extra: [PU07]", ["PU07"]),
            (("--ignore", "PU07"), "extra: [PU07]", []),
        ],
    )
    def test_a_question_of_style_is_asked_only_on_demand(
        self,
        month: Path,
        arguments: tuple[str, ...],
        config: str,
        expected: list[str],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (month / "zgc-lint.yaml").write_text(config, encoding="utf-8")
        write_prose(month / CASE / "情况说明.docx", self.STATEMENT)
        code, data, _ = checked(capsys, month, *arguments)
        assert (code, codes(data)) == (CLEAN, expected)


class TestOutput:
    def test_report_to_a_file_and_again(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = tmp_path / "结果.json"
        for _ in range(2):
            code, data, _ = checked(capsys, month, "--output", f"json={target}")
            assert code == CLEAN
            assert json.loads(target.read_text(encoding="utf-8")) == data
        assert [path.name for path in tmp_path.iterdir()] in (["2026-06", "结果.json"], ["结果.json", "2026-06"])

    def test_never_over_a_users_file(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = tmp_path / "台账.json"
        target.write_text("不要动", encoding="utf-8")
        assert run(["check", str(month), "--output", f"json={target}"]) == INCOMPLETE
        assert "没有覆盖" in capsys.readouterr().err
        assert target.read_text(encoding="utf-8") == "不要动"

    def test_folder_that_is_not_there(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What was found is told all the same, and other reports are written."""
        other = tmp_path / "结果.json"
        wanted = ["--output", f"json={month}/没有/a.json", "--output", f"json={other}"]
        assert run(["check", str(month), "--format", "json", *wanted]) == INCOMPLETE
        said = capsys.readouterr()
        assert "无法写入" in said.err
        assert json.loads(said.out) == json.loads(other.read_text(encoding="utf-8"))

    def test_nothing_is_written_into_the_batch(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = {path: path.read_bytes() for path in month.rglob("*") if path.is_file()}
        run(["check", str(month)])
        assert {path: path.read_bytes() for path in month.rglob("*") if path.is_file()} == before

    def test_personal_data_is_masked_unless_revealed(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        changes = {"联系电话": "13800005678", "诉求人": "王建军"}
        write_form(month / CASE / "申报表.docx", FORM | changes)
        for output_format in ("text", "json"):
            assert run(["check", str(month), "--format", output_format]) == FINDINGS
            out = capsys.readouterr().out
            assert "第 8、9、10、11 位不同" in out
            for secret in ("13800001234", "13800005678", "王建国", "王建军"):
                assert secret not in out
            assert run(["check", str(month), "--format", output_format, "--reveal"]) == FINDINGS
            assert "13800005678" in capsys.readouterr().out

    def test_readings(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_form(month / CASE / "申报表.docx", FORM | {"联系电话": "13800005678"})
        data = checked(capsys, month, "--readings")[1]
        assert len(data["readings"]) == 4
        assert data["readings"][0]["penalty"] == data["penalty"]
        run(["check", str(month), "--readings"])
        assert "按读法 contradiction_extra=B" in capsys.readouterr().out

    def test_same_bytes_for_any_number_of_jobs(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_prose(
            month / CASE / "情况说明.docx", ("关于停车的情况说明", "经核实,问题己解决，现场没有发现所反映的情况。")
        )
        outputs = []
        for jobs in ("1", "2"):
            run(["check", "--format", "json", str(month), "--jobs", jobs])
            outputs.append(capsys.readouterr().out)
        assert outputs[0] == outputs[1]


class TestOutcome:
    @pytest.mark.parametrize(
        ("columns", "due", "key"),
        [
            ({}, "if-lost", "if_lost"),
            ({"是否失分": "是"}, "confirmed", "confirmed"),
            ({"是否失分": "未失分"}, "void", "void"),
            ({"市级结果": "审核通过"}, "void", "void"),
            ({"市级结果": "驳回"}, "confirmed", "confirmed"),
            ({"区级结果": "通过"}, "if-lost", "if_lost"),
            ({"区级结果": "不予剔除"}, "confirmed", "confirmed"),
            ({"区级结果": "不通过", "市级结果": "通过"}, "void", "void"),
        ],
    )
    def test_turns_exposure_into_debt_or_nothing(
        self, month: Path, columns: dict[str, str], due: str, key: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (month / CASE / "附件" / "1.现场照片.jpg").unlink()
        write_sheet(month / "台账.xlsx", [ledger_row(**columns)])
        data = checked(capsys, month)[1]
        assert [(f["code"], f["price"]["due"]) for f in data["findings"]] == [("AT01", due)]
        sums = data["penalty"]["2026-06"]
        assert {name: sums[name] for name in ("now", "if_lost", "confirmed", "void") if sums[name]} == {key: 1500}


class TestOtherCommands:
    def test_explain_by_code_and_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["explain", "tx01"]) == CLEAN
        by_code = capsys.readouterr().out
        assert run(["explain", "typo"]) == CLEAN
        assert capsys.readouterr().out == by_code
        assert by_code.startswith("# TX01 错别字")
        assert "50 元/处，发现即扣，管理方案 一(二)3(4)" in by_code

    def test_explain_the_engines_own(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["explain", "ZZ01"]) == CLEAN
        assert "文件无法读取" in capsys.readouterr().out

    def test_rules_lists_every_check_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rules"]) == CLEAN
        listed = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
        assert len(listed) == len(set(listed))
        assert {"TX01", "RP08", "ZZ04"} <= set(listed)

    @pytest.mark.parametrize("arguments", [["--help"], ["rules"], ["explain", "TX01"]])
    def test_loads_no_document_library(self, arguments: list[str]) -> None:
        script = (
            "import sys; from zgc_lint.cli import run; code = run(sys.argv[1:]);"
            "heavy = {'lxml', 'pypdfium2', 'pdfplumber', 'python_calamine', 'PIL', 'rich'} & set(sys.modules);"
            "sys.exit(9 if heavy else code)"
        )
        done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
        assert done.returncode == CLEAN, done.stderr


class TestCheckOfTheOfficesOwn:
    FILES = {
        "wd01_shouting.py": (
            "import re\nfrom zgc_lint.api import PatternCheck\n\n\nclass Shouting(PatternCheck):\n"
            "    code, name, title = 'WD01', 'shouting', '感叹号过多'\n    row = 'layout'\n"
            "    pattern = re.compile('！')\n    message = '不用感叹号'\n"
        ),
        "wd01_shouting.md": "# WD01 感叹号过多\n\n本单位不用感叹号。\n",
        "wd01_shouting.yaml": (
            "fail:\n  - {statement: 请尽快！, finds: [{text: ！}]}\npass:\n  - {statement: 请尽快。}\n"
        ),
    }

    def test_three_files_are_listed_run_priced_and_explained(
        self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "本单位检查项" / "wording"
        folder.mkdir(parents=True)
        for name, text in self.FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        write_prose(month / CASE / "情况说明.docx", ("情况说明", "经核实，现场没有发现所反映的情况！特此说明。"))
        option = ("--checks-dir", str(folder.parent))
        assert run(["rules", *option]) == CLEAN
        assert "WD01\tshouting\t感叹号过多\tlayout" in capsys.readouterr().out
        assert run(["explain", "WD01", *option]) == CLEAN
        assert "100 元/次，发现即扣" in capsys.readouterr().out
        code, data, _ = checked(capsys, month, *option)
        assert code == FINDINGS
        assert [(f["code"], f["price"]["amount"], f["clause"]) for f in data["findings"]] == [
            ("WD01", 100, "管理方案 一(二)3(4)")
        ]

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("x = ", "SyntaxError"),
            ("from zgc_lint.api import Check\nclass A(Check):\n    code, name, title = 'TX01', 'a', 'b'\n", "重复"),
            ("from zgc_lint.api import Check\nclass A(Check):\n    code, name, title = 'ZZ09', 'a', 'b'\n", "ZZ"),
            ("from zgc_lint.api import Check\nclass A(Check):\n    code = 'AB01'\n", "缺少 name"),
        ],
    )
    def test_a_wrong_one_is_named(
        self, month: Path, tmp_path: Path, source: str, message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "c"
        folder.mkdir()
        (folder / "ab01.py").write_text(source, encoding="utf-8")
        assert run(["check", str(month), "--checks-dir", str(folder)]) == INCOMPLETE
        assert message in capsys.readouterr().err

    def test_a_crash_costs_only_itself(
        self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("ZGC_LINT_RAISE", raising=False)
        folder = tmp_path / "c"
        folder.mkdir()
        (folder / "ab01_bad.py").write_text(
            "from zgc_lint.api import Check, Fields\nclass Bad(Check):\n    code, name, title = 'AB01', 'bad', '坏'\n"
            "    def run(self, filing, options):\n        filing[Fields]\n        yield 1\n",
            encoding="utf-8",
        )
        write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实，问题己解决。"})
        code, data, _ = checked(capsys, month, "--checks-dir", folder)
        assert code == INCOMPLETE
        assert codes(data) == ["ZZ02", "TX01"]
        assert "UndeclaredFactError" in data["findings"][0]["message"]


class TestSuppressions:
    def test_left_out_with_a_reason_and_shown(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,问题己解决。"})
        ignore = month / CASE / "zgc-lint-ignore.yaml"
        ignore.write_text("- {code: TX01, file: 申报表.docx, reason: 系统原文}\n", encoding="utf-8")
        code, data, _ = checked(capsys, month)
        assert (code, codes(data)) == (FINDINGS, ["PU01"])
        assert [(entry["code"], entry["reason"]) for entry in data["coverage"]["suppressed"]] == [("TX01", "系统原文")]
        assert data["penalty"]["2026-06"]["now"] == 30
        run(["check", str(month)])
        assert "已忽略" in capsys.readouterr().out

    def test_one_that_is_of_no_use_is_reported(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint-ignore.yaml").write_text("- {code: TX01, reason: 系统原文}\n", encoding="utf-8")
        code, data, _ = checked(capsys, month)
        assert (code, codes(data)) == (FINDINGS, ["ZZ03"])
        assert data["findings"][0]["price"]["amount"] == 0


def test_a_fault_of_the_program_is_told_in_a_line_and_is_no_finding(
    month: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("王建军 13800001111")

    monkeypatch.setattr("zgc_lint.pipeline.check", fail)
    assert run(["check", str(month)]) == INCOMPLETE
    said = capsys.readouterr().err
    assert "LookupError，test_cli.py 第" in said
    assert "王建军" not in said
    monkeypatch.setenv(RAISE_VARIABLE, "1")
    with pytest.raises(LookupError):
        run(["check", str(month)])
