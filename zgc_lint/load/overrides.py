"""`filing.yaml`: what an office says of a filing itself, in place of what would be inferred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from zgc_lint.knowledge.safe_yaml import parse_yaml
from zgc_lint.load.content import UnreadableError
from zgc_lint.load.text import decode
from zgc_lint.model import Role

if TYPE_CHECKING:
    from zgc_lint.load.source import Entry

__all__ = ["Overrides", "read_overrides"]

_MAX_SIZE = 2**20  # bytes
_REMEDY = "请改正，或删除该文件"


class Overrides:
    """A checked filing.yaml: `values` as written, `number` and `roles` (by name or path) as understood."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Raises UnreadableError for a value that cannot be used."""
        self.values = values
        number = values.get("case_id")
        if number is not None and (isinstance(number, bool) or not isinstance(number, str | int)):
            raise UnreadableError("filing.yaml 的 case_id 应为工单编号", _REMEDY)
        self.number: str | None = str(number) if number is not None else None
        documents = values.get("documents") or {}
        if not isinstance(documents, Mapping):
            raise UnreadableError("filing.yaml 的 documents 应为“文件名: 角色”的列表", _REMEDY)
        self.roles: dict[str, Role] = {str(name): _role(value) for name, value in documents.items()}

    def role_of(self, path: str) -> Role | None:
        """The role given to the document at `path` (relative to the filing) or to its file name; or None."""
        return self.roles.get(path) or self.roles.get(path.rpartition("/")[2])


def read_overrides(entry: Entry) -> Overrides:
    """Read a filing.yaml. Raises UnreadableError, OSError."""
    data = entry.read()
    if len(data) > _MAX_SIZE:
        raise UnreadableError("filing.yaml 过大", _REMEDY)
    try:
        values = parse_yaml(decode(data))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行：" if mark else ""
        raise UnreadableError(f"filing.yaml {line}YAML 格式有误", _REMEDY) from error
    if values is None:
        values = {}
    if not isinstance(values, Mapping):
        raise UnreadableError("filing.yaml 应为“键: 值”的列表", _REMEDY)
    return Overrides({str(key): value for key, value in values.items()})


def _role(value: object) -> Role:
    try:
        return Role(value)
    except ValueError as error:
        known = "、".join(role.value for role in Role)
        raise UnreadableError(f"filing.yaml 中的角色 {value!r} 不认识（可用：{known}）", _REMEDY) from error
