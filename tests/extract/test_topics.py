from __future__ import annotations

from zgc_lint.extract.topics import about_of, heading_topic, places_differ, places_in, share_words


def test_places_by_unit() -> None:
    assert places_in("3号楼二单元") == {("号楼", "3"), ("单元", "2")}
    assert places_differ(places_in("3号楼2单元"), places_in("三号楼3单元"))
    assert not places_differ(places_in("3号楼"), places_in("2单元"))


def test_heading_opens_a_topic() -> None:
    assert heading_topic("一、关于楼道堆物问题") == "楼道堆物"
    assert heading_topic("工作人员到场查看") is None


def test_two_matters_two_people() -> None:
    one = about_of("关于楼道堆物问题，已清理", "已清理", "")
    assert not one.may_be(about_of("关于夜间噪声问题，不属实", "不属实", ""))
    assert one.may_be(about_of("已清理完毕", "已清理完毕", ""))


def test_stock_words_are_not_shared() -> None:
    assert share_words("楼道堆物已清理", "反映楼道堆物")
    assert not share_words("经核实情况", "经核实问题")
