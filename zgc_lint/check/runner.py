"""Runs the checks over a batch: each on its subjects, with its options, one crash costing only itself."""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import traceback
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.check.suppress import apply
from zgc_lint.errors import UsageError
from zgc_lint.extract.fields import DocumentFields
from zgc_lint.extract.sheets import Earlier, Exports, Ledger
from zgc_lint.model import Batch, Confidence, Coverage, Document, Filing, Finding, Place, Role, Subject, Unjudged
from zgc_lint.work.keeping import PutOffError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from zgc_lint.check.base import Check
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.work.keeping import Keeping

__all__ = ["RAISE_VARIABLE", "Examined", "Result", "conclude", "examine", "run", "sort_key"]

#: Environment variable that makes a crashing check raise instead of becoming ZZ02; set by the test suite.
RAISE_VARIABLE = "ZGC_LINT_RAISE"


@dataclass(frozen=True)
class Result:
    """What came out: findings in order of case and place, and how much was looked at."""

    findings: tuple[Finding, ...]
    coverage: Coverage
    stopped: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything could be checked: no unreadable file, no crashed check, not broken off by the user."""
        return not self.stopped and not any(finding.code in ("ZZ01", "ZZ02") for finding in self.findings)


def run(
    batch: Batch,
    checks: Sequence[type[Check]],
    knowledge: Knowledge,
    options: Mapping[str, object],
    today: date | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    not_run: Collection[str] = (),
) -> Result:
    """Run `checks` over `batch` (informed). `options` maps a code to an instance of the check's `Options`.

    `today` is the day by which suppressions run out; the clock's where it is not given. `not_run` are the codes and
    names of checks there are besides, whose suppressions are left in peace.

    Findings come back stamped with code, name, row, case and fingerprint, sorted, whatever the order of the checks.
    """
    return conclude(examine(batch, checks, knowledge, options, progress), batch, today, not_run)


@dataclass(frozen=True)
class Examined:
    """What the checks found and could not judge, before the office's suppressions: the same on any day.

    `stopped`: whether the user broke it off, so that only part of the checks have run.
    """

    findings: tuple[Finding, ...]
    unreadable: tuple[Finding, ...]
    unjudged: tuple[Unjudged, ...]
    stopped: bool = False


def examine(
    batch: Batch,
    checks: Sequence[type[Check]],
    knowledge: Knowledge,
    options: Mapping[str, object],
    progress: Callable[[int, int], None] = lambda done, total: None,
    keeping: Keeping | None = None,
) -> Examined:
    """Run the checks; a KeyboardInterrupt ends that early. What `keeping` has of them is not run again."""
    runs = [
        _Run(check, instance, subject, options.get(check.code, check.Options()))
        for check in checks
        for instance in [check(knowledge)]
        for subject in _subjects(check, batch)
    ]
    stopped = not _run_all(runs, _groups(runs, batch, keeping), batch, progress)
    owners = _Owners(batch)
    findings: list[Finding] = []
    unjudged: list[Unjudged] = []
    for run in runs:
        for outcome in run.outcomes or ():
            if isinstance(outcome, Unjudged):
                unjudged.append(replace(outcome, code=outcome.code or run.check.code))
            else:
                findings.append(owners.stamp(outcome, run.check))
    unreadable = tuple(owners.claim(finding) for finding in _unreadable(batch))
    unjudged.extend(_without_content(batch, checks))
    if stopped:
        unjudged.append(Unjudged(Place(), "检查被中断，只有中断前已完成的部分", code="ZZ04"))
    return Examined(tuple(findings), unreadable, tuple(unjudged), stopped)


def conclude(examined: Examined, batch: Batch, today: date | None = None, not_run: Collection[str] = ()) -> Result:
    """Leave out what the office has agreed to leave out, as of `today`; put in order, number.

    `not_run` are codes and names of checks that were not run, so that nothing can be said of agreements about them.
    """
    day = today or date.today()  # noqa: DTZ011 (the office's own clock)
    findings, suppressed = apply(examined.findings, batch.ignores, day, not_run)
    findings.extend(examined.unreadable)
    files = sum(1 for _ in batch.every_document())
    distinct = sorted(set(examined.unjudged), key=lambda u: (u.place.document, u.code, u.why, str(u.place)))
    left_out = sorted(suppressed, key=lambda entry: sort_key(entry.finding))
    stamped = _numbered([entry.finding for entry in left_out])
    suppressed = [replace(entry, finding=finding) for entry, finding in zip(left_out, stamped, strict=True)]
    coverage = Coverage(files, tuple(distinct), tuple(suppressed))
    return Result(tuple(_numbered(sorted(findings, key=sort_key))), coverage, examined.stopped)


@dataclass(eq=False)
class _Run:
    """A check on one of its subjects; `outcomes` is None until it has run with all that it asked for."""

    check: type[Check]
    instance: Check
    subject: Subject
    options: object
    outcomes: list[Finding | Unjudged] | None = None

    @property
    def done(self) -> bool:
        """Whether it need not be run any more."""
        return self.outcomes is not None

    def attempt(self) -> bool:
        """Run; where the check asked for work that is put off, what it yields counts for nothing. Returns `done`."""
        put_off = Subject.put_off
        Subject.declared = frozenset(self.check.needs)
        try:
            outcomes = list(self.instance.run(self.subject, self.options))
        except UsageError:  # a dictionary of the office's that cannot be used: that is no fault of the check
            raise
        except Exception as error:
            if Subject.put_off == put_off and os.environ.get(RAISE_VARIABLE):
                raise
            outcomes = [_crash(self.check, self.subject, error)]
        finally:
            Subject.declared = None
        if Subject.put_off == put_off:
            self.outcomes = outcomes
        return self.done


@dataclass(eq=False)
class _Group:
    """Runs that need not know of one another; those of a kept part of the batch, or all others."""

    runs: list[_Run]

    def attempt(self) -> None:
        """Run what has not run yet."""
        for run in self.runs:
            if not run.done:
                run.attempt()


@dataclass(eq=False)
class _KeptGroup(_Group):
    """The runs about a filing, or about a document that lies in none: their outcomes are kept."""

    part: Filing | Document
    keeping: Keeping
    known: bool = False

    def attempt(self) -> None:
        """Take what is kept; where nothing is, run what has not run yet."""
        if not self.known:
            try:
                kept = self.keeping.outcome_of(self.part)
            except PutOffError:
                return
            self.known = True
            for run, outcomes in zip(self.runs, kept or (), strict=kept is not None):
                run.outcomes = outcomes
        for run in self.runs:
            if not run.done:
                with self.keeping.work_for(self.part) as count:
                    if run.attempt():
                        count()
        if all(run.done for run in self.runs):
            self.keeping.take(self.part, [run.outcomes for run in self.runs])


def _groups(runs: Sequence[_Run], batch: Batch, keeping: Keeping | None) -> list[_Group]:
    """The runs, those apart that can be kept: of checks that are told by their own sources, on part of the batch."""
    if keeping is None:
        return [_Group(list(runs))]
    others = _Group([])
    parts = {part: _KeptGroup([], part, keeping) for part in batch.parts()}
    for run in runs:
        part = run.subject.filing or run.subject if isinstance(run.subject, Document) else run.subject
        if isinstance(part, (Filing, Document)) and not run.check.extra:
            parts[part].runs.append(run)
        else:
            others.runs.append(run)
    return [*parts.values(), others]


def _run_all(
    runs: Sequence[_Run], groups: Sequence[_Group], batch: Batch, progress: Callable[[int, int], None]
) -> bool:
    """Run all checks, over and over until none asks for work that is put off; False where the user breaks it off."""
    try:
        _attempt(runs, groups, batch, progress)
        while batch.errands is not None and not all(run.done for run in runs):
            batch.errands.catch_up()
            _attempt(runs, groups, batch, progress)
    except KeyboardInterrupt:
        _attempt(runs, [_Group(list(runs))], batch, progress)  # what has been worked out until now is worth reporting
        return False
    return True


def _attempt(
    runs: Sequence[_Run], groups: Sequence[_Group], batch: Batch, progress: Callable[[int, int], None]
) -> None:
    if batch.errands is not None:
        batch.errands.gather(on=True)
    try:
        for group in groups:
            group.attempt()
        progress(sum(run.done for run in runs), len(runs))
    finally:
        if batch.errands is not None:
            batch.errands.gather(on=False)


def _subjects(check: type[Check], batch: Batch) -> Iterable[Subject]:
    if check.scope == "batch":
        return [batch]
    if check.scope == "filing":
        return batch.filings
    return [document for document in batch.every_document() if document.problem is None]


def _crash(check: type[Check], subject: Subject, error: Exception) -> Finding:
    where = subject.path if isinstance(subject, (Document, Filing)) else ""
    frames = traceback.extract_tb(error.__traceback__)
    source = inspect.getfile(check)
    frame = next((frame for frame in reversed(frames) if frame.filename == source), frames[-1])
    return Finding(
        Place(where),
        f"检查项 {check.code}（{check.title}）运行出错：{type(error).__name__}"
        f"（{Path(frame.filename).name} 第 {frame.lineno} 行）；"
        "该项没有结论，其余检查照常进行",
        code="ZZ02",
        name="crashed-check",
    )


def _unreadable(batch: Batch) -> Iterator[Finding]:
    """ZZ01 for each file, and each ledger or export cell, that could not be read."""
    for document in (*batch.every_document(), *batch.earlier):
        if document.problem is not None:
            yield Finding(Place(document.path), str(document.problem), code="ZZ01", name="unreadable-file")
    for problem in (*batch[Ledger].problems, *batch[Exports].problems, *batch[Earlier].problems):
        yield Finding(problem.place, str(problem.problem), text=problem.text, code="ZZ01", name="unreadable-file")


def _without_content(batch: Batch, checks: Sequence[type[Check]]) -> Iterator[Unjudged]:
    """ZZ04 for forms and statements that are pictures of pages, and for forms in which no field was recognised."""
    if not any(check.scope != "batch" and check.needs for check in checks):
        return
    for filing in batch.filings:
        for document in filing.with_role(Role.FORM, Role.STATEMENT):
            if not document.has_text:
                why = "扫描件或照片没有文字层，未识别文字，内容没有检查，请人工核对"
            elif document.role is Role.FORM and not document[DocumentFields].is_form:
                why = "没有认出申报表的栏目，各栏内容没有检查，请人工核对，或在 fields.yaml 中添加标签"
            else:
                continue
            yield Unjudged(Place(document.path), why, code="ZZ04")


class _Owners:
    """Knows which case a place belongs to."""

    def __init__(self, batch: Batch) -> None:
        self.filings = {document.path: filing for filing in batch.filings for document in filing.documents}
        self.by_path = {filing.path: filing for filing in batch.filings}
        self.rows = {
            (row.document, row.sheet, row.number): row.case for row in (*batch[Ledger].rows, *batch[Exports].rows)
        }

    def stamp(self, finding: Finding, check: type[Check]) -> Finding:
        """The finding with what only the engine knows; the engine's own (ZZ02) has its code already."""
        if finding.code:
            return self.claim(finding)
        confidence = Confidence(finding.confidence)
        return self.claim(
            replace(finding, code=check.code, name=check.name, row=finding.row or check.row, confidence=confidence)
        )

    def claim(self, finding: Finding) -> Finding:
        """The finding with its case, where the place tells."""
        if finding.case is not None:
            return finding
        place = finding.place
        filing = self.filings.get(place.document) or self.by_path.get(place.document)
        if filing is not None:
            return replace(finding, case=filing.case)
        if place.cell is not None:
            case = self.rows.get((place.document, place.cell.table, place.cell.row))
            return replace(finding, case=case or None)
        return finding


def sort_key(finding: Finding) -> tuple[object, ...]:
    """The order findings are reported in: by case, document, place, code."""
    place = finding.place
    return (
        finding.case or "",
        place.document,
        place.page or 0,
        place.paragraph or 0,
        tuple(place.cell or ()),
        place.start or 0,
        finding.code,
        finding.text,
        finding.message,
    )


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Stamp fingerprints: the same for the same defect in the next run, wherever in the document it has moved to.

    Long runs of digits are left out, so that a fingerprint holds nothing of a telephone or ID number.
    """
    seen: dict[str, int] = {}
    for finding in findings:
        text = re.sub(r"\d{5,}", "#", f"{finding.text}|{finding.suggest or ''}")
        base = "|".join((finding.code, finding.case or "", finding.place.document, finding.place.field or "", text))
        seen[base] = seen.get(base, 0) + 1
        digest = hashlib.sha256(f"{base}|{seen[base]}".encode("utf-8", "replace")).hexdigest()
        yield replace(finding, fingerprint=digest[:16])
