"""Whatever the machine or a hostile file does meanwhile: a clear message, nothing lost, nothing half written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.batches import CASE, FORM, write_batch, write_form
from tests.knowledge.test_safe_yaml import LAUGHS
from tests.load.builders import docx_of, p, xlsx_of
from zgc_lint.cli import FINDINGS, INCOMPLETE, run
from zgc_lint.load.source import DiskEntry
from zgc_lint.output import write_own

posix_only = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "2026-06"
    write_batch(folder)
    write_form(folder / CASE / "申报表.docx", FORM | {"剔除理由": "经核实,反映的问题不属实。"})
    return folder


def check(target: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    code = run(["check", str(target), "--format", "json", "--select", "PU", "--jobs", "1", "--no-cache", *options])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out)


def found(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding["code"], finding["document"].removeprefix(f"{CASE}/")) for finding in data["findings"]]


def write(path: Path, text: str) -> None:
    write_own(path, text.encode(), lambda old: old.startswith(b"zgc-lint"), "zgc-lint 的报告")


class TestYaml:
    """A file of ten lines that stands for a thousand million words."""

    def test_settings(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint.yaml").write_text(f"{LAUGHS}month: *a9\n", encoding="utf-8")
        assert run(["check", str(month)]) == INCOMPLETE
        assert "过大" in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["fields.yaml", "penalties.yaml"])
    def test_a_dictionary(self, month: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        office = month.parent / "词典"
        office.mkdir()
        (office / name).write_text(f"{LAUGHS}fields: *a9\n", encoding="utf-8")
        (month / "zgc-lint.yaml").write_text("dictionaries: ../词典\n", encoding="utf-8")
        assert run(["check", str(month)]) == INCOMPLETE
        assert f"{name} 第 " in capsys.readouterr().err

    def test_ignore_file(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / "zgc-lint-ignore.yaml").write_text(f"{LAUGHS}b: *a9\n", encoding="utf-8")
        assert check(month, capsys)[0] == FINDINGS

    def test_filing(self, month: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (month / CASE / "filing.yaml").write_text(f"{LAUGHS}case_id: *a9\n", encoding="utf-8")
        code, data = check(month, capsys)
        assert (code, found(data)) == (INCOMPLETE, [("ZZ01", "filing.yaml"), ("PU01", "申报表.docx")])


class TestChangeWhileReading:
    """What another program does to a file between its listing, its reading, and the looking at it."""

    @pytest.fixture
    def before_reading(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int, Callable[[Path], object]], None]:
        """Have something done to the file of a name just before it is read for the nth time."""

        def arrange(name: str, time: int, act: Callable[[Path], object]) -> None:
            reads = {"count": 0}
            true_read = DiskEntry.read

            def read(entry: DiskEntry) -> bytes:
                if entry.name == name:
                    reads["count"] += 1
                    if reads["count"] == time:
                        act(entry.location)
                return true_read(entry)

            monkeypatch.setattr(DiskEntry, "read", read)

        return arrange

    def test_deleted_after_listing(self, month: Path, capsys: Any, before_reading: Any) -> None:
        before_reading("情况说明.docx", 1, Path.unlink)
        code, data = check(month, capsys)
        assert (code, found(data)) == (INCOMPLETE, [("ZZ01", "情况说明.docx"), ("PU01", "申报表.docx")])

    def test_cut_off_while_it_is_copied(self, month: Path, capsys: Any, before_reading: Any) -> None:
        before_reading("情况说明.docx", 1, lambda path: os.truncate(path, 3_000))
        code, data = check(month, capsys)
        assert (code, found(data)) == (INCOMPLETE, [("ZZ01", "情况说明.docx"), ("PU01", "申报表.docx")])

    @pytest.mark.parametrize(
        ("act", "why"),
        [(Path.unlink, "无法读取"), (lambda path: path.write_bytes(path.read_bytes() + b"\0"), "变动")],
        ids=["deleted", "changed"],
    )
    def test_between_reading_and_looking(
        self, month: Path, act: Any, why: str, capsys: Any, before_reading: Any
    ) -> None:
        """The photo is not said to be without a watermark, but not to have been looked at."""
        before_reading("1.现场照片.jpg", 2, act)
        data = check(month, capsys, "--select", "PH01")[1]
        assert found(data) == [("PU01", "申报表.docx")]
        assert any(entry["code"] == "PH01" and why in entry["why"] for entry in data["coverage"]["not_judged"])


class TestWriting:
    """Reports and copies appear whole or not at all."""

    @posix_only
    def test_disk_full(self, month: Path) -> None:
        """The limit on a file's size stands for the full disk: the same failure in the midst of a write."""
        script = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500));"
            "from zgc_lint.cli import run; sys.exit(run(sys.argv[1:]))"
        )
        for arguments in (
            ["check", str(month), "--select", "PU", "--output", f"json={month.parent / '结果.json'}"],
            ["init", str(month.parent)],
        ):
            done = subprocess.run(
                [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
            )
            assert done.returncode == INCOMPLETE
            assert "无法写入" in done.stderr
            assert "Traceback" not in done.stderr
        left = {path.name for path in month.parent.rglob("*") if path.is_file() and not path.is_relative_to(month)}
        assert left == set()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
    def test_the_screen_cannot_be_written_to(self) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "zgc_lint", "rules"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert done.returncode == INCOMPLETE
        assert done.stderr.decode().startswith("错误：")
        assert b"Traceback" not in done.stderr

    def test_read_only_folder(self, month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        """Checking needs no place to write to; a report that cannot be written is told of."""
        true_open = Path.open

        def refuse(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if set(mode) & set("wax"):
                raise OSError(30, "Read-only file system", str(path))
            return true_open(path, mode, *rest, **more)

        monkeypatch.setattr(Path, "open", refuse)
        assert check(month, capsys)[0] == FINDINGS
        assert run(["check", str(month), "--select", "PU", "--output", f"json={tmp_path / 'a.json'}"]) == INCOMPLETE
        assert "无法写入" in capsys.readouterr().err

    def test_two_runs_write_one_report(self, tmp_path: Path) -> None:
        """Whoever is last wins, and whoever reads meanwhile reads a whole report."""
        target = tmp_path / "结果.txt"
        texts = {f"zgc-lint {letter * 200_000}" for letter in "甲乙"}
        seen: set[str] = set()
        failures: list[BaseException] = []

        def repeat(text: str) -> None:
            try:
                for _ in range(30):
                    write(target, text)
                    seen.add(target.read_text(encoding="utf-8"))
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=repeat, args=(text,)) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert seen <= texts
        assert [path.name for path in tmp_path.iterdir()] == ["结果.txt"]

    def test_a_failed_write_leaves_the_old_report(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        target = tmp_path / "结果.txt"
        write(target, "zgc-lint 旧")
        monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(Exception, match="无法写入"):
            write_own(target, b"zgc-lint \xe6\x96\xb0", lambda _: True, "报告")
        assert target.read_text(encoding="utf-8") == "zgc-lint 旧"
        assert [path.name for path in tmp_path.iterdir()] == ["结果.txt"]


@posix_only
def test_targets_that_are_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    for target in (Path("/dev/zero"), tmp_path / "管道.docx"):
        code, data = check(target, capsys)
        assert (code, [finding["code"] for finding in data["findings"]]) == (INCOMPLETE, ["ZZ01"])


@posix_only
def test_links_that_lead_in_circles(month: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (month / CASE / "附件" / "2.回到月份").symlink_to(month, target_is_directory=True)
    (month / CASE / "附件" / "2.照片.jpg").symlink_to(month / CASE / "附件" / "2.照片.jpg")
    code, data = check(month, capsys)
    assert (code, found(data)) == (INCOMPLETE, [("PU01", "申报表.docx"), ("ZZ01", "附件/2.照片.jpg")])


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are bytes on Linux only")
@pytest.mark.parametrize("encoding", ["gb18030", "latin-1"])
def test_names_that_are_no_utf8(month: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = "经核实é".encode(encoding, "ignore")
    (month / CASE / "申报表.docx").rename(os.fsdecode(os.fsencode(month / CASE) + b"/" + name + b"\xff.docx"))
    for output_format in ("json", "text"):
        assert run(["check", str(month), "--select", "PU", "--format", output_format]) == FINDINGS
        capsys.readouterr().out.encode()  # no half characters


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "ofd"])
def test_external_entities_are_not_followed(month: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    secret = month.parent / "机密.txt"
    secret.write_text("机密内容，，", encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    html = f"<?xml version='1.0'?>{entity}<html><body><p>甲&e;</p></body></html>".encode()
    spoilt = {
        "docx": lambda: _with_entity(docx_of(p("甲&e;")), "word/document.xml", entity),
        "xlsx": lambda: _with_entity(xlsx_of([["甲", "乙"]]), "xl/worksheets/sheet1.xml", entity),
        "html": lambda: html,
        "ofd": lambda: _with_entity((ROOT / "tests/data/ofd/sign-helloworld.ofd").read_bytes(), "OFD.xml", entity),
    }
    (month / CASE / "附件" / f"1.说明.{ending}").write_bytes(spoilt[ending]())
    out = json.dumps(check(month, capsys, "--reveal")[1], ensure_ascii=False)
    assert "机密内容" not in out


def _with_entity(package: bytes, part: str, entity: str) -> bytes:
    """A package with a document type before the root of one of its parts."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                head, mark, rest = data.partition(b"?>") if data.startswith(b"<?xml") else (b"", b"", data)
                data = head + mark + entity.encode() + rest
            target.writestr(name, data)
    return buffer.getvalue()
