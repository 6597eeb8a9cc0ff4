"""Word documents: replacements written into the runs the text stands in, and into nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.fix.edits import Replacement, Step, apply_steps, steps_of
from zgc_lint.fix.tracked import Tracker, can_be_tracked
from zgc_lint.load.package import kind
from zgc_lint.load.styles import child
from zgc_lint.load.walk import Line, Walk
from zgc_lint.rewrite.package import marked, replace_members
from zgc_lint.rewrite.spans import copies_of, point_in, spans_in
from zgc_lint.rewrite.splice import Splicer
from zgc_lint.rewrite.xml import Span, cannot_be_written, parent_of, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

__all__ = ["MistakeError", "fix_docx"]

_TEXTS = {"w:t", "m:t"}

BOUND = "文字取自文档的绑定数据，请在 Word 中修改"
COPIED = "文字带有兼容旧版的副本，请在 Word 中修改"
SIGNED = "文档有数字签名，改动会使签名失效，没有修改"
UNTRACKABLE = "此处（如公式、移动过的文字）不能留修订痕迹，请在 Word 中修改"
UNWRITABLE = "建议的文字无法写入"


class MistakeError(Exception):
    """A copy does not read as it should; it must not be written."""


@dataclass(slots=True)
class _Job:
    """A line, its copies for old programs, and what is to change in it."""

    lines: list[Line]
    changes: list[Replacement]


def fix_docx(
    data: bytes, changes: Iterable[Replacement], *, date: str | None = None
) -> tuple[bytes, dict[Replacement, str]]:
    """Make `changes`, which do not clash; with a `date` they are tracked as made then.

    Returns the new document, marked as a copy of ours, and the changes that were not made, with why. A text box has
    a second copy for old programs; it is changed alike. Raises MistakeError, UnreadableError.
    """
    walk = Walk(data)
    lines = [line for line in walk.lines() if line.number is not None]
    before = [line.text for line in lines]
    signed = any(name.startswith("_xmlsignatures/") for name in walk.package.names())
    refused: dict[Replacement, str] = {}
    jobs: dict[int, _Job] = {}
    for change in changes:
        job = jobs.get(change.paragraph) or _Job([lines[change.paragraph - 1]], [])
        why = SIGNED if signed else _refusal(job.lines[0], change, tracked=date is not None)
        if why:
            refused[change] = why
        else:
            jobs[change.paragraph] = job
            job.changes.append(change)
    for job in jobs.values():
        job.lines.extend(copies_of(walk, job.lines[0]))
    splicers = _splicers(walk, jobs.values(), tracked=date is not None)
    tracker = Tracker.of(date, walk.roots.values()) if date is not None else None
    for _, step, spans in _work(jobs.values()):
        if tracker is None:
            replace(spans, step.text)
        else:
            tracker.replace(spans, step.text)
    parts = {walk.package.true_name(part): splicer.changed() for part, splicer in splicers.items()}
    fixed = marked(replace_members(data, parts))
    _prove(fixed, before, jobs)
    return fixed, refused


def _work(jobs: Iterable[_Job]) -> Iterator[tuple[Line, Step, list[Span]]]:
    """Each step in each line, last one first, so that a step leaves the places of those to come as they are."""
    for job in jobs:
        for line in job.lines:
            for step, change in steps_of(job.changes):
                yield line, step, _spans(line, step, change)


def _splicers(walk: Walk, jobs: Iterable[_Job], *, tracked: bool) -> dict[str, Splicer]:
    """For each part that will change, what knows where."""
    elements: dict[str, list[Element]] = {}
    for line, step, spans in _work(jobs):
        touched = elements.setdefault(line.source, [])
        for span in spans:
            alone = kind(span.element) in _TEXTS and not set(step.text) & {"\t", "\n"}
            touched.append(line.paragraph if tracked else span.element if alone else parent_of(span.element))
    return {
        part: Splicer(walk.package.read(part), walk.roots[part], touched) for part, touched in sorted(elements.items())
    }


def _spans(line: Line, step: Step, change: Replacement) -> list[Span]:
    """Where the characters of a step stand; for an insertion one empty span, at characters of the change if it can."""
    if step.start < step.end:
        spans = spans_in(line, step.start, step.end)
    else:
        point = point_in(line, step.start, forward=step.start == change.start < change.end)
        spans = [point] if point else []
    if not spans:
        raise MistakeError(f"no text at {step.start}")
    return spans


def _refusal(line: Line, change: Replacement, *, tracked: bool) -> str:
    """Why a change cannot be made; "" where it can."""
    if cannot_be_written(change.text):
        return UNWRITABLE
    for step in change.steps():
        for span in _spans(line, step, change):
            if _has_copy(span.element, line.paragraph):
                return COPIED
            if _is_bound(span.element):
                return BOUND
            if kind(span.element) == "m:t" and ("\n" in step.text or "\t" in step.text):
                return UNWRITABLE
            if tracked and not can_be_tracked(span.element, line.paragraph):
                return UNTRACKABLE
    return ""


def _has_copy(element: Element, paragraph: Element) -> bool:
    """Whether a piece of text within a paragraph is one of several alternatives."""
    for ancestor in element.iterancestors():
        if ancestor is paragraph:
            return False
        if kind(ancestor) == "mc:AlternateContent":
            return True
    return False


def _is_bound(element: Element) -> bool:
    """Whether text stands in a content control that Word fills from other data whenever it opens the document."""
    for ancestor in element.iterancestors():
        settings = child(ancestor, "w:sdtPr") if kind(ancestor) == "w:sdt" else None
        if settings is not None and any(kind(inner).endswith(":dataBinding") for inner in settings):
            return True
    return False


def _prove(fixed: bytes, before: list[str], jobs: dict[int, _Job]) -> None:
    """Read the copy and compare it with what it should say. Raises MistakeError."""
    wanted = [apply_steps(text, jobs[n].changes) if n in jobs else text for n, text in enumerate(before, 1)]
    found = [line.text for line in Walk(fixed).lines() if line.number is not None]
    if found != [text.strip("\n") for text in wanted if text.strip()]:
        raise MistakeError("the copy does not read as it should")
