"""The whole way of the data: load → extract → check → price → audit, or → fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.check.alone import Setting, Sharing, all_bundled
from zgc_lint.check.baseline import Baseline
from zgc_lint.check.options import build_options
from zgc_lint.check.outcomes import Facts, Names, Outcome
from zgc_lint.check.registry import ENGINE_CODES, Registry, discover
from zgc_lint.check.runner import conclude, examine
from zgc_lint.errors import UsageError
from zgc_lint.extract.context import context_of
from zgc_lint.extract.identify import identify
from zgc_lint.extract.prints import Prints, remember
from zgc_lint.knowledge import Knowledge
from zgc_lint.load import opened
from zgc_lint.look.exhibits import Exhibits, exhibit
from zgc_lint.look.memory import Memory
from zgc_lint.model import IN_HAND, Place, Unjudged
from zgc_lint.price import MonthSum, Schedules, price, price_readings
from zgc_lint.report.audit import Audit, Earlier, Rule
from zgc_lint.report.mask import Masker
from zgc_lint.work.desk import Desk
from zgc_lint.work.hands import ALONE, hands
from zgc_lint.work.keeping import Keeping
from zgc_lint.work.spool import Pile, Spool
from zgc_lint.work.store import Store, cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from zgc_lint.check.base import Check
    from zgc_lint.check.runner import Result
    from zgc_lint.config import Config
    from zgc_lint.fix.repair import Repairs, Wishes
    from zgc_lint.folding import Aside
    from zgc_lint.model import Batch
    from zgc_lint.price import Bill, Charged
    from zgc_lint.work.hands import Labour

__all__ = ["Deliver", "Progress", "check", "fix"]

#: Called with a Chinese word for the stage, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


#: Called while the documents can still be read, with the batch, the unmasked audit, and what hides personal data.
Deliver = Callable[["Batch", Audit, Callable[[str], str]], None]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A batch, what the checks had to say about it, and what is needed of its facts to price and to report that."""

    batch: Batch
    result: Result
    facts: Facts
    knowledge: Knowledge
    schedules: Schedules
    rules: Mapping[str, Rule]


def check(
    targets: Sequence[Path],
    config: Config,
    *,
    registry: Registry | None = None,
    labour: Labour = ALONE,
    reveal: bool = False,
    all_readings: bool = False,
    pictures: bool = False,
    in_part: bool = True,
    progress: Progress = lambda stage, done, total: None,
    deliver: Deliver | None = None,
) -> Audit:
    """Check `targets` and return the audit, masked unless `reveal`. Where the user breaks it off it tells
    what was found until then; unless `in_part` is good enough, KeyboardInterrupt is raised.

    `deliver` writes what is made of the documents themselves. With `pictures` the audit holds small pictures of what
    findings rest on, blurred unless `reveal`.

    Raises UsageError where the targets, the settings or the dictionaries cannot be used.
    """
    baseline = Baseline.read(config.baseline) if config.baseline is not None else None
    with _checked(targets, config, registry, labour, progress, baseline, in_part=in_part) as checked:
        mask = None if reveal else _masker(checked.facts)
        checked, exhibits = _illustrated(checked, mask, pictures=pictures)
        audit = replace(_audit(checked, config, all_readings=all_readings), exhibits=exhibits)
        try:
            if not checked.result.stopped:
                remember(checked.batch)
        except UsageError as error:  # the audit is worth having all the same
            unjudged = Unjudged(Place(), f"{error}；附件的指纹没有记下", code="AT04")
            coverage = replace(audit.coverage, not_judged=(*audit.coverage.not_judged, unjudged))
            audit = replace(audit, coverage=coverage)
        if deliver is not None:
            deliver(checked.batch, audit, mask or str)
        return audit if mask is None else audit.masked(mask)


def _illustrated(checked: _Checked, mask: Masker | None, *, pictures: bool) -> tuple[_Checked, Exhibits]:
    """The findings with the text around them and, where `pictures` are wanted, their exhibits."""
    documents = {document.path: document for document in checked.batch.every_document()}
    findings = [
        replace(finding, context=context_of(finding, documents[finding.place.document]))
        if finding.place.document in documents
        else finding
        for finding in checked.result.findings
    ]
    findings, exhibits = exhibit(findings, documents, mask) if pictures else (findings, Exhibits({}))
    return replace(checked, result=replace(checked.result, findings=tuple(findings))), exhibits


def _audit(checked: _Checked, config: Config, *, all_readings: bool) -> Audit:
    """Price what was found, and gather what a report needs; with a history, earlier runs of the months count."""
    batch, result, schedules = checked.batch, checked.result, checked.schedules
    cases = checked.facts.records.by_case
    bill = price(result.findings, cases, schedules, month=batch.month, readings=config.readings)
    audit = _gathered(checked, bill)
    earlier: Sequence[Charged] = ()
    if config.history is not None and audit.month is not None:
        from zgc_lint.history import Run, Store
        from zgc_lint.history.month import counted_before

        earlier = counted_before(Store(config.history), Run.of(audit), list(audit.months))
        bill = price(result.findings, cases, schedules, month=batch.month, readings=config.readings, earlier=earlier)
        audit = replace(
            audit,
            bill=bill,
            months=dict(sorted((dict(audit.months) | dict(bill.months)).items())),
            earlier=_earlier(earlier, schedules, batch.month, config.readings),
        )
    if not all_readings:
        return audit
    alternatives = price_readings(result.findings, cases, schedules, month=batch.month, earlier=earlier)
    return replace(audit, alternatives=tuple(alternatives))


def _earlier(
    charged: Sequence[Charged], schedules: Schedules, month: str | None, readings: Mapping[str, str]
) -> dict[str, Earlier]:
    """What earlier runs alone come to, by month."""
    bill = price((), {}, schedules, month=month, readings=readings, earlier=charged)
    cases: dict[str, set[str]] = {}
    for _, record in charged:
        name = f"{record.filed_on:%Y-%m}" if record.filed_on else month or ""
        cases.setdefault(name, set()).add(record.case)
    return {name: Earlier(len(cases.get(name, ())), total.at_stake) for name, total in bill.months.items()}


def _gathered(checked: _Checked, bill: Bill) -> Audit:
    """What a report needs, priced by `bill`."""
    batch, result, knowledge, schedules = checked.batch, checked.result, checked.knowledge, checked.schedules
    records = checked.facts.records
    filed = {f"{record.filed_on:%Y-%m}" for record in records.filings if record.filed_on}
    months = {
        name: MonthSum.empty(name, schedules.contract) for name in filed | ({batch.month} if batch.month else set())
    }
    months.update(bill.months)
    filings = {record.case for record in records.filings}
    return Audit(
        month=batch.month,
        filings=records.filings,
        bill=bill,
        coverage=replace(result.coverage, not_judged=(*result.coverage.not_judged, *bill.unpriced)),
        schedule="、".join(bill.schedules) or schedules.newest.id,
        months=dict(sorted(months.items())),
        contract=schedules.contract,
        field_names={key: field.name for key, field in knowledge.fields.fields.items()},
        complete=result.complete and bool(batch.filings),
        rules=checked.rules,
        whole=batch.whole,
        orders=tuple(record for case, record in sorted(records.by_case.items()) if case not in filings),
    )


def fix(
    targets: Sequence[Path],
    config: Config,
    wishes: Wishes,
    *,
    registry: Registry | None = None,
    labour: Labour = ALONE,
    reveal: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Repairs:
    """Check `targets` and write corrected copies of their documents; what is returned is masked unless `reveal`.

    Raises UsageError as `check` does, and KeyboardInterrupt, with nothing written where that comes during the checks.
    """
    from zgc_lint.fix.repair import Repairs, repair

    with _checked(targets, config, registry, labour, progress, in_part=False) as checked:
        files = repair(checked.batch, checked.result.findings, wishes)
        found = bool(checked.batch.filings)
        complete = checked.result.complete and found and not any(file.problem for file in files)
        repairs = Repairs(files, complete, wishes.write, found)
        return repairs if reveal else repairs.masked(_masker(checked.facts))


@contextmanager
def _checked(
    targets: Sequence[Path],
    config: Config,
    registry: Registry | None,
    labour: Labour,
    progress: Progress,
    baseline: Baseline | None = None,
    *,
    in_part: bool,
) -> Iterator[_Checked]:
    """Load the targets and run the selected checks; the batch is open until the end of the context.

    Findings that `baseline` holds are left out by agreement. Raises KeyboardInterrupt where the user breaks it off,
    unless checks have been run and `in_part` is good enough.
    """
    registry = registry or discover(config.checks_dirs)
    checks = registry.select(config.select, config.ignore, config.extra)
    knowledge = Knowledge(config.dictionaries)
    schedules = Schedules.read(knowledge.path("penalties.yaml"))
    options = {
        check.code: build_options(check, config.checks.get(check.settings_of or check.code, {}), str(config.source))
        for check in checks
    }
    _refuse_unknown(config, registry)
    memory = Memory(config.prints) if config.prints is not None and any(Prints in c.needs for c in checks) else None

    with ExitStack() as stack:
        aside = stack.enter_context(closing(Spool()))
        store = _store(labour, config.cache, aside, stack)
        desk = Desk(stack.enter_context(closing(hands(labour, config.time_limit))), store, progress, aside)
        batch = stack.enter_context(
            opened(targets, knowledge, month=config.month, earlier=config.earlier, read_all=desk.read_all)
        )
        batch.inform(knowledge)
        identify(batch, knowledge)
        batch.memory = memory
        batch.errands, batch.aside = desk, aside
        keeps = store.lasts or labour.is_shared or sum(1 for _ in batch.parts()) > IN_HAND
        names = Names(batch, checks, options, knowledge) if keeps else None
        name = names.of_batch() if names is not None else None
        known = desk.known(name) if name is not None else None
        if known is None:
            keeping = Keeping(batch, knowledge, desk, names.of_part) if names is not None else None
            others = None
            if keeping is not None and names is not None and labour.is_shared and all_bundled(checks):
                setting = Setting.of(batch, checks, config.checks, knowledge, names)
                others = Sharing(batch, knowledge, desk, keeping, setting, config.time_limit)
            examined = examine(batch, checks, knowledge, options, lambda d, t: progress("检查", d, t), keeping, others)
            if examined.stopped and not in_part:
                raise KeyboardInterrupt
            known = Outcome(examined, Facts.of(batch))
            if store.lasts and names and keeping and not examined.stopped and names.still_hold():
                with suppress(KeyboardInterrupt):  # all is checked; the next run will only take longer
                    keeping.put_away()
                    is_sound = not (examined.has_crashed or any(d.is_changed for d in batch.every_document()))
                    if name is not None and name == names.of_batch() and is_sound:
                        desk.keep(name, known)
        not_run = {word for c in registry.checks.values() if c not in checks for word in (c.code, c.name)}
        result = conclude(known.examined, batch, not_run=not_run)
        if baseline is not None:
            result = baseline.subtract(result, {check.code for check in checks}, whole=batch.whole)
        yield _Checked(batch, result, known.facts, knowledge, schedules, _rules(checks, registry))


def _store(labour: Labour, megabytes: int, aside: Aside, stack: ExitStack) -> Store | Pile:
    """The user's cache; where it is not wanted, or cannot be used, one for this run."""
    if labour.cache and megabytes:
        store = stack.enter_context(closing(Store(cache_folder(), megabytes * 2**20)))
        if store.works:
            return store
    return Pile(aside)


def _rules(checks: Sequence[type[Check]], registry: Registry) -> dict[str, Rule]:
    """The checks that are run and the engine's codes, in words."""
    rules = [Rule(c.code, c.name, c.title, registry.doc(c), c.row) for c in checks]
    rules += [Rule(engine.code, engine.name, engine.title, engine.doc) for engine in ENGINE_CODES]
    return {rule.code: rule for rule in rules}


def _refuse_unknown(config: Config, registry: Registry) -> None:
    for code in config.checks:
        if code not in registry.checks:
            raise UsageError(f"{config.source}：checks 中的 {code} 不是检查项的代码")
        if registry.checks[code].settings_of:
            raise UsageError(f"{config.source}：{code} 的设置项写在 {registry.checks[code].settings_of} 之下")


def _masker(facts: Facts) -> Masker:
    return Masker(facts.people.names, facts.people.numbers)
