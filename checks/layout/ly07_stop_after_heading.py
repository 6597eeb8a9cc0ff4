"""LY07: a full stop after a heading that stands alone on its line: 一、基本情况。"""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Outline, Prose

_SECTION = 1  # depth of 一、; below it whole sentences may stand alone
_TOPIC = re.compile(
    r"[ \u3000]*(?![ \u3000])(?!.*(?:其他|其它|[不已未了无没有由是在]))[\u4e00-\u9fff]{2,10}"
    r"(?:情况|依据|理由|过程|经过|意见|结论|建议|结果|说明|要求|措施|背景|事项|职责|事实|材料|范围|内容|安排|打算|概况)"
    r"(。)[ \u3000]*$"
)
_HEADING = re.compile(r"^[^，。；！？：]{2,30}([。，；、])\s*$")


class StopAfterHeading(Check):
    code, name, title = "LY07", "stop-after-heading", "标题末尾加句号"
    row = "layout"
    scope = "document"
    needs = (Outline, Prose)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield the stop behind each heading."""
        styled = {paragraph.number for paragraph in document.paragraphs if paragraph.heading}
        sections = {
            (mark.place.paragraph, mark.place.start): mark
            for mark in document[Outline].marks
            if mark.depth == _SECTION and _TOPIC.match(mark.rest)
        }
        for passage in document[Prose].passages:
            start = passage.place.start or 0
            numbered = any((passage.place.paragraph, start + i) in sections for i in (0, 1, 2))
            heading = passage.place.paragraph in styled and passage.place.cell is None and passage.place.field is None
            match = _HEADING.match(passage.text) if numbered or heading else None
            if match:
                yield Finding(
                    passage.place.within(*match.span(1)),
                    f"标题“{passage.text.strip()[:-1]}”独占一行，末尾不加“{match.group(1)}”",
                    text=match.group(1),
                    suggest="",
                    fix=Fix(""),
                    confidence=Confidence.LIKELY,
                    case=passage.case,
                )
