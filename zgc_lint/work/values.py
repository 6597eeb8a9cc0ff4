"""Digests of values by what they say, the same wherever and in whichever run the values were made.

Pickles will not do for that: they tell apart what is equal but was put together in another way. Of what Python holds
for equal, 1, 1.0 and True have digests of their own, and so have dicts whose entries stand in another order.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import re
from collections.abc import Mapping
from datetime import date, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, TypeAlias

from zgc_lint.knowledge import Knowledge
from zgc_lint.laying import LaidList
from zgc_lint.model import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["UntellableError", "value_digest"]

#: Hears what tells a value from others, bit by bit.
Tell: TypeAlias = "Callable[[bytes], None]"

_PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes})
_SAID_BY_REPR = (date, time, timedelta, tzinfo, range)


class UntellableError(Exception):
    """A value of which nothing is known that would tell it from others of its kind."""


def value_digest(value: Any, refer: Callable[[Subject], bytes]) -> bytes:
    """The digest of plain values, dataclasses, collections and arrays of them. `refer` tells a subject from others.

    The office's knowledge is taken for given. Raises UntellableError for anything else.
    """
    told = hashlib.sha256()  # bit by bit: a ledger may be the answer to a question
    try:
        _tell(value, told.update, refer)
    except RecursionError as error:
        raise UntellableError(type(value).__qualname__) from error
    return told.digest()


def _tell(value: Any, tell: Tell, refer: Callable[[Subject], bytes]) -> None:
    """Say what tells `value` from any other; each thing tells its kind and how long it is."""
    kind = type(value)
    if kind in _PLAIN:
        said = value if kind is bytes else repr(value).encode()
        tell(b"%s %d:%s" % (kind.__name__.encode(), len(said), said))
    elif isinstance(value, Subject):
        tell(b"@" + refer(value))
    elif isinstance(value, Knowledge):
        tell(b"knowledge")
    elif isinstance(value, enum.Enum):
        tell(f"{kind.__qualname__}.{value.name};".encode())
    elif isinstance(value, (tuple, list)):
        _tell_all(kind, value, tell, refer)
    elif isinstance(value, dict):
        _tell_all(kind, (part for item in value.items() for part in item), tell, refer)
    elif isinstance(value, (set, frozenset)):
        _tell_all(kind, sorted(value_digest(each, refer) for each in value), tell, refer)
    elif isinstance(value, Mapping):
        _tell_all(dict, (part for item in value.items() for part in item), tell, refer)
    elif isinstance(value, LaidList):
        _tell_all(tuple, value, tell, refer)
    elif dataclasses.is_dataclass(value):
        _tell_all(kind, (getattr(value, field.name) for field in dataclasses.fields(value)), tell, refer)
    elif isinstance(value, re.Pattern):
        _tell_all(kind, (value.pattern, value.flags), tell, refer)
    elif isinstance(value, _SAID_BY_REPR):
        _tell_all(kind, (repr(value),), tell, refer)
    elif kind.__module__ == "numpy":
        _tell_all(kind, (str(value.dtype), value.shape, value.tobytes()), tell, refer)
    else:
        raise UntellableError(kind.__qualname__)


def _tell_all(kind: type, values: Iterable[Any], tell: Tell, refer: Callable[[Subject], bytes]) -> None:
    tell(f"{kind.__module__}.{kind.__qualname__}(".encode())
    for value in values:
        _tell(value, tell, refer)
    tell(b")")
