"""pycorrector where it is there, and all the ways in which it is not."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests import pycorrector_stand_in
from zgc_lint.extract.second_opinion import PycorrectorError, SecondOpinion, open_pycorrector
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Document, Place, Unjudged
from zgc_lint.testing.papers import make_batch

pytestmark = pytest.mark.usefixtures("pycorrector")


def _statement(text: str, knowledge: Knowledge) -> Document:
    return make_batch({"statement": text}, knowledge).filings[0].documents[0]


def test_a_passage_it_fails_on_does_not_keep_it_from_the_others(knowledge: Knowledge) -> None:
    document = _statement("此处出错。\n此处也出错。\n申请行政复以。", knowledge)
    first, second, hint = document[SecondOpinion].ask("模型.klm")
    assert first == second
    assert first == Unjudged(Place(document.path), "pycorrector 处理其中的文字时出错（IndexError），有的段落没有查")
    assert not isinstance(hint, Unjudged)
    assert (hint.wrong, hint.right) == ("复以", "复议")


def test_astray_offsets_are_dropped(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = {"errors": [("复以", "复议", 3)]}
    monkeypatch.setattr(pycorrector_stand_in.Corrector, "correct", lambda self, sentence: errors)
    assert list(_statement("申请行政复以。", knowledge)[SecondOpinion].ask("模型.klm")) == []


def test_says_the_same_of_each_document(knowledge: Knowledge) -> None:
    said = {one for text in ("甲。\n乙。", "丙。") for one in _statement(text, knowledge)[SecondOpinion].ask("")}
    assert said == {Unjudged(Place(), "没有设置 pycorrector 的模型文件（model），没有查；不联网下载模型")}


@pytest.mark.parametrize("model", ["", "没有.klm", "."])
def test_without_a_model_it_is_not_even_imported(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pycorrector")
    monkeypatch.setattr(sys, "meta_path", [])  # any import now fails
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(PycorrectorError, match="不联网下载模型"):
        open_pycorrector(model)


@pytest.mark.parametrize(
    ("module", "words"),
    [("pycorrector", "没有安装 pycorrector，没有查（安装方法见"), ("torch", "缺少所需的组件")],
)
def test_not_installed(module: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "pycorrector")
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "pycorrector.py").write_text("import torch", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PycorrectorError, match=words):
        open_pycorrector("模型.klm")


def test_model_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "坏.klm").write_bytes(b"x")
    with pytest.raises(PycorrectorError, match=r"无法载入模型文件 坏.klm（OSError）"):
        open_pycorrector("坏.klm")


def test_one_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_pycorrector("模型.klm")
    assert open_pycorrector("./模型.klm") is first
