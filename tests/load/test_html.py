from __future__ import annotations

import pytest

from zgc_lint.load.html import read_html

PAGE = """<?xml version="1.0" encoding="gbk"?>
<html><head><title>不显示</title><style>p {}</style></head><body>
<h1>情况 说明</h1><p>第一段<b>加粗</b>，<br>换行</p>散文
<table><tr><th rowspan="2">甲</th><th colspan="2">乙</th></tr>
<tbody><tr><td>丙<!-- x --></td><td><p>丁</p><table><tr><td>内</td></tr></table></td></tr></tbody></table>
<script>alert("x")</script></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_paragraphs_and_tables(encoding: str) -> None:
    content = read_html(PAGE.encode(encoding))
    assert [(q.text, q.heading) for q in content.paragraphs][:4] == [
        ("情况 说明", True),
        ("第一段加粗，", False),
        ("换行", False),
        ("散文", False),
    ]
    outer, inner = content.tables
    assert [[cell.text for cell in row] for row in outer.rows] == [["甲", "乙", "乙"], ["甲", "丙", "丁\n内"]]
    assert inner.rows[0][0].text == "内"


def test_a_page_without_content() -> None:
    assert read_html(b"<html></html>").paragraphs == ()


def test_absurd_spans() -> None:
    (table,) = read_html(b"<table><tr><td colspan=99999999 rowspan=99999999>x</td></tr></table>").tables
    assert len(table.rows) == 1
