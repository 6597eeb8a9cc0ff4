"""PU03: half-width round brackets in Chinese text."""

import re
from collections.abc import Iterator

from zgc_lint.api import HAN, Check, Document, Finding, Fix, NoOptions, Prose

_FULL_WIDTH = str.maketrans("()", "（）")
_LONGEST = 60  # characters: of a longer bracket the opening mark alone is reported
_OPERATORS = "+×÷=*/^＋－＝"
_URL = re.compile(r"https?://|www\.")
_AROUND_URL = re.compile(r"[\s，。；：、（）《》“”]")
_FILE = re.compile(
    r"[^\s，。；：？！、《》“”（）]{0,40}\.(?:jpe?g|png|pdf|docx?|xlsx?|wps|et|ofd|heic|zip|rar|txt|mp[34])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
#: PU13 corrects both defects of "(一)、" at once.
_NUMBER = re.compile(r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)][、．.，,]")


class HalfWidthBracket(Check):
    """Round brackets around or beside Chinese characters are full-width; a pair is one place."""

    code = "PU03"
    name = "half-width-bracket"
    title = "汉字用半角括号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for start, end in _faults(passage.text):
                if passage.is_quoted_at_an_end(start, end):
                    continue
                text = passage.text[start:end]
                suggestion = f"（{text[1:-1].strip()}）" if text[1:] else text.translate(_FULL_WIDTH)
                fix: Fix | None = Fix(suggestion)
                what = "汉字用了半角括号" if text[1:] else "半角括号与全角括号混配"
                if end - start > _LONGEST:
                    end, text, suggestion, fix = start + 1, "(", "（", None
                yield Finding(
                    passage.place.within(start, end),
                    f"{what}“{text}”，应写“{suggestion}”",
                    text=text,
                    suggest=suggestion,
                    fix=fix,
                    case=passage.case,
                )


def _faults(text: str) -> Iterator[tuple[int, int]]:
    """The spans to be reported: a pair of half-width brackets, or the half-width one of a mixed pair."""
    for start, end in sorted(_pairs(text)):
        halves = text[start] == "(", text[end - 1] == ")"
        if halves == (True, True):
            if not _is_foreign(text, start, end):
                yield start, end
        elif halves[0]:
            yield start, start + 1
        elif halves[1]:
            yield end - 1, end


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for match in re.finditer(r"[()（）\n]", text):
        if match.group() == "\n":
            opened.clear()
        elif match.group() in "(（":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.end()


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Whether the pair holds a code, a number, a formula or English, or is part of a link or file name."""
    inside, before, after = text[start + 1 : end - 1], text[max(0, start - 1) : start], text[end : end + 1]
    touching = before + inside[:1] + inside[-1:] + after
    line = text[:start].rpartition("\n")[2]
    return bool(
        not re.search(f"[{HAN}]", inside)
        or not re.search(f"[{HAN}]", touching)
        or re.search(r"[+×÷=*^＋＝]", inside)
        or (before and before in _OPERATORS)
        or (after and after in _OPERATORS)
        or _URL.search(_AROUND_URL.split(line)[-1])
        or _FILE.match(text, end)
        or (not line.strip() and _NUMBER.match(text, start))
    )
