"""`dictionaries/penalties.yaml`: the contract's figures, the versions of the price list, the readings.

Prices and rules are data with an effective date (管理方案 二); this module knows their form only. All amounts
are RMB, as `Decimal`. Whatever cannot be used raises `UsageError` naming version, row and value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from zgc_lint.errors import UsageError
from zgc_lint.knowledge.files import Section, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ROWS", "Answerer", "Contract", "Escalation", "Reading", "Replacement", "Row", "Schedule", "Schedules",
    "Surcharge", "Termination", "Unit",
]  # fmt: skip

#: The rows every version of the price list must have; checks name them.
ROWS = (
    "omission", "overdue", "same-person", "wrong-item", "contradiction", "attachment-missing",
    "attachment-forged", "attachment-mismatch", "attachment-form", "typo", "punctuation", "layout",
    "ambiguity",
)  # fmt: skip

#: What a price is charged for: 件 once per case, 次 per occurrence, 处 per place.
Unit = Literal["件", "次", "处"]

#: Who answers for a row: the filing specialist or the reviewer.
Answerer = Literal["剔除专员", "审核专员"]


@dataclass(frozen=True, slots=True)
class Contract:
    """The figures of the contract itself. `amount` is RMB a year."""

    amount: Decimal
    threshold_percent: Decimal
    threshold_clause: str
    repay_clause: str
    damages_percent: Decimal
    payment_clause: str

    @property
    def threshold(self) -> Decimal:
        """The deductions of one month, in RMB, from which the client may terminate (合同 6.4(1))."""
        return self.amount * self.threshold_percent / 100

    @property
    def damages(self) -> Decimal:
        """What is owed on such a termination besides repaying everything received, in RMB (合同 6.5)."""
        return self.amount * self.damages_percent / 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A place where the contract's wording leaves room; `options` says in Chinese what each option means."""

    name: str
    clause: str
    question: str
    default: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Termination:
    """A right of the client to terminate: on discovery ("发现"), or only where points were lost ("失分")."""

    clause: str
    when: Literal["发现", "失分"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the price list: RMB per `unit`; with `if_lost` due only where points were lost."""

    id: str
    clause: str
    name: str
    price: Decimal
    unit: Unit
    if_lost: bool
    answers: Answerer
    termination: Termination | None
    consequences: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """From the month's case number `from_case` on, a case costs `price` RMB in all for `rows` together.

    Source: 管理方案 一(二)1(1), 1(2), 3(3).
    """

    rows: frozenset[str]
    from_case: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Surcharge:
    """`amount` RMB on top, once the month has `once_cases` cases in `rows`.

    `per` "月": once in the month, on the case that makes the number full. "件": on every case from number
    `from_case` on. Source: 管理方案 一(二)3(1), 3(2).
    """

    rows: frozenset[str]
    once_cases: int
    amount: Decimal
    per: Literal["月", "件"]
    from_case: int = 1

    def bearers(self, cases: int) -> range:
        """The ranks, from 1, of the cases that bear the surcharge in a month of `cases` cases."""
        if cases < self.once_cases:
            return range(0)
        if self.per == "月":
            return range(self.once_cases, self.once_cases + 1)
        return range(self.from_case, cases + 1)


#: A rule that makes a month's cases dearer.
Escalation: TypeAlias = "Replacement | Surcharge"

_Options = tuple[str, ...]  # one option for each reading, in the order of the file


@dataclass(frozen=True, slots=True)
class Schedule:
    """One version of the price list, in force from its first to its last day, both included; None: open."""

    id: str
    title: str
    effective_from: date
    effective_to: date | None
    rows: Mapping[str, Row]
    _escalations: Mapping[_Options, tuple[Escalation, ...]]

    def covers(self, day: date) -> bool:
        """Whether the version is in force on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def escalations(self, readings: Mapping[str, str]) -> tuple[Escalation, ...]:
        """The rules for one calendar month under `readings`, which must be complete (`Schedules.choose`)."""
        return self._escalations[tuple(readings.values())]


@dataclass(frozen=True, slots=True)
class Schedules:
    """All of penalties.yaml. `versions` are in the order of their dates and do not overlap."""

    contract: Contract
    readings: Mapping[str, Reading]
    versions: tuple[Schedule, ...]

    @classmethod
    def read(cls, path: Path) -> Schedules:
        """Read and check `path`. Raises UsageError, in Chinese, for anything that cannot be used."""
        data = read_yaml(path)
        _only(data, "version", "contract", "readings", "schedules")
        contract = _contract(data.section("contract"))
        names = data.section("readings")
        readings = {name: _reading(names.section(name), name) for name in names.keys()}  # noqa: SIM118
        entries = _entries(data, "schedules", "id")
        versions = sorted((_schedule(entry, readings) for entry in entries), key=lambda v: v.effective_from)
        if not versions:
            raise UsageError(f"{path}：schedules 下至少要有一个版本")
        for earlier, later in pairwise(versions):
            if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
                raise UsageError(
                    f"{path}：版本 {earlier.id} 与 {later.id} 的适用期重叠，"
                    f"请把前者的 effective_to 改为 {later.effective_from} 的前一日"
                )
        return cls(contract, readings, tuple(versions))

    @property
    def newest(self) -> Schedule:
        """The version that starts last."""
        return self.versions[-1]

    def on(self, day: date) -> Schedule | None:
        """The version in force on `day`, the filing date (管理方案 二); None where there is none."""
        return next((version for version in self.versions if version.covers(day)), None)

    def choose(self, readings: Mapping[str, str] | None = None) -> dict[str, str]:
        """The option of every reading: the default where `readings` gives none.

        Raises UsageError for a reading or an option that the file does not have.
        """
        chosen = dict(readings or {})
        for name, option in chosen.items():
            if name not in self.readings:
                raise UsageError(f"没有名为 {name} 的读法，可用的有：{_list(self.readings)}")
            options = self.readings[name].options
            if option not in options:
                raise UsageError(f"读法 {name} 没有选项 {option}，可用的有：{_list(options)}")
        return {name: chosen.get(name, reading.default) for name, reading in self.readings.items()}

    def combinations(self) -> Iterator[dict[str, str]]:
        """Every combination of options, the defaults first."""
        return _combinations(self.readings)


def _combinations(readings: Mapping[str, Reading]) -> Iterator[dict[str, str]]:
    choices = (sorted(reading.options, key=reading.default.__ne__) for reading in readings.values())
    for options in product(*choices):
        yield dict(zip(readings, options, strict=True))


# --- the parts of the file ---


def _contract(entry: Section) -> Contract:
    _only(
        entry, "amount", "threshold_percent", "threshold_clause", "repay_clause", "damages_percent",
        "payment_clause",
    )  # fmt: skip
    contract = Contract(
        amount=_number(entry, "amount"),
        threshold_percent=_number(entry, "threshold_percent"),
        threshold_clause=_words(entry, "threshold_clause"),
        repay_clause=_words(entry, "repay_clause"),
        damages_percent=_number(entry, "damages_percent"),
        payment_clause=_words(entry, "payment_clause"),
    )
    if not contract.threshold:
        raise UsageError(f"{entry.where}：amount 和 threshold_percent 都应大于 0")
    return contract


def _reading(entry: Section, name: str) -> Reading:
    _only(entry, "clause", "question", "default", "options")
    sentences = entry.section("options")
    options = {option: _words(sentences, option) for option in sentences.keys()}  # noqa: SIM118
    default = entry.text("default")
    if default not in options:
        raise entry.fail("default", f" options 中的一项（{_list(options)}）")
    return Reading(name, _words(entry, "clause"), _words(entry, "question"), default, options)


def _schedule(entry: Section, readings: Mapping[str, Reading]) -> Schedule:
    _only(entry, "id", "title", "effective_from", "effective_to", "rows", "escalations")
    first, last = _date(entry, "effective_from"), _last_date(entry)
    if last is not None and last < first:
        raise entry.fail("effective_to", f"不早于 effective_from（{first}）的日期")
    rows = {row.id: row for row in map(_row, _entries(entry, "rows", "id"))}
    if missing := [name for name in ROWS if name not in rows]:
        raise UsageError(f"{entry.where}：rows 缺少 {_list(missing)}，每个版本都要写全")
    return Schedule(
        id=_words(entry, "id"),
        title=entry.text("title", ""),
        effective_from=first,
        effective_to=last,
        rows=rows,
        _escalations={
            tuple(chosen.values()): _escalations(entry, frozenset(rows), readings, chosen)
            for chosen in _combinations(readings)
        },
    )


def _row(entry: Section) -> Row:
    _only(entry, "id", "clause", "name", "price", "unit", "if_lost", "answers", "termination", "consequences")
    termination = None
    if entry.data.get("termination") is not None:
        right = entry.section("termination")
        _only(right, "clause", "when")
        when: Literal["发现", "失分"] = _one_of(right, "when", ("发现", "失分"))
        termination = Termination(_words(right, "clause"), when)
    if "if_lost" not in entry:
        raise entry.fail("if_lost", " true 或 false")
    unit: Unit = _one_of(entry, "unit", get_args(Unit))
    answers: Answerer = _one_of(entry, "answers", get_args(Answerer))
    return Row(
        id=_words(entry, "id"),
        clause=_words(entry, "clause"),
        name=_words(entry, "name"),
        price=_number(entry, "price"),
        unit=unit,
        if_lost=entry.flag("if_lost"),
        answers=answers,
        termination=termination,
        consequences=entry.text("consequences", ""),
    )


def _escalations(
    schedule: Section, rows: frozenset[str], readings: Mapping[str, Reading], chosen: Mapping[str, str]
) -> tuple[Escalation, ...]:
    """The rules under one combination of options."""
    rules: list[Escalation] = []
    for entry in _entries(schedule, "escalations"):
        values = {key: _under(entry, key, readings, chosen) for key in entry.keys()}  # noqa: SIM118
        rule = _escalation(Section(values, entry.where), rows)
        if twice := {row for other in rules if type(other) is type(rule) for row in other.rows & rule.rows}:
            raise UsageError(f"{entry.where}：{_list(sorted(twice))} 已写在另一条同类规则里")
        rules.append(rule)
    return tuple(rules)


def _under(entry: Section, key: str, readings: Mapping[str, Reading], chosen: Mapping[str, str]) -> object:
    """The value under `key`, by the option chosen where it depends on a reading."""
    value = entry.data[key]
    if not isinstance(value, Mapping):
        return value
    choice = Section(value, f"{entry.where} 的 {key}")
    name = choice.text("reading")
    if name not in readings:
        raise choice.fail("reading", f" readings 中的一项（{_list(readings)}）")
    _only(choice, "reading", *readings[name].options)
    if missing := [option for option in readings[name].options if option not in choice]:
        raise UsageError(f"{choice.where}：没有写读法 {name} 的选项 {_list(missing)}")
    return choice.data[chosen[name]]


def _escalation(entry: Section, rows: frozenset[str]) -> Escalation:
    counted = entry.texts("rows")
    if not counted or not rows.issuperset(counted):
        raise entry.fail("rows", "本版本 rows 中的 id 列表")
    if "price" in entry:
        _only(entry, "rows", "from_case", "price")
        return Replacement(frozenset(counted), _count(entry, "from_case"), _number(entry, "price"))
    _only(entry, "rows", "once_cases", "extra", "per", "from_case")
    per: Literal["月", "件"] = _one_of(entry, "per", ("月", "件"))
    if per == "月" and "from_case" in entry:
        raise UsageError(f"{entry.where}：per: 月 只扣一次，不能再写 from_case")
    first = _count(entry, "from_case") if per == "件" else 1
    return Surcharge(frozenset(counted), _count(entry, "once_cases"), _number(entry, "extra"), per, first)


# --- single values ---

_Word = TypeVar("_Word", bound=str)


def _list(words: Mapping[str, Any] | Sequence[str]) -> str:
    return "、".join(words)


def _only(entry: Section, *known: str) -> None:
    if unknown := [key for key in entry.keys() if key not in known]:  # noqa: SIM118
        raise UsageError(f"{entry.where}：不认识 {_list(unknown)}，此处只能写 {_list(known)}")


def _entries(entry: Section, key: str, name: str | None = None) -> list[Section]:
    """The list of mappings under `key`; with `name`, each has a text of that name, no two the same."""
    value = entry.data.get(key) or []
    if not isinstance(value, list):
        raise entry.fail(key, "以“- ”开头的列表")
    sections = [Section(part, f"{entry.where} 的 {key} 第 {n} 项") for n, part in enumerate(value, 1)]
    if name is None:
        return sections
    labels = [_words(section, name) for section in sections]
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise UsageError(f"{entry.where}：{key} 中 {_list(twice)} 写了不止一次")
    return [Section(s.data, f"{entry.where} 的 {label}") for s, label in zip(sections, labels, strict=True)]


def _words(entry: Section, key: str) -> str:
    text = entry.text(key)
    if not text.strip():
        raise entry.fail(key, "不空的文字")
    return text


def _one_of(entry: Section, key: str, words: tuple[_Word, ...]) -> _Word:
    value = entry.data.get(key)
    for word in words:
        if word == value:
            return word
    raise entry.fail(key, "、".join(words[:-1]) + f"或{words[-1]}")


def _number(entry: Section, key: str) -> Decimal:
    """An amount or a percentage, not negative."""
    value = entry.data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise entry.fail(key, "不小于 0 的数字")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise entry.fail(key, "不小于 0 的数字")
    return number


def _count(entry: Section, key: str) -> int:
    value = entry.data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise entry.fail(key, "不小于 1 的整数")
    return value


def _date(entry: Section, key: str) -> date:
    value = entry.data.get(key)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise entry.fail(key, "日期（如 2026-06-01）") from error
    raise entry.fail(key, "日期（如 2026-06-01）")


def _last_date(entry: Section) -> date | None:
    if "effective_to" not in entry:
        raise UsageError(f"{entry.where}：要写 effective_to，没有末日的写 null")
    return None if entry.data["effective_to"] is None else _date(entry, "effective_to")
