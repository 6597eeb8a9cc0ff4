"""What was worked out for parts of a batch, kept for as long as all that it rests on stays as it is.

A part is a filing, or a document that lies in none. What is worked out for it, by its checks or by facts of its papers,
rests on these papers (their digests are in the part's name) and on what it asks of the batch: that is noted (see
`zgc_lint.work.questions`) and kept with it. It is used again where the same questions have the same answers. So one
changed filing costs its own checks and those of the batch, and whatever else it really changes.

What is asked of a part from without, for the batch, is kept too: the batch's facts are put together from it, and the
papers themselves need not be looked into.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from zgc_lint.model import Document, Fact, Filing, Subject
from zgc_lint.work.names import digest, program_digest
from zgc_lint.work.packing import pack, pack_about, reference, subjects, unpack, unpack_about
from zgc_lint.work.questions import Notes, Question, Watched
from zgc_lint.work.values import UntellableError, value_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from zgc_lint.folding import Aside, Laid
    from zgc_lint.knowledge import Knowledge
    from zgc_lint.model import Batch
    from zgc_lint.work.packing import Reference
    from zgc_lint.work.questions import Asked

__all__ = ["Keeping", "PutOffError"]

F = TypeVar("F", bound=Fact)

_ANSWERS = 1024  # of which the digests are held: nearly all questions are asked by one filing only


class PutOffError(Exception):
    """Whether something rests on what it did cannot be told before work is done that is put off."""


class Shelf(Protocol):
    """Where values lie from one run to the next; see `zgc_lint.work.desk.Desk`."""

    def known(self, name: bytes) -> Any:
        """What lies there under `name`, or None."""
        ...

    def keep(self, name: bytes, value: Any) -> None:
        """Put it there."""
        ...

    @property
    def aside(self) -> Aside:
        """Where what is not in use lies during a run."""
        ...


@dataclass(frozen=True, slots=True)
class _Reliance:
    """What something rests on: questions with the digests of their answers, other parts with their names, the digest of
    the whole batch where it has looked at that, and which facts it has asked for.
    """

    questions: tuple[tuple[Question, bytes], ...]
    others: dict[Reference, bytes]
    everything: bytes | None
    facts: frozenset[Asked]


@dataclass(frozen=True, slots=True)
class _Record:
    """What is kept of a part, each entry packed with its `_Reliance`: what was worked out, and facts by their names."""

    outcome: bytes | None
    facts: dict[str, bytes]


@dataclass(eq=False)
class _Shelved:
    """A part in this run: its `name` at the beginning; the `record`, laid aside, of an earlier run, or (`is_new`) of
    another process in this one. When it `is_done`, either the recorded outcome `holds`, or there is another, `packed`
    and laid aside, or as it is as long as it cannot be packed.
    """

    part: Filing | Document
    name: bytes
    record: Laid
    has_outcome: bool
    is_new: bool = False
    notes: Notes | None = None
    outcome: Any = None
    packed: Laid | None = None
    holds: bool = False
    is_done: bool = False

    def add(self, notes: Notes) -> None:
        """What was asked for some of the outcome."""
        self.notes = self.notes or Notes()
        self.notes.add(notes)


class _Register:
    """Which facts were asked of which subjects, in a few bytes for each subject."""

    def __init__(self) -> None:
        self._numbers: dict[type, int] = {}  # of the kinds of facts
        self._asked: dict[Subject | Reference, int] = {}  # a bit for each of these

    def note(self, subject: Subject | Reference, kind: type) -> None:
        """It was asked for."""
        self._asked[subject] = self._asked.get(subject, 0) | 1 << self._numbers.setdefault(kind, len(self._numbers))

    def holds(self, subject: Subject | Reference, kind: type) -> bool:
        """Whether it was."""
        return kind in self._numbers and bool(self._asked.get(subject, 0) >> self._numbers[kind] & 1)

    def of(self, subject: Subject) -> list[type]:
        """The facts that were asked of a subject."""
        return [kind for kind in self._numbers if self.holds(subject, kind)]


class Keeping:
    """Keeps facts and outcomes of the parts of `batch` on `shelf` (`zgc_lint.model.Keeper`).

    `name_of` gives the digest of all that a part is made of, and of the program and settings it is judged by.
    """

    def __init__(
        self, batch: Batch, knowledge: Knowledge, shelf: Shelf, name_of: Callable[[Filing | Document], bytes]
    ) -> None:
        self._batch = batch
        self._knowledge = knowledge
        self._shelf = shelf
        self._name_of = name_of
        self._subjects = subjects(batch)
        self._shelved: dict[Filing | Document, _Shelved] = {}
        self._aside = shelf.aside
        for part in batch.parts():
            record = shelf.known(name := name_of(part)) or _Record(None, {})
            self._shelved[part] = _Shelved(part, name, self._aside.put(pack(record)), record.outcome is not None)
        names = (*(shelved.name for shelved in self._shelved.values()), *map(name_of, batch.earlier))
        self._everything = digest(*names)
        self._has_memory = batch.memory is not None  # of other months: it is no part of the digest
        self._notes: Notes | None = None
        self._noted: defaultdict[Subject, dict[type, Notes]] = defaultdict(dict)
        self._settled: dict[Subject, dict[type, Laid]] = {}
        self._loose: set[type] = set()  # facts that stay and cannot be packed
        self._asked = _Register()  # from without
        self._asked_before = _Register()  # when what is used again was worked out
        self._outdated: set[tuple[Subject, type]] = set()
        self._answers: dict[bytes, bytes] = {}
        self._remembered: dict[str, Any] = {}
        self._recalled: dict[str, Any] = {}
        batch.entrust(self)

    # Facts.

    def fact(self, subject: Subject, kind: type[F]) -> F:
        """See `zgc_lint.model.Keeper`."""
        shelved = self._shelf_of(subject)
        if shelved is None:
            return self._of_batch(subject, kind)
        if self._notes is None and subject.has(kind):
            self._asked.note(subject, kind)
            return subject.extracted(kind)
        notes = self._notes_of(subject, kind)
        if notes is None and (notes := self._revived(subject, kind)) is not None:
            self._noted[subject][kind] = notes
        if notes is None:
            notes = Notes()
            put_off = Subject.put_off
            try:
                with self._noting(notes):
                    fact = subject.extracted(kind)
            except Exception:
                if self._notes is not None:
                    self._notes.untellable = True  # nobody knows what it would have asked next
                raise
            notes.facts.add((reference(subject), kind))
            if Subject.put_off != put_off:  # part of the work for it was
                return fact
            self._noted[subject][kind] = notes
        if self._notes is None:
            self._asked.note(subject, kind)
        else:
            self._notes.add(notes)
            self._notes.others[reference(shelved.part)] = shelved.name
        return subject.extracted(kind)

    def let_go(self, subject: Subject) -> Collection[type]:
        """See `zgc_lint.model.Keeper`. Those that stay are laid aside, each with what was noted for it."""
        settled = self._settled.get(subject, {})
        for kind, notes in self._noted.pop(subject, {}).items():
            if getattr(kind, "stays", False) and subject.has(kind) and kind not in settled:
                packed = self._packed_aside(subject, kind, notes)
                if packed is None:
                    self._noted[subject][kind] = notes
                else:
                    settled = self._settled.setdefault(subject, {})
                    settled[kind] = self._aside.put(packed)
        return settled.keys()

    def _packed_aside(self, subject: Subject, kind: type, notes: Notes) -> bytes | None:
        """A fact with its notes; None where that cannot be packed, or does not come out again."""
        if kind in self._loose:
            return None
        try:
            packed = pack_about((subject.extracted(kind), notes))
            unpack_about(packed, self._subjects, self._knowledge)
        except LookupError:  # about papers that have one path, as in a zip
            return None
        except Exception:  # an office's own fact, or its own question
            self._loose.add(kind)
            return None
        return packed

    def _notes_of(self, subject: Subject, kind: type) -> Notes | None:
        """What was noted for a fact that lies ready, or was laid aside and does now."""
        if kind not in self._noted.get(subject, ()) and kind in self._settled.get(subject, ()):
            packed = self._aside.get(self._settled[subject][kind])
            fact, notes = unpack_about(packed, self._subjects, self._knowledge)
            if not subject.has(kind):
                subject.restore(kind, fact)
            self._noted[subject][kind] = notes
        return self._noted.get(subject, {}).get(kind)

    def _note_asked(self, facts: Iterable[Asked]) -> None:
        """They were asked for when what is used again was worked out."""
        for about, kind in facts:
            self._asked_before.note(self._subjects.get(about, about), kind)

    def known(self, subject: Subject, kind: type[F]) -> F | None:
        """See `zgc_lint.model.Keeper`."""
        if self._notes is not None:
            self._notes.untellable = True  # it depends on what others have done
        about = reference(subject)
        if subject.holds(kind) or self._asked_before.holds(self._subjects.get(about, about), kind):
            return self.fact(subject, kind)
        return None

    def saw_all(self) -> None:
        """See `zgc_lint.model.Keeper`."""
        if self._notes is not None:
            self._notes.everything = True

    def _of_batch(self, subject: Subject, kind: type[F]) -> F:
        """A fact of what is no part: of the batch, of a paper of earlier months."""
        with self.aside():
            fact = subject.extracted(kind)
        if self._notes is None:
            return fact
        if subject is self._batch:
            return cast("F", Watched(fact, kind, self))
        self._notes.everything = True
        return fact

    # What is true of any batch.

    def recall(self, what: str) -> Any:
        """See `zgc_lint.model.Keeper`."""
        if what not in self._recalled:
            self._recalled[what] = self._shelf.known(self._memory_name(what))
        return self._recalled[what]

    def remember(self, what: str, value: Any) -> None:
        """See `zgc_lint.model.Keeper`."""
        self._remembered[what] = value

    def _memory_name(self, what: str) -> bytes:
        return digest("memory", program_digest(), self._batch.month, what)

    # Outcomes.

    def lacks(self, part: Filing | Document) -> bool:
        """Whether nothing is known of `part`, were it out of date."""
        return not self._shelved[part].has_outcome

    def receive(self, part: Filing | Document, record: Any) -> None:
        """Another process has worked out what is to be kept of `part`: `record` is its `record_of`.

        It has seen no other part, so this holds as far as what an earlier run has kept does.
        """
        shelved = self._shelved[part]
        shelved.record, shelved.has_outcome, shelved.is_new = (
            self._aside.put(pack(record)),
            record.outcome is not None,
            True,
        )

    def _record(self, shelved: _Shelved) -> _Record:
        record: _Record = unpack(self._aside.get(shelved.record), "")
        return record

    def outcome_of(self, part: Filing | Document) -> Any:
        """What an earlier run has worked out for `part`, if that would be the same today; else None.

        Raises PutOffError where that cannot be told yet.
        """
        shelved = self._shelved[part]
        found = self._opened(self._record(shelved).outcome)
        if found is None:
            return None
        shelved.holds = True
        self._note_asked(found[1].facts)
        return found[0]

    @contextmanager
    def work_for(self, part: Filing | Document) -> Iterator[Callable[[], None]]:
        """A context in which something is worked out for `part`; call what it gives where that was not in vain."""
        notes = Notes()
        with self._noting(notes):
            yield lambda: self._shelved[part].add(notes)

    def take(self, part: Filing | Document, outcome: Any) -> None:
        """All that is to be worked out for `part` has been, this time."""
        shelved = self._shelved[part]
        shelved.is_done = True
        if not shelved.holds:
            shelved.outcome = outcome
            with suppress(PutOffError):  # then once more in the end
                self._pack_outcome(shelved)

    def _pack_outcome(self, shelved: _Shelved) -> None:
        packed = self._packed(shelved.outcome, shelved.notes or Notes())
        shelved.packed = self._aside.put(packed) if packed is not None else None
        shelved.outcome = shelved.notes = None

    def put_away(self) -> None:
        """Keep what this run has worked out, but for parts that changed under its hands."""
        for what, value in self._remembered.items():
            before = self._recalled.get(what)
            if value != before and (self._batch.whole or before is None):  # a single filing knows of few
                self._shelf.keep(self._memory_name(what), value)
        for part, shelved in self._shelved.items():
            record = self.record_of(part)
            if record is not None and (shelved.is_new or record != self._record(shelved)):
                self._shelf.keep(shelved.name, record)

    def record_of(self, part: Filing | Document) -> Any:
        """What is to be kept of `part`; None where it is not done with, or has changed under the run's hands."""
        shelved = self._shelved[part]
        if not shelved.is_done or self._name_of(part) != shelved.name or _is_changed(part):
            return None
        if shelved.outcome is not None:
            self._pack_outcome(shelved)
        before = self._record(shelved)
        packed = self._aside.get(shelved.packed) if shelved.packed is not None else None
        return _Record(
            before.outcome if shelved.holds else packed, {**before.facts, **dict(self._facts_asked(shelved, before))}
        )

    def _facts_asked(self, shelved: _Shelved, record: _Record) -> Iterator[tuple[str, bytes]]:
        """The facts that were asked of a part from without and that no record has as they are in this run, packed."""
        part = shelved.part
        for subject in (part, *part.documents) if isinstance(part, Filing) else (part,):
            about = reference(subject)
            for kind in self._asked.of(subject) if self._subjects.get(about) is subject else ():
                name = _fact_name(about, kind)
                if name in record.facts and (subject, kind) not in self._outdated:
                    continue
                with self._noting(Notes()):
                    fact: Any = self.fact(subject, kind)
                notes = self._notes_of(subject, kind)
                packed = self._packed(fact, notes) if notes is not None else None
                if packed is not None:
                    yield name, packed

    # Notes.

    def hear(self, question: Question) -> None:
        """See `zgc_lint.work.questions.Listener`."""
        if self._notes is None:
            return
        try:
            self._notes.questions[self._told(question)] = question
        except UntellableError:
            self._notes.untellable = True

    def aside(self) -> Any:
        """See `zgc_lint.work.questions.Listener`."""
        return self._noting(None)

    @contextmanager
    def _noting(self, notes: Notes | None) -> Iterator[None]:
        before, self._notes = self._notes, notes
        declared, Subject.declared = Subject.declared, None
        try:
            yield
        finally:
            self._notes, Subject.declared = before, declared

    def _noted_again(self, reliance: _Reliance) -> Notes:
        questions = {self._told(question): question for question, _ in reliance.questions}
        return Notes(questions, dict(reliance.others), set(reliance.facts), reliance.everything is not None)

    # What things rest on.

    def _revived(self, subject: Subject, kind: type[F]) -> Notes | None:
        """The notes of a fact that an earlier run has extracted and that would be the same today."""
        about = reference(subject)
        shelved = self._shelf_of(subject)
        if shelved is None or self._subjects.get(about) is not subject:
            return None
        packed = self._record(shelved).facts.get(_fact_name(about, kind))
        try:
            found = self._opened(packed)
        except PutOffError:
            found = None
        if found is None:
            if packed is not None:
                self._outdated.add((subject, kind))
            return None
        fact, reliance = found
        subject.restore(kind, fact)
        self._note_asked(reliance.facts)
        return self._noted_again(reliance)

    def _opened(self, packed: bytes | None) -> tuple[Any, _Reliance] | None:
        """What was packed, with what it rests on, if that is as it was. Raises PutOffError."""
        if packed is None:
            return None
        try:
            found: tuple[Any, _Reliance] = unpack_about(packed, self._subjects, self._knowledge)
        except Exception:  # about papers that are no longer there, of a check's own fact that is no longer there
            return None
        return found if self._stands(found[1]) else None

    def _packed(self, value: Any, notes: Notes) -> bytes | None:
        """The value with what it rests on; None where that cannot be told, or the value not be packed."""
        if notes.untellable or (notes.everything and self._has_memory):
            return None
        answers = [(question, self._answer(key, question)) for key, question in notes.questions.items()]
        if not all(answer for _, answer in answers):
            return None
        everything = self._everything if notes.everything else None
        reliance = _Reliance(tuple(answers), notes.others, everything, frozenset(notes.facts))
        try:
            return pack_about((value, reliance))
        except Exception:  # a check's own fact may hold anything
            return None

    def _stands(self, reliance: _Reliance) -> bool:
        """Whether what something rests on is as it was. Raises PutOffError."""
        if reliance.everything is not None and (self._has_memory or reliance.everything != self._everything):
            return False
        for about, name in reliance.others.items():
            shelved = self._shelf_of(self._subjects[about]) if about in self._subjects else None
            if shelved is None or shelved.name != name:
                return False
        return all(answer == self._answer(self._told(question), question) for question, answer in reliance.questions)

    def _answer(self, key: bytes, question: Question) -> bytes:
        """The digest of the answer as of now; nothing where it is untellable. Raises PutOffError."""
        answer = self._answers.pop(key, None)
        if answer is None:
            put_off = Subject.put_off
            try:
                with self.aside():
                    answer = value_digest(question.put_to(self._batch), self._refer)
            except Exception:  # what goes wrong today may not tomorrow
                answer = b""
            if Subject.put_off != put_off:
                raise PutOffError
            if len(self._answers) >= _ANSWERS:
                del self._answers[next(iter(self._answers))]
        self._answers[key] = answer  # the last one used last
        return answer

    def _told(self, question: Question) -> bytes:
        return value_digest(question.told, self._refer)

    def _refer(self, subject: Subject) -> bytes:
        """What tells a subject from all others, and from itself with other papers."""
        shelved = self._shelf_of(subject)
        return digest(reference(subject), shelved.name if shelved is not None else self._everything)

    def _shelf_of(self, subject: Subject) -> _Shelved | None:
        """That of the part which it is, or belongs to; None for what is no part."""
        part = subject.filing or subject if isinstance(subject, Document) else subject
        return self._shelved.get(cast("Filing | Document", part))


def _is_changed(part: Filing | Document) -> bool:
    return any(document.is_changed for document in (part.documents if isinstance(part, Filing) else (part,)))


def _fact_name(about: Reference, kind: type) -> str:
    return "\0".join((*about, kind.__module__, kind.__qualname__))
