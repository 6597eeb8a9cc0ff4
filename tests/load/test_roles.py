from __future__ import annotations

import pytest

from tests.load.builders import KNOWLEDGE
from zgc_lint.load.roles import role_in_batch, role_in_filing
from zgc_lint.model import Document, Paragraph, Role, Table, TableCell


def document(path: str, *lines: str, cells: tuple[str, ...] = ()) -> Document:
    table = Table(1, (tuple(TableCell(text, 1, i) for i, text in enumerate(cells, 1)),))
    return Document(
        path,
        path.rpartition(".")[2],
        paragraphs=tuple(Paragraph(text, i) for i, text in enumerate(lines, 1)),
        tables=(table,) if cells else (),
    )


@pytest.mark.parametrize(
    ("found", "role"),
    [
        (document("a/剔除申报表.docx"), Role.FORM),
        (document("a/申报表.jpg"), Role.FORM),
        (document("a/情况说明（盖章）.pdf"), Role.STATEMENT),
        (document("a/1.docx", cells=("工 单 编 号", "1", "剔除项（必填）", "x")), Role.FORM),
        (document("a/1.docx", "工单编号：1　剔除项：x"), Role.FORM),
        (document("a/1.docx", "关于王某一案的", "情 况 说 明"), Role.STATEMENT),
        (document("a/1.docx", "一", "二", "三", "情况说明"), Role.ATTACHMENT),
        (document("a/1.docx", "工单编号：1"), Role.ATTACHMENT),
        (document("a/现场.jpg"), Role.ATTACHMENT),
        (document("a/判决书.pdf"), Role.ATTACHMENT),
        (document("a/工单.xlsx", cells=("工单编号", "来电时间")), Role.ATTACHMENT),
        (document("a/情况说明.xlsx"), Role.ATTACHMENT),
        (document("a/1.xlsx", cells=("工单编号", "剔除项")), Role.FORM),
    ],
)
def test_in_a_filing(found: Document, role: Role) -> None:
    assert role_in_filing(found, KNOWLEDGE) is role


@pytest.mark.parametrize(
    ("found", "role"),
    [
        (document("6月台账.xlsx"), Role.LEDGER),
        (document("工单导出.csv"), Role.EXPORT),
        (document("汇总.xlsx", cells=("序号", "工单编号", "剔除项")), Role.LEDGER),
        (document("汇总.xlsx", cells=("工单编号", "来电时间")), Role.EXPORT),
        (document("台账.docx"), Role.OTHER),
        (document("申报表.docx"), Role.OTHER),
    ],
)
def test_in_a_batch(found: Document, role: Role) -> None:
    assert role_in_batch(found, KNOWLEDGE) is role


def test_an_export_that_is_really_html() -> None:
    found = document("工单.xls")
    found.format = "html"
    assert role_in_batch(found, KNOWLEDGE) is Role.EXPORT
