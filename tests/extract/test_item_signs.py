"""What a filing's own words say of its item, and the verdict of IT02 on narratives written by hand."""

from __future__ import annotations

import random
from typing import Any

import pytest

from benchmarks.items import judge, narratives
from zgc_lint.extract.item_signs import ItemSigns, is_asserted, own_clauses
from zgc_lint.knowledge import Knowledge
from zgc_lint.testing import Case, run_case
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def signs(**form: Any) -> ItemSigns:
    return make_batch({"form": form}, KNOWLEDGE).filings[0][ItemSigns]


class TestSigns:
    def test_naming_the_item_is_no_sign(self) -> None:
        found = signs(剔除项="同人同诉", 剔除理由="现申请按“同人同诉”事项不计入考评。")
        assert not found.signs
        assert [named.item for named in found.named] == ["same_person"]

    def test_a_sign_is_quoted_where_it_stands(self) -> None:
        reason = "市民称法院已立案。经现场核查，未发现堆物。"
        (sign,) = signs(剔除理由=reason).for_item("not_true")
        assert not signs(剔除理由=reason).for_item("litigation")
        place = sign.said.place
        assert sign.words == "未发现"
        assert reason[place.start : place.end] == "未发现"
        assert place.field == "reason"

    def test_facts(self) -> None:
        found = signs(剔除理由="案号为（2026）京0108民初5621号，6月3日立案。", 母单编号="20260601012345")
        assert {"case_number", "dates", "parent_id"} <= found.facts
        assert "parent_id" not in signs(剔除理由="工单20260601012345").facts

    def test_what_stands_in_form_and_ledger_counts_once(self) -> None:
        reason = "经现场核查，未发现露天烧烤，与实际不符。"
        spec = {"form": {"剔除理由": reason}, "ledger": [{"工单编号": "20260605012345", "剔除理由": reason}]}
        both = make_batch(spec, KNOWLEDGE).filings[0][ItemSigns]
        assert both.characters == signs(剔除理由=reason).characters


@pytest.mark.parametrize("held_back", [False, True])
def test_no_narrative_is_wrong_under_its_own_item(held_back: bool) -> None:
    for entry in narratives(held_back=held_back):
        assert judge(entry, entry["item"], KNOWLEDGE)[1] is None, entry["reason"]


def test_a_wrong_item_is_found_and_the_right_one_named() -> None:
    named = total = 0
    for entry in list(narratives(held_back=True))[::4]:
        other = "hearing" if entry["item"] != "hearing" else "permitted"
        _, finding = judge(entry, other, KNOWLEDGE)
        total += 1
        named += finding is not None and finding.suggest == KNOWLEDGE.catalogue.items[entry["item"]].name
    assert named / total >= 0.8


def test_order_of_paragraphs_does_not_matter() -> None:
    from zgc_lint.check.registry import discover

    check = discover().checks["IT02"]
    lines = [
        "市民称已向法院起诉，希望街道协调。",
        "6月3日、6月4日，工作人员多次拨打登记电话，均无人接听。",
        "6月5日再次拨打，提示关机，短信未获回复，无法与诉求人取得联系。",
        "承办人员将联系的时间和结果记录在案。",
    ]
    verdicts = set()
    for seed in range(6):
        random.Random(seed).shuffle(lines)  # noqa: S311
        spec = {"form": {"剔除项": "经听证认定诉求不合理"}, "statement": "\n".join(lines)}
        (finding,) = run_case(Case("", spec, (), None), check, KNOWLEDGE).findings
        verdicts.add((finding.suggest, finding.confidence, finding.text))
    assert len(verdicts) == 1


def asserted(text: str, words: str, knowledge: Knowledge) -> bool:
    clause = next((clause for clause in own_clauses(text, knowledge) if words in clause.text), None)
    return clause is not None and is_asserted(clause, text.index(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市民反映楼道堆物，法院已立案", "法院已立案"),
        ("诉求人称法院已立案，要求处理", "法院已立案"),
        ("来电人自称已起诉", "已起诉"),
        ("诉求人怀疑店铺无证经营，没有许可证", "许可证"),
        ("诉求人尚未起诉", "起诉"),
        ("并未向法院提起诉讼", "提起诉讼"),
        ("该处不在我街道辖区内", "在我街道辖区内"),
        ("建议其向法院起诉", "起诉"),
        ("诉求人拟申请行政复议", "申请行政复议"),
        ("所称法院已立案一事", "法院已立案"),
    ],
)
def test_not_the_offices_word(text: str, words: str, knowledge: Knowledge) -> None:
    assert not asserted(text, words, knowledge)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市民反映楼道堆物，经核实不属实", "不属实"),
        ("市民反映楼道堆物。未发现堆物", "未发现"),
        ("诉求人反映的情况与实际不符", "与实际不符"),
        ("诉求人扬言上访，但已被法院立案", "法院立案"),
        ("诉求人已提起诉讼，法院已受理", "法院已受理"),
        ("本件为诉求人对网格员的称赞，内容是表达谢意", "表达谢意"),
        ("本次来电未反映新的情况，与前次相同", "与前次相同"),
        ("诉求人说不清地点", "说不清"),
        ("6月3日来电说明快递已找到，同意撤单", "撤单"),
    ],
)
def test_the_offices_word(text: str, words: str, knowledge: Knowledge) -> None:
    assert asserted(text, words, knowledge)
