"""PH03: what a watermark says conflicts with the camera's own time, the weekday, the case's dates, the district."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from zgc_lint.api import (
    Check,
    Confidence,
    Datum,
    Filing,
    Finding,
    Moment,
    Order,
    Orders,
    Overlay,
    OverlayField,
    Overlays,
    Photo,
    Quote,
    Seen,
    Unjudged,
    compare,
    read_moment,
)

_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d)")
_DISTRICT = re.compile("(?:北京市?|^|市|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,3}[区县])(?!域)")
_WEEKDAYS = "一二三四五六日"
_FORGED = "attachment-forged"


@dataclass(frozen=True)
class Limits:
    """`minutes`: how far watermark and camera's time may differ; `sureness`: how surely a field must have been read;
    `earlier`: words in a file's name that say it was taken before the complaint on purpose; `districts`: the names
    of the places that a photo's district must be one of, none for not looking at it.
    """

    minutes: int = 30
    sureness: float = 0.85
    earlier: tuple[str, ...] = ("前期", "此前", "以往", "历史", "前次", "上次", "往年", "去年", "原状")
    districts: tuple[str, ...] = ()


class Bound(NamedTuple):
    """A date of the case: its name, its moment, the words and where they stand."""

    name: str
    moment: Moment
    quote: Quote


class ConflictingPhotoDate(Check):
    code, name, title = "PH03", "conflicting-photo-date", "照片时间矛盾"
    row = "attachment-mismatch"
    needs = (Overlays, Orders)
    Options = Limits

    def run(self, filing: Filing, options: Limits) -> Iterator[Finding | Unjudged]:
        """Hold the fields of each watermark that were read surely against what they must agree with."""
        orders = filing.batch[Orders] if filing.batch is not None else None
        order = orders.get(filing.case) if orders is not None else None
        received = _earliest_call(orders, order) if orders is not None and order is not None else None
        filed = _bound(order, "filed_on", "申报日期") if order is not None else None
        for photo in filing[Overlays].photos:
            for seen in photo.seen:
                yield from _of_camera(seen, options)
                yield from _of_weekday(seen, options)
                yield from _of_case(photo, seen, received, filed, options)
                yield from _of_district(seen, options)


def _sure(seen: Seen[Overlay], mark: Datum, options: Limits) -> OverlayField | None:
    field = seen.what.get(mark)
    return field if field is not None and field.score >= options.sureness else None


def _quote(seen: Seen[Overlay], field: OverlayField) -> Quote:
    return Quote(replace(seen.about.place, box=field.box), f"水印：{field.text}", field.score)


def _of_camera(seen: Seen[Overlay], options: Limits) -> Iterator[Finding]:
    """Watermark against EXIF DateTimeOriginal. A camera that keeps UTC is eight hours behind: no conflict."""
    day, clock = _sure(seen, Datum.DATE, options), _sure(seen, Datum.TIME, options)
    match = _EXIF.match(seen.about.taken)
    if day is None or clock is None or match is None:
        return
    try:
        taken = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return
    marked = datetime.combine(day.value, clock.value)
    apart = abs(marked.replace(second=0) - taken)
    if min(apart, abs(apart - timedelta(hours=8))) <= timedelta(minutes=options.minutes):
        return
    yield Finding(
        replace(seen.about.place, box=day.box),
        f"水印时间 {marked:%Y-%m-%d %H:%M} 与照片文件记录的拍摄时间 {taken:%Y-%m-%d %H:%M} 不一致",
        text=f"{day.text} {clock.text}",
        evidence=[
            _quote(seen, day),
            _quote(seen, clock),
            Quote(seen.about.place, f"EXIF 拍摄时间：{seen.about.taken}"),
        ],
        confidence=Confidence.LIKELY,
        row=_FORGED,
    )


def _of_weekday(seen: Seen[Overlay], options: Limits) -> Iterator[Finding]:
    day, weekday = _sure(seen, Datum.DATE, options), _sure(seen, Datum.WEEKDAY, options)
    if day is None or weekday is None or day.value.weekday() == weekday.value:
        return
    right = f"星期{_WEEKDAYS[day.value.weekday()]}"
    yield Finding(
        replace(seen.about.place, box=weekday.box),
        f"水印日期 {day.value} 是{right}，水印上写的是“{weekday.text}”",
        text=weekday.text,
        evidence=[_quote(seen, day), _quote(seen, weekday)],
        confidence=Confidence.LIKELY,
    )


def _of_case(
    photo: Photo, seen: Seen[Overlay], received: Bound | None, filed: Bound | None, options: Limits
) -> Iterator[Finding]:
    day, clock = _sure(seen, Datum.DATE, options), _sure(seen, Datum.TIME, options)
    if day is None:
        return
    taken = read_moment(f"{day.value} {clock.value:%H:%M}" if clock is not None else str(day.value))
    if not isinstance(taken, Moment):
        return
    said = [_quote(seen, field) for field in (day, clock) if field is not None]
    place = replace(seen.about.place, box=day.box)
    on_purpose = any(word in photo.file.document.path for word in options.earlier)
    if received is not None and not on_purpose and compare(taken, received.moment) == -1:
        message = f"照片水印时间 {taken} 早于来电时间 {received.moment}"
        yield Finding(place, message, text=day.text, evidence=[*said, received.quote], confidence=Confidence.LIKELY)
    if filed is not None and taken.day > filed.moment.day:
        message = f"照片水印日期 {taken.day} 晚于申报日期 {filed.moment.day}"
        yield Finding(place, message, text=day.text, evidence=[*said, filed.quote], confidence=Confidence.LIKELY)


def _of_district(seen: Seen[Overlay], options: Limits) -> Iterator[Finding]:
    place = _sure(seen, Datum.PLACE, options)
    match = _DISTRICT.search(str(place.value)) if place is not None and options.districts else None
    if place is None or match is None or any(name in str(place.value) for name in options.districts):
        return
    yield Finding(
        replace(seen.about.place, box=place.box),
        f"水印地点在“{match[1]}”，不在本单位的“{'、'.join(options.districts)}”",
        text=place.text,
        evidence=[_quote(seen, place)],
        confidence=Confidence.LIKELY,
    )


def _bound(order: Order, key: str, name: str) -> Bound | None:
    moment, reading = order.moment(key), order.reading(key)
    if moment is None:
        return None
    return Bound(name, moment, Quote(reading.place if reading else order.place, f"{name}：{moment.raw}"))


def _earliest_call(orders: Orders, order: Order) -> Bound | None:
    """来电时间; of a repeat that of the parent, whose photographs may serve it. None where a parent's is not known."""
    bound = _bound(order, "received_at", "来电时间")
    for parent in order.parents:
        known = orders.get(parent.number)
        earlier = _bound(known, "received_at", "母单来电时间") if known is not None else None
        if earlier is None:
            return None
        if bound is not None and earlier.moment.at < bound.moment.at:
            bound = earlier
    return bound
