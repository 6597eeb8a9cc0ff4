from __future__ import annotations

import pytest

from zgc_lint.extract.dates import weekday_of
from zgc_lint.extract.events import DatedEvent, Events
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch


def _events(statement: str, knowledge: Knowledge) -> tuple[DatedEvent, ...]:
    spec = {"form": {"来电时间": "2026-06-05 14:03"}, "statement": statement}
    return make_batch(spec, knowledge).filings[0][Events].events


@pytest.mark.parametrize(
    ("text", "key", "earlier", "future"),
    [
        ("6月6日上午，工作人员会同物业到现场查看。", "arrived", False, False),
        ("诉求人于2026年5月18日就押金问题向海淀区人民法院起诉。", "sued", False, False),
        ("法院于5月22日立案，案号另告。", "accepted", False, False),
        ("此前，执法队曾于5月2日到店检查。", "arrived", True, False),
        ("施工单位承诺6月20日前整改完毕。", "rectified", False, True),
        ("6月8日，工作人员与诉求人取得联系。", "contacted", False, False),
    ],
)
def test_what_happened_on_a_date(text: str, key: str, earlier: bool, future: bool, knowledge: Knowledge) -> None:
    (event,) = _events(text, knowledge)
    assert (event.event.key, event.earlier, event.future) == (key, earlier, future)


def test_a_range_and_a_quotation_are_no_event(knowledge: Knowledge) -> None:
    assert not _events("6月6日至8日没有下雨。诉求人写道“6月3日到现场查看”。", knowledge)


def test_signed_on_the_last_lines(knowledge: Knowledge) -> None:
    spec = {"statement": "6月6日到现场查看。\n中关村街道办事处\n2026年6月9日"}
    events = make_batch(spec, knowledge).filings[0][Events]
    assert [date.words.text for date in events.signed] == ["2026年6月9日"]


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("（星期五）上午", ("星期五", 4)),
        ("周日，", ("周日", 6)),
        ("星期天", ("星期天", 6)),
        ("周一鸣来电", None),
        ("周边", None),
    ],
)
def test_weekday_behind_a_date(text: str, weekday: tuple[str, int] | None) -> None:
    assert weekday_of(text) == weekday
