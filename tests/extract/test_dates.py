# ruff: noqa: DTZ001 (what is written down has no zone)
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.dates import (
    SHANGHAI,
    ImpossibleDate,
    Moment,
    Precision,
    agree,
    compare,
    find_dates,
    from_excel_serial,
    read_moment,
)

INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0))
FULL_WIDTH = str.maketrans({code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)})
NUMERALS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else NUMERALS[tens]) + "十") + (NUMERALS[ones] if ones else "")


def in_characters(at: datetime) -> str:
    return "".join(NUMERALS[int(c)] for c in f"{at:%Y}") + f"年{numeral(at.month)}月{numeral(at.day)}日"


DAY_SHAPES = [
    lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at.year}/{at.month}/{at.day}",
    lambda at: f"{at.year}.{at.month}.{at.day}",
    lambda at: f"{at.year}年{at.month}月{at.day}日",
    lambda at: f"{at.year} 年 {at.month} 月 {at.day} 日",
    lambda at: f"{at:%Y%m%d}",
    in_characters,
]
MINUTE_SHAPES = [
    lambda at: f"{at:%Y-%m-%d %H:%M}",
    lambda at: f"{at:%Y-%m-%dT%H:%M}",
    lambda at: f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分",
    lambda at: f"{at.year}年{at.month}月{at.day}日 {at.hour}点{at.minute}分",
    lambda at: f"{at.year}/{at.month}/{at.day} {at:%H：%M}",
    lambda at: f"{at:%Y%m%d%H%M}",
]
SECOND_SHAPES = [
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}.0",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    lambda at: f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分{at.second}秒",
    lambda at: f"{at:%Y%m%d%H%M%S}",
]


def moment(text: str) -> Moment:
    found = read_moment(text)
    assert isinstance(found, Moment), found
    return found


@given(INSTANTS, st.sampled_from(DAY_SHAPES))
def test_every_shape_of_a_day_round_trips(at: datetime, shape: object) -> None:
    found = moment(shape(at))  # type: ignore[operator]
    assert (found.day, found.precision) == (at.date(), Precision.DAY)


@given(INSTANTS, st.sampled_from(MINUTE_SHAPES))
def test_every_shape_of_a_minute_round_trips(at: datetime, shape: object) -> None:
    found = moment(shape(at))  # type: ignore[operator]
    assert (found.at.replace(tzinfo=None), found.precision) == (at.replace(second=0), Precision.MINUTE)


@given(INSTANTS, st.sampled_from(SECOND_SHAPES))
def test_every_shape_of_a_second_round_trips(at: datetime, shape: object) -> None:
    found = moment(shape(at))  # type: ignore[operator]
    assert (found.at.replace(tzinfo=None), found.precision) == (at, Precision.SECOND)


@given(INSTANTS)
def test_a_moment_is_aware_and_reads_itself_back(at: datetime) -> None:
    found = moment(f"{at:%Y-%m-%d %H:%M:%S}")
    assert found.at.tzinfo is SHANGHAI
    assert moment(str(found)) == found


@given(INSTANTS, st.sampled_from(DAY_SHAPES + MINUTE_SHAPES + SECOND_SHAPES))
def test_full_width_is_read_as_half_width(at: datetime, shape: object) -> None:
    text = shape(at)  # type: ignore[operator]
    half, full = moment(text), moment(text.translate(FULL_WIDTH).replace(" ", "\u3000"))
    assert (half.at, half.precision) == (full.at, full.precision)


@given(
    st.integers(1900, 2099),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["{}年{}月{}日", "{}-{}-{}", "{:04}{:02}{:02}", "{}/{}/{} 10:00"]),
)
def test_a_date_no_calendar_has_is_impossible_and_never_raises(y: int, m: int, d: int, shape: str) -> None:
    found = read_moment(shape.format(y, m, d))
    try:
        expected: date | None = date(y, m, d)
    except ValueError:
        expected = None
    if expected is None:
        assert isinstance(found, ImpossibleDate)
        assert found.why
    else:
        assert isinstance(found, Moment)
        assert found.day == expected


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_time_no_clock_shows_is_impossible(hour: int, minute: int, second: int) -> None:
    found = read_moment(f"2026-06-05 {hour:02}:{minute:02}:{second:02}")
    possible = (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)
    assert isinstance(found, Moment if possible else ImpossibleDate)


@given(st.text(st.sampled_from("0123456789年月日时分秒-/.:： 上下午晚T一二十〇２０～"), max_size=30))
def test_no_text_raises(text: str) -> None:
    read_moment(text)
    assert all(text[found.start : found.end] for found in find_dates(text, year=2026))


@given(INSTANTS, st.sampled_from(DAY_SHAPES[:5] + MINUTE_SHAPES[:5] + SECOND_SHAPES[:4]), st.text(max_size=10))
def test_offsets_point_at_the_raw_text(at: datetime, shape: object, before: str) -> None:
    text = f"{before}，于{shape(at)}，致电"  # type: ignore[operator]
    for raw in (text, text.translate(FULL_WIDTH)):
        found = list(find_dates(raw))
        assert [raw[f.start : f.end] for f in found] == [f.value.raw for f in found]
        last = found[-1].value
        assert isinstance(last, Moment)
        assert last.day == at.date()


@given(INSTANTS, INSTANTS, st.sampled_from(Precision), st.sampled_from(Precision))
def test_compare_is_antisymmetric(one: datetime, other: datetime, p: Precision, q: Precision) -> None:
    left, right = (Moment(at.replace(tzinfo=SHANGHAI), precision, "") for at, precision in ((one, p), (other, q)))
    there, back = compare(left, right), compare(right, left)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there == -back
    assert agree(left, right) == (there in (0, None))


@given(INSTANTS, INSTANTS)
def test_compare_is_exact_to_the_second(one: datetime, other: datetime) -> None:
    left, right = (Moment(at.replace(tzinfo=SHANGHAI), Precision.SECOND, "") for at in (one, other))
    assert compare(left, right) == (one > other) - (one < other)


@given(INSTANTS.filter(lambda at: at.year >= 1955))
def test_an_excel_serial_round_trips(at: datetime) -> None:
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    found = from_excel_serial(serial)
    assert isinstance(found, Moment)
    assert found.at.replace(tzinfo=None) == at
    if serial != int(serial):
        assert moment(f"{serial:.10f}").at == found.at


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-12-31 23:59:59", "2026-01-01 00:00:00", -1),
        ("2026-06-05 14:03:12", "2026年6月5日14时03分12秒", 0),
        ("2026-06-05 14:03", "2026-06-05 14:03:59", None),
        ("2026-06-05", "2026-06-05 23:59:59", None),
        ("2026-06-05", "2026-06-06 00:00", -1),
        ("2026-06-05 24:00", "2026-06-05 23:59", 1),
        ("2026-06-05 24:00", "2026-06-06", None),
        ("2026-02-28", "2026-03-01", -1),
    ],
)
def test_compare(one: str, other: str, expected: int | None) -> None:
    assert compare(moment(one), moment(other)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年6月5日 下午2:03", "2026-06-05 14:03"),
        ("2026-06-05 2:03 PM", "2026-06-05 14:03"),
        ("2026年6月5日凌晨12点", "2026-06-05 00:00"),
        ("2026年6月5日中午12点半", "2026-06-05 12:30"),
        ("2026年6月5日晚上8点", "2026-06-05 20:00"),
        ("2026年6月5日晚上12点", "2026-06-05"),  # which midnight is not said
        ("2026年6月5日晚上1点", "2026-06-05"),
        ("2026年6月5日（星期五）14时整", "2026-06-05 14:00"),
        ("二〇二六年十二月三十一日", "2026-12-31"),
        ("二0二六年二月十日", "2026-02-10"),
        ("2024年2月29日", "2024-02-29"),
        ("46178", "2026-06-05"),
        ("46178.5855", "2026-06-05 14:03:07"),
    ],
)
def test_reads(text: str, expected: str) -> None:
    assert str(moment(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "已报", "3", "202606", "20260605012", "2026年6月", "6月5日", "2026-06-05至2026-06-06", "第2026-06-05号"],
)
def test_what_is_no_date(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize("text", ["2026年2月29日", "2026-06-31", "2026年13月1日", "二〇二六年二月三十日", "20260230"])
def test_what_no_calendar_has(text: str) -> None:
    assert isinstance(read_moment(text), ImpossibleDate)


def test_dates_without_a_year_take_the_one_given() -> None:
    text = "2026年6月5日来电，6月7日核实，去年6月8日曾反映"
    assert [str(f.value) for f in find_dates(text)] == ["2026-06-05"]
    assert [str(f.value) for f in find_dates(text, year=2025)] == ["2026-06-05", "2025-06-07"]
