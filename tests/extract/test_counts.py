from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.counts import figures, tallies
from zgc_lint.extract.numerals import write_formal

NAMES = ["王建国", "李秀英", "张伟", "赵敏", "陈志刚", "刘玉洁"]


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_amount_in_words_and_digits(one: int, other: int) -> None:
    text = f"应退还押金人民币{write_formal(Decimal(one))}（{other}元）。"
    assert [tally.sure for tally in tallies(text)] == ([] if one == other else [True])


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 1000))
def test_parts_that_leave_nothing_out(done: int, open_: int, total: int) -> None:
    found = list(tallies(f"共排查商户{total}家，其中已整改{done}家、未整改{open_}家。"))
    assert bool(found) is (done + open_ != total)


@given(st.integers(2, 6), st.integers(1, 9))
def test_names_against_their_number(names: int, said: int) -> None:
    listed = "、".join(NAMES[:names])
    assert bool(list(tallies(f"走访了{listed}共{said}户居民。"))) is (names != said)
    assert bool(list(tallies(f"走访了{listed}等{said}户居民。"))) is (names > said)


def test_figures_of_one_name() -> None:
    found = [
        (figure.what, figure.unit, figure.number) for figure in figures("押金8,600元，面积9.8平方米，共拨打电话６次")
    ]
    assert found == [("押金", "元", 8600), ("面积", "平方米", Decimal("9.8")), ("拨打", "次", 6)]


def test_a_day_more_or_less_is_a_way_of_counting() -> None:
    assert not list(tallies("6月6日至8日连续三天监测，5月30日至6月2日共三天。"))
    assert not list(tallies("6月6日至5日共九天。"))
