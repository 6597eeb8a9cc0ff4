"""What the checks came to, of a batch and of its parts, kept so that what is unchanged need not be checked again."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.bundled import checks_folder, dictionaries_folder
from zgc_lint.check.registry import MOUNTED
from zgc_lint.extract.people_named import PeopleNamed
from zgc_lint.extract.records import CaseRecords
from zgc_lint.model import Filing
from zgc_lint.work.names import digest, files_digest, models_digest, program_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zgc_lint.check.base import Check
    from zgc_lint.check.runner import Examined
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch, Document

__all__ = ["Facts", "Names", "Outcome"]

#: Endings of files that an office's own check may be made of.
_USED = {".csv", ".json", ".py", ".toml", ".tsv", ".txt", ".yaml", ".yml"}


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


class Names:
    """Names for outcomes: digests of all that they depend on.

    `models` is what stands for the trained tables, where that is not to be told by the files of this machine.
    """

    def __init__(
        self,
        batch: Batch,
        checks: Sequence[type[Check]],
        options: Mapping[str, object],
        knowledge: Knowledge,
        models: bytes | None = None,
    ) -> None:
        self._models = models or models_digest()
        self._batch = batch
        self._knowledge = knowledge
        self._checks = checks
        self._options = options
        #: The digest of all that is neither a paper of the batch nor known of it.
        self.circumstances = self._now()

    def still_hold(self) -> bool:
        """Whether checks and dictionaries are what they were when the names were made."""
        return self.circumstances == self._now()

    def _now(self) -> bytes:
        office = self._knowledge.office
        dictionaries = [dictionaries_folder(), *([office] if office is not None else [])]
        return digest(
            program_digest(),
            self._models,
            files_digest(_sources(self._checks)),
            tuple(files_digest(path for path in folder.glob("*") if path.is_file()) for folder in dictionaries),
            tuple((check.code, check.__module__, self._options.get(check.code)) for check in self._checks),
            (self._batch.month, self._batch.whole),
        )

    def of_batch(self) -> bytes | None:
        """The name for the outcome of all checks on the whole batch.

        None where that cannot be told: with a memory of earlier months, and with checks that use packages of their own.
        """
        if self._batch.memory is not None or any(check.extra for check in self._checks):
            return None
        return digest(
            "outcome",
            self.circumstances,
            tuple(_document(document) for document in self._batch.documents),
            tuple(_document(document) for document in self._batch.earlier),
            tuple(_filing(filing) for filing in self._batch.filings),
        )

    def of_part(self, part: Filing | Document) -> bytes:
        """The name for what is worked out for a filing, or a document in none, as far as its own papers tell."""
        return digest("part", self.circumstances, _filing(part) if isinstance(part, Filing) else _document(part))


def _sources(checks: Sequence[type[Check]]) -> set[Path]:
    """The modules of the checks, and what else is in their packages that they may use: helpers, word lists."""
    found = {Path(inspect.getfile(check)) for check in checks}
    for name in {_package_of(check) for check in checks}:
        for folder in map(Path, getattr(sys.modules.get(name), "__path__", ())):
            suffixes = {".py"} if folder == checks_folder() else _USED
            files = (path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())
            found.update(path for path in files if not _is_hidden(path.relative_to(folder)))
    return found


def _package_of(check: type[Check]) -> str:
    """The package that stands for the folder a check was found in; of an installed one, that of its module."""
    top = check.__module__.partition(".")[0]
    return top if top.startswith(MOUNTED) else check.__module__.rpartition(".")[0]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _filing(filing: Filing) -> tuple[object, ...]:
    documents = tuple(_document(document) for document in filing.documents)
    return filing.path, filing.number, sorted(filing.overrides.items()), documents


def _document(document: Document) -> tuple[object, ...]:
    return document.path, document.role, document.format, document.size, document.sha256, document.problem
