"""PU24: a stop both before and after a closing quotation mark: 。”。"""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Document, Finding, Fix, NoOptions, Prose

_PATTERN = re.compile(r"。([”’」』]{1,2})([。，；、])")
_OPENING = {"”": "“", "’": "‘", "」": "「", "』": "『"}


class DoubledStopAroundQuote(Check):
    """Only one of the two stops stays: the quotation's own after a colon, else that of the sentence."""

    code = "PU24"
    name = "doubled-stop-around-quote"
    title = "引号内外都用点号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for match in _PATTERN.finditer(passage.text):
                if passage.is_quoted(match.end() - 1, match.end()):
                    continue
                quotes, stop = match.groups()
                opening = passage.text.rfind(_OPENING[quotes[-1]], 0, match.start())
                if opening < 0:
                    continue
                whole = stop == "。" and passage.text[max(0, opening - 1) : opening] == "："
                suggestion = "。" + quotes if whole else quotes + stop
                yield Finding(
                    passage.place.within(*match.span()),
                    f"引号内外都用了点号，“{match.group()}”应写“{suggestion}”",
                    text=match.group(),
                    suggest=suggestion,
                    fix=Fix(suggestion),
                    case=passage.case,
                )
