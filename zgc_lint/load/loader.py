"""The load stage from end to end: targets are surveyed, their files read, the documents' roles settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from zgc_lint.load.arrange import Placed, expects_form, number_of
from zgc_lint.load.content import problem_of
from zgc_lint.load.disk import printable_name
from zgc_lint.load.names import ending_of, stem_of
from zgc_lint.load.reader import ARCHIVES, Task, read
from zgc_lint.load.roles import IN_BATCH, SHEETS, role_in_batch, role_in_filing
from zgc_lint.load.survey import Surveyed, SurveyedFiling, survey
from zgc_lint.load.text import decode
from zgc_lint.model import Batch, Document, Filing, IgnoreFile, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zgc_lint.knowledge import Knowledge

__all__ = ["ReadAll", "load", "opened"]

#: Reads files: the documents of tasks, in their order.
ReadAll = Callable[[Sequence[Task]], "list[Document]"]


def read_here(tasks: Sequence[Task]) -> list[Document]:
    """Read the files of tasks in this process, one after the other."""
    return [read(task) for task in tasks]


@contextmanager
def opened(
    targets: Sequence[Path],
    knowledge: Knowledge,
    *,
    month: str | None = None,
    earlier: Sequence[Path] = (),
    read_all: ReadAll = read_here,
) -> Iterator[Batch]:
    """Read folders, zips and files into one batch, which has yet to be informed (`Batch.inform`).

    Until the end of the context the documents' files can be read again (`Document.source`).

    `month` ("2026-06") is used in place of what the targets' names say. `read_all` gives the documents of tasks in
    their order.

    Of the targets `earlier`, those of earlier months, only ledgers and exports are read (`Batch.earlier`).

    A file that cannot be read is a document with a problem. Raises UsageError for a target that does not
    exist or cannot be listed.
    """
    with ExitStack() as stack:
        yield _read(targets, knowledge, month, earlier, read_all, stack)


def _read(
    targets: Sequence[Path],
    knowledge: Knowledge,
    month: str | None,
    earlier: Sequence[Path],
    read_all: ReadAll,
    stack: ExitStack,
) -> Batch:
    """See `opened`. What is planned and settled here is not held as long as the batch is open."""
    prefixes = _prefixes(targets)
    found = [survey(target, prefix, knowledge, stack) for target, prefix in zip(targets, prefixes, strict=True)]
    planned = [pair for surveyed in found for pair in _plan(surveyed, knowledge)]
    documents = read_all([task for _, task in planned])
    for (placed, _), document in zip(planned, documents, strict=True):
        document.source = placed.entry
    ignores = tuple(_ignore_file(placed) for surveyed in found for placed in surveyed.ignores)
    settling = _Settling(
        {id(placed): document for (placed, _), document in zip(planned, documents, strict=True)}, knowledge
    )
    return Batch(
        filings=tuple(filing for surveyed in found for filing in settling.filings(surveyed)),
        documents=tuple(document for surveyed in found for document in settling.loose(surveyed)),
        month=month or _common_month(found),
        whole=all(surveyed.whole for surveyed in found),
        ignores=ignores,
        earlier=tuple(_tables(earlier, knowledge, stack, read_all)),
    )


def load(
    targets: Sequence[Path],
    knowledge: Knowledge,
    *,
    month: str | None = None,
    read_all: ReadAll = read_here,
) -> Batch:
    """The batch of `opened`, for what needs no file a second time. Raises UsageError as it does."""
    with opened(targets, knowledge, month=month, read_all=read_all) as batch:
        return batch


def _tables(targets: Sequence[Path], knowledge: Knowledge, stack: ExitStack, read_all: ReadAll) -> Iterator[Document]:
    """The ledgers and exports of other months."""
    for target in targets:
        surveyed = survey(target, f"{printable_name(target.resolve().name)}/", knowledge, stack)
        loose = [surveyed.single] if surveyed.single else list(surveyed.loose)
        sheets = [placed for placed in loose if ending_of(placed.entry.name) in SHEETS]
        for placed, document in zip(sheets, read_all([Task(p.path, p.entry) for p in sheets]), strict=True):
            document.source, document.role = placed.entry, role_in_batch(document, knowledge)
            if document.role in IN_BATCH:
                yield document


def _ignore_file(placed: Placed) -> IgnoreFile:
    """An ignore file as text; what it means, and what is wrong with it, is the check stage's business."""
    try:
        return IgnoreFile(placed.path, decode(placed.entry.read()))
    except Exception as error:  # whatever is wrong with it, the batch can be read
        return IgnoreFile(placed.path, "", problem_of(error))


def _prefixes(targets: Sequence[Path]) -> list[str]:
    """What the paths of each target's documents begin with: nothing for a single target, else its name."""
    if len(targets) == 1:
        return [""]
    names = [printable_name(target.resolve().name) for target in targets]
    counts = Counter(names)
    return [
        f"{name if counts[name] == 1 else printable_name(target.as_posix()).rstrip('/')}/"
        for name, target in zip(names, targets, strict=True)
    ]


def _common_month(found: Sequence[Surveyed]) -> str | None:
    """The month that the targets' names speak of, if they do not speak of several."""
    months = {surveyed.month for surveyed in found if surveyed.month}
    return months.pop() if len(months) == 1 else None


def _plan(surveyed: Surveyed, knowledge: Knowledge) -> Iterator[tuple[Placed, Task]]:
    """The files of a target that are to be read, in order."""
    for placed in surveyed.loose:
        yield placed, Task(placed.path, placed.entry)
    for filing in surveyed.filings:
        for placed in filing.plan.files:
            given = _given_role(filing, placed)
            is_form = given is Role.FORM or (given is None and expects_form(placed, knowledge))
            yield placed, Task(placed.path, placed.entry, with_tables=is_form)
    if surveyed.single:
        placed = surveyed.single
        yield placed, Task(placed.path, placed.entry, with_tables=expects_form(placed, knowledge))


def _given_role(filing: SurveyedFiling, placed: Placed) -> Role | None:
    """The role that filing.yaml gives a document, or None."""
    return filing.overrides.role_of(placed.path.removeprefix(filing.plan.root))


class _Settling:
    """Gives the documents that were read their roles and their places in the batch."""

    def __init__(self, documents: dict[int, Document], knowledge: Knowledge) -> None:
        """`documents` by the id of the Placed they were read from."""
        self._documents = documents
        self._knowledge = knowledge

    def filings(self, surveyed: Surveyed) -> Iterator[Filing]:
        """The filings of a target."""
        for filing in surveyed.filings:
            yield self._filing(filing)
        if surveyed.single and not self._is_loose(surveyed.single):
            yield self._filing_of_one(surveyed.single, surveyed.folder)

    def loose(self, surveyed: Surveyed) -> Iterator[Document]:
        """The documents of a target that belong to no filing."""
        single = [surveyed.single] if surveyed.single and self._is_loose(surveyed.single) else []
        for placed in [*surveyed.loose, *single]:
            document = self._documents[id(placed)]
            document.role = role_in_batch(document, self._knowledge)
            yield document

    def _filing(self, filing: SurveyedFiling) -> Filing:
        documents = [filing.broken] if filing.broken else []
        for placed in filing.plan.files:
            document = self._documents[id(placed)]
            inferred = Role.ATTACHMENT if placed.attached else role_in_filing(document, self._knowledge)
            document.role = _given_role(filing, placed) or inferred
            document.fold()
            documents.append(document)
        number = filing.overrides.number or filing.plan.number
        return Filing(filing.plan.path, tuple(documents), number, filing.overrides.values)

    def _filing_of_one(self, placed: Placed, folder: str) -> Filing:
        """The filing of a document that was named by itself; nothing else of the filing is looked at."""
        document = self._documents[id(placed)]
        document.role = role_in_filing(document, self._knowledge)
        if self._knowledge.documents.is_attachment_folder(folder):
            document.role = Role.ATTACHMENT
        elif document.role is Role.ATTACHMENT and document.paragraphs:
            document.role = Role.OTHER  # prose of which nothing says what it is for
        number = number_of(document.name, self._knowledge) or number_of(folder, self._knowledge)
        return Filing(stem_of(placed.path), (document,), number)

    def _is_loose(self, placed: Placed) -> bool:
        """Whether a document named by itself is in no filing: a ledger, an export, an unreadable archive."""
        document = self._documents[id(placed)]
        return document.format in ARCHIVES or role_in_batch(document, self._knowledge) in IN_BATCH
