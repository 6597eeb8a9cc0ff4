"""A part of an ONNX model as a model of its own, so that each part is run no more often than it must be.

Done on the bytes (https://protobuf.dev/programming-guides/encoding/, field numbers from onnx.proto of ONNX 1.x): the
package `onnx`, which would do the same, is of no other use here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["part"]

_GRAPH = 7  # of ModelProto
_NODE, _INITIALIZER, _INPUT, _OUTPUT, _VALUE = 1, 5, 11, 12, 13  # of GraphProto
_NODE_INPUT, _NODE_OUTPUT = 1, 2  # of NodeProto
_INITIALIZER_NAME, _VALUE_NAME = 8, 1  # of TensorProto, of ValueInfoProto
_VARINT, _EIGHT_BYTES, _DELIMITED, _FOUR_BYTES = 0, 1, 2, 5  # wire types


class _Field(NamedTuple):
    """A field of a message: its number, its content (empty for a number), and all its bytes."""

    number: int
    content: memoryview
    whole: memoryview


def part(model: bytes, start: str, end: str) -> bytes:
    """The model that computes the value `end` from the value `start`, names as in `model`.

    Both must be inputs of the model or intermediate values of known type. Raises ValueError where `end` depends on
    another input, or a value is unknown.
    """
    fields = list(_fields(memoryview(model)))
    graph = [field for whole in fields if whole.number == _GRAPH for field in _fields(whole.content)]
    rest = b"".join(field.whole for field in fields if field.number != _GRAPH)
    return rest + _written(_GRAPH, b"".join(_part_of_graph(graph, start, end)))


def _part_of_graph(graph: list[_Field], start: str, end: str) -> Iterator[bytes | memoryview]:
    weights = {_name(field, _INITIALIZER_NAME): field for field in graph if field.number == _INITIALIZER}
    values = {_name(field, _VALUE_NAME): field for field in graph if field.number in (_INPUT, _VALUE)}
    if not {start, end} <= values.keys():
        raise ValueError(f"{start} or {end} is no value of the model")
    wanted, nodes = {end}, []
    for node in reversed([field for field in graph if field.number == _NODE]):  # they stand in the order of their run
        made = wanted & _names(node, _NODE_OUTPUT)
        if made - {start}:
            wanted = (wanted - made) | _names(node, _NODE_INPUT) - {""}
            nodes.append(node)
    if wanted - weights.keys() != {start}:
        raise ValueError(f"{end} does not come from {start} alone")
    yield from (node.whole for node in reversed(nodes))
    yield from (weights[name].whole for name in weights if name in wanted)
    yield _written(_INPUT, values[start].content)
    yield _written(_OUTPUT, values[end].content)
    yield from (field.whole for field in graph if field.number not in _REPLACED)


_REPLACED = frozenset({_NODE, _INITIALIZER, _INPUT, _OUTPUT, _VALUE})


def _name(field: _Field, number: int) -> str:
    return next(iter(_names(field, number)), "")


def _names(field: _Field, number: int) -> set[str]:
    return {bytes(inner.content).decode() for inner in _fields(field.content) if inner.number == number}


def _fields(message: memoryview) -> Iterator[_Field]:
    place = 0
    while place < len(message):
        first = place
        key, place = _number(message, place)
        kind, content = key & 7, message[:0]
        if kind == _VARINT:
            _, place = _number(message, place)
        elif kind == _DELIMITED:
            size, place = _number(message, place)
            content, place = message[place : place + size], place + size
        elif kind in (_FOUR_BYTES, _EIGHT_BYTES):
            place += 4 if kind == _FOUR_BYTES else 8
        else:
            raise ValueError("not an ONNX model")
        yield _Field(key >> 3, content, message[first:place])


def _number(message: memoryview, place: int) -> tuple[int, int]:
    """The variable-length number at `place`, and where it ends."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _written(number: int, content: bytes | memoryview) -> bytes:
    """A field of delimited content."""
    written = bytearray()
    for value in (number << 3 | _DELIMITED, len(content)):
        while value >= 0x80:
            written.append(value & 0x7F | 0x80)
            value >>= 7
        written.append(value)
    return b"".join((written, content))
