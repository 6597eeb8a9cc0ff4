"""Finding the checks: the ones that come along, the office's own folders, and installed packages.

All are found the same way: a folder is mounted as a package under a name of its own, and every module in it
is imported. Nothing needs to be registered anywhere; a file that defines a `Check` with a code is enough.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from zgc_lint.bundled import checks_folder
from zgc_lint.check.base import Check
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ENGINE_CODES", "MOUNTED", "EngineCode", "Registry", "discover"]

#: How the packages begin that stand for the folders of checks.
MOUNTED = "zgc_lint_checks"

_CODE = re.compile(r"[A-Z]{2}\d{2,3}")
_SCOPES = {"document", "filing", "batch"}


@dataclass(frozen=True, slots=True)
class EngineCode:
    """A code of the engine's own, which cannot be switched off."""

    code: str
    name: str
    title: str
    doc: str


ENGINE_CODES = (
    EngineCode(
        "ZZ01",
        "unreadable-file",
        "文件无法读取",
        "文件损坏、加密、为空或格式不支持，程序没有检查其内容。请按提示处理后重新检查。",
    ),
    EngineCode(
        "ZZ02",
        "crashed-check",
        "检查项运行出错",
        "某个检查项在处理该文件时出错，其结论缺失；其余检查照常进行。请把提示信息反馈给维护人员。",
    ),
    EngineCode(
        "ZZ03",
        "stale-suppression",
        "失效的忽略条目",
        "zgc-lint-ignore.yaml 中的条目没有用上、已过期或缺少理由，请删除或更正。",
    ),
    EngineCode(
        "ZZ04",
        "not-judged",
        "未判定",
        "缺少判断所需的材料、设置或文字层，程序不作结论。未判定的内容列在报告的“未判定”部分，需人工核对。",
    ),
)


@dataclass(frozen=True)
class Registry:
    """The checks found, by code."""

    checks: dict[str, type[Check]]

    def select(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), extra: Iterable[str] = ()
    ) -> list[type[Check]]:
        """The checks whose code or name is selected (all if `select` is empty) and not ignored, by code.

        A family ("TX") stands for all codes that begin with it, but for those that do not run by default: they are
        named in full, or among `extra`. Raises UsageError for a word that means nothing.
        """
        words = list(select)
        chosen = self._matching(words) if words else set(self.checks)
        named = {word.upper() for word in words} | {word.lower() for word in words}
        chosen = {c for c in chosen if self.checks[c].by_default or named & {c, self.checks[c].name}}
        chosen |= self._matching(extra)
        chosen -= self._matching(ignore)
        return [self.checks[code] for code in sorted(chosen)]

    def _matching(self, words: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for word in words:
            matching = {
                c for c, check in self.checks.items() if c.startswith(word.upper()) or check.name == word.lower()
            }
            engine = any(entry.code.startswith(word.upper()) or entry.name == word for entry in ENGINE_CODES)
            if not matching and not engine:
                raise UsageError(f"没有代码或名称为“{word}”的检查项；用 zgc-lint rules 查看全部检查项")
            found |= matching
        return found

    def doc(self, check: type[Check]) -> str:
        """The text of the check's .md file; "" where it has none."""
        path = source_of(check).with_suffix(".md")
        return path.read_text(encoding="utf-8") if path.is_file() else ""


def source_of(check: type[Check]) -> Path:
    """The file a check is written in."""
    return Path(inspect.getfile(check))


def discover(folders: Iterable[Path] = ()) -> Registry:
    """All checks: bundled, of the entry points ``zgc_lint.checks``, and of `folders` (the office's own).

    Raises UsageError for a folder that is not there, a module that cannot be imported, a check without what
    it must have, and a code used twice.
    """
    modules = list(_import_folder(checks_folder(), MOUNTED))
    modules += [_import_entry_point(entry) for entry in entry_points(group="zgc_lint.checks")]
    for number, folder in enumerate(folders, 1):
        if not folder.is_dir():
            raise UsageError(f"找不到检查项文件夹：{folder}")
        modules += _import_folder(folder, f"{MOUNTED}_{number}")
    checks: dict[str, type[Check]] = {}
    for check in (check for module in modules for check in _checks_in(module)):
        _validate(check)
        if check.code in checks:
            raise UsageError(f"检查项代码 {check.code} 重复：{source_of(checks[check.code])} 与 {source_of(check)}")
        checks[check.code] = check
    return Registry(dict(sorted(checks.items())))


def _import_folder(folder: Path, name: str) -> Iterator[ModuleType]:
    """Mount `folder` as the package `name` and import every module in it, in order of their paths."""
    _mount(folder.resolve(), name)
    for path in sorted(folder.resolve().rglob("*.py")):
        parts = path.relative_to(folder.resolve()).with_suffix("").parts
        if any(part.startswith(("_", ".")) for part in parts):
            continue
        for depth in range(1, len(parts)):
            _mount(folder.resolve().joinpath(*parts[:depth]), ".".join((name, *parts[:depth])))
        try:
            yield importlib.import_module(".".join((name, *parts)))
        except Exception as error:
            raise UsageError(f"检查项 {path} 无法载入：{type(error).__name__}: {error}") from error


def _mount(folder: Path, name: str) -> None:
    known = sys.modules.get(name)
    if known is not None and list(known.__path__) == [str(folder)]:
        return
    for loaded in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[loaded]  # another folder was mounted under that name before (in tests)
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    sys.modules[name] = module_from_spec(spec)


def _import_entry_point(entry: object) -> ModuleType:
    try:
        loaded = entry.load()  # type: ignore[attr-defined]
    except Exception as error:
        raise UsageError(f"已安装的检查项 {entry!r} 无法载入：{error}") from error
    return loaded if isinstance(loaded, ModuleType) else sys.modules[loaded.__module__]


def _checks_in(module: ModuleType) -> Iterator[type[Check]]:
    for value in vars(module).values():
        own = isinstance(value, type) and issubclass(value, Check) and value.__module__ == module.__name__
        if own and "code" in vars(value):
            yield value


def _validate(check: type[Check]) -> None:
    for attribute in ("code", "name", "title"):
        if not isinstance(getattr(check, attribute, None), str):
            raise UsageError(f"检查项 {source_of(check)}：{check.__name__} 缺少 {attribute}")
    if not _CODE.fullmatch(check.code) or check.code.startswith("ZZ"):
        raise UsageError(f"检查项 {source_of(check)}：代码 {check.code} 应为两个大写字母加两三位数字，且不以 ZZ 开头")
    if check.scope not in _SCOPES:
        raise UsageError(f"检查项 {source_of(check)}：scope 应为 document、filing 或 batch，现为 {check.scope!r}")
