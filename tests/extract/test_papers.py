from __future__ import annotations

from zgc_lint.extract.papers import Papers
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Problem
from zgc_lint.testing.papers import make_batch


def test_a_paper_that_cannot_be_read_is_named_once(knowledge: Knowledge) -> None:
    spec = {
        "form": {"剔除理由": "经核实不属实。"},
        "statement": "经现场核查，不属实。",
        "attachments": {"1.核查记录.pdf": "", "2.现场照片.jpg": "", "3.联系记录.docx": "已联系。"},
    }
    batch = make_batch(spec, knowledge)
    (filing,) = batch.filings
    for document in filing.documents:
        if document.path.endswith((".pdf", ".jpg")):  # a photo holds no prose, so that nothing is amiss
            document.problem = Problem("文件已损坏")
    papers = filing[Papers]
    assert [(entry.place.document, entry.why) for entry in papers.unread] == [
        ("20260605012345/附件/1.核查记录.pdf", "文件不能读取，没有与其他材料核对是否矛盾")
    ]
    assert [paper.name for paper in papers.papers] == ["申报表", "情况说明", "附件“3.联系记录”"]
