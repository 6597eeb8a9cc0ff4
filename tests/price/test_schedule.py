"""penalties.yaml: the contract's figures, versions by filing date, what a clerk is told of a wrong entry."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zgc_lint.errors import UsageError
from zgc_lint.price import ROWS, Schedules, money, price

if TYPE_CHECKING:
    from pathlib import Path

    from tests.price.conftest import MakeCase, MakeFinding

CONTRACT_TABLE = [
    # id, clause, price, unit, only if lost, who answers — contract.md
    ("omission", "1(1)", 1000, "件", False, "剔除专员"),
    ("overdue", "1(2)", 1000, "件", True, "剔除专员"),
    ("same-person", "2(1)", 2500, "件", True, "剔除专员"),
    ("wrong-item", "3(1)", 2000, "件", True, "剔除专员"),
    ("contradiction", "3(2)", 500, "次", False, "剔除专员"),
    ("attachment-missing", "3(3)", 1500, "件", True, "审核专员"),
    ("attachment-forged", "3(3)", 1500, "件", True, "审核专员"),
    ("attachment-mismatch", "3(3)", 1400, "件", True, "审核专员"),
    ("attachment-form", "3(3)", 120, "处", True, "审核专员"),
    ("typo", "3(4)", 50, "处", False, "剔除专员"),
    ("punctuation", "3(4)", 30, "处", False, "剔除专员"),
    ("layout", "3(4)", 100, "次", False, "剔除专员"),
    ("ambiguity", "3(4)", 500, "件", True, "剔除专员"),
]


class File:
    """The bundled file's data, to change and write."""

    def __init__(self, data: dict[str, Any], path: Path) -> None:
        self.data = data
        self.path = path

    @property
    def version(self) -> dict[str, Any]:
        version: dict[str, Any] = self.data["schedules"][0]
        return version

    def row(self, name: str) -> dict[str, Any]:
        return next(row for row in self.version["rows"] if row["id"] == name)

    def read(self) -> Schedules:
        self.path.write_text(yaml.safe_dump(self.data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return Schedules.read(self.path)


@pytest.fixture
def file(penalties: Path, tmp_path: Path) -> File:
    return File(yaml.safe_load(penalties.read_text(encoding="utf-8")), tmp_path / "penalties.yaml")


@pytest.fixture
def two_versions(file: File) -> File:
    """From 2026-09-15 on a typo costs 60 and an omission 3,000 from the third case on; the end is open."""
    later = deepcopy(file.version)
    later.update(id="zgc-2026-09-15", effective_from=date(2026, 9, 15), effective_to=None)
    file.version["effective_to"] = date(2026, 9, 14)
    file.data["schedules"].insert(0, later)  # the order in the file is free
    file.row("typo")["price"] = 60
    later["escalations"][0].update(from_case=3, price=3000)
    return file


def test_the_contracts_figures(schedules: Schedules) -> None:
    assert schedules.contract.amount == 771_200
    assert schedules.contract.threshold == 38_560
    assert schedules.contract.damages == 231_360
    assert schedules.contract.threshold_clause == "合同 6.4(1)"
    assert schedules.contract.repay_clause == "合同 6.5"
    assert schedules.contract.payment_clause == "合同 4.1.4"


def test_the_contracts_table(schedules: Schedules) -> None:
    rows = schedules.newest.rows.values()
    table = [(r.id, r.clause, r.price, r.unit, r.if_lost, r.answers) for r in rows]
    assert table == [(name, f"管理方案 一(二){clause}", *rest) for name, clause, *rest in CONTRACT_TABLE]
    assert [row.id for row in rows] == list(ROWS)


def test_every_reading_says_what_it_means(schedules: Schedules) -> None:
    assert {name: (r.default, list(r.options)) for name, r in schedules.readings.items()} == {
        "contradiction_extra": ("A", ["A", "B"]),
        "core_count": ("A", ["A", "B"]),
    }
    for reading in schedules.readings.values():
        assert reading.clause.startswith("管理方案 一(二)3(")
        assert all(sentence.endswith("。") for sentence in reading.options.values())


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ({"core": "A"}, "没有名为 core 的读法，可用的有：contradiction_extra、core_count"),
        ({"core_count": "C"}, "读法 core_count 没有选项 C，可用的有：A、B"),
    ],
)
def test_unknown_reading(readings: dict[str, str], message: str, schedules: Schedules) -> None:
    with pytest.raises(UsageError, match=message):
        price([], {}, schedules, readings=readings)


def test_default_reading_is_data(file: File, case: MakeCase, finding: MakeFinding) -> None:
    file.data["readings"]["contradiction_extra"]["default"] = "B"
    schedules = file.read()
    cases = {"1": case("1"), "2": case("2")}
    bill = price([finding("contradiction", number) for number in cases], cases, schedules)
    assert bill.readings == {"contradiction_extra": "B", "core_count": "A"}
    assert bill.total.now == 1500
    assert next(schedules.combinations()) == bill.readings


def test_options_may_be_called_by_numbers(file: File) -> None:
    reading = file.data["readings"]["contradiction_extra"]
    reading.update(default="1", options=dict(enumerate(reading["options"].values(), 1)))
    file.version["escalations"][3]["from_case"] = {"reading": "contradiction_extra", 1: 1, 2: 2}
    schedules = file.read()
    assert schedules.choose()["contradiction_extra"] == "1"
    assert schedules.newest.escalations(schedules.choose()) != schedules.newest.escalations(
        schedules.choose({"contradiction_extra": "2"})
    )


# --- versions ---


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2026-05-31", None),
        ("2026-06-01", "zgc-2026-06-01"),
        ("2026-09-14", "zgc-2026-06-01"),
        ("2026-09-15", "zgc-2026-09-15"),
        ("2030-01-01", "zgc-2026-09-15"),
    ],
)
def test_version_of_a_day(day: str, version: str | None, two_versions: File) -> None:
    found = two_versions.read().on(date.fromisoformat(day))
    assert (found and found.id) == version


def test_last_day_of_the_bundled_version(schedules: Schedules) -> None:
    assert schedules.on(date(2027, 5, 31)) is schedules.newest
    assert schedules.on(date(2027, 6, 1)) is None


@pytest.mark.parametrize(
    ("filed_on", "batch", "amount"),
    [
        ("2026-09-14", None, 50),
        ("2026-09-15", None, 60),
        (None, "2026-09", 50),  # by the first day of the month
        (None, "2026-10", 60),
        (None, None, 60),  # unknown: the newest
    ],
)
def test_price_by_the_filing_date(
    filed_on: str | None,
    batch: str | None,
    amount: int,
    two_versions: File,
    case: MakeCase,
    finding: MakeFinding,
) -> None:
    bill = price([finding("typo", "1")], {"1": case("1", filed_on)}, two_versions.read(), month=batch)
    assert bill.total.now == amount
    assert bill.schedules == ("zgc-2026-06-01" if amount == 50 else "zgc-2026-09-15",)


def test_a_month_of_two_versions_counts_its_cases_through(
    two_versions: File, case: MakeCase, finding: MakeFinding
) -> None:
    days = ["2026-09-01", "2026-09-02", "2026-09-14", "2026-09-15", "2026-10-01"]
    cases = {str(n): case(str(n), day) for n, day in enumerate(days)}
    bill = price([finding("omission", number) for number in cases], cases, two_versions.read())
    assert [f.price.amount for f in bill.findings if f.price] == [1000, 1000, 1000, 3000, 1000]
    assert bill.schedules == ("zgc-2026-06-01", "zgc-2026-09-15")


def test_amounts_with_fen(file: File) -> None:
    file.row("typo")["price"] = 12.35
    assert file.read().newest.rows["typo"].price == Decimal("12.35")


@pytest.mark.parametrize(("amount", "text"), [("2500", "2,500"), ("30", "30"), ("12.50", "12.5"), ("1000.0", "1,000")])
def test_money(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


# --- what a clerk is told ---


def refused(file: File) -> str:
    with pytest.raises(UsageError) as caught:
        file.read()
    message = str(caught.value)
    assert message.startswith(str(file.path))
    return message.removeprefix(str(file.path))


def test_overlap(two_versions: File) -> None:
    two_versions.data["schedules"][1]["effective_to"] = date(2026, 9, 15)
    assert refused(two_versions) == (
        "：版本 zgc-2026-06-01 与 zgc-2026-09-15 的适用期重叠，请把前者的 effective_to 改为 2026-09-15 的前一日"
    )
    two_versions.data["schedules"][1]["effective_to"] = None
    assert "适用期重叠" in refused(two_versions)


def test_no_versions(file: File) -> None:
    file.data["schedules"] = []
    assert refused(file) == "：schedules 下至少要有一个版本"


def test_the_same_version_twice(file: File) -> None:
    file.data["schedules"].append(deepcopy(file.version))
    assert refused(file) == "：schedules 中 zgc-2026-06-01 写了不止一次"


def test_missing_rows(file: File) -> None:
    file.version["rows"] = [r for r in file.version["rows"] if r["id"] not in ("typo", "omission")]
    assert refused(file) == " 的 zgc-2026-06-01：rows 缺少 omission、typo，每个版本都要写全"


def test_the_same_row_twice(file: File) -> None:
    file.version["rows"].append(file.row("typo"))
    assert refused(file) == " 的 zgc-2026-06-01：rows 中 typo 写了不止一次"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("unit", "个", "unit 应为件、次或处，现为 '个'"),
        ("price", -50, "price 应为不小于 0 的数字，现为 -50"),
        ("price", "五十", "price 应为不小于 0 的数字，现为 '五十'"),
        ("price", float("nan"), "price 应为不小于 0 的数字，现为 nan"),
        ("price", True, "price 应为不小于 0 的数字，现为 True"),
        ("if_lost", "是", "if_lost 应为 true 或 false，现为 '是'"),
        ("answers", "科长", "answers 应为剔除专员或审核专员，现为 '科长'"),
        ("clause", " ", "clause 应为不空的文字，现为 ' '"),
        ("prize", 50, "不认识 prize，此处只能写 id、clause、name"),
    ],
)
def test_wrong_row(key: str, value: object, message: str, file: File) -> None:
    file.row("typo")[key] = value
    assert refused(file).startswith(f" 的 zgc-2026-06-01 的 typo：{message}")


def test_row_without_if_lost(file: File) -> None:
    del file.row("typo")["if_lost"]
    assert refused(file) == " 的 zgc-2026-06-01 的 typo：if_lost 应为 true 或 false，现为 None"


def test_wrong_termination(file: File) -> None:
    file.row("omission")["termination"]["when"] = "总是"
    assert refused(file) == " 的 zgc-2026-06-01 的 omission 的 termination：when 应为发现或失分，现为 '总是'"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("effective_from", "六月一日", "：effective_from 应为日期（如 2026-06-01），现为 '六月一日'"),
        ("effective_from", 20260601, "：effective_from 应为日期（如 2026-06-01），现为 20260601"),
        (
            "effective_to",
            "2026-05-31",
            "：effective_to 应为不早于 effective_from（2026-06-01）的日期，现为 '2026-05-31'",
        ),
    ],
)
def test_wrong_dates(key: str, value: object, message: str, file: File) -> None:
    file.version[key] = value
    assert refused(file) == f" 的 zgc-2026-06-01{message}"


def test_no_last_day(file: File) -> None:
    del file.version["effective_to"]
    assert refused(file) == " 的 zgc-2026-06-01：要写 effective_to，没有末日的写 null"


def test_a_day_that_does_not_exist(penalties: Path, tmp_path: Path) -> None:
    path = tmp_path / "penalties.yaml"
    text = penalties.read_text(encoding="utf-8").replace("2027-05-31", "2027-06-31")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="有不存在的日期"):
        Schedules.read(path)


@pytest.mark.parametrize(
    ("number", "change", "message"),
    [
        (0, {"rows": ["omision"]}, "：rows 应为本版本 rows 中的 id 列表，现为 ['omision']"),
        (0, {"rows": []}, "：rows 应为本版本 rows 中的 id 列表，现为 []"),
        (1, {"rows": ["omission"]}, "：omission 已写在另一条同类规则里"),
        (0, {"from_case": 0}, "：from_case 应为不小于 1 的整数，现为 0"),
        (0, {"extra": 1}, "：不认识 extra，此处只能写 rows、from_case、price"),
        (2, {"per": "年"}, "：per 应为月或件，现为 '年'"),
        (2, {"from_case": 2}, "：per: 月 只扣一次，不能再写 from_case"),
        (3, {"extra": -1}, "：extra 应为不小于 0 的数字，现为 -1"),
        (
            3, {"from_case": {"reading": "extra", "A": 1, "B": 2}},
            " 的 from_case：reading 应为 readings 中的一项（contradiction_extra、core_count），现为 'extra'",
        ),
        (
            3, {"from_case": {"reading": "core_count", "A": 1}},
            " 的 from_case：没有写读法 core_count 的选项 B",
        ),
        (
            3, {"from_case": {"reading": "core_count", "A": 1, "B": 2, "C": 3}},
            " 的 from_case：不认识 C，此处只能写 reading、A、B",
        ),
        (
            3, {"from_case": {"reading": "core_count", "A": 1, "B": "二"}},
            "：from_case 应为不小于 1 的整数，现为 '二'",
        ),
    ],
)  # fmt: skip
def test_wrong_escalation(number: int, change: dict[str, object], message: str, file: File) -> None:
    file.version["escalations"][number].update(change)
    assert refused(file) == f" 的 zgc-2026-06-01 的 escalations 第 {number + 1} 项{message}"


def test_wrong_default_of_a_reading(file: File) -> None:
    file.data["readings"]["core_count"]["default"] = "C"
    assert refused(file) == " 的 readings 的 core_count：default 应为 options 中的一项（A、B），现为 'C'"


def test_wrong_contract(file: File) -> None:
    file.data["contract"]["amount"] = 0
    assert refused(file) == " 的 contract：amount 和 threshold_percent 都应大于 0"


@pytest.mark.parametrize("text", ["", "schedules: 12", "schedules: [12]", "contract: []", "- 1", "扣款标准"])
def test_not_at_all_a_price_list(text: str, tmp_path: Path) -> None:
    path = tmp_path / "penalties.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        Schedules.read(path)
