"""PH01: a site photograph without the watermark of a camera app."""

from collections.abc import Iterator

from zgc_lint.api import (
    About,
    Check,
    Confidence,
    Filing,
    Finding,
    NoOptions,
    Overlays,
    Photo,
    Place,
    Quote,
    Unjudged,
)

_PHOTO = 600  # px of the shorter side: a smaller picture inside a document may be a seal or a mark


class UnwatermarkedPhoto(Check):
    code, name, title = "PH01", "unwatermarked-photo", "照片无水印"
    row = "attachment-form"
    needs = (Overlays,)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each picture of a photograph that must bear a watermark and bears none."""
        for photo in filing[Overlays].photos:
            for unseen in photo.unseen:
                yield Unjudged(unseen.place, f"{unseen.why}，没有核对照片水印")
            for seen in photo.seen:
                if seen.what.verdict == "unclear":
                    yield Unjudged(seen.about.place, f"{seen.what.why}，请人工核对照片水印")
                elif seen.what.verdict == "absent":
                    yield _without(photo, seen.about)


def _without(photo: Photo, about: About) -> Finding | Unjudged:
    if photo.kind is None:
        return Unjudged(about.place, "图片上没有水印；从文件名和附件清单看不出是不是现场照片，请人工核对")
    if about.kind == "embedded" and min(about.width, about.height) < _PHOTO:
        return Unjudged(about.place, f"文件中的小图“{about.name}”上没有水印，看不出是不是照片，请人工核对")
    if about.kind == "page":
        return Unjudged(about.place, f"“{photo.kind.name}”在页面上，没有读到水印，请人工核对")
    return Finding(
        about.place,
        f"{photo.kind.name}“{about.name}”上没有读到水印（查看了下部和顶部）",
        evidence=[Quote(Place(photo.file.document.path), f"按{photo.kind.name}应带有时间、地点水印")],
        confidence=Confidence.LIKELY,
    )
