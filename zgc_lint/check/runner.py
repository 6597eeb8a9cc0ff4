"""Runs the checks over a batch: each on its subjects, with its options, one crash costing only itself."""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import traceback
from array import array
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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

__all__ = ["RAISE_VARIABLE", "Examined", "Others", "Result", "conclude", "examine", "run", "sort_key"]

_CRASHED = "ZZ02"
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

    @property
    def has_crashed(self) -> bool:
        """Whether any check has."""
        return any(map(_is_crash, self.findings))


def examine(
    batch: Batch,
    checks: Sequence[type[Check]],
    knowledge: Knowledge,
    options: Mapping[str, object],
    progress: Callable[[int, int], None] = lambda done, total: None,
    keeping: Keeping | None = None,
    others: Others | None = None,
) -> Examined:
    """Run the checks; a KeyboardInterrupt ends that early, with what was worked out until then.

    What `keeping` has of them is not run again; of what it has nothing `others` are asked first, if there are any.
    """
    given = [
        _Given(number, check, check(knowledge), options.get(check.code, check.Options()))
        for number, check in enumerate(checks)
    ]
    groups = list(_groups(given, batch, keeping, others))
    stopped = not _run_all(groups, batch, progress)
    owners = _Owners(batch)
    findings: list[Finding] = []
    unjudged: list[Unjudged] = []
    for (number, _), outcomes in sorted((entry for group in groups for entry in group.outcomes()), key=itemgetter(0)):
        for outcome in outcomes:
            if isinstance(outcome, Unjudged):
                unjudged.append(replace(outcome, code=outcome.code or checks[number].code))
            else:
                findings.append(owners.stamp(outcome, checks[number]))
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


class Others(Protocol):
    """Those who check parts of a batch elsewhere; see `zgc_lint.check.alone`."""

    def take_on(self, part: Filing | Document) -> bool:
        """Whether they will check `part` by the time that errands are done; `keeping` has what comes of it then."""
        ...


@dataclass(frozen=True, slots=True)
class _Given:
    """A check, its number among those that are run, and what it is run with."""

    number: int
    check: type[Check]
    instance: Check
    options: object


@dataclass(frozen=True, slots=True)
class _Run(_Given):
    """A check on one of its subjects."""

    subject: Subject

    def attempt(self) -> Sequence[Finding | Unjudged] | None:
        """Run; None where the check asked for work that is put off: what it yields counts for nothing then."""
        put_off = Subject.put_off
        Subject.declared = frozenset(self.check.needs)
        outcomes: Sequence[Finding | Unjudged]
        try:
            outcomes = tuple(self.instance.run(self.subject, self.options))
        except UsageError:  # a dictionary of the office's that cannot be used: that is no fault of the check
            raise
        except Exception as error:
            if Subject.put_off == put_off and os.environ.get(RAISE_VARIABLE):
                raise
            outcomes = (_crash(self.check, self.subject, error),)
        finally:
            Subject.declared = None
        return outcomes if Subject.put_off == put_off else None


#: Where an outcome belongs in the order of all: the number of the check, and of its subject among all of its kind.
_Rank = tuple[int, int]


class _Group:
    """The runs about a part of the batch, or about the batch itself.

    There are three hundred runs a filing, and nearly all find nothing. So none is held: only the places, in the order
    of all runs here, of those that are still to be done, and what the others found.
    """

    def __init__(self, given: Sequence[_Given], subjects: _Subjects) -> None:
        self._given = given
        self._subjects = subjects
        self.size = sum(len(subjects.of(one.check)) for one in given)
        self._open = array("I", range(self.size))
        self._found: dict[int, Sequence[Finding | Unjudged]] = {}
        self._is_begun = False

    @property
    def is_begun(self) -> bool:
        """Whether something is known of what the runs come to."""
        return self._is_begun

    @property
    def undone(self) -> int:
        """How many runs are still to be done."""
        return len(self._open)

    def hand_over(self) -> bool:
        """Whether others do it first."""
        return False

    def attempt(self) -> None:
        """Run what has not run yet, as far as that can be done."""
        self.wind_up()

    def wind_up(self) -> None:
        """The same, with nothing kept."""
        self._go_on(lambda run: run.attempt())

    def _go_on(self, attempt: Callable[[_Run], Sequence[Finding | Unjudged] | None]) -> None:
        self._is_begun = True
        left = set(self._open)
        try:
            for place, (_, run) in enumerate(self._runs() if left else ()):
                if place in left and (outcomes := attempt(run)) is not None:
                    left.remove(place)
                    if outcomes:
                        self._found[place] = outcomes
        finally:
            self._open = array("I", sorted(left))

    def outcomes(self) -> Iterator[tuple[_Rank, Sequence[Finding | Unjudged]]]:
        """What was found, with its rank."""
        for place, (rank, _) in enumerate(self._runs() if self._found else ()):
            if place in self._found:
                yield rank, self._found[place]

    def _runs(self) -> Iterator[tuple[_Rank, _Run]]:
        """All runs, done or not, always in the same order."""
        for one in self._given:
            for number, subject in enumerate(self._subjects.of(one.check), self._subjects.first_of(one.check)):
                yield (one.number, number), _Run(one.number, one.check, one.instance, one.options, subject)


class _KeptGroup(_Group):
    """The runs about a filing, or about a document that lies in none: their outcomes are kept."""

    def __init__(
        self,
        given: Sequence[_Given],
        subjects: _Subjects,
        part: Filing | Document,
        keeping: Keeping,
        others: Others | None,
    ) -> None:
        super().__init__(given, subjects)
        self._part = part
        self._keeping = keeping
        self._others = others  # none once they have been asked
        self._is_handed = False
        self._asked = False  # whether anything is kept
        self._done = False

    @property
    def is_begun(self) -> bool:
        """Whether something is known of what the runs come to, be it from others."""
        return super().is_begun or (self._is_handed and not self._keeping.lacks(self._part))

    def hand_over(self) -> bool:
        """Whether others do it first: where nothing is kept."""
        others, self._others = self._others, None
        self._is_handed = others is not None and self._keeping.lacks(self._part) and others.take_on(self._part)
        return self._is_handed

    def attempt(self) -> None:
        """Take what is kept; where nothing is, run what has not run yet."""
        if self._done:
            return
        try:
            self._take_kept()
        except PutOffError:
            return
        self._go_on(self._noted)
        self._done = not self.undone
        if self._done and not any(map(_is_crash, chain.from_iterable(self._found.values()))):
            self._keeping.take(self._part, self._found)

    def wind_up(self) -> None:
        """Take what is kept; where nothing is, run what has not run yet, with nothing kept of that."""
        with suppress(PutOffError):
            self._take_kept()
        super().wind_up()

    def _take_kept(self) -> None:
        if self._asked:
            return
        kept = self._keeping.outcome_of(self._part)
        self._asked = True
        if kept is not None:
            self._found, self._open = kept, array("I")

    def _noted(self, run: _Run) -> Sequence[Finding | Unjudged] | None:
        with self._keeping.work_for(self._part) as count:
            outcomes = run.attempt()
            if outcomes is not None:
                count()
        return outcomes


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What checks run on in one part of a batch, by scope; and the number of the first among all of that scope."""

    batch: tuple[Batch, ...] = ()
    filing: tuple[Filing, ...] = ()
    document: tuple[Document, ...] = ()
    first_filing: int = 0
    first_document: int = 0

    def of(self, check: type[Check]) -> tuple[Subject, ...]:
        """Those that a check runs on."""
        return {"batch": self.batch, "filing": self.filing, "document": self.document}[check.scope]

    def first_of(self, check: type[Check]) -> int:
        """The number of the first of those."""
        return {"batch": 0, "filing": self.first_filing, "document": self.first_document}[check.scope]


def _groups(given: Sequence[_Given], batch: Batch, keeping: Keeping | None, others: Others | None) -> Iterator[_Group]:
    """The runs, part by part, so that no more than a part's papers need be in hand; then those about the batch.

    Kept are those of checks that are told by their own sources.
    """
    kept = [one for one in given if keeping is not None and not one.check.extra]
    rest = [one for one in given if keeping is None or one.check.extra]
    parts = list(_parts(batch))
    if keeping is not None:
        yield from (_KeptGroup(kept, subjects, part, keeping, others) for part, subjects in parts)
    if any(one.check.scope != "batch" for one in rest):
        yield from (_Group(rest, subjects) for _, subjects in parts)
    yield _Group(given, _Subjects(batch=(batch,)))


def _parts(batch: Batch) -> Iterator[tuple[Filing | Document, _Subjects]]:
    filings = documents = 0
    for part in batch.parts():
        here = part.documents if isinstance(part, Filing) else (part,)
        readable = tuple(document for document in here if document.problem is None)
        filing = (part,) if isinstance(part, Filing) else ()
        yield part, _Subjects((), filing, readable, filings, documents)
        filings, documents = filings + len(filing), documents + len(readable)


def _run_all(groups: Sequence[_Group], batch: Batch, progress: Callable[[int, int], None]) -> bool:
    """Run all checks, over and over until none asks for work that is put off; False where the user breaks it off."""
    try:
        _attempt(groups, batch, progress)
        while batch.errands is not None and any(group.undone for group in groups):
            batch.errands.catch_up()
            _attempt(groups, batch, progress)
    except KeyboardInterrupt:
        _wind_up(groups, batch)
        return False
    return True


def _wind_up(groups: Sequence[_Group], batch: Batch) -> None:
    """Take in what dear work has brought until now; none is begun any more, nor are the checks of further parts."""
    if batch.errands is not None:
        batch.errands.stop()  # pricing and reports must not begin any either
    for group in groups:
        if group.is_begun:
            group.wind_up()


def _attempt(groups: Sequence[_Group], batch: Batch, progress: Callable[[int, int], None]) -> None:
    if batch.errands is not None:
        batch.errands.gather(on=True)
    try:
        if not sum(group.hand_over() for group in groups):  # else what others do is waited for
            for group in groups:
                group.attempt()
        total = sum(group.size for group in groups)
        progress(total - sum(group.undone for group in groups), total)
    finally:
        if batch.errands is not None:
            batch.errands.gather(on=False)


def _is_crash(outcome: Finding | Unjudged) -> bool:
    """Whether a check has crashed: that may have been for want of memory, and is not kept."""
    return outcome.code == _CRASHED


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
        code=_CRASHED,
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
