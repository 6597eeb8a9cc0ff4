"""PU04: straight quotation marks in Chinese text."""

import re
from collections.abc import Iterator

from zgc_lint.api import HAN, Check, Document, Finding, Fix, NoOptions, Prose

_CHINESE = HAN + "，。、；：？！（）《》〔〕…"
_LONGEST = 60  # characters: of a longer quotation the opening mark alone is reported
#: Quotations in the order they are tried; a straight mark after a digit stands for inches or seconds.
_QUOTATION = re.compile(
    r"""“[^“”\n]*”
    |(?P<end>“[^“”"\n]*")
    |(?<!\d)(?<!\d\s)(?:
        (?P<straight>"(?:[^“”"\n]|“[^“”"\n]*”)*")
        |(?P<start>"[^“”"\n]*”)
        |(?P<lone>"(?=[\u4e00-\u9fff]))
    )""",
    re.VERBOSE,
)
_INNER = str.maketrans("“”", "‘’")
_SINGLE = re.compile(rf"(?<![0-9A-Za-z°])'(?=[^'\n]*[{HAN}])[^'\n]{{1,60}}'(?![A-Za-z])")


class StraightQuote(Check):
    """Quotation marks in Chinese text are “” and ‘’; a quotation is one place."""

    code = "PU04"
    name = "straight-quote"
    title = "用直引号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for start, end, suggestion in _faults(passage.text):
                if passage.is_quoted_at_an_end(start, end):
                    continue
                text = passage.text[start:end]
                fix = Fix(suggestion) if suggestion else None
                if len(text) > _LONGEST:
                    end, text, suggestion, fix = start + 1, text[0], "“", None
                advice = f"应写“{suggestion}”" if suggestion and len(suggestion) == 1 else f"应写{suggestion}"
                yield Finding(
                    passage.place.within(start, end),
                    f"用了直引号：{text}，{advice if suggestion else '应写“”，且前后成对'}",
                    text=text,
                    suggest=suggestion,
                    fix=fix,
                    case=passage.case,
                )


def _faults(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Where straight marks stand, and what to write there; None where the other half is missing."""
    if not re.search(f"[{HAN}]", text):
        return
    for match in _QUOTATION.finditer(text):
        start, end = match.span()
        if match.lastgroup == "straight":
            if _is_chinese(text, start, end):
                yield start, end, f"“{text[start + 1 : end - 1].strip().translate(_INNER)}”"
        elif match.lastgroup == "end":
            yield end - 1, end, "”"
        elif match.lastgroup == "start":
            yield start, start + 1, "“"
        elif match.lastgroup == "lone":
            yield start, end, None
    for match in _SINGLE.finditer(text):
        yield *match.span(), f"“{match.group()[1:-1].strip()}”"


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Whether the quotation holds Chinese, or stands between Chinese on both sides."""
    beside = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(
        re.search(f"[{HAN}]", text[start:end])
        or (re.match(f"[{_CHINESE}]", beside[0]) and re.match(f"[{_CHINESE}]|$", beside[1]))
    )
