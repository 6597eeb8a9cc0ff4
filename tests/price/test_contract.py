"""Every row of the price list through 0 to 5 cases a month; the sums are worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from zgc_lint.model import CaseRecord, Finding
from zgc_lint.price import ROWS, Schedules, plain, price, price_readings

if TYPE_CHECKING:
    from tests.price.conftest import MakeCase, MakeFinding

READINGS = [
    {"contradiction_extra": "A", "core_count": "A"},
    {"contradiction_extra": "A", "core_count": "B"},
    {"contradiction_extra": "B", "core_count": "A"},
    {"contradiction_extra": "B", "core_count": "B"},
]


class Walk(NamedTuple):
    """What 0, 1, 2, 3, 4 and 5 cases of one month cost that each have `each` findings in each of `rows`.

    `other` holds the sums under option B of `reading`, where they depend on one.
    """

    rows: str
    each: int
    sums: tuple[int, int, int, int, int, int]
    reading: str = ""
    other: tuple[int, int, int, int, int, int] | None = None

    def expected(self, cases: int, readings: dict[str, str]) -> int:
        if self.other and readings[self.reading] == "B":
            return self.other[cases]
        return self.sums[cases]


WALKS = [
    # 件 rows: a second finding in the same case adds nothing.
    Walk("omission", 1, (0, 1000, 2000, 3000, 5000, 7000)),
    Walk("omission", 2, (0, 1000, 2000, 3000, 5000, 7000)),
    Walk("overdue", 1, (0, 1000, 2000, 3000, 5000, 7000)),
    Walk("overdue", 2, (0, 1000, 2000, 3000, 5000, 7000)),
    Walk("omission overdue", 1, (0, 2000, 4000, 6000, 10000, 14000)),  # each row counts its own cases
    Walk("same-person", 1, (0, 2500, 5000, 7500, 10000, 12500)),
    Walk("same-person", 2, (0, 2500, 5000, 7500, 10000, 12500)),
    Walk("wrong-item", 1, (0, 2000, 4800, 6800, 8800, 10800)),
    Walk("wrong-item", 2, (0, 2000, 4800, 6800, 8800, 10800)),
    Walk("ambiguity", 1, (0, 500, 1000, 1500, 2000, 2500)),
    Walk("ambiguity", 2, (0, 500, 1000, 1500, 2000, 2500)),
    # 次 and 处 rows: each finding counts; the extra of 3(2) is per case.
    Walk(
        "contradiction", 1, (0, 500, 2000, 3000, 4000, 5000),
        "contradiction_extra", (0, 500, 1500, 2500, 3500, 4500),
    ),
    Walk(
        "contradiction", 2, (0, 1000, 3000, 4500, 6000, 7500),
        "contradiction_extra", (0, 1000, 2500, 4000, 5500, 7000),
    ),
    Walk("typo", 1, (0, 50, 100, 150, 200, 250)),
    Walk("typo", 3, (0, 150, 300, 450, 600, 750)),
    Walk("punctuation", 1, (0, 30, 60, 90, 120, 150)),
    Walk("punctuation", 3, (0, 90, 180, 270, 360, 450)),
    Walk("layout", 1, (0, 100, 200, 300, 400, 500)),
    Walk("layout", 3, (0, 300, 600, 900, 1200, 1500)),
    # The core rows: from the third case on 2,500 in all.
    Walk("attachment-missing", 1, (0, 1500, 3000, 5500, 8000, 10500)),
    Walk("attachment-missing", 3, (0, 1500, 3000, 5500, 8000, 10500)),
    Walk("attachment-forged", 1, (0, 1500, 3000, 5500, 8000, 10500)),
    Walk("attachment-forged", 2, (0, 1500, 3000, 5500, 8000, 10500)),
    Walk("attachment-mismatch", 1, (0, 1400, 2800, 5300, 7800, 10300)),
    Walk("attachment-mismatch", 2, (0, 1400, 2800, 5300, 7800, 10300)),
    Walk(
        "attachment-form", 1, (0, 120, 240, 2740, 5240, 7740),
        "core_count", (0, 120, 240, 360, 480, 600),
    ),
    Walk(
        "attachment-form", 2, (0, 240, 480, 2980, 5480, 7980),
        "core_count", (0, 240, 480, 720, 960, 1200),
    ),
    Walk("attachment-missing attachment-forged", 1, (0, 3000, 6000, 8500, 11000, 13500)),
    Walk(
        "attachment-missing attachment-forged attachment-mismatch attachment-form", 1,
        (0, 4520, 9040, 11540, 14040, 16540),
        "core_count", (0, 4520, 9040, 11660, 14280, 16900),
    ),
    Walk(
        "attachment-mismatch attachment-form", 2, (0, 1640, 3280, 5780, 8280, 10780),
        "core_count", (0, 1640, 3280, 6020, 8760, 11500),
    ),
]  # fmt: skip

#: What one void finding carries: the base price, whatever the number of cases.
BASE = {
    "overdue": 1000, "same-person": 2500, "wrong-item": 2000, "attachment-missing": 1500,
    "attachment-forged": 1500, "attachment-mismatch": 1400, "attachment-form": 120, "ambiguity": 500,
}  # fmt: skip

Month = tuple[list[Finding], dict[str, CaseRecord]]


def test_the_table_walks_every_row() -> None:
    assert {walk.rows for walk in WALKS} >= set(ROWS)


@pytest.mark.parametrize("readings", READINGS, ids=lambda r: "".join(r.values()))
@pytest.mark.parametrize("june", range(6))
@pytest.mark.parametrize("walk", WALKS, ids=lambda w: f"{w.rows}-x{w.each}")
def test_sums_of_two_months(
    walk: Walk,
    june: int,
    readings: dict[str, str],
    schedules: Schedules,
    case: MakeCase,
    finding: MakeFinding,
) -> None:
    """`june` cases in June and 5 - `june` in July: each month starts anew."""
    cases = [case(f"6-{n}", f"2026-06-{10 + n}") for n in range(june)]
    cases += [case(f"7-{n}", f"2026-07-{10 + n}") for n in range(5 - june)]
    findings = [
        finding(row, c.case, start=10 * n) for c in cases for row in walk.rows.split() for n in range(walk.each)
    ]

    bill = price(findings, {c.case: c for c in cases}, schedules, readings=readings)

    expected = {"2026-06": walk.expected(june, readings), "2026-07": walk.expected(5 - june, readings)}
    at_stake = {name: plain(month.at_stake) for name, month in bill.months.items()}
    assert at_stake == {name: amount for name, amount in expected.items() if amount}
    assert bill.total.at_stake == sum(expected.values())
    assert sum(f.price.amount for f in bill.findings if f.price) == sum(expected.values())


@pytest.mark.parametrize("row", BASE)
@pytest.mark.parametrize(
    ("lost", "due", "field"),
    [(None, "if-lost", "if_lost"), (True, "confirmed", "confirmed"), (False, "void", "void")],
)
def test_rows_due_only_if_lost(
    row: str,
    lost: bool | None,
    due: str,
    field: str,
    schedules: Schedules,
    case: MakeCase,
    finding: MakeFinding,
) -> None:
    bill = price([finding(row, "1")], {"1": case("1", lost=lost)}, schedules)
    month = bill.months["2026-06"]
    sums = {name: getattr(month, name) for name in ("now", "if_lost", "confirmed", "void")}
    assert {name: amount for name, amount in sums.items() if amount} == {field: BASE[row]}
    assert bill.findings[0].price is not None
    assert bill.findings[0].price.due == due


@pytest.mark.parametrize("row", sorted(set(ROWS) - set(BASE)))
@pytest.mark.parametrize("lost", [None, True, False])
def test_rows_due_at_once(
    row: str, lost: bool | None, schedules: Schedules, case: MakeCase, finding: MakeFinding
) -> None:
    month = price([finding(row, "1")], {"1": case("1", lost=lost)}, schedules).months["2026-06"]
    assert month.now == month.at_stake > 0
    assert month.void == 0


@pytest.mark.parametrize("row", BASE)
def test_void_prices_stay_at_the_base(row: str, schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = {str(n): case(str(n), lost=False) for n in range(5)}
    bill = price([finding(row, number) for number in cases], cases, schedules)
    assert [f.price.amount for f in bill.findings if f.price] == [BASE[row]] * 5
    assert bill.months["2026-06"].at_stake == 0
    assert bill.months["2026-06"].void == 5 * BASE[row]


def test_every_reading_the_default_first(schedules: Schedules, case: MakeCase, finding: MakeFinding) -> None:
    cases = {number: case(number) for number in ("1", "2", "3")}
    findings = [finding(row, number) for number in cases for row in ("contradiction", "attachment-form")]
    shown = price_readings(findings, cases, schedules)
    assert [readings for readings, _ in shown] == READINGS
    assert [months["2026-06"].at_stake for _, months in shown] == [5740, 3360, 5240, 2860]
