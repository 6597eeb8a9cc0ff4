from __future__ import annotations

import enum
import pickle
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Cell, Document, Place, Subject
from zgc_lint.work.values import UntellableError, value_digest

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.frozensets(st.text() | st.integers())
    ),
    max_leaves=12,
)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


@dataclass
class Pair:
    left: Any
    right: Any
    more: list[Any] = field(default_factory=list)


def path_of(subject: Subject) -> bytes:
    assert isinstance(subject, Document)
    return subject.path.encode()


def digest(value: Any) -> bytes:
    return value_digest(value, path_of)


@given(VALUES, VALUES)
def test_values_are_equal_where_their_digests_are(one: Any, other: Any) -> None:
    assert digest(one) == digest(pickle.loads(pickle.dumps(one)))  # noqa: S301 (our own)
    assert (digest(one) == digest(other)) == (spelled(one) == spelled(other))


def spelled(value: Any) -> str:
    """Spelled out with its types, sets in one order."""
    if isinstance(value, frozenset):
        return f"set {sorted(map(repr, value))}"
    if isinstance(value, dict):
        return f"dict {[(key, spelled(entry)) for key, entry in value.items()]}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__} {[spelled(entry) for entry in value]}"
    return repr(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Colour.RED, Colour.BLUE),
        (Pair(1, 2), Pair(2, 1)),
        (Pair(1, 2), (1, 2, [])),
        (Place("a", cell=Cell(1, 2, 3)), Place("a", cell=Cell(1, 3, 2))),
        (re.compile("a"), re.compile("a", re.IGNORECASE)),
        (datetime(2026, 6, 5), datetime(2026, 6, 5, tzinfo=timezone(timedelta(hours=8)))),  # noqa: DTZ001
        (np.zeros(4, np.uint8), np.zeros((2, 2), np.uint8)),
        (Document("a.docx", "docx"), Document("b.docx", "docx")),
        (["ab", "c"], ["a", "bc"]),
        ([[1], 2], [[1, 2]]),
    ],
)
def test_what_differs_is_told_apart(one: Any, other: Any) -> None:
    assert digest(one) == digest(one) != digest(other)


def test_knowledge_is_taken_for_given() -> None:
    assert digest(Knowledge()) == digest(Knowledge())


def test_what_nothing_tells_apart_has_no_digest() -> None:
    endless: list[Any] = []
    endless.append(endless)
    for value in (object(), lambda: 1, Pair(1, iter(())), endless):
        with pytest.raises(UntellableError):
            digest(value)
