"""LY09: two fonts or sizes in one paragraph of running text."""

import re
from collections import Counter
from collections.abc import Iterator

from zgc_lint.api import Check, Confidence, Document, Finding, NoOptions, Paragraph, Passage, Prose

_LEAD = re.compile(r"[。：:．.、）)]\s*$")
_LONGEST_LEAD = 24  # characters
_HAN = re.compile("[\u4e00-\u9fff]")


class MixedFonts(Check):
    code, name, title = "LY09", "mixed-fonts", "正文字体、字号不一"
    row = "layout"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield, once a paragraph, the first piece that is set otherwise than most of it."""
        paragraphs = {paragraph.number: paragraph for paragraph in document.paragraphs if paragraph.fonts}
        for passage in document[Prose].passages:
            paragraph = paragraphs.get(passage.place.paragraph or 0)
            if passage.kind == "body" and paragraph is not None and paragraph.cell is None:
                yield from self._pieces(paragraph, passage)

    def _pieces(self, paragraph: Paragraph, passage: Passage) -> Iterator[Finding]:
        text = paragraph.text
        fonts = list(paragraph.fonts)
        if _is_lead(text[: fonts[0].end]) and all(font[2:] != fonts[0][2:] for font in fonts[1:]):
            fonts = fonts[1:]
        counts: Counter[tuple[str, float]] = Counter()
        for font in fonts:
            counts[font[2:]] += len(_HAN.findall(text[font.start : font.end]))
        if not counts:
            return
        name, size = main = max(counts, key=lambda key: counts[key])
        for font in fonts:
            differs = [*_named(font.name, name, "字体"), *_named(font.size, size, "字号")]
            if font[2:] != main and differs:
                piece = text[font.start : font.end]
                yield Finding(
                    passage.place.within(font.start, font.end),
                    f"“{piece.strip()[:16]}”与本段其余文字不一致：{'，'.join(differs)}",
                    text=piece.strip(),
                    confidence=Confidence.LIKELY,
                    case=passage.case,
                )
                return


def _is_lead(text: str) -> bool:
    """Whether it is a heading on the line of its text: 一、基本情况。该小区……"""
    return len(text.strip()) <= _LONGEST_LEAD and bool(_LEAD.search(text))


def _named(own: str | float, main: str | float, what: str) -> Iterator[str]:
    """How the two differ, where both are known."""
    if own and main and own != main:
        unit = "磅" if what == "字号" else ""
        yield f"{what}为{own:g}{unit}，应为{main:g}{unit}" if unit else f"{what}为{own}，应为{main}"
