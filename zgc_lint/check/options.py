"""A check's settings: from the office's YAML to an instance of the check's `Options`."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from zgc_lint.errors import UsageError

if typing.TYPE_CHECKING:
    from collections.abc import Mapping

    from zgc_lint.check.base import Check

__all__ = ["build_options"]

_NAMES: dict[Any, str] = {
    int: "整数",
    float: "数值",
    str: "文字",
    bool: "true 或 false",
    type(None): "null",
    tuple: "列表",
}


def build_options(check: type[Check], values: Mapping[str, Any], where: str) -> Any:
    """An instance of ``check.Options`` with `values`; `where` names their source. Raises UsageError."""
    hints = typing.get_type_hints(check.Options)
    known = {field.name for field in dataclasses.fields(check.Options)}
    code = check.settings_of or check.code
    for name, value in values.items():
        if name not in known:
            raise UsageError(
                f"{where}：{code} 没有设置项“{name}”" + (f"，可用的有：{'、'.join(sorted(known))}" if known else "")
            )
        if not _fits(value, hints[name]):
            wanted = "、".join(_NAMES.get(kind, str(kind)) for kind in _kinds(hints[name]))
            raise UsageError(f"{where}：{code} 的 {name} 应为{wanted}，现为 {value!r}")
    return check.Options(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})


def _kinds(hint: Any) -> list[Any]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return [kind for part in typing.get_args(hint) for kind in _kinds(part)]
    return [typing.get_origin(hint) or hint]


def _fits(value: object, hint: Any) -> bool:
    kinds = _kinds(hint)
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, list):
        return tuple in kinds
    return any(isinstance(value, (int, float) if kind is float else kind) for kind in kinds)
