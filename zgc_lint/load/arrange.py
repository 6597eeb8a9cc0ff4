"""Finds the filings in a tree of files, by names alone: nothing has been read yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zgc_lint.load.names import month_in, number_at_start
from zgc_lint.load.roles import IN_BATCH, IN_FILING, role_by_name
from zgc_lint.load.source import Entry, Folder
from zgc_lint.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zgc_lint.knowledge import Knowledge

__all__ = [
    "IGNORES", "OVERRIDES", "Arrangement", "FilingPlan", "Placed",
    "arrange", "expects_form", "is_filing", "number_of", "unwrap",
]  # fmt: skip

OVERRIDES = "filing.yaml"
IGNORES = "zgc-lint-ignore.yaml"


@dataclass(frozen=True, slots=True)
class Placed:
    """A file with its path relative to the target; `attached` where it lies in an attachment folder."""

    path: str
    entry: Entry
    attached: bool = False


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """A filing to be read. `overrides` is its filing.yaml, in which paths are relative to `root`."""

    path: str
    root: str
    number: str | None
    files: tuple[Placed, ...]
    overrides: Placed | None = None


@dataclass(slots=True)
class Arrangement:
    """The filings of a tree, the files that belong to none, and the ignore files, each in natural order."""

    filings: list[FilingPlan] = field(default_factory=list)
    loose: list[Placed] = field(default_factory=list)
    ignores: list[Placed] = field(default_factory=list)

    def without_ignores(self, files: Iterable[Placed]) -> list[Placed]:
        """`files` but for the ignore files, which are kept apart."""
        kept: list[Placed] = []
        for placed in files:
            (self.ignores if placed.entry.name == IGNORES else kept).append(placed)
        return kept


def arrange(root: Folder, prefix: str, knowledge: Knowledge) -> Arrangement:
    """Sort the files of a target into filings. All paths begin with `prefix` ("" or "name/")."""
    found = Arrangement()
    if is_filing(root, knowledge):
        found.filings.append(_plan(root, prefix.rstrip("/") or root.name, prefix, knowledge, found))
    else:
        _walk(root, prefix, knowledge, found)
    return found


def unwrap(folder: Folder, knowledge: Knowledge) -> Folder:
    """The folder that a zip holds, where it holds nothing else: it does not matter what was zipped."""
    while len(folder.folders) == 1 and not folder.files:
        inner = folder.folders[0]
        if is_filing(folder, knowledge) or knowledge.documents.is_attachment_folder(inner.name):
            break
        telling = number_of(inner.name, knowledge) or month_in(inner.name)
        folder = Folder(inner.name if telling else folder.name, inner.files, inner.folders)
    return folder


def number_of(name: str, knowledge: Knowledge) -> str | None:
    """The work-order number that a file or folder name starts with, or None."""
    return None if month_in(name) else number_at_start(name, knowledge.fields.case_id)


def is_filing(folder: Folder, knowledge: Knowledge) -> bool:
    """Whether a folder holds the papers of one application."""
    if month_in(folder.name):
        return False
    if any(entry.name == OVERRIDES for entry in folder.files):
        return True
    holds_numbered = any(number_of(inner.name, knowledge) for inner in folder.folders)
    if number_of(folder.name, knowledge):
        return bool(folder.files) or not holds_numbered  # else a level of sorting above the filings
    if holds_numbered or knowledge.documents.is_attachment_folder(folder.name):
        return False
    names = [entry.name for entry in folder.files]
    if any(role_by_name(name, knowledge, IN_BATCH) for name in names):
        return False
    return any(role_by_name(name, knowledge, IN_FILING) for name in names) or any(
        knowledge.documents.is_attachment_folder(inner.name) for inner in folder.folders
    )


def _walk(folder: Folder, prefix: str, knowledge: Knowledge, found: Arrangement) -> None:
    """Look for filings below a folder that is none."""
    found.loose.extend(found.without_ignores(Placed(prefix + entry.name, entry) for entry in folder.files))
    for inner in folder.folders:
        path = prefix + inner.name
        if is_filing(inner, knowledge):
            found.filings.append(_plan(inner, path, f"{path}/", knowledge, found))
        else:
            _walk(inner, f"{path}/", knowledge, found)


def _plan(folder: Folder, path: str, root: str, knowledge: Knowledge, found: Arrangement) -> FilingPlan:
    files = found.without_ignores(_files_below(folder, root, knowledge, attached=False))
    overrides = next((placed for placed in files if placed.path == root + OVERRIDES), None)
    return FilingPlan(
        path,
        root,
        number_of(folder.name, knowledge),
        tuple(placed for placed in files if placed is not overrides),
        overrides,
    )


def _files_below(folder: Folder, prefix: str, knowledge: Knowledge, *, attached: bool) -> Iterator[Placed]:
    for entry in folder.files:
        yield Placed(prefix + entry.name, entry, attached)
    for inner in folder.folders:
        inner_attached = attached or knowledge.documents.is_attachment_folder(inner.name)
        yield from _files_below(inner, f"{prefix}{inner.name}/", knowledge, attached=inner_attached)


def expects_form(placed: Placed, knowledge: Knowledge) -> bool:
    """Whether a file's name says that it is an application form."""
    return not placed.attached and role_by_name(placed.entry.name, knowledge, IN_FILING) is Role.FORM
