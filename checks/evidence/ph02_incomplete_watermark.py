"""PH02: a watermark that does not tell date, time or place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zgc_lint.api import Check, Confidence, Datum, Filing, Finding, Overlay, Overlays, Quote, Unjudged


@dataclass(frozen=True)
class Required:
    """What a watermark must tell. A position (latitude and longitude) counts as a place."""

    date: bool = True
    time: bool = True
    place: bool = True


class IncompleteWatermark(Check):
    code, name, title = "PH02", "incomplete-watermark", "水印不完整"
    row = "attachment-form"
    needs = (Overlays,)
    Options = Required

    def run(self, filing: Filing, options: Required) -> Iterator[Finding | Unjudged]:
        """Yield each watermark that lacks one of what is required."""
        for photo in filing[Overlays].photos:
            for seen in photo.seen:
                missing = "、".join(_missing(seen.what, options))
                if not missing:
                    continue
                place = replace(seen.about.place, box=seen.what.box)
                if not photo.needs_watermark:
                    why = f"图片上的水印没有{missing}；从文件名和附件清单看不出是不是现场照片，请人工核对"
                    yield Unjudged(place, why)
                    continue
                read = "、".join(field.text for field in seen.what.fields)
                yield Finding(
                    place,
                    f"水印上没有读到{missing}，读到的是：{read}",
                    text=read,
                    evidence=[
                        Quote(replace(place, box=field.box), field.text, field.score) for field in seen.what.fields
                    ],
                    confidence=Confidence.LIKELY,
                )


def _missing(overlay: Overlay, options: Required) -> Iterator[str]:
    if overlay.verdict != "incomplete":
        return
    if options.date and overlay.get(Datum.DATE) is None:
        yield "日期"
    if options.time and overlay.get(Datum.TIME) is None:
        yield "时间"
    if options.place and overlay.get(Datum.PLACE) is None and overlay.get(Datum.LATITUDE) is None:
        yield "地点"
