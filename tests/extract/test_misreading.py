"""What a misreading may make of a word."""

from __future__ import annotations

import pytest

from zgc_lint.extract.misreading import holds, may_be


@pytest.mark.parametrize(
    ("read", "written", "same"),
    [
        ("20260605012345", "20260605012345", True),
        ("2026O605Ol2345", "20260605012345", True),  # lookalikes do not count
        ("20260605012845", "20260605012345", True),  # one slip
        ("2026060501235", "20260605012345", True),
        ("20260605012899", "20260605012345", False),
        ("〔2026) 京0108民初31562号", "（2026）京0108民初31562号", True),
        ("周挂兰", "周桂兰", True),
        ("吴小梅", "周桂兰", False),
        ("", "周桂兰", False),
    ],
)
def test_may_be(read: str, written: str, same: bool) -> None:
    assert may_be(read, written) is same


def test_holds() -> None:
    text = "信访人：周挂兰，\n女"
    assert not holds(text, "周桂兰")
    assert holds(text, "周桂兰", slips=1)
    assert holds("联系 人：周 桂兰", "周桂兰")
    assert not holds(text, "吴小梅", slips=1)
    assert not holds(text, "")
