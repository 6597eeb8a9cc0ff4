from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.numerals import MONEY_WORDS, read_amount, read_count, read_formal, write_formal

AMOUNTS = st.integers(0, 10**13).map(lambda cents: Decimal(cents) / 100)


@given(AMOUNTS)
def test_formal_figures_come_back(amount: Decimal) -> None:
    words = write_formal(amount)
    assert re.fullmatch(MONEY_WORDS, words)
    assert read_formal(words) == amount


@given(AMOUNTS)
def test_digits_come_back(amount: Decimal) -> None:
    assert read_amount(f"{amount:,.2f}") == amount


def test_older_and_looser_forms() -> None:
    assert read_formal("贰万圆正") == 20000
    assert read_formal("壹佰零伍元叁角") == Decimal("105.3")
    assert read_formal("三千元") is None
    assert read_amount("1.2万") == 12000
    assert read_amount("约三千") is None
    assert read_count("十") == 10
    assert read_count("一百二十") == 120
    assert read_count("") is None
    assert read_count("几十") is None
