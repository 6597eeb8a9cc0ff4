"""PU30: title marks on what is no work: 《营业执照》"""

import re
from collections.abc import Iterator
from functools import cached_property

from zgc_lint.api import Check, Confidence, Document, Finding, Fix, NoOptions, Prose


class TitleMarkMisused(Check):
    """Certificates, cards, meetings and activities are no works; the words are in dictionaries/not-titles.txt."""

    code = "PU30"
    name = "title-mark-misused"
    title = "非作品名称用书名号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self.knowledge.words("not-titles.txt"), key=len, reverse=True)
        if not words:
            return re.compile(r"(?!)")
        return re.compile(rf"《([^《》〈〉，。；：、“”]{{0,20}}?(?:{'|'.join(map(re.escape, words))}))》")

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            for match in self._pattern.finditer(passage.text):
                if passage.is_quoted(*match.span()):
                    continue
                name = match.group(1)
                yield Finding(
                    passage.place.within(*match.span()),
                    f"“{name}”不是作品，不用书名号：“{match.group()}”应写“{name}”",
                    text=match.group(),
                    suggest=name,
                    fix=Fix(name, safe=False),
                    confidence=Confidence.HINT,
                    case=passage.case,
                )
