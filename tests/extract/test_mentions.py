"""What running text says of its case, and what it says of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.extract.dates import Precision
from zgc_lint.extract.mentions import Mentions
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def mentions(statement: str, knowledge: Knowledge = KNOWLEDGE) -> Mentions:
    form = {"工单编号": "20260605012345", "来电时间": "2026-06-05 14:03:12"}
    return make_batch({"form": form, "statement": statement}, knowledge).filings[0][Mentions]


class TestNames:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("诉求人王建国来电反映路灯不亮。", "王建国"),
            ("诉求人：李明，联系电话138。", "李明"),
            ("来电人欧阳娜娜表示认可。", "欧阳娜娜"),
            ("市民张某某反映楼道堆物。", "张某某"),
            ("诉求人为王**。", "王**"),
            ("反映人孙丽萍（电话138）", "孙丽萍"),
            ("诉求人赵先生反映", "赵先生"),
            ("诉求人高某于2026年6月5日来电", "高某"),
        ],
    )
    def test_a_name(self, text: str, name: str) -> None:
        (found,) = mentions(text).names
        assert found.name == found.quote.text
        assert name.startswith(found.name)

    @pytest.mark.parametrize(
        "text",
        [
            "据诉求人陈述，路灯已坏。",
            "未经诉求人许可，不得公开。",
            "市民周末反映噪声。",
            "诉求人曾多次来电。",
            "诉求人郑重表示满意。",
            "市民常年反映。",
            "诉求人于当日来电。",
            "诉求人孙子来电。",
            "被投诉人李强表示配合。",
            "另一市民李明来电反映。",
            "其他市民张伟反映。",
            "诉求人谢绝，",
            "诉求人无人接听，",
            "诉求人马上表示",
            "反映人数较多，",
            "诉求人万分感谢，",
        ],
    )
    def test_another_word_is_no_name(self, text: str) -> None:
        assert mentions(text).names == ()


class TestCases:
    def test_own_number(self) -> None:
        (case,) = mentions("关于工单编号：２０２６０６０５０１２３４５的说明").cases
        assert (case.number, case.labelled, case.other) == ("20260605012345", True, False)
        assert case.quote.text == "２０２６０６０５０１２３４５"

    @pytest.mark.parametrize(
        "text",
        [
            "母单编号20260605012344。",
            "前次工单（20260605012344）已办结。",
            "诉求人曾于5月来电，工单编号20260605012344。",
            "与另一工单20260605012344合并。",
            "工单20260605012344为母单。",
        ],
    )
    def test_the_number_of_another_order(self, text: str) -> None:
        assert [case.other for case in mentions(text).cases] == [True]

    def test_the_sentence_before_does_not_count(self) -> None:
        assert [c.other for c in mentions("此前已办结。工单编号20260605012344经核实不属实。").cases] == [False]


class TestPhones:
    def test_the_complainants(self) -> None:
        (phone,) = mentions("诉求人王建国（联系电话：13800001234）反映路灯不亮。").phones
        assert (phone.phone.number, phone.quote.text) == ("13800001234", "13800001234")

    @pytest.mark.parametrize(
        "text",
        [
            "诉求人反映物业公司电话62345678无人接听。",
            "诉求人提供的施工方电话13900005678。",
            "工作人员使用62345678联系诉求人。",
            "诉求人的房东联系电话13700005678。",
            "诉求人多次拨打社区电话62345678。",
        ],
    )
    def test_somebody_elses(self, text: str) -> None:
        assert mentions(text).phones == ()


class TestCalls:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026年6月5日14时03分，诉求人王建国来电反映路灯不亮。", "2026-06-05 14:03"),
            ("6月5日，市民拨打12345热线反映。", "2026-06-05"),
            ("诉求人于2026-06-05 14:03来电。", "2026-06-05 14:03"),
            ("6月5日14时许，诉求人来电。", "2026-06-05"),
            ("6月5日，来电反映路灯不亮。", "2026-06-05"),
            ("我街道于6月5日接到诉求人来电。", "2026-06-05"),
            ("6月5日14时，诉求人来电。", "2026-06-05"),
        ],
    )
    def test_a_call(self, text: str, moment: str) -> None:
        (call,) = mentions(text).calls
        assert str(call.moment) == moment
        assert call.moment.precision is (Precision.DAY if len(moment) == 10 else Precision.MINUTE)

    @pytest.mark.parametrize(
        "text",
        [
            "6月6日，工作人员电话回访诉求人。",
            "6月6日，我街道来电告知物业。",
            "6月6日9时，到场查看。",
            "诉求人此前于5月3日来电反映。",
            "5月3日，诉求人首次来电。",
            "母单于6月1日由诉求人来电提出。",
            "2026年6月31日，诉求人来电。",
            "6月6日，社区拨打诉求人电话。",
            "社区建设办公室于6月12日致电核实，许先生确认两次来电均为本人拨打。",
            "物业服务企业于6月10日来电说明情况。",
        ],
    )
    def test_another_date(self, text: str) -> None:
        assert mentions(text).calls == ()


def test_the_complaint_is_left_alone() -> None:
    found = mentions("诉求内容：诉求人李秀英来电，工单20260605012344，6月3日，诉求人来电。")
    assert (found.names, found.cases, found.calls) == ((), (), ())


def test_only_statements_are_read(knowledge: Knowledge) -> None:
    batch = make_batch(
        {"form": {"剔除理由": "诉求人李秀英反映。"}, "attachments": {"联系记录.docx": "诉求人李秀英，"}}, knowledge
    )
    assert batch.filings[0][Mentions].names == ()


PIECES = [
    "诉求人",
    "王建国",
    "来电",
    "，",
    "。",
    "联系电话",
    "13800001234",
    "２０２６０６０５０１２３４６",
    "工单",
    "6月5日",
    "14时3分",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_quotes_point_at_what_they_quote(text: str) -> None:
    found = mentions(text)
    mentioned = (found.cases, found.names, found.phones, found.calls)
    for quote in (mention.quote for kind in mentioned for mention in kind):
        assert text[quote.place.start : quote.place.end] == quote.text
