"""PU39: 如下 before what it announces, without a colon."""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Passage, Prose

_AT_END = re.compile(r"如下([。，；、]?)\s*$")
_BEFORE_ITEMS = re.compile(r"如下([。，；、])(?=\s*(?:一是|第一[，、]|1[.．、]|（[一1]）|一、))")
_SHORTEST = 8  # characters: less is a heading


class MissingColon(Check):
    """如下 announces; what follows is introduced by ：."""

    code = "PU39"
    name = "missing-colon"
    title = "“如下”后缺冒号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        passages = document[Prose].passages
        for number, passage in enumerate(passages):
            following = passages[number + 1] if number + 1 < len(passages) else None
            for start, end, confidence in _faults(passage, following):
                if passage.is_quoted(start, end):
                    continue
                text = passage.text[start:end]
                yield Finding(
                    passage.place.within(start, end),
                    f"“如下”引出下文，其后应用冒号：“{text}”应写“如下：”",
                    text=text,
                    suggest="如下：",
                    fix=Fix("如下："),
                    confidence=confidence,
                    case=passage.case,
                )


def _faults(passage: Passage, following: Passage | None) -> Iterator[tuple[int, int, Confidence]]:
    """Where 如下 lacks its colon; 如下。 before a text of several sections is usage, so advice only."""
    for match in _BEFORE_ITEMS.finditer(passage.text):
        yield *match.span(), Confidence.LIKELY
    end = _AT_END.search(passage.text)
    goes_on = following is not None and following.place.field == passage.place.field and following.case == passage.case
    if end and goes_on and len(passage.text.strip()) >= _SHORTEST:
        yield end.start(), end.end(1), Confidence.HINT if end.group(1) == "。" else Confidence.LIKELY
