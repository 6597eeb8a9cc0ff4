"""Looks at a target before anything in it is read: which filings there are, which files belong where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.arrange import FilingPlan, Placed, arrange, is_filing, unwrap
from zgc_lint.load.content import problem_of
from zgc_lint.load.disk import printable_name, read_target
from zgc_lint.load.names import ending_of, month_in, stem_of
from zgc_lint.load.overrides import Overrides, read_overrides
from zgc_lint.load.source import Entry, Folder
from zgc_lint.model import Document

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from zgc_lint.knowledge import Knowledge

__all__ = ["Surveyed", "SurveyedFiling", "survey"]


@dataclass(frozen=True, slots=True)
class SurveyedFiling:
    """A filing with what its filing.yaml says; `broken` stands for a filing.yaml that cannot be used."""

    plan: FilingPlan
    overrides: Overrides
    broken: Document | None = None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One target. `single` is a file that was named by itself, `folder` the name of the folder it lies in."""

    filings: tuple[SurveyedFiling, ...] = ()
    loose: tuple[Placed, ...] = ()
    ignores: tuple[Placed, ...] = ()
    month: str | None = None
    whole: bool = True
    single: Placed | None = None
    folder: str = ""


def survey(target: Path, prefix: str, knowledge: Knowledge, stack: ExitStack) -> Surveyed:
    """Survey a target; its zips stay open until `stack` is closed. Documents' paths begin with `prefix`.

    Raises UsageError for a target that does not exist or cannot be listed.
    """
    found = read_target(target, stack)
    if isinstance(found, Entry):
        placed = Placed(prefix.rstrip("/") or found.name, found)
        return Surveyed(whole=False, single=placed, folder=printable_name(target.resolve().parent.name))
    root = _without_wrapping(found, knowledge) if ending_of(found.name) == "zip" else found
    arrangement = arrange(root, prefix, knowledge)
    return Surveyed(
        filings=tuple(_with_overrides(plan) for plan in arrangement.filings),
        loose=tuple(arrangement.loose),
        ignores=tuple(arrangement.ignores),
        month=month_in(root.name) or month_in(found.name),
        whole=not is_filing(root, knowledge),
    )


def _without_wrapping(archive: Folder, knowledge: Knowledge) -> Folder:
    """The folder that was zipped, named as the zip is where its own name tells nothing."""
    root = unwrap(archive, knowledge)
    return Folder(stem_of(root.name), root.files, root.folders) if root.name == archive.name else root


def _with_overrides(plan: FilingPlan) -> SurveyedFiling:
    none_given = Overrides({})
    if plan.overrides is None:
        return SurveyedFiling(plan, none_given)
    path, entry = plan.overrides.path, plan.overrides.entry
    try:
        return SurveyedFiling(plan, read_overrides(entry))
    except Exception as error:  # whatever is wrong with it, the rest of the filing can be read
        return SurveyedFiling(plan, none_given, Document(path, "yaml", size=entry.size, problem=problem_of(error)))
