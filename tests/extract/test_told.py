from __future__ import annotations

import pytest

from zgc_lint.extract.told import ShownOrders, ToldRoles, ToldTimes
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Filing
from zgc_lint.testing.papers import make_batch

CHILD, MOTHER = "20260605012345", "20260601012345"


def filing(knowledge: Knowledge, statement: str = "", **attachments: str) -> Filing:
    files = {f"{name}.docx": text for name, text in attachments.items()}
    spec = {"form": {"工单编号": CHILD}, "statement": statement, "attachments": files}
    return make_batch(spec, knowledge).filings[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"母单{MOTHER}与子单{CHILD}。", [(MOTHER, "parent"), (CHILD, "child")]),
        (f"首件工单编号为{MOTHER}。", [(MOTHER, "parent")]),
        (f"母单（工单编号：{MOTHER}）已办结。", [(MOTHER, "parent")]),
        (f"{MOTHER}为母单，{CHILD}为其子单。", [(MOTHER, "parent"), (CHILD, "child")]),
        (f"工单{MOTHER}不是母单。", []),
        (f"工单{MOTHER}已办结，母单另行说明。", []),
    ],
)
def test_roles(knowledge: Knowledge, text: str, expected: list[tuple[str, str]]) -> None:
    mentions = filing(knowledge, text)[ToldRoles].mentions
    assert [(m.number, m.role) for m in mentions] == expected
    assert all(text[(m.quote.place.start or 0) : m.quote.place.end] == m.number for m in mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"母单{MOTHER}，来电时间为2026年6月1日9时5分。", {MOTHER: "2026-06-01 09:05"}),
        (f"诉求人（{MOTHER}）于2026年6月1日来电反映。", {MOTHER: "2026-06-01"}),
        (f"母单{MOTHER}、子单{CHILD}，来电时间为2026年6月5日。", {CHILD: "2026-06-05"}),
        (f"工单{MOTHER}于2026年6月3日办结。", {}),
        (f"工单{MOTHER}。来电时间为2026年6月5日。", {}),
    ],
)
def test_times_in_running_text(knowledge: Knowledge, text: str, expected: dict[str, str]) -> None:
    told = filing(knowledge, text)[ToldTimes].orders
    assert {t.number: str(t.moment("received_at")) for t in told} == expected


@pytest.mark.parametrize(
    "text",
    [
        "工单编号 {n}\n来电时间 2026-06-01 09:00:01\n诉求人 王建国\n诉求内容 电梯停运\n多日无人修",
        "工单编号：{n}\n来电时间：2026-06-01 09:00:01\n诉求人：王建国\n诉求内容：电梯停运\n多日无人修",
        "工单编号{n}\n来电时间2026-06-01 09:00:01\n诉求人王建国\n诉求内容电梯停运\n多日无人修",
        "工单编号\n{n}\n来电时间\n2026-06-01 09:00:01\n诉求人\n王建国\n诉求内容\n电梯停运\n多日无人修",
    ],
)
def test_the_fields_of_a_screenshot(knowledge: Knowledge, text: str) -> None:
    (told,) = filing(knowledge, **{"1.母单截图": text.format(n=MOTHER)})[ShownOrders].orders
    assert (told.number, str(told.moment("received_at")), told.is_shown) == (MOTHER, "2026-06-01 09:00:01", True)
    values = {reading.field: reading.text for reading in told.readings}
    assert (values["complainant"], values["complaint"]) == ("王建国", "电梯停运\n多日无人修")


def test_one_picture_of_two_orders(knowledge: Knowledge) -> None:
    text = f"工单编号 {MOTHER}\n联系电话 13800001111\n工单编号 {CHILD}\n联系电话 13900002222"
    told = list(filing(knowledge, **{"1.工单截图": text})[ShownOrders].orders)
    phones = [(t.number, reading.text) for t in told if (reading := t.reading("phone"))]
    assert phones == [(MOTHER, "13800001111"), (CHILD, "13900002222")]


def test_other_attachments_show_no_orders(knowledge: Knowledge) -> None:
    assert not list(filing(knowledge, **{"1.沟通记录": f"工单编号 {MOTHER}"})[ShownOrders].orders)
