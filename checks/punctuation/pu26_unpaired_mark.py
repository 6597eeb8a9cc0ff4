"""PU26: a quotation mark, bracket or title mark without its other half."""

import re
from collections.abc import Iterator
from itertools import groupby

from zgc_lint.api import Check, Confidence, Document, Finding, NoOptions, Passage, Prose

_PAIRS = ("“”", "‘’", "（）", "《》", "〔〕")
_HALF = {"(": "（", ")": "）"}  # PU03 corrects the half-width one of a mixed pair
_NUMBERING = re.compile(r"(?:^|[\s，。；：、])(?:[0-9０-９]{1,3}|[A-Za-zａ-ｚ]|[一二三四五六七八九十]{1,3}|[①-⑳])$")


class UnpairedMark(Check):
    """Marks come in pairs within a field; a quotation of several paragraphs opens anew at each of them."""

    code = "PU26"
    name = "unpaired-mark"
    title = "引号、括号、书名号不成对"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        sure = document.format in ("docx", "xlsx", "txt")
        for _, group in groupby(document[Prose].passages, key=_field):
            passages = list(group)
            for pair in _PAIRS:
                for passage, at in _unpaired(passages, pair):
                    mark = passage.text[at]
                    other = pair[1 - pair.index(mark)]
                    near = passage.text[max(0, at - 6) : at + 7].replace("\n", " ").strip()
                    yield Finding(
                        passage.place.within(at, at + 1),
                        f"“{near}”处的“{mark}”没有与之成对的“{other}”",
                        text=mark,
                        confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
                        case=passage.case,
                    )


def _field(passage: Passage) -> tuple[object, ...]:
    place = passage.place
    return (passage.case, place.field, place.cell and (place.cell.table, place.cell.row, place.cell.column))


def _unpaired(passages: list[Passage], pair: str) -> Iterator[tuple[Passage, int]]:
    """The places of marks of `pair` that have no other half."""
    quotes = pair in ("“”", "‘’")
    opened: list[tuple[Passage, int]] = []
    for passage in passages:
        text = passage.text
        if pair == "“”" and '"' in text:
            opened.clear()  # PU04 says what is wrong there
            continue
        for at, found in enumerate(text):
            char = _HALF.get(found, found)
            if char not in pair or any(start <= at < end for start, end in passage.zones):
                continue
            if char == pair[0]:
                if quotes and opened:
                    unclosed = opened.pop()
                    if text[:at].strip():
                        yield unclosed
                opened.append((passage, at))
            elif opened:
                opened.pop()
            elif found == pair[1] and not _is_lawful_alone(text, at):
                yield passage, at
    yield from ((passage, at) for passage, at in opened if passage.text[at] == pair[0])


def _is_lawful_alone(text: str, at: int) -> bool:
    """Whether the closing mark at `at` begins the paragraph (PU21), ends a list number (1）), or is an apostrophe."""
    if not text[:at].strip():
        return True
    if text[at] == "）":
        return bool(_NUMBERING.search(text[:at]))
    return text[at] in "’”" and bool(re.match("[0-9A-Za-z０-９]", text[at - 1 : at]))
