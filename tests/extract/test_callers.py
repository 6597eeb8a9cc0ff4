from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_lint.extract import callers
from zgc_lint.extract.callers import Caller, Candidates, household_of, identity_tail
from zgc_lint.extract.similarity import Complaint, is_same_matter


@dataclass
class Call:
    caller: Caller
    complaint: Complaint


PLACES = [
    "",
    "知春里",
    "知春里1号楼",
    "知春里11号楼",
    "海淀区知春里1号楼2单元",
    "知春里小区1号楼",
    "科育小区5号院",
    "1",
]
CATEGORIES = ["", "电梯", "物业管理->电梯", "物业管理", "物业管理->停车", "停车"]
TEXTS = ["", "电梯停运", "电梯停运多日", "盲道被占"]
CALLS = st.builds(
    Call,
    st.builds(
        Caller,
        st.sampled_from([frozenset({"00001111"}), frozenset[str]()]),
        st.just("王建国"),
        st.sampled_from([frozenset({"知春里1号楼501"}), frozenset[str]()]),
    ),
    st.builds(Complaint, st.sampled_from(CATEGORIES), st.sampled_from(PLACES), st.sampled_from(TEXTS)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CALLS, max_size=14), st.sampled_from([0, 3, 40]))
def test_no_earlier_call_of_the_same_caller_on_the_same_matter_is_left_out(calls: list[Call], large: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(callers, "_LARGE", large)
        candidates = Candidates(calls)
        for position, call in enumerate(calls):
            found = list(candidates.before(position))
            assert found == sorted(set(found))
            for other in range(position):
                meant = not call.caller.keys.isdisjoint(calls[other].caller.keys)
                if meant and is_same_matter(call.complaint, calls[other].complaint):
                    assert other in found


def test_a_switchboard_is_not_compared_with_itself_again_and_again() -> None:
    caller = Caller(frozenset({"00001111"}), "", frozenset())
    calls = [Call(caller, Complaint("电梯", f"第{i}小区{i}号楼", "")) for i in range(2000)]
    candidates = Candidates(calls)
    assert sum(len(list(candidates.before(position))) for position in range(2000)) < 20 * 2000


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("海淀区知行里小区3号楼2单元501", "知行里小区3号楼2单元501"),
        ("知行里3号楼1203室", "知行里3号楼1203室"),
        ("知行里3号楼", ""),
        ("知行里3号楼2单元", ""),
        ("知行里东门", ""),
        ("", ""),
    ],
)
def test_a_household_goes_down_to_the_flat(address: str, expected: str) -> None:
    assert household_of(address) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("110108199001011234", "1234"), ("１２３ｘ", "123X"), ("1101081990****123X", "123X"), ("1101****", ""), ("", "")],
)
def test_the_tail_of_an_identity_number(text: str, expected: str) -> None:
    assert identity_tail(text) == expected


def test_a_name_that_may_be_anybodys_has_no_second_sign() -> None:
    flat = frozenset({"知行里3号楼501"})
    assert Caller(frozenset(), "王建国", flat).shares_second(Caller(frozenset(), "王建国", flat))
    for name in ("", "王先生", "王**", "王"):
        assert not Caller(frozenset(), name, flat).keys
