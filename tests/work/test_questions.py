"""What a part of a batch rests on, with facts made for the purpose."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from zgc_lint.folding import Aside
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Document, Fact, Filing
from zgc_lint.work.keeping import Keeping
from zgc_lint.work.names import digest
from zgc_lint.work.packing import pack_about

WORKED_OUT: list[str] = []


class Shelf:
    """Values in memory."""

    aside = Aside()

    def __init__(self) -> None:
        self.values: dict[bytes, Any] = {}

    def known(self, name: bytes) -> Any:
        return self.values.get(name)

    def keep(self, name: bytes, value: Any) -> None:
        self.values[name] = value


@dataclass(frozen=True)
class Sizes:
    """The sizes of a batch's own documents."""

    by_path: dict[str, int]

    @classmethod
    def extract(cls, batch: Batch, knowledge: Knowledge) -> Sizes:
        return cls({document.path: document.size for document in batch.documents})

    def of(self, path: str) -> int:
        return self.by_path[path]

    def beside(self, document: Document) -> tuple[int, int]:
        return self.by_path["a.xlsx"], document.size

    def above(self, size: int) -> Iterator[str]:
        return (path for path, each in self.by_path.items() if each > size)


@dataclass(frozen=True)
class _OfFiling:
    what: Any

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Any:
        WORKED_OUT.append(f"{cls.__name__} {filing.path}")
        return cls(cls.look(filing, filing.batch))

    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        raise NotImplementedError


class SizeOfA(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return batch[Sizes].of("a.xlsx")


class Large(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return list(batch[Sizes].above(5))


class Raw(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return sorted(batch[Sizes].by_path)


class Everything(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return len(batch.filings)


class Nested(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return filing[SizeOfA].what


class OfTheOther(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return next(other for other in batch.filings if other is not filing)[SizeOfA].what


class Staying(_OfFiling):
    """Is not let go of with its filing."""

    stays = True

    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return [batch[Sizes].beside(document) for document in filing.documents]


class Loose(_OfFiling):
    """Stays, and cannot be packed."""

    stays = True

    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return threading.Lock()


class OnStaying(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return filing[Staying].what


class Unlucky(_OfFiling):
    @staticmethod
    def look(filing: Filing, batch: Any) -> Any:
        return batch[Sizes].of("nothing")


KINDS: tuple[type[Fact], ...] = (SizeOfA, Large, Raw, Everything, Nested)


def batch_of(*sizes: int, second: int = 1) -> Batch:
    filings = tuple(Filing(path, (Document(f"{path}/x.docx", "docx", size=size),)) for path, size in
                    (("one", 1), ("two", second)))  # fmt: skip
    loose = tuple(Document(f"{name}.xlsx", "xlsx", size=size) for name, size in zip("abc", sizes, strict=False))
    return Batch(filings, loose).inform(Knowledge())


def name_of(part: Filing | Document) -> bytes:
    return digest(part.path, [each.size for each in part.documents] if isinstance(part, Filing) else part.size)


def run(shelf: Shelf, batch: Batch, *kinds: type[Fact]) -> set[str]:
    """Ask for facts of the first filing, and keep them; returns what was worked out for it."""
    WORKED_OUT.clear()
    keeping = Keeping(batch, Knowledge(), shelf, name_of)
    for kind in kinds:
        _ = batch.filings[0][kind]
    for filing in batch.filings:
        if keeping.outcome_of(filing) is None:
            keeping.take(filing, [])
    keeping.put_away()
    return {entry.split()[0] for entry in WORKED_OUT if entry.endswith("one")}


@pytest.mark.parametrize(
    ("after", "again"),
    [
        (batch_of(1, 9), set()),
        (batch_of(1, 8), {"Everything", "Raw"}),  # who asks narrowly is told the same
        (batch_of(2, 9), {"Everything", "Raw", "SizeOfA", "Nested"}),
        (batch_of(1, 2), {"Everything", "Raw", "Large"}),
        (batch_of(1, 9, 3), {"Everything", "Raw"}),
        (batch_of(1, 9, second=2), {"Everything"}),
    ],
)
def test_a_fact_is_worked_out_anew_where_an_answer_differs(after: Batch, again: set[str]) -> None:
    shelf = Shelf()
    assert run(shelf, batch_of(1, 9), *KINDS) == {kind.__name__ for kind in KINDS}
    assert run(shelf, after, *KINDS) == again


def test_facts_that_stay_are_laid_aside_but_those_that_cannot_be_packed() -> None:
    batch = batch_of(1, 9)
    Keeping(batch, Knowledge(), Shelf(), name_of)
    filing = batch.filings[0]
    staying, loose = filing[Staying], filing[Loose]
    WORKED_OUT.clear()
    for _ in range(2):
        filing.let_go()
        assert (filing.has(Staying), filing.has(Loose)) == (False, True)
        assert filing[Staying] is not staying
        assert filing[Staying].what == staying.what
        assert filing[Loose] is loose
    assert WORKED_OUT == []


def test_what_another_part_is_asked_for_counts() -> None:
    shelf = Shelf()
    run(shelf, batch_of(1), OfTheOther)
    assert run(shelf, batch_of(1), OfTheOther) == set()
    assert run(shelf, batch_of(1, second=2), OfTheOther) == {"OfTheOther"}


def outcome(shelf: Shelf, batch: Batch, kind: type[Fact]) -> tuple[Any, Keeping]:
    """The outcome for the first filing, kept or new; a crash is one too."""
    keeping = Keeping(batch, Knowledge(), shelf, name_of)
    part = batch.filings[0]
    found = keeping.outcome_of(part)
    if found is None:
        with keeping.work_for(part) as count:
            try:
                found = ["new", part[kind]]
            except KeyError:
                found = ["crashed"]
            count()
        keeping.take(part, ["kept", *found[1:]])
        keeping.put_away()
    return found[0], keeping


def test_an_outcome_is_used_again_and_knows_what_it_had_asked_for() -> None:
    shelf = Shelf()
    assert outcome(shelf, batch_of(1), Nested)[0] == "new"
    batch = batch_of(1)
    assert outcome(shelf, batch, Nested)[0] == "kept"
    assert batch.filings[0].known(SizeOfA) == SizeOfA(1)
    assert batch.filings[0].known(Large) is None
    assert outcome(shelf, batch_of(2), Nested)[0] == "new"


def test_an_outcome_that_rests_on_a_crash_is_not_kept() -> None:
    shelf = Shelf()
    assert outcome(shelf, batch_of(1), Unlucky)[0] == "crashed"
    assert outcome(shelf, batch_of(1), Unlucky)[0] == "crashed"


def refuse_notes(value: Any) -> bytes:
    """In place of `pack_about`, as for a question that cannot be packed."""
    if isinstance(value, dict):
        raise TypeError
    return pack_about(value)


@pytest.mark.parametrize("can_be_packed", [True, False])
@pytest.mark.parametrize("name", ["x.docx", "y.docx"])
def test_what_stays_rests_on_what_it_has_asked_once_its_filing_was_let_go_of(
    name: str, monkeypatch: pytest.MonkeyPatch, *, can_be_packed: bool
) -> None:
    """Also with two papers under one path, as a zip may have them."""
    if not can_be_packed:
        monkeypatch.setattr("zgc_lint.work.keeping.pack_about", refuse_notes)
    shelf, seen = Shelf(), []
    for size in (1, 1, 2):
        papers = (Document("one/x.docx", "docx", size=3), Document(f"one/{name}", "docx", size=4))
        batch = Batch((Filing("one", papers),), (Document("a.xlsx", "xlsx", size=size),)).inform(Knowledge())
        WORKED_OUT.clear()
        keeping = Keeping(batch, Knowledge(), shelf, name_of)
        filing = batch.filings[0]
        _ = filing[Staying]
        for _ in range(2):
            filing.let_go()
            assert filing[OnStaying].what == [(size, 3), (size, 4)]
        keeping.take(filing, [])
        keeping.put_away()
        seen.append({entry.split()[0] for entry in WORKED_OUT})
    both = {"Staying", "OnStaying"}
    is_kept = name == "y.docx"  # what is about one of two papers under one path is not
    assert seen == [both, set() if is_kept else both, both]
