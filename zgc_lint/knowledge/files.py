"""Reading dictionary files, with messages an office clerk can act on."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from zgc_lint.errors import UsageError
from zgc_lint.knowledge.patterns import broken, compiled
from zgc_lint.knowledge.safe_yaml import parse_yaml
from zgc_lint.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TypeVar

    _Value = TypeVar("_Value")

__all__ = ["Row", "Section", "read_lines", "read_tsv", "read_yaml"]

_LEVELS = {level.value: level for level in Confidence}


def read_text(path: Path) -> str:
    """The text of a dictionary file (UTF-8, with or without BOM). Raises UsageError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}：不是 UTF-8 编码，请用 UTF-8 另存") from error
    except OSError as error:
        raise UsageError(f"{path}：无法读取（{error.strerror}）") from error


def read_yaml(path: Path) -> Section:
    """The mapping at the top of a YAML file. Raises UsageError with file, line and reason."""
    try:
        data = parse_yaml(read_text(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{path} 第 {line} 行：YAML 格式有误（{error.problem}）") from error
    except ValueError as error:  # PyYAML's own for 2026-06-31, Python's for a number of thousands of digits
        raise UsageError(f"{path}：有不存在的日期或过长的数字（{error}）") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path}：YAML 格式有误（{error}）") from error
    return Section(data if data is not None else {}, str(path))


class Row(dict[str, str]):
    """A row of a tab-separated file, by the columns' names. Asked for a column that the file has not: UsageError."""

    __slots__ = ("where",)

    def __init__(self, cells: Mapping[str, str], where: str) -> None:
        super().__init__(cells)
        self.where = where

    def __missing__(self, column: str) -> str:
        raise UsageError(f"{self.where}：缺少“{column}”这一列")

    def fail(self, column: str, expected: str) -> UsageError:
        """The error to raise for a cell that is not what it should be."""
        return UsageError(f"{self.where}：{column} 应为{expected}，现为 {self[column]!r}")

    def text(self, column: str) -> str:
        """The cell of `column`. Raises UsageError for an empty one."""
        if not self[column]:
            raise self.fail(column, "不空的文字")
        return self[column]

    def one_of(self, column: str, values: Mapping[str, _Value]) -> _Value:
        """What the word in `column` stands for by `values`. Raises UsageError for any other word."""
        if self[column] not in values:
            raise self.fail(column, f" {'、'.join(values)} 之一")
        return values[self[column]]

    @property
    def confidence(self) -> Confidence:
        """How sure a finding by this row is, by its column `level`. Raises UsageError."""
        return self.one_of("level", _LEVELS)

    def verify(self, columns: Sequence[str]) -> None:
        """Raises UsageError where a cell of these `columns` is no regular expression."""
        for column in columns:
            if self[column] and (fault := broken(self[column])):
                raise UsageError(_no_pattern(self.where, column, self[column], fault))


def _no_pattern(where: str, key: str, text: str, fault: str) -> str:
    return f"{where}：{key} 中的“{text}”不是有效的正则表达式（{fault}）"


def read_tsv(path: Path) -> list[Row]:
    """The rows of a tab-separated file with a header line, without ``#`` comments, missing cells as empty strings.

    Raises UsageError.
    """
    lines = {
        number: line
        for number, line in enumerate(read_text(path).splitlines(), 1)
        if line.strip() and not line.startswith("#")
    }
    reader = csv.DictReader(lines.values(), delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    return [
        Row({key: value or "" for key, value in cells.items() if key}, f"{path} 第 {number} 行")
        for number, cells in zip(list(lines)[1:], reader, strict=True)
    ]


def read_lines(path: Path) -> list[str]:
    """The lines of a word list, without blank lines and ``#`` comments."""
    lines = (line.strip() for line in read_text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


class Section:
    """A mapping read from YAML that knows where it came from, so that a wrong value can be named exactly."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise UsageError(f"{where}：此处应为“键: 值”的列表")
        self.data: Mapping[str, Any] = {str(key): value for key, value in data.items()}  # YAML reads 12: as a number
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def fail(self, key: str, expected: str) -> UsageError:
        """The error to raise for a value that is not what it should be."""
        return UsageError(f"{self.where}：{key} 应为{expected}，现为 {self.data.get(key)!r}")

    def keys(self) -> list[str]:
        """The keys, in order."""
        return list(self.data)

    def section(self, key: str) -> Section:
        """The mapping under `key`; an empty one where it is absent."""
        return Section(self.data.get(key) or {}, f"{self.where} 的 {key}")

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`; without a default it must be there."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise self.fail(key, "文字")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The truth value under `key`."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, " true 或 false")
        return value

    def pattern(self, key: str, texts: Sequence[str], spell: Callable[[str], str] = str) -> re.Pattern[str]:
        """A pattern for any of `texts`, the regular expressions under `key`; none match nothing.

        `spell` puts in what short forms in them stand for. Raises UsageError, which quotes the one at fault: of several
        each is looked at by itself, as two that are none may be one together.
        """
        for text in texts if len(texts) > 1 else ():
            if fault := broken(spell(text)):
                raise UsageError(_no_pattern(self.where, key, text, fault))
        try:
            return compiled(f"(?:{'|'.join(map(spell, texts)) or '(?!)'})")
        except re.error as error:  # as where two have a group of the same name
            raise UsageError(_no_pattern(self.where, key, "|".join(texts), str(error))) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; empty where it is absent."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.fail(key, "文字列表（如 [甲, 乙]）")
        return tuple(value)
