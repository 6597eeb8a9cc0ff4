from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from zgc_lint.errors import UsageError
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Role
from zgc_lint.testing.papers import make_batch


def test_a_real_file_is_read_by_its_reader(tmp_path: Path, knowledge: Knowledge) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "small.png")
    (tmp_path / "words.txt").write_text("情况属实。", encoding="utf-8")
    spec = {
        "statement": {"file": "words.txt"},
        "attachments": [{"name": "1.照片.png", "file": "small.png"}, "2.复函.docx"],
    }
    statement, photo, letter = make_batch(spec, knowledge, tmp_path).filings[0].documents
    assert (statement.name, statement.role) == ("情况说明.txt", Role.STATEMENT)
    assert [p.text for p in statement.paragraphs] == ["情况属实。"]
    assert (photo.name, photo.role, photo.problem) == ("1.照片.png", Role.ATTACHMENT, None)
    assert [(p.width, p.height) for p in photo.pictures] == [(40, 30)]
    assert photo.source is not None
    assert photo.source.read() == (tmp_path / "small.png").read_bytes()
    assert letter.name == "2.复函.docx"


def test_a_path_may_be_from_the_repository(knowledge: Knowledge, tmp_path: Path) -> None:
    spec = {"attachments": [{"name": "1.说明.txt", "file": "dictionaries/names.txt"}]}
    assert make_batch(spec, knowledge, tmp_path).filings[0].documents[0].paragraphs


def test_a_file_that_is_not_there(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.png"):
        make_batch({"attachments": [{"name": "1.照片.png", "file": "missing.png"}]}, knowledge, tmp_path)
