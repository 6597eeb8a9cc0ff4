"""How many slips a text has decides how sure one more is; characters left out beside slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.suspicions import Suspicions
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Confidence
from zgc_lint.testing.papers import make_batch

SLIPS = "申请人对行政复以决定不服的，可以提起诉讼。诉求人对处里结果表示满意。房屋已修膳完毕。"
DOUBTFUL = "外包装标鉴注明了产地，复印伴留存。"
PLAIN = "经核实，该小区不属于我街道辖区，已转相关街道办理。"


def suspects(statement: str) -> dict[str, Confidence]:
    knowledge = Knowledge()
    batch = make_batch({"statement": statement}, knowledge)
    return {
        one.right: one.confidence
        for filing in batch.filings
        for document in filing.documents
        for one in document[Suspicions].suspects
    }


def test_a_text_with_slips_is_told_more_than_one_without() -> None:
    careful = suspects("\n".join([DOUBTFUL, *[f"{PLAIN}（{number}）" for number in range(120)]]))
    careless = suspects(SLIPS + DOUBTFUL)
    assert not careful
    assert careless["标签"] is Confidence.LIKELY
    assert {careless[word] for word in ("行政复议", "修缮")} == {Confidence.CERTAIN}


def test_what_touches_a_likelier_slip_is_no_gap() -> None:
    found = suspects(SLIPS + "该纠纷已由人民法苑受理。")
    assert found["人民法院"] is Confidence.CERTAIN
    assert len(found) == 4


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 10**6), st.floats(0.01, 0.99))
def test_more_slips_never_make_less_likely(sure: int, more: int, characters: int, probability: float) -> None:
    from zgc_lint.extract.suspicions import _odds_factor, _weighed

    few, many = _odds_factor(sure, characters), _odds_factor(sure + more, characters)
    assert 0 < few <= many <= 1.3
    assert 0 < _weighed(probability, few) <= _weighed(probability, many) < 1
    assert _weighed(probability, 1) == pytest.approx(probability)
