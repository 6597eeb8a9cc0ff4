"""PU16: 《》 directly inside 《》."""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Document, Finding, Fix, NoOptions, Prose

_CLOSING = {"《": "》", "〈": "〉"}
_LONGEST = 150  # characters: no title is longer


class NestedTitleMark(Check):
    """A title inside a title takes 〈〉; inside that one, 《》 again."""

    code = "PU16"
    name = "nested-title-mark"
    title = "书名号套用"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for start, end, suggestion in _faults(passage.text):
                if passage.is_quoted_at_an_end(start, end):
                    continue
                text = passage.text[start:end]
                yield Finding(
                    passage.place.within(start, end),
                    f"书名号里还有书名号时，里面一层用单书名号：“{text}”应写“{suggestion}”",
                    text=text,
                    suggest=suggestion,
                    fix=Fix(suggestion),
                    case=passage.case,
                )


def _faults(text: str) -> Iterator[tuple[int, int, str]]:
    """The outermost titles with 《 directly inside 《, and the same with the marks taking turns."""
    opened: list[int] = []
    written: dict[int, str] = {}
    faulty = False
    for match in re.finditer("[《》〈〉\n]", text):
        at, mark = match.start(), match.group()
        if mark in _CLOSING:
            faulty = faulty or bool(opened and mark == "《" == text[opened[-1]])
            opened.append(at)
            written[at] = "〈" if len(opened) % 2 == 0 else "《"
            continue
        if opened and mark == _CLOSING[text[opened[-1]]]:
            start = opened.pop()
            written[at] = _CLOSING[written[start]]
            if opened:
                continue
            plain = not re.search("[<＜]", text[start:at])  # signs written for 〈〉
            if faulty and plain and text[start] == "《" and at - start < _LONGEST:
                yield start, at + 1, "".join(written.get(i, text[i]) for i in range(start, at + 1))
        opened, written, faulty = [], {}, False  # a title is complete, or the marks do not pair
