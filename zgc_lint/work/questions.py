"""What a part of a batch asks of the batch: noted while its facts and checks are worked out.

A part rests on its own papers and on the answers to these questions, and on nothing else of the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

if TYPE_CHECKING:
    from zgc_lint.model import Batch
    from zgc_lint.work.packing import Reference

__all__ = ["Asked", "Listener", "Notes", "Question", "Watched"]

#: Whose fact, and which.
Asked = tuple["Reference", type]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What attribute `name` of a batch's fact is or, with `arguments` (by order and by name), what it gives."""

    kind: type
    name: str
    arguments: tuple[tuple[Any, ...], tuple[tuple[str, Any], ...]] | None = None

    @property
    def told(self) -> tuple[object, ...]:
        """What tells it from other questions."""
        return self.kind.__module__, self.kind.__qualname__, self.name, self.arguments

    def put_to(self, batch: Batch) -> Any:
        """The answer, as of now."""
        value = getattr(batch[self.kind], self.name)
        if self.arguments is None:
            return value
        ordered, named = self.arguments
        return _settled(value(*ordered, **dict(named)))


@dataclass(eq=False, slots=True)
class Notes:
    """What something has asked: `questions` by their digest, the names of `others`, parts that it is not of, and which
    `facts` of parts. `everything`: it has looked at the batch itself; `untellable`: at something that cannot be noted.
    """

    questions: dict[bytes, Question] = field(default_factory=dict)
    others: dict[Reference, bytes] = field(default_factory=dict)
    facts: set[Asked] = field(default_factory=set)
    everything: bool = False
    untellable: bool = False

    def add(self, other: Notes) -> None:
        """Something has asked for what `other` was noted for."""
        self.questions.update(other.questions)
        self.others.update(other.others)
        self.facts |= other.facts
        self.everything = self.everything or other.everything
        self.untellable = self.untellable or other.untellable


class Listener(Protocol):
    """Hears the questions."""

    def hear(self, question: Question) -> None:
        """A question is put."""
        ...

    def aside(self) -> Any:
        """A context in which nothing is noted: what a batch's fact does in order to answer is its own business."""
        ...


class Watched:
    """A fact of a batch as parts of it see it: each attribute and each call is a question."""

    __slots__ = ("_fact", "_kind", "_listener")

    def __init__(self, fact: Any, kind: type, listener: Listener) -> None:
        self._fact = fact
        self._kind = kind
        self._listener = listener

    def __getattr__(self, name: str) -> Any:
        with self._listener.aside():
            value = getattr(self._fact, name)
        if callable(value):
            return partial(self._call, name, value)
        self._listener.hear(Question(self._kind, name))
        return value

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is seen of a batch is not to be kept")

    def _call(self, name: str, method: Any, *ordered: Any, **named: Any) -> Any:
        self._listener.hear(Question(self._kind, name, (ordered, tuple(sorted(named.items())))))
        with self._listener.aside():
            answer = method(*ordered, **named)
            settled = _settled(answer)
        return iter(settled) if settled is not answer else answer


def _settled(answer: Any) -> Any:
    """The answer; where it is still being made, all of it."""
    return tuple(answer) if isinstance(answer, Iterator) else answer
