"""The held-back benchmark reads what the models were not trained on."""

import lzma
from pathlib import Path

import pytest

from benchmarks.held_back import Hit, blocks, documents, judged, report
from zgc_lint.typo.corpus import FITTING, MEASURING, TRAINING, read_lines


@pytest.mark.parametrize("part", [MEASURING, FITTING, TRAINING])
def test_same_parts_as_the_models(tmp_path: Path, part: str) -> None:
    corpus = tmp_path / "laws.txt.xz"
    corpus.write_bytes(lzma.compress("\n".join(f"第{n}条 本条例自公布之日起施行。" for n in range(9000)).encode()))
    lines = ["".join(line.split()) for block in blocks(corpus, part) for line in block]
    assert lines
    assert lines == read_lines(corpus, part)


def test_block_is_cut_before_a_title() -> None:
    lines = ["第九条 本条例自公布之日起施行。", "北京市物业管理条例（修订）", "第一条 为了规范物业管理，制定本条例。"]
    assert list(documents(lines)) == [lines[:1], lines[1:]]


def test_verdicts_are_kept_and_counted(tmp_path: Path) -> None:
    table = tmp_path / "hits.tsv"
    known = Hit("laws", "PU05", "certain", "已清理", "。。", "", "标点重复", "false", "in jest")
    table.write_text("\t".join(Hit._fields) + "\n" + "\t".join(known) + "\n", encoding="utf-8")
    hits = judged(table, [known._replace(verdict="", why=""), known._replace(hit="，，", verdict="", why="")])
    assert [hit.verdict for hit in hits] == ["false", ""]
    assert "| all | certain + likely | 2 | 0 | 1 | 1 | 40.00 | 20.00 |" in list(report({"laws": 5000}, hits))
