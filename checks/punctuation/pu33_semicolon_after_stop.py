"""PU33: items parted by ； although one of them holds a 。"""

import re
from collections.abc import Iterator
from itertools import pairwise

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Passage, Prose

_SERIES = (
    re.compile("(?:(?<=[，。；：])|^)([一二三四五六七八九十])(?=是)"),
    re.compile("(?:(?<=[。；：])|^)第([一二三四五六七八九十])(?=[，,])"),
    re.compile(r"(?:(?<=[。；：])|^)（([一二三四五六七八九十]|[0-9]{1,2})）"),
    re.compile(r"(?:(?<=[。；：])|^)([0-9]{1,2})[.．](?![0-9])"),
)
_NUMERALS = "一二三四五六七八九十"


class SemicolonAfterStop(Check):
    """An item that holds a full stop cannot end with the weaker ；."""

    code = "PU33"
    name = "semicolon-after-stop"
    title = "分项内有句号，项末用分号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for at, item in _faults(passage):
                if not passage.is_quoted(at, at + 1):
                    yield Finding(
                        passage.place.within(at, at + 1),
                        f"“{item[:10]}……”一项内已有句号，项末不用分号，应写“。”",
                        text="；",
                        suggest="。",
                        fix=Fix("。", safe=False),
                        confidence=Confidence.LIKELY,
                        case=passage.case,
                    )


def _faults(passage: Passage) -> Iterator[tuple[int, str]]:
    """The ； at the end of each item with a 。 in it, and the item."""
    text = passage.text
    for series in _SERIES:
        marks = list(series.finditer(text))
        for this, following in pairwise(marks):
            item = text[this.start() : following.start()]
            if _value(following.group(1)) == _value(this.group(1)) + 1 and re.search("[^。，、：；？！]；$", item):
                body = re.sub("“[^”]{0,300}”|（[^）]{0,300}）", "", item)
                if "。" in body and "\n" not in item:
                    yield following.start() - 1, item


def _value(numeral: str) -> int:
    return _NUMERALS.index(numeral) + 1 if numeral in _NUMERALS else int(numeral)
