"""``zgc-lint fix``: copies, messages, exit codes; the fixtures fixed and checked again."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.batches import CASE, FORM, write_batch, write_form, write_prose
from tests.fix.words import OURS, merged, part, settled, texts
from zgc_lint.cli import CLEAN, FINDINGS, INCOMPLETE, run
from zgc_lint.fix.edits import Replacement, apply_steps, replacements
from zgc_lint.fix.text import fix_text
from zgc_lint.load.convert import convert, find_office
from zgc_lint.load.pdf import read_pdf
from zgc_lint.model import Finding, Fix, Place

FIXTURES = Path(__file__).parents[2] / "fixtures/filings"
WRONG = ("关于停车的情况说明", "经核实,诉求人王建国所反映的问题现己解决，现场没有发现所反映的情况。")
RIGHT = "经核实，诉求人王建国所反映的问题现已解决，现场没有发现所反映的情况。"
STATEMENT, COPY = "情况说明.docx", "情况说明（校对稿）.docx"


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A month with two safe fixes in its one statement."""
    folder = tmp_path / "2026-06"
    write_prose(write_batch(folder) / STATEMENT, WRONG)
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fix(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = run(["fix", "--jobs", "1", *map(str, arguments)])
    return (code, *capsys.readouterr())


class TestCopies:
    def test_beside_the_original(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = contents(month)
        code, out, err = fix(capsys, month)
        assert (code, err) == (CLEAN, "")
        copy = month / CASE / COPY
        assert contents(month) == before | {copy.relative_to(month): copy.read_bytes()}
        assert texts(copy.read_bytes())[1] == RIGHT
        assert f"{CASE}/{STATEMENT}：改了 2 处" in out
        assert "TX01 第 2 段第 17 字　“现己”（…映的问题现己解决，现…）改为“现已”" in out
        assert f"校对稿：{CASE}/{COPY}" in out
        assert "没有需手工修改的地方" in out
        assert "王建国" not in out
        assert run(["check", "--select", "TX,PU", str(copy)]) == CLEAN

    def test_a_copy_is_no_part_of_the_material(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        fix(capsys, month)
        (month / CASE / STATEMENT).write_bytes((month / CASE / COPY).read_bytes())
        assert run(["check", str(month)]) == CLEAN
        assert fix(capsys, month)[0] == CLEAN
        assert [path.name for path in (month / CASE).glob("*校对稿*")] == [COPY]

    def test_again_replaces_the_copy(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        fix(capsys, month, "--track-changes")
        assert fix(capsys, month)[0] == CLEAN
        assert b"w:ins" not in part((month / CASE / COPY).read_bytes())

    @pytest.mark.parametrize("theirs", [b"theirs", None])
    def test_somebody_elses_file_is_kept(
        self, month: Path, theirs: bytes | None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        copy = month / CASE / COPY
        if theirs is None:  # a copy of ours that somebody has gone on writing
            fix(capsys, month)
            with zipfile.ZipFile(copy, "a") as archive:
                archive.writestr("word/more.xml", "<a/>")
            theirs = copy.read_bytes()
        copy.write_bytes(theirs)
        code, out, _ = fix(capsys, month)
        assert code == INCOMPLETE
        assert "没有覆盖" in out
        assert "没有写出校对稿" in out
        assert copy.read_bytes() == theirs

    def test_another_folder(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = contents(month)
        target = tmp_path / "校对" / "稿"
        assert fix(capsys, month, "--output-dir", target)[0] == CLEAN
        assert contents(month) == before
        assert list(contents(target)) == [Path(CASE) / STATEMENT]
        assert fix(capsys, month, "--output-dir", target)[0] == CLEAN

    def test_the_originals_own_folder_as_another(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = contents(month)
        code, out, _ = fix(capsys, month, "--output-dir", month)
        assert code == INCOMPLETE
        assert "没有覆盖" in out
        assert contents(month) == before

    def test_a_folder_that_cannot_be_written(
        self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_bytes(b"")
        code, out, _ = fix(capsys, month, "--output-dir", tmp_path / "file")
        assert code == INCOMPLETE
        assert "无法建立文件夹" in out

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "replace", refuse)
        code, out, _ = fix(capsys, month)
        assert code == INCOMPLETE
        assert "没有写入权限" in out
        assert sorted(path.name for path in (month / CASE).iterdir()) == sorted(["申报表.docx", STATEMENT, "附件"])

    def test_in_a_zip(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        archive = shutil.make_archive(str(tmp_path / "2026-06"), "zip", month)
        code, out, _ = fix(capsys, archive)
        assert code == INCOMPLETE
        assert "--output-dir" in out
        assert fix(capsys, archive, "--output-dir", tmp_path / "out")[0] == CLEAN
        assert texts((tmp_path / "out" / CASE / STATEMENT).read_bytes())[1] == RIGHT

    def test_several_targets(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        other = tmp_path / "x" / "2026-06"
        shutil.copytree(month, other)
        out = tmp_path / "out"
        fix(capsys, month, other, "--output-dir", out)
        assert len(contents(out)) == 2
        assert not [path for folder in (month, other) for path in folder.rglob(COPY)]

    def test_a_text_file(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / CASE / STATEMENT).unlink()
        source = month / CASE / "情况说明.txt"
        source.write_bytes("\ufeff标题\r\n\r\n　　".encode() + WRONG[1].encode() + b"\r\n")
        for _ in range(2):
            assert fix(capsys, month)[0] == CLEAN
            copy = month / CASE / "情况说明（校对稿）.txt"
            assert copy.read_bytes() == "\ufeff标题\r\n\r\n　　".encode() + RIGHT.encode() + b"\r\n"
        copy.write_bytes(b"theirs")
        assert fix(capsys, month)[0] == INCOMPLETE

    def test_nothing_to_do(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_batch(tmp_path / "2026-06")
        before = contents(tmp_path)
        code, out, _ = fix(capsys, tmp_path / "2026-06")
        assert (code, out) == (CLEAN, "没有需要修改的地方。\n")
        assert contents(tmp_path) == before


class TestWhatIsLeft:
    def test_no_filings(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = fix(capsys, tmp_path)
        assert code == INCOMPLETE
        assert "没有找到申报材料" in out

    def test_a_file_that_changes_meanwhile(
        self, month: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meddle(*arguments: Any, **named: Any) -> Any:
            write_prose(month / CASE / STATEMENT, ("改过", *WRONG))
            return replacements(*arguments, **named)

        monkeypatch.setattr("zgc_lint.fix.repair.replacements", meddle)
        code, out, _ = fix(capsys, month)
        assert code == INCOMPLETE
        assert "检查之后文件又有变动" in out
        assert not (month / CASE / COPY).exists()

    def test_unsafe_fixes_on_request(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write_prose(month / CASE / STATEMENT, ("情况说明", "截止6月15日，现场没有发现诉求人所反映的停车 问题。"))
        code, out, _ = fix(capsys, month)
        assert code == FINDINGS
        assert "加 --unsafe 一并修改" in out
        assert not (month / CASE / COPY).exists()
        assert fix(capsys, month, "--unsafe")[0] == CLEAN
        assert texts((month / CASE / COPY).read_bytes())[1] == "截至6月15日，现场没有发现诉求人所反映的停车问题。"

    def test_other_formats_are_listed(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / CASE / "附件" / "1.现场照片.jpg").unlink()
        code, out, _ = fix(capsys, month)
        assert code == FINDINGS
        assert "需手工修改" in out
        assert "AT01 1 处：没有现成的改法" in out

    def test_an_unreadable_file(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / CASE / "附件" / "损坏.docx").write_bytes(b"PK\x03\x04")
        code, out, _ = fix(capsys, month)
        assert code == INCOMPLETE
        assert "已损坏" in out
        assert (month / CASE / COPY).exists()

    def test_select_ignore_and_suppressions(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        fix(capsys, month, "--select", "PU")
        assert "问题现己解决" in texts((month / CASE / COPY).read_bytes())[1]
        fix(capsys, month, "--ignore", "PU")
        assert texts((month / CASE / COPY).read_bytes())[1].startswith("经核实,")
        (month / "zgc-lint-ignore.yaml").write_text("- {code: TX01, reason: 原文如此}\n", encoding="utf-8")
        fix(capsys, month)
        assert "，诉求人王建国所反映的问题现己解决" in texts((month / CASE / COPY).read_bytes())[1]

    def test_overlapping_fixes(self, month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = tmp_path / "checks"
        folder.mkdir()
        (folder / "wd01_two.py").write_text(
            "import re\nfrom zgc_lint.api import PatternCheck\n\n\nclass Two(PatternCheck):\n"
            "    code, name, title = 'WD01', 'two', '两处'\n    row = 'layout'\n    pattern = re.compile('己解决，')\n"
            "    message = '不宜'\n\n    def suggest(self, match):\n        return '已了结，'\n",
            encoding="utf-8",
        )
        code, out, _ = fix(capsys, month, "--checks-dir", folder)
        assert code == FINDINGS
        assert "与前一处修改重叠" in out

    @pytest.mark.parametrize("date", ["很久", "9" * 30])
    def test_a_wrong_date(
        self, month: Path, date: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        code, _, err = fix(capsys, month, "--track-changes")
        assert code == INCOMPLETE
        assert "SOURCE_DATE_EPOCH" in err


class TestDiff:
    def test_writes_nothing_and_hides_people(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = contents(month)
        code, out, err = fix(capsys, month, "--diff")
        assert code == FINDINGS
        assert contents(month) == before
        hidden = WRONG[1].replace("王建国", "王**"), RIGHT.replace("王建国", "王**")
        assert out.splitlines() == [
            f"--- {CASE}/{STATEMENT}", f"+++ {CASE}/{COPY}", "@@ -1,2 +1,2 @@", f" {WRONG[0]}", f"-{hidden[0]}",
            f"+{hidden[1]}",
        ]  # fmt: skip
        assert "可改 2 处" in err
        assert "王建国" in fix(capsys, month, "--diff", "--reveal")[1]


class TestTrackedChanges:
    def test_dated_and_signed(
        self, month: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781942400")
        assert fix(capsys, month, "--track-changes")[0] == CLEAN
        original, copy = ((month / CASE / name).read_bytes() for name in (STATEMENT, COPY))
        assert texts(copy)[1] == RIGHT
        assert f'w:author="{OURS}" w:date="2026-06-20T08:00:00Z"'.encode() in part(copy)
        refused = settled(part(copy), accept=False)
        assert merged(refused) == merged(etree.fromstring(part(original)))
        first = copy
        fix(capsys, month, "--track-changes")
        assert (month / CASE / COPY).read_bytes() == first


@pytest.mark.parametrize("story", ["seeded", "demo", "clean"])
@pytest.mark.parametrize("tracked", [False, True])
def test_fixed_fixtures_have_nothing_safe_to_fix(
    story: str, tracked: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = FIXTURES / story, tmp_path / "out"
    before = contents(source)
    fix(capsys, source, "--output-dir", out, *(["--track-changes"] if tracked else []))
    assert contents(source) == before
    again = tmp_path / story
    shutil.copytree(source, again)
    copies = contents(out) if out.exists() else {}
    assert bool(copies) is (story != "clean")
    for path, data in copies.items():
        (again / path).write_bytes(data)
        with zipfile.ZipFile(source / path) as old, zipfile.ZipFile(out / path) as new:
            assert [i.filename for i in old.infolist()] == [i.filename for i in new.infolist()]
            changed = {i.filename for i in old.infolist() if old.read(i) != new.read(i.filename)}
        assert changed == {"word/document.xml"}
    run(["check", str(source), "--format", "json", "--reveal", "--jobs", "1"])
    was = json.loads(capsys.readouterr().out)["findings"]
    run(["check", str(again), "--format", "json", "--reveal", "--jobs", "1"])
    now = json.loads(capsys.readouterr().out)["findings"]
    kept = {(f["document"], f["code"], f["text"]) for f in now}
    assert kept <= {(f["document"], f["code"], f["text"]) for f in was}
    assert fix(capsys, again, "--diff")[1] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_keeps_its_encoding(encoding: str) -> None:
    data = "甲乙\r\n\r\n  布署丙\n".encode(encoding)
    result, refused = fix_text(data, [Replacement(2, 0, 2, "布署", "部署")])
    assert not refused
    assert result == "甲乙\r\n\r\n  部署丙\n".encode(encoding)


def test_steps_leave_what_is_equal() -> None:
    change = Replacement(1, 3, 6, "(甲)", "（甲）")
    assert [tuple(step) for step in change.steps()] == [(5, 6, "）"), (3, 4, "（")]
    assert apply_steps("前前前(甲)后", [change]) == "前前前（甲）后"


def test_clashes() -> None:
    text = "见(布署,甲)。"

    def finding(original: str, new: str) -> Finding:
        start = text.index(original)
        return Finding(Place("a", paragraph=1, start=start, end=start + len(original)), "", original, fix=Fix(new))

    wishes = [
        finding("(布署,甲)", "（布署,甲）"),
        finding("布署", "部署"),
        finding("布署,", "部署，"),
        finding(",", "，"),
    ]
    chosen, left = replacements([*wishes, wishes[1]], [text], unsafe=False)
    assert [entry.finding for entry in left] == [wishes[2]]
    assert [len(found) for found in chosen.values()] == [1, 2, 1]
    assert apply_steps(text, chosen) == "见（部署，甲）。"


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("tracked", [False, True])
def test_libreoffice_opens_a_copy(month: Path, tracked: bool, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(month / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,问题现己解决。"})
    fix(capsys, month, *(["--track-changes"] if tracked else []))
    for name, wanted in ((COPY, "问题现已解决，现场没有发现"), ("申报表（校对稿）.docx", "经核实，问题现已解决")):
        content = read_pdf(convert((month / CASE / name).read_bytes(), "docx", "pdf"), "a.pdf", with_tables=False)
        text = "".join("".join(paragraph.text.split()) for paragraph in content.paragraphs)
        assert (wanted in text) is not tracked  # tracked: what was deleted is shown as well
        assert "已解决" in text
