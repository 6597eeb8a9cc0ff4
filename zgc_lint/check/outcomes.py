"""What the checks of a whole batch came to, kept so that an unchanged batch need not be checked again."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.extract.people_named import PeopleNamed
from zgc_lint.extract.records import CaseRecords
from zgc_lint.work.names import digest, files_digest, models_digest, program_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zgc_lint.check.base import Check
    from zgc_lint.check.runner import Examined
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch, Document

__all__ = ["Facts", "Outcome", "outcome_name"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Those facts of a batch that pricing and reports need."""

    records: CaseRecords
    people: PeopleNamed

    @classmethod
    def of(cls, batch: Batch) -> Facts:
        """Of a batch that has been examined: names are known from what the checks looked into."""
        return cls(batch[CaseRecords], batch[PeopleNamed])


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is needed of a batch that was checked before."""

    examined: Examined
    facts: Facts


def outcome_name(
    batch: Batch, checks: Sequence[type[Check]], options: Mapping[str, object], knowledge: Knowledge
) -> bytes | None:
    """The name for the outcome of `checks` on `batch`: a digest of all that it depends on.

    None where that cannot be told: with a memory of earlier months, and with checks that use packages of their own.
    """
    if batch.memory is not None or any(check.extra for check in checks):
        return None
    folders = {Path(inspect.getfile(check)).parent for check in checks}
    dictionaries = [dictionaries_folder(), *([knowledge.office] if knowledge.office is not None else [])]
    return digest(
        "outcome",
        program_digest(),
        models_digest(),
        files_digest(path for folder in folders for path in folder.glob("*.py")),
        tuple(files_digest(path for path in folder.glob("*") if path.is_file()) for folder in dictionaries),
        tuple((check.code, check.__module__, options.get(check.code)) for check in checks),
        (batch.month, batch.whole),
        tuple(_document(document) for document in batch.documents),
        tuple(_document(document) for document in batch.earlier),
        tuple(
            (f.path, f.number, sorted(f.overrides.items()), tuple(_document(document) for document in f.documents))
            for f in batch.filings
        ),
    )


def _document(document: Document) -> tuple[object, ...]:
    return document.path, document.role, document.format, document.size, document.sha256, document.problem
