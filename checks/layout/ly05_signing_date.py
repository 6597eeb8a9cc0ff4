"""LY05: the date of signing with a leading zero or in a short form: 2026年06月01日, 2026.6.1."""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Prose, Role

_LAST = 6  # passages: a signature stands among the last ones, before a list of attachments at most
_DATE = re.compile(
    r"(?:(?P<year>20\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日|(?P<y>20\d{2})[-./．](?P<m>\d{1,2})[-./．](?P<d>\d{1,2}))$"
)
_BEFORE = re.compile(r"^(?:[\u4e00-\u9fff（）()]{4,30}[\s\u3000]+)?$")


class SigningDate(Check):
    code, name, title = "LY05", "signing-date", "成文日期格式不规范"
    row = "layout"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield the date of the signature where it is not written 2026年6月1日."""
        passages = document[Prose].passages
        lines = [passage for passage in passages if passage.place.field is None and passage.place.cell is None][-_LAST:]
        for passage in lines:
            text = passage.text.rstrip()
            match = _DATE.search(text)
            if passage.kind != "line" or not match or not _BEFORE.match(text[: match.start()].lstrip()):
                continue
            year, month, day = (match[name] or match[name[0]] for name in ("year", "month", "day"))
            right = f"{year}年{int(month)}月{int(day)}日"
            short = match["y"] is not None
            if match.group() != right and (not short or document.role is Role.STATEMENT):
                yield Finding(
                    passage.place.within(*match.span()),
                    f"成文日期“{match.group()}”应写“{right}”" + ("" if short else "，月、日不编虚位"),
                    text=match.group(),
                    suggest=right,
                    fix=Fix(right),
                    confidence=Confidence.LIKELY if short else Confidence.CERTAIN,
                )
