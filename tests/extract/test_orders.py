from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from zgc_lint.extract.orders import Order, Orders
from zgc_lint.extract.similarity import Complaint
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch

CHILD, MOTHER = "20260605012345", "20260601012345"
Rows = Sequence[Mapping[str, Any]]


def orders(knowledge: Knowledge, **spec: Any) -> Orders:
    return make_batch(spec, knowledge)[Orders]


def pair(knowledge: Knowledge, child: Mapping[str, Any], mother: Mapping[str, Any]) -> tuple[Orders, Order, Order]:
    found = orders(knowledge, export=[{"工单编号": CHILD, **child}, {"工单编号": MOTHER, **mother}])
    return found, found.by_number[CHILD], found.by_number[MOTHER]


class TestSources:
    def test_export_counts_before_ledger_before_form(self, knowledge: Knowledge) -> None:
        found = orders(
            knowledge,
            form={"工单编号": CHILD, "诉求人": "丙", "联系电话": "3", "诉求地址": "表"},
            ledger=[{"工单编号": CHILD, "诉求人": "乙", "联系电话": "2"}],
            export=[{"工单编号": CHILD, "诉求人": "甲"}],
        ).by_number[CHILD]
        assert [found.value(key) for key in ("complainant", "phone", "address", "status")] == ["甲", "2", "表", ""]

    def test_an_order_in_two_exports_is_one_and_the_second_fills_gaps(self, knowledge: Knowledge) -> None:
        rows: Rows = [
            {"工单编号": CHILD, "诉求人": "甲", "联系电话": ""},
            {"工单编号": CHILD, "诉求人": "乙", "联系电话": "2"},
        ]
        found = orders(knowledge, export=rows)
        assert list(found.by_number) == [CHILD]
        assert (found.by_number[CHILD].value("complainant"), found.by_number[CHILD].value("phone")) == ("甲", "2")

    @pytest.mark.parametrize(
        ("exported", "listed", "expected"),
        [
            ("2026-06-05", "2026-06-05 14:03:12", "2026-06-05 14:03:12"),
            ("2026-06-05 14:03", "2026-06-05", "2026-06-05 14:03"),
            ("2026-06-05 14:03", "2026-06-06 10:00:00", "2026-06-05 14:03"),
            ("2026-06-31", "2026-06-05", "2026-06-05"),
            ("", "2026-06-05", "2026-06-05"),
        ],
    )
    def test_a_more_exact_time_counts_where_it_agrees(
        self, knowledge: Knowledge, exported: str, listed: str, expected: str
    ) -> None:
        found = orders(
            knowledge,
            ledger=[{"工单编号": CHILD, "来电时间": listed}],
            export=[{"工单编号": CHILD, "来电时间": exported}],
        )
        assert str(found.by_number[CHILD].moment("received_at")) == expected

    def test_filed_is_what_has_a_row_or_a_folder(self, knowledge: Knowledge) -> None:
        found = orders(
            knowledge,
            form={"工单编号": "20260605012345"},
            ledger=[{"工单编号": "20260606012345", "剔除项": "不属实"}],
            export=[{"工单编号": "20260607012345", "诉求人": "甲"}],
        )
        assert [order.number for order in found.filed()] == ["20260605012345", "20260606012345"]


class TestRepeats:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (MOTHER, [MOTHER]),
            (f"{MOTHER}（首次）", [MOTHER]),
            (f"{MOTHER}，2026-06-01，13800001111", [MOTHER]),
            (f"{MOTHER}、20260602012345", [MOTHER, "20260602012345"]),
            (f"{MOTHER}\n{MOTHER}", [MOTHER]),
            ("２０２６０６０１０１２３４５", [MOTHER]),
            ("BJ-240101-000001", ["BJ-240101-000001"]),
            ("2.02606E+13", []),
            ("见截图", []),
            ("无", []),
        ],
    )
    def test_the_numbers_in_the_field_are_the_parents(
        self, knowledge: Knowledge, written: str, expected: list[str]
    ) -> None:
        found = orders(knowledge, ledger=[{"工单编号": CHILD, "母单编号": written, "剔除项": "同人同诉"}])
        assert [repeat.parent.number for repeat in found.repeats() if repeat.parent] == expected

    def test_without_a_parent_there_is_one_repeat_of_none(self, knowledge: Knowledge) -> None:
        repeats = list(orders(knowledge, ledger=[{"工单编号": CHILD, "剔除项": "1.同人同诉（不计入考评）"}]).repeats())
        assert [(r.child.number, r.parent, r.order) for r in repeats] == [(CHILD, None, None)]

    def test_form_and_ledger_name_a_parent_once(self, knowledge: Knowledge) -> None:
        found = orders(
            knowledge,
            form={"工单编号": CHILD, "母单编号": MOTHER},
            ledger=[{"工单编号": CHILD, "母单编号": MOTHER}],
        )
        assert [r.parent.place.document for r in found.repeats() if r.parent] == [f"{CHILD}/申报表.docx"]

    def test_an_order_filed_for_something_else_is_none(self, knowledge: Knowledge) -> None:
        row = {"工单编号": CHILD, "剔除项": "非本级职责", "母单编号": ""}
        assert not list(orders(knowledge, ledger=[row]).repeats())


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("", False),
            ("已办结", False),
            ("撤单", True),
            ("已作废", True),
            ("无效", True),
            ("退单申请中", None),
            ("撤单未通过", None),
            ("拟退单", None),
            ("退单被驳回", None),
        ],
    )
    def test_void(self, knowledge: Knowledge, status: str, expected: bool | None) -> None:
        found = orders(knowledge, export=[{"工单编号": CHILD, "工单状态": status}])
        assert found.is_void(found.by_number[CHILD]) is expected


class TestSamePerson:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (("王建国", "13800001111"), ("王建国", "13800001111"), True),
            (("王建国", "13800001111"), ("李梅", "13800001111"), True),
            (("王建国", "13800001111"), ("王建国", "13900002222"), None),
            (("王建国", "13800001111"), ("王健国", "13900002222"), None),
            (("王建国", "13800001111"), ("李梅", "13900002222"), False),
            (("王伟", "13800001111"), ("王强", "13900002222"), False),
            (("王建国", "138****1111"), ("李梅", "138****1111"), None),
            (("王建国", "138****1111"), ("李梅", "138****2222"), False),
            (("保密", "13800001111"), ("李梅", "13900002222"), None),
            (("王建国", ""), ("李梅", "13900002222"), None),
        ],
    )
    def test_phone_proves_and_both_refute(
        self, knowledge: Knowledge, one: tuple[str, str], other: tuple[str, str], expected: bool | None
    ) -> None:
        found, left, right = pair(
            knowledge, {"诉求人": one[0], "联系电话": one[1]}, {"诉求人": other[0], "联系电话": other[1]}
        )
        assert found.same_person(left, right) is expected
        assert found.same_person(right, left) is expected


MATTER = {"联系电话": "13800001111", "诉求分类": "电梯", "诉求地址": "知春里1号楼"}


class TestEarlier:
    def earlier(self, knowledge: Knowledge, child: Mapping[str, Any], mother: Mapping[str, Any]) -> list[str]:
        child = {"来电时间": "2026-06-05 10:00:00", **MATTER, **child}
        mother = {"来电时间": "2026-06-01 10:00:00", **MATTER, **mother}
        found, order, _ = pair(knowledge, child, mother)
        return [other.number for other in found.earlier(order)]

    @pytest.mark.parametrize(
        ("child", "mother"),
        [
            ({}, {}),
            ({}, {"来电时间": "2026-06-05 09:59:59"}),
            ({}, {"诉求地址": "北京市海淀区中关村街道知春里１号楼"}),
            ({"联系电话": "010-62551234/13800001111"}, {}),
            ({"联系电话": "62551234"}, {"联系电话": "(010)62551234"}),
            ({"诉求人": "王建国"}, {"诉求人": "王先生"}),
        ],
    )
    def test_found(self, knowledge: Knowledge, child: Mapping[str, Any], mother: Mapping[str, Any]) -> None:
        assert self.earlier(knowledge, child, mother) == [MOTHER]

    @pytest.mark.parametrize(
        ("child", "mother"),
        [
            ({}, {"来电时间": "2026-06-05 10:00:00"}),
            ({}, {"来电时间": "2026-06-05"}),
            ({}, {"来电时间": ""}),
            ({"来电时间": ""}, {}),
            ({}, {"来电时间": "2026-06-06"}),
            ({}, {"诉求地址": "知春里2号楼"}),
            ({}, {"诉求分类": "停车"}),
            ({}, {"联系电话": "13800001112"}),
            ({"联系电话": "138****1111"}, {"联系电话": "138****1111"}),
            ({"诉求人": "王建国"}, {"诉求人": "李梅"}),
            ({"联系电话": "62551234"}, {"联系电话": "0311-62551234"}),
        ],
    )
    def test_not_found(self, knowledge: Knowledge, child: Mapping[str, Any], mother: Mapping[str, Any]) -> None:
        assert self.earlier(knowledge, child, mother) == []

    def test_the_earliest_comes_first_over_several_telephones(self, knowledge: Knowledge) -> None:
        matter = {"诉求分类": "电梯", "诉求地址": "知春里1号楼"}
        rows: Rows = [
            {"工单编号": "20260609000001", "来电时间": "2026-06-09", "联系电话": "13800001111/62551234", **matter},
            {"工单编号": "20260605000001", "来电时间": "2026-06-05", "联系电话": "13800001111", **matter},
            {"工单编号": "20260601000001", "来电时间": "2026-06-01", "联系电话": "62551234", **matter},
            {"工单编号": "20260603000001", "来电时间": "2026-06-03", "联系电话": "62551234/13800001111", **matter},
        ]
        found = orders(knowledge, export=rows)
        numbers = [order.number for order in found.earlier(found.by_number["20260609000001"])]
        assert numbers == ["20260601000001", "20260603000001", "20260605000001"]

    def test_work_grows_with_the_orders_not_with_their_pairs(
        self, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows: Rows = [
            {"工单编号": f"2026060{i:07}", "来电时间": "2026-06-05", "联系电话": f"138{i // 2:08}"}
            for i in range(1, 2001)
        ]
        compared = 0

        def count(one: Complaint, other: Complaint) -> bool:
            nonlocal compared
            compared += 1
            return False

        monkeypatch.setattr("zgc_lint.extract.orders.is_same_matter", count)
        monkeypatch.setattr("zgc_lint.extract.orders.compare", lambda one, other: -1)
        found = orders(knowledge, export=rows)
        assert [order.number for each in found.by_number.values() for order in found.earlier(each)] == []
        assert compared <= 2 * len(rows)
