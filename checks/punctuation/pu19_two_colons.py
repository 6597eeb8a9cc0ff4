"""PU19: a colon inside what another colon introduces, in one sentence."""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Document, Finding, NoOptions, Passage, Prose

_INSIDE = re.compile("“[^”]{0,300}”|‘[^’]{0,300}’|（[^）]{0,300}）|《[^》]{0,300}》|〔[^〕]{0,300}〕")
_NUMBERING = re.compile("[一二三四五六七八九十]{1,3}、|（.{1,3}）|〇{3,5}|[0-9]{1,2}[.．、]|[—．①-⑳]")
_LABEL = 3  # characters: no longer is a label: 地点为：
_SAYING = re.compile("(?:如下|以下.{0,8}|包括|说明|表示|认为|指出|要求|答复|显示|表明|载明|发现|提出|称|是|为|有)$")


class TwoColons(Check):
    """A sentence introduces once; the second of two colons is reported."""

    code = "PU19"
    name = "two-colons"
    title = "句内套用冒号"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        for passage in document[Prose].passages:
            if passage.kind == "line":
                continue
            for start, text in _faults(passage):
                if not passage.is_quoted(start, start + 1):
                    yield Finding(
                        passage.place.within(start, start + 1),
                        f"一句之内套用了两个冒号：“{text}”，后一个冒号宜改为逗号，或者改写成两句",
                        text="：",
                        confidence=Confidence.LIKELY,
                        case=passage.case,
                    )


def _faults(passage: Passage) -> Iterator[tuple[int, str]]:
    """The second colon of each sentence that has two, and a few characters around it."""
    plain = _INSIDE.sub(lambda match: "〇" * len(match.group()), passage.text)
    for sentence in re.finditer(r"[^。？！；\n]+", plain):
        colons = [sentence.start() + match.start() for match in re.finditer("：", sentence.group())]
        if len(colons) < 2:
            continue
        first, second = colons[0], colons[1]
        lead = re.split("[，、]", plain[sentence.start() : first])[-1].strip()
        inner = re.split("[，、]", plain[first + 1 : second])[-1].strip()
        if len(colons) > 2 or plain[second + 1 : second + 2] in "〇“":
            continue
        if _NUMBERING.match(plain[first + 1 : second].strip()):
            continue
        if not _SAYING.search(lead) or len(lead) <= _LABEL or len(inner) < 2:
            continue
        yield second, passage.text[max(first - 4, 0) : second + 4]
