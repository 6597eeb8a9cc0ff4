from __future__ import annotations

from datetime import date, time

import pytest

from zgc_lint.look.patterns import Datum, Value, pieces


def read(line: str) -> dict[Datum, Value]:
    return {piece.datum: piece.value for piece in pieces(line)}


@pytest.mark.parametrize(
    "line",
    ["2026-06-05 14:30", "2026-06-0514:30", "2026.06.05 14：30", "2026/6/5 14:30:21", "2026年6月5日 14:30",
     "2O26-06-05 14:3O", "拍摄时间：2026-06-05 14:30", "2026年06月05日 14时30分", "2026-06-05 下午2:30"],
)  # fmt: skip
def test_date_and_time(line: str) -> None:
    found = read(line)
    taken = found[Datum.TIME]
    assert isinstance(taken, time)
    assert (found[Datum.DATE], taken.replace(second=0)) == (date(2026, 6, 5), time(14, 30))


def test_a_colon_that_was_lost_after_a_date() -> None:
    assert read("2026.06.051430:45") == {Datum.DATE: date(2026, 6, 5), Datum.TIME: time(14, 30, 45)}
    assert Datum.TIME not in read("1430:45")


@pytest.mark.parametrize("line", ["14:30|", "14:301", "14:30 丨", "14:30l", "114:30"])
def test_the_bar_beside_a_large_time_is_no_digit(line: str) -> None:
    assert read(line)[Datum.TIME] == time(14, 30)


@pytest.mark.parametrize(
    "line",
    [
        "20260605012345",
        "营业时间 7:00-22:30",
        "2026年13月5日",
        "010-88880123",
        "京N·A1234",
        "第3版 25:61",
        "1:100比例尺",
        "",
    ],
)
def test_neither_date_nor_time(line: str) -> None:
    assert not {Datum.DATE, Datum.TIME} & read(line).keys()


@pytest.mark.parametrize(
    ("line", "place"),
    [("北京市海淀区中关村大街27号", "北京市海淀区中关村大街27号"), ("海淀区・保福寺桥东南角", "海淀区·保福寺桥东南角"),
     ("地　　点：科苑新村", "科苑新村"), ("点：海淀区新科祥园小区", "海淀区新科祥园小区"),
     ("科苑新村小区", "科苑新村小区"),
     ("工作内容：清理中关村大街路面", None), ("今日水印相机", None), ("敬请谅解。", None),
     ("请勿在小区门口停车，违者拖离。", None)],
)  # fmt: skip
def test_place(line: str, place: str | None) -> None:
    assert read(line).get(Datum.PLACE) == place


@pytest.mark.parametrize(
    "line",
    [
        "经度：116.31044 纬度：39.98012",
        "39.98012°N,116.31044°E",
        "116.31044, 39.98012",
        "经纬度：39.98012°N 116.31044°E",
    ],
)
def test_position(line: str) -> None:
    found = read(line)
    assert (found[Datum.LATITUDE], found[Datum.LONGITUDE]) == (39.98012, 116.31044)


@pytest.mark.parametrize(
    ("line", "day"), [("星期一 多云 21℃", 0), ("周日", 6), ("星期天", 6), ("2026-06-05 星期五", 4)]
)
def test_weekday(line: str, day: int) -> None:
    assert read(line)[Datum.WEEKDAY] == day


def test_brand_and_code() -> None:
    assert read("今日水印相机")[Datum.BRAND] == "今日水印相机"
    assert read("真实时间 防伪 7MA2BRCKTC9TFE")[Datum.CODE] == "7MA2BRCKTC9TFE"
    assert Datum.CODE not in read("防伪标识")
