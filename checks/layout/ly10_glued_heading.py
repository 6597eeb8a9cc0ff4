"""LY10: a heading and the text below it on one line, with nothing between: 一、基本情况2026年6月5日，我街道……"""

import re
from collections.abc import Iterator, Sequence

from zgc_lint.api import Check, Confidence, Document, Finding, Mark, NoOptions, Outline, Place, Prose

_TOPIC = r"(?:情况|依据|理由|过程|经过|意见|结论|建议|结果|背景|概况|措施)"
_DATE = r"(?:20\d\d年)?\d{1,2}月\d{1,2}日"
_CALLER = r"(?:诉求人|来电人|反映人|投诉人|市民)"
#: How a sentence begins that tells what was done; not 处理结果诉求人表示认可, 现场情况与反映一致, which are sentences.
_SENTENCE = (
    rf"(?:{_DATE}|接(?:到|诉|单|12345)|收到|{_CALLER}(?:于|反映|来电|称)"
    r"|(?:我|本)(?:街道|单位|办|镇|乡|社区|中心)(?:于|接|收|立即|组织|派|联合|会同|安排|工作人员|执法)"
    r"|[（(][一1][）)]|1[.．、](?!\d))"
)
_GLUED = re.compile(
    rf"[ \u3000]*((?:[\u4e00-\u9fff]{{0,10}}?[和与及、])?[\u4e00-\u9fff]{{2,8}}?{_TOPIC})(?={_SENTENCE})"
)
_REASONS = re.compile(
    r"[ \u3000]*([\u4e00-\u9fff]{2,8}?(?:(?:依据|理由)(?=(?:根据|依据|按照)《)"
    r"|(?:情况|过程|经过|背景)(?=经(?:核实|核查|调查|查|了解|联系|走访|沟通|现场|我)[^，。；]{0,8}，)))"
)
_KNOWN = re.compile(
    r"[ \u3000]*((?:基本|核实|调查|处理|处置|办理|现场|工作|诉求)情况|(?:处理|办理|核实|调查)(?:过程|经过)|事情经过)"
    rf"(?=20\d\d年\d{{1,2}}月\d{{1,2}}日(?:[，,]|[上下]午|\d{{1,2}}[时:：]|接|{_CALLER}(?:来电|反映)|我(?:街道|单位|办|镇|乡)(?:于|接|收|派|组织)))"
)
_ALONE = re.compile(r"[ \u3000]*[^，。；：！？,;: \u3000][^，。；：！？,;:]{1,23}[ \u3000]*")
_SHORTEST = 20  # characters of text: less may be a heading of two parts


class GluedHeading(Check):
    code, name, title = "LY10", "glued-heading", "标题与正文相连"
    row = "layout"
    scope = "document"
    needs = (Outline, Prose)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield each heading that its text follows at once."""
        marks = document[Outline].marks
        for mark in marks:
            match = _KNOWN.match(mark.rest)
            if not match and _has_heading_beside(mark, marks):
                match = _GLUED.match(mark.rest) or _REASONS.match(mark.rest)
            if match:
                length = (mark.place.end or 0) - (mark.place.start or 0)  # 0 where Word set the number
                heading = (mark.text if length else "") + match.group()
                place = mark.place.within(0, length + match.end())
                yield from _finding(place, heading, mark.rest[match.end() :], mark.case)
        for passage in document[Prose].passages:
            match = _KNOWN.match(passage.text)
            if match and not passage.is_quoted(*match.span(1)):
                place = passage.place.within(*match.span(1))
                yield from _finding(place, match.group(1), passage.text[match.end() :], passage.case)


def _has_heading_beside(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether another number of the same level stands before a heading that has its line to itself."""
    return any(
        (other.group, other.depth) == (mark.group, mark.depth) and other is not mark and _ALONE.fullmatch(other.rest)
        for other in marks
    )


def _finding(place: Place, heading: str, text: str, case: str | None) -> Iterator[Finding]:
    if len(text.strip()) >= _SHORTEST and "。" in text:
        yield Finding(
            place,
            f"标题“{heading.strip()}”与正文“{text[:8]}……”连在一起，正文应另起一段",
            text=heading.strip(),
            confidence=Confidence.LIKELY,
            case=case,
        )
