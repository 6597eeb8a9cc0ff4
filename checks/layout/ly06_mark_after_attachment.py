"""LY06: a mark after an attachment's name in the list of a paper, and lists without names: 附件如文, 附件：3份."""

import re
from collections.abc import Iterator

from zgc_lint.api import Check, Document, DocumentFields, Finding, Fix, NoOptions, Place, Role

_MARK = re.compile(r"(?<![。；，、;,])[。；，、;,]+[ \t\u3000]*(?=\n|$)")
_SENTENCES = re.compile(r"。(?=[^\s\d（(①-⑳一二三四五六七八九十])")  # 。 between sentences, not between entries
_NAMELESS = re.compile(r"^\s*(?:[如见]文|附后|共?[\d一二三四五六七八九十两]+[份件张页])[。]?\s*$")
_UNLABELLED = re.compile(r"^\s*附件?(?:[如见]文|附后|[\d一二三四五六七八九十两]+[份件张页])[。]?\s*$")


class MarkAfterAttachment(Check):
    code, name, title = "LY06", "mark-after-attachment", "附件说明不规范"
    row = "layout"
    scope = "document"
    needs = (DocumentFields,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield the marks behind the names of a statement's list, and a list that names nothing."""
        if document.role is not Role.STATEMENT:
            return  # in the cell of a form the entries stand one behind the other
        readings = document[DocumentFields].readings
        if any(reading.field == "attachment_list" and _SENTENCES.search(reading.text) for reading in readings):
            return  # notes under the word 附件, no list
        for paragraph in document.paragraphs:
            place = Place(document.path, page=paragraph.page, paragraph=paragraph.number, cell=paragraph.cell)
            spans = document[DocumentFields].spans_in(paragraph.number)
            if not spans and _UNLABELLED.match(paragraph.text):
                yield _nameless(place, paragraph.text, 0)
            for span in spans:
                if span.field != "attachment_list":
                    continue
                text = paragraph.text[span.start : span.end]
                if _NAMELESS.match(text):
                    yield _nameless(place, text, span.start)
                    continue
                for match in _MARK.finditer(text):
                    line = text[: match.start()].rpartition("\n")[2].strip()
                    yield Finding(
                        place.within(span.start + match.start(), span.start + match.end()),
                        f"附件名称“{line}”后不加标点",
                        text=match.group().strip(),
                        suggest="",
                        fix=Fix(""),
                    )


def _nameless(place: Place, text: str, start: int) -> Finding:
    return Finding(
        place.within(start, start + len(text)),
        f"附件说明应逐一写出附件名称，不写“{text.strip()}”",
        text=text.strip(),
    )
