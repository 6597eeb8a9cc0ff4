"""PU31: the full title of a statute without title marks."""

import re
from collections.abc import Iterator
from functools import cached_property

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Prose, any_of

_CUE = r"(?:根据|依据|依照|按照|违反|遵照|遵守|符合|适用|执行)(?:了|有关|现行|国务院|国家|我国|本市|原)?"
#: 条例第二十七条规定: the article makes it a citation, whatever stands before.
_ARTICLE = "(?=第[一二三四五六七八九十百]+条)"
_LONGER = "(?![》〉]|的?实施|的?修[正改]|草案|解释|办法|条例|细则|规定|案|律|[（(](?:修|草|试|19|20))"


class MissingTitleMark(Check):
    """Full titles of statutes stand in title marks; short names (民法典) and titles not listed are left alone."""

    code = "PU31"
    name = "missing-title-mark"
    title = "法规名称缺书名号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = any_of(self.knowledge.words("statutes.txt"))
        return re.compile(rf"{_CUE}({names}){_LONGER}|(?<![\u4e00-\u9fff《〈])({names}){_ARTICLE}")

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for match in self._pattern.finditer(passage.text):
                start, end = match.span(match.lastindex or 1)
                before = passage.text[:start]
                if passage.is_quoted(start, end) or before.count("《") > before.count("》"):
                    continue
                title = passage.text[start:end]
                yield Finding(
                    passage.place.within(start, end),
                    f"法规名称应加书名号：“{title}”应写“《{title}》”",
                    text=title,
                    suggest=f"《{title}》",
                    fix=Fix(f"《{title}》"),
                    confidence=Confidence.LIKELY,
                    case=passage.case,
                )
