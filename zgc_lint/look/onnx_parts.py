"""Parts of an ONNX model as models of their own, so that each part is run no more often than it must be.

Done on the bytes (https://protobuf.dev/programming-guides/encoding/, field numbers from onnx.proto of ONNX 1.x): the
package `onnx`, which would do the same, is of no other use here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["parts"]

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


class _Node(NamedTuple):
    """A step of the computation, and the values it takes and gives."""

    takes: frozenset[str]
    gives: frozenset[str]
    whole: memoryview


class _Graph(NamedTuple):
    """A graph taken to pieces: the nodes in the order of their run, weights and values by name, all else."""

    nodes: list[_Node]
    weights: dict[str, _Field]
    values: dict[str, _Field]
    rest: list[_Field]


def parts(model: bytes, *ends: tuple[str, str]) -> list[bytes]:
    """For each (start, end) of `ends` the model that computes the value `end` from the value `start` of `model`.

    Both must be inputs of the model or intermediate values of known type. Raises ValueError where one is unknown, or
    `end` depends on another input.
    """
    fields = list(_fields(memoryview(model)))
    graph = _taken_apart([inner for field in fields if field.number == _GRAPH for inner in _fields(field.content)])
    rest = b"".join(field.whole for field in fields if field.number != _GRAPH)
    return [rest + _written(_GRAPH, b"".join(_part(graph, start, end))) for start, end in ends]


def _taken_apart(fields: list[_Field]) -> _Graph:
    graph = _Graph([], {}, {}, [])
    for field in fields:
        if field.number == _NODE:
            inner = list(_fields(field.content))
            graph.nodes.append(_Node(_names(inner, _NODE_INPUT), _names(inner, _NODE_OUTPUT), field.whole))
        elif field.number == _INITIALIZER:
            graph.weights.update(dict.fromkeys(_names(_fields(field.content), _INITIALIZER_NAME), field))
        elif field.number in (_INPUT, _VALUE):
            graph.values.update(dict.fromkeys(_names(_fields(field.content), _VALUE_NAME), field))
        elif field.number != _OUTPUT:
            graph.rest.append(field)
    return graph


def _part(graph: _Graph, start: str, end: str) -> Iterator[bytes | memoryview]:
    if not {start, end} <= graph.values.keys():
        raise ValueError(f"{start} or {end} is no value of the model")
    wanted, nodes = {end}, []
    for node in reversed(graph.nodes):
        made = wanted & node.gives
        if made - {start}:
            wanted = (wanted - made) | node.takes
            nodes.append(node)
    wanted.discard("")  # an input left out
    if wanted - graph.weights.keys() != {start}:
        raise ValueError(f"{end} does not come from {start} alone")
    yield from (node.whole for node in reversed(nodes))
    yield from (field.whole for name, field in graph.weights.items() if name in wanted)
    yield _written(_INPUT, graph.values[start].content)
    yield _written(_OUTPUT, graph.values[end].content)
    yield from (field.whole for field in graph.rest)


def _names(fields: Iterable[_Field], number: int) -> frozenset[str]:
    return frozenset(str(field.content, "utf-8") for field in fields if field.number == number)


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
