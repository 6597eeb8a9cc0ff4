"""From the findings about a batch to corrected copies of its documents."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError
from zgc_lint.fix.edits import NO_REMEDY, Left, Replacement, apply_steps, replacements
from zgc_lint.load.content import problem_of
from zgc_lint.load.names import proof_name
from zgc_lint.load.source import DiskEntry
from zgc_lint.model import Confidence, Document, Finding
from zgc_lint.output import below, write_own
from zgc_lint.rewrite.package import is_own_copy
from zgc_lint.rewrite.source import checked_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from zgc_lint.model import Batch

__all__ = ["Change", "Repair", "Repairs", "Wishes", "change_date", "repair"]

_BY_HAND = "这种格式不能自动修改，请手工修改"
_MISTAKE = "改出的校对稿读回来与预期不符，没有写出；请手工修改，并把情况告诉开发者"
_IN_ARCHIVE = "文件在压缩包内，请用 --output-dir 指定存放校对稿的文件夹，或先解压"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants it done. `date` is set where changes are to be tracked; `folder` where copies go elsewhere."""

    unsafe: bool = False
    folder: Path | None = None
    write: bool = True
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A replacement that was made, and the findings it settles."""

    replacement: Replacement
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of one document, or of a place that is none ("" stands for the whole batch).

    `problem` says why nothing could be written. `copy` is the path of the copy as a user sees it, "" where there is
    none; `before` and `after` are the texts of the paragraphs.
    """

    document: str
    changes: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    copy: str = ""
    problem: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def diff(self) -> Iterable[str]:
        """The changed paragraphs as a unified diff, a paragraph a line."""
        before, after = ([text.replace("\n", "⏎") for text in texts] for texts in (self.before, self.after))
        return difflib.unified_diff(before, after, self.document, proof_name(self.document), n=1, lineterm="")


@dataclass(frozen=True)
class Repairs:
    """The outcome of a run.

    `complete` is false where something could not be read, checked or written; `found` where there was no filing.
    `written` is false where copies were not asked for.
    """

    files: tuple[Repair, ...]
    complete: bool
    written: bool = True
    found: bool = True

    @property
    def fixed(self) -> int:
        """How many findings were fixed."""
        return sum(len(change.findings) for file in self.files for change in file.changes)

    @property
    def left(self) -> int:
        """How many findings need a person."""
        return sum(len(file.left) for file in self.files)

    def masked(self, mask: Callable[[str], str]) -> Repairs:
        """The same with personal data hidden in every text that came from a filing."""
        return replace(self, files=tuple(_masked(file, mask) for file in self.files))


def repair(batch: Batch, findings: Iterable[Finding], wishes: Wishes) -> tuple[Repair, ...]:
    """Correct the documents of `batch`, which is open, that `findings` speak of."""
    documents = {document.path: document for document in batch.every_document()}
    by_document: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.confidence is not Confidence.HINT:
            by_document.setdefault(finding.place.document, []).append(finding)
    return tuple(_repair(documents.get(path), path, own, wishes) for path, own in by_document.items())


def _repair(document: Document | None, path: str, findings: Sequence[Finding], wishes: Wishes) -> Repair:
    if document is None or document.problem is not None or document.format not in ("docx", "txt"):
        return Repair(path, left=tuple(Left(finding, _by_hand(finding)) for finding in findings))
    before = tuple(paragraph.text for paragraph in document.paragraphs)
    chosen, left = replacements(findings, before, unsafe=wishes.unsafe)
    if not chosen:
        return Repair(path, left=tuple(left))
    copy = ""
    try:
        fixed, refused = _fixed(checked_bytes(document), document.format, chosen, wishes.date)
        if len(refused) < len(chosen) and wishes.write:
            copy = _write(document, fixed, wishes.folder)
    except Exception as error:  # one file that cannot be corrected is no reason to give up the others
        every = [Left(finding, "没有写出校对稿") for own in chosen.values() for finding in own]
        return Repair(path, left=(*left, *every), problem=_words(error))
    left += [Left(finding, why) for change, why in refused.items() for finding in chosen[change]]
    made = [change for change in chosen if change not in refused]
    after = tuple(
        apply_steps(text, [change for change in made if change.paragraph == number])
        for number, text in enumerate(before, 1)
    )
    changes = tuple(Change(change, tuple(chosen[change])) for change in made)
    return Repair(path, changes, tuple(left), copy, "", before, after)


def _by_hand(finding: Finding) -> str:
    if finding.code.startswith("ZZ"):
        return finding.message
    return NO_REMEDY if finding.fix is None else _BY_HAND


def _fixed(
    data: bytes, format_: str, changes: Iterable[Replacement], date: str | None
) -> tuple[bytes, dict[Replacement, str]]:
    if format_ == "txt":
        from zgc_lint.fix.text import fix_text

        return fix_text(data, changes)
    from zgc_lint.fix.docx import fix_docx

    return fix_docx(data, changes, date=date)


def _write(document: Document, data: bytes, folder: Path | None) -> str:
    """Write a copy beside the original, or below `folder` under the same relative path; returns where, for a user."""
    if folder is not None:
        target = below(folder, document.path)
        shown = str(target)
    elif isinstance(document.source, DiskEntry):
        location = document.source.location
        target = location.with_name(proof_name(location.name))
        shown = proof_name(document.path)
    else:
        raise UsageError(_IN_ARCHIVE)
    is_own = is_own_copy if document.format == "docx" else data.__eq__
    write_own(target, data, is_own, "zgc-lint 写出后未经改动的校对稿")
    return shown


def _words(error: Exception) -> str:
    if isinstance(error, UsageError):
        return str(error)
    from zgc_lint.fix.docx import MistakeError

    return _MISTAKE if isinstance(error, MistakeError) else str(problem_of(error))


def change_date() -> str:
    """The time to write into tracked changes: SOURCE_DATE_EPOCH (seconds) where it is set, else now.

    Raises UsageError.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(given), timezone.utc) if given else datetime.now(timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"环境变量 SOURCE_DATE_EPOCH 应为秒数，现为 {given}") from error
    return f"{now:%Y-%m-%dT%H:%M:%SZ}"


def _masked(file: Repair, mask: Callable[[str], str]) -> Repair:
    def hide(finding: Finding) -> Finding:
        return replace(finding, message=mask(finding.message), text=mask(finding.text))

    return replace(
        file,
        document=mask(file.document),
        copy=mask(file.copy),
        problem=mask(file.problem),
        before=tuple(map(mask, file.before)),
        after=tuple(map(mask, file.after)),
        left=tuple(Left(hide(entry.finding), entry.why) for entry in file.left),
        changes=tuple(
            Change(
                replace(
                    change.replacement,
                    original=mask(change.replacement.original),
                    text=mask(change.replacement.text),
                ),
                tuple(map(hide, change.findings)),
            )
            for change in file.changes
        ),
    )
