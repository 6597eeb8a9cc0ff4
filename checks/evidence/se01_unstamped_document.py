"""SE01: a paper of a kind that must bear a seal bears none."""

from collections.abc import Iterator

from zgc_lint.api import (
    Attachments,
    Check,
    Confidence,
    File,
    Filing,
    Finding,
    NoOptions,
    Place,
    SealsSeen,
    Signatures,
    Unjudged,
    squeeze,
)


class UnstampedDocument(Check):
    code, name, title = "SE01", "unstamped-document", "材料未盖章"
    row = "attachment-form"
    needs = (Attachments, SealsSeen, Signatures)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each paper without a seal of which every page could be judged, and those that could not be."""
        for file in filing[Attachments].files:
            if file.kind is not None and file.kind.sealed:
                yield from self._of(file)

    def _of(self, file: File) -> Iterator[Finding | Unjudged]:
        document = file.document
        seen, signed = document[SealsSeen], document[Signatures]
        if not seen.looked or seen.seals or signed.found:
            return
        place = Place(document.path)
        if signed.unseen:
            yield Unjudged(place, f"是否有电子签章没有查明：{signed.unseen}")
        elif seen.doubts:
            doubt = seen.doubts[0]
            where = f"第{doubt.place.page}页：" if doubt.place.page else ""
            yield Unjudged(doubt.place, f"没有看到印章，但不能断定没有。{where}{doubt.why}")
        elif file.kind is not None:
            yield Finding(
                place,
                f"{file.kind.name}应当盖章，全部页面上没有看到印章，也没有电子签章",
                text=document.name,
                confidence=Confidence.CERTAIN if _says_so_itself(file) else Confidence.LIKELY,
            )


def _says_so_itself(file: File) -> bool:
    """Whether one of the first lines names the kind, and not the file's name alone."""
    cues = file.kind.cues if file.kind else ()
    lines = [squeeze(paragraph.text) for paragraph in file.document.paragraphs[:4]]
    return any(len(line) <= 24 and cue in line for line in lines for cue in cues)
