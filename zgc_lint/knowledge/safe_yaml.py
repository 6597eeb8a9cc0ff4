"""YAML from anywhere: plain data only, of bounded depth and size."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["parse_yaml"]

_MAX_DEPTH = 50  # libyaml's composer is recursive and would end the whole process
_MAX_NODES = 200_000  # with what aliases stand for: nine lines can speak of a thousand million

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast


def parse_yaml(text: str) -> Any:
    """The data of one YAML document, None for an empty one.

    Raises yaml.YAMLError, also for data that nests deeper or, its aliases written out, is larger than any sensible
    file; ValueError for a date or number that cannot be.
    """
    _refuse_absurd(text)
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader, see above)


def _refuse_absurd(text: str) -> None:
    """Raise yaml.MarkedYAMLError for too deep or too large a structure; what it holds is not built for that."""
    anchored: dict[str | None, int] = {}  # how many nodes each anchor stands for
    open_nodes: list[tuple[str | None, int]] = []  # the collections around: anchor, nodes before it
    count = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                raise _absurd("别名指向它自己所在之处", event)
            count += anchored.get(event.anchor or "", 0)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, count))
            count += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor is not None:
                anchored[anchor] = count - before
        elif isinstance(event, yaml.ScalarEvent):
            count += 1
            if event.anchor is not None:
                anchored[event.anchor] = 1
        if len(open_nodes) > _MAX_DEPTH:
            raise _absurd(f"嵌套超过 {_MAX_DEPTH} 层", event)
        if count > _MAX_NODES:
            raise _absurd("别名展开后过大", event)


def _absurd(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
