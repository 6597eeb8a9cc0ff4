"""What a line of a watermark says: date, time, weekday, place, position, brand, code.

The forms are those of public camera-app templates (今日水印, 马克, 工程记录, 钉钉 …). Slips that OCR makes in them are
allowed for: O for 0, a blank lost between date and time.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Datum", "Piece", "Value", "pieces"]

Value = date | time | int | float | str


class Datum(str, enum.Enum):
    """What a piece of text is. The last four tell that a watermark is there, and are no fields of it."""

    DATE = "date"  # datetime.date
    TIME = "time"  # datetime.time
    WEEKDAY = "weekday"  # 0 is Monday
    PLACE = "place"
    LATITUDE = "latitude"  # degrees, north and east positive
    LONGITUDE = "longitude"
    BRAND = "brand"
    CODE = "code"
    PROOF = "proof"  # 真实时间, 防伪
    WEATHER = "weather"
    LABEL = "label"  # 拍摄时间： and the like
    HOURS = "hours"  # 7:00-21:00: no time of taking


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: what it is, its value, how it stands in the line."""

    datum: Datum
    value: Value
    text: str


_DATE = re.compile(r"(20\d\d)\s*[-./年:·,_~]\s*(\d{1,2})\s*[-./月:·,_~]\s*(\d{1,2})\s*日?")
_RUN_DATE = re.compile(r"(?<!\d)(20\d\d)[-./年\s]?([01]\d)[-./月\s]?([0-3]\d)(?!\d)")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*:\s*([0-5]\d)(?:\s*:\s*([0-5]\d))?(?![\d:])")
_RUN_TIME = re.compile(r"^\s*([01]\d|2[0-3])([0-5]\d):([0-5]\d)$")  # right after a date: 1016:45, the first colon lost
_SPOKEN_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*[时点]\s*([0-5]?\d)\s*分(?:\s*([0-5]?\d)\s*秒)?")
_HOURS = re.compile(r"\d{1,2}:\d\d\s*(?:-|—|–|~|至|到)+\s*(?:次\S?)?\d{1,2}:\d\d")
_AFTERNOON = re.compile(r"(?:下午|晚上|PM)\s*$", re.I)
_WEEKDAY = re.compile("(?:星期|周|礼拜)([一二三四五六日天])")
_WEATHER = re.compile(r"-?\d{1,2}\s*(?:℃|°C|°c|℃)|^(?:晴|多云|阴|[小中大阵雷暴]{1,2}雨|[小中大]雪|霾)(?:\s|$|转)")
_BRAND = re.compile(
    "今日水印(?:相机)?|马克(?:水印)?相机|马克水印|水印相机|水印照片|元道(?:经纬)?相机"
    "|钉钉(?:水印)?(?:相机|打卡)?|企业微信(?:打卡)?"
)
_PROOF = re.compile("真实时间|防伪|已验证|照片真实|真实性")
_CODE = re.compile(r"(?:防伪|防伪码|编码)[码:\s]*([A-Z0-9]{10,18})(?![A-Z0-9])")
_LABEL = re.compile(
    "^(拍摄时间|拍照时间|打卡时间|时间|日期|拍摄地点|施工地点|工程地点|地点|地址|位置|工作内容|施工内容|施工区域|施工部位|工程名称|项目名称"
    "|拍摄人员?|打卡人|巡查人|天气|经纬度|经度|纬度|海拔|方位|备注|执勤巡逻|现场拍照|打卡|考勤"
    "|点(?=:)|址(?=:))(?::|$|(?=[\\d北东]))"  # 地　　点： may come in two pieces
)
_PLACE_LABELS = {"拍摄地点", "施工地点", "工程地点", "地点", "地址", "位置", "点", "址"}
_PLACE = re.compile(
    "(?:省|市|区|县|街道|镇|乡|村|路|大街|街|巷|胡同|条|里|园|苑|号院?|号楼|单元|社区|小区|大厦|公园|广场|桥|校区|口|门|附近)"
)
_PROVINCE = re.compile("[\u4e00-\u9fff]{2,8}(?:省|市|区|县|街道|镇|乡)[\u4e00-\u9fff·\\d]")
_DEGREES = r"(\d{1,3}\.\d{3,8}|\d{1,3}\s*[°o]\s*\d{1,2}\s*['′’‘]\s*\d{1,2}(?:\.\d+)?)\s*(?:[°\"″”“'′’]\s*)*"
_MINUTES = re.compile(r"(\d+)\D+(\d+)\D+(\d+(?:\.\d+)?)")
_LATITUDE = re.compile(rf"(?:纬度|北纬|Lat(?:itude)?)\s*(?::\s*)?{_DEGREES}|{_DEGREES}[N北](?!纬)", re.I)
_LONGITUDE = re.compile(rf"(?:经度|东经|Lon(?:gitude)?)\s*(?::\s*)?{_DEGREES}|{_DEGREES}[E东](?!经)", re.I)
_PAIR = re.compile(rf"{_DEGREES}(?:[N北]\s*)?(?:[,，;/]\s*)?{_DEGREES}[E东]?")
# A large time with the upright line on its right, or the edge of the label on its left, read as a digit.
_BAR = re.compile(r"^[1Il|丨]?(\d\d:\d\d(?::\d\d)?)\s*[1Il|丨]?$")
_SLIP = re.compile(r"(?<=\d)[OoIl|]|[OoIl|](?=\d)|(?<=[:.\-/])[OoIl|](?=[:.\-/])")
_SLIPS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
_HAN = re.compile("[\u4e00-\u9fff]")


def pieces(line: str) -> list[Piece]:
    """The pieces of a line of text as OCR gave it, each kind at most once; none where it says nothing of the kind."""
    text = unicodedata.normalize("NFKC", line).replace("。", ".").replace("・", "·").strip()
    found: dict[Datum, Piece] = {}
    for piece in (*_words(text), *_moments(text), *_position(text)):
        found.setdefault(piece.datum, piece)
    label = _LABEL.match(re.sub(r"\s+", "", text))
    if label:
        found[Datum.LABEL] = Piece(Datum.LABEL, label[1], label[1])
    place = _place(text, label[1] if label else "", found)
    if place:
        found[Datum.PLACE] = Piece(Datum.PLACE, place, place)
    return list(found.values())


def _words(text: str) -> Iterator[Piece]:
    weekday = _WEEKDAY.search(text)
    if weekday:
        yield Piece(Datum.WEEKDAY, "一二三四五六日天".index(weekday[1]) % 7 if weekday[1] != "天" else 6, weekday[0])
    for datum, pattern in ((Datum.BRAND, _BRAND), (Datum.PROOF, _PROOF), (Datum.WEATHER, _WEATHER)):
        match = pattern.search(text)
        if match:
            yield Piece(datum, match[0].strip(), match[0].strip())
    code = _CODE.search(text.upper().replace(" ", ""))
    if code:
        yield Piece(Datum.CODE, code[1], code[1])


def _moments(text: str) -> Iterator[Piece]:
    """Date and time. What is left of the date is searched for the time, so that ``2026-06-0514:30`` is read too."""
    digits = _SLIP.sub(lambda slip: slip[0].translate(_SLIPS), _BAR.sub(r"\1", text))
    match = _DATE.search(digits) or _RUN_DATE.search(digits)
    rest = digits
    if match:
        day = _date(*match.groups())
        if day:
            yield Piece(Datum.DATE, day, match[0].strip())
            rest = digits[: match.start()] + " " + digits[match.end() :]
    if _HOURS.search(rest):
        yield Piece(Datum.HOURS, rest, rest)
        return
    clock = _TIME.search(rest) or _SPOKEN_TIME.search(rest)
    if match and not clock:
        clock = _RUN_TIME.search(digits[match.end() :])
    if clock:
        hour, minute, second = (int(part or 0) for part in clock.groups())
        if hour < 12 and _AFTERNOON.search(rest[: clock.start()]):
            hour += 12
        yield Piece(Datum.TIME, time(hour, minute, second), clock[0].strip())


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _position(text: str) -> Iterator[Piece]:
    """Latitude and longitude within China; of two bare numbers the one of 73 to 136 is the longitude."""
    for datum, pattern, low, high in ((Datum.LATITUDE, _LATITUDE, 3, 54), (Datum.LONGITUDE, _LONGITUDE, 73, 136)):
        for match in pattern.finditer(text):
            value = _degrees(next(filter(None, match.groups())))
            if low <= value <= high:
                yield Piece(datum, value, match[0].strip())
    pair = _PAIR.search(text)
    if pair:
        low_value, high_value = sorted((_degrees(pair[1]), _degrees(pair[2])))
        if 3 <= low_value <= 54 and 73 <= high_value <= 136:
            yield Piece(Datum.LATITUDE, low_value, pair[0].strip())
            yield Piece(Datum.LONGITUDE, high_value, pair[0].strip())


def _degrees(text: str) -> float:
    """The value of 39.98267 or 39°58'57.6."""
    parts = _MINUTES.fullmatch(text)
    if parts is None:
        return float(text)
    return round(int(parts[1]) + int(parts[2]) / 60 + float(parts[3]) / 3600, 5)


def _place(text: str, label: str, found: dict[Datum, Piece]) -> str:
    if label:
        if label not in _PLACE_LABELS:
            return ""
        bare = re.sub(r"^\W*" + r"\s*".join(label) + r"\s*(?::\s*)?", "", text)
        return bare.strip() if len(bare.strip()) >= 2 else ""
    taken = {Datum.DATE, Datum.TIME, Datum.WEEKDAY, Datum.LATITUDE, Datum.BRAND, Datum.PROOF, Datum.CODE, Datum.HOURS}
    if taken & found.keys() or not 4 <= len(text) <= 45 or len(_HAN.findall(text)) < 0.6 * len(text.replace(" ", "")):
        return ""
    if re.search("[。；：:！？,，]", text):
        return ""
    return text if _PROVINCE.search(text) or len(_PLACE.findall(text)) >= 2 or _PLACE.search(text[-3:]) else ""
