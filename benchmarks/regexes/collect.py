"""Every regular expression that the package makes: those in its source, and those made of dictionaries as it runs."""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from types import ModuleType

__all__ = ["Patterns", "collected", "matched_from_start"]

_ROOT = Path(__file__).parents[2]
_OWN = tuple(str(_ROOT / folder) for folder in ("zgc_lint", "checks"))
_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}

_FROM_START = {"match", "fullmatch"}
_HARMLESS = {"pattern", "flags", "groups", "groupindex"}

#: Pattern and flags → where it comes from ("zgc_lint/extract/dates.py:31").
Patterns = dict[tuple[str, int], set[str]]


def collected() -> Patterns:
    """Import everything and check filings with every check, listening for what is compiled; then read the source.

    To hear what is compiled on import, call it before anything of the package is imported.
    """
    heard: Patterns = {}
    true_compile: Any = vars(re)["_compile"]

    def listening(pattern: Any, flags: Any) -> Any:
        where = _caller()
        if where and isinstance(pattern, str):
            heard.setdefault((pattern, int(flags)), set()).add(where)
        return true_compile(pattern, flags)

    anyway: Any = re
    anyway._compile = listening  # noqa: SLF001 (all of re's functions go through it)
    try:
        _exercise()
    finally:
        anyway._compile = true_compile  # noqa: SLF001
    for key, where in _written():
        heard.setdefault(key, set()).add(where)
    return heard


def matched_from_start() -> frozenset[str]:
    """Where patterns come from that are held against the start of a text only, as far as the source tells."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources()}
    uses = [(path, *use) for path, tree in trees.items() for use in _uses(tree)]
    found: set[str] = set()
    for path, tree in trees.items():
        calls: list[ast.AST] = [node for node in ast.walk(tree) if _is_re(node, _FROM_START)]
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and _is_re(node.value, {"compile"})
                and isinstance(node.targets[0], ast.Name)
            ):
                name = node.targets[0].id
                used = {how for where, what, how in uses if what == name and (where == path or name[0] != "_")}
                if used <= _FROM_START | _HARMLESS:
                    calls.append(node.value)
        for call in calls:
            lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)  # type: ignore[attr-defined]
            found.update(f"{path.relative_to(_ROOT).as_posix()}:{line}" for line in lines)
    return frozenset(found)


def _uses(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each name that is read, and which attribute of it, "" where it is used as a whole."""
    with_attribute: set[ast.expr] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            with_attribute.add(node.value)
            yield node.value.id, node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in with_attribute:
            yield node.id, ""


def _is_re(node: ast.AST, functions: Collection[str]) -> bool:
    """Whether this is a call of one of these functions of `re`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in functions
    )


def _sources() -> Iterator[Path]:
    for folder in _OWN:
        yield from sorted(Path(folder).rglob("*.py"))


def _caller() -> str:
    """The line of ours that asked for a pattern, "" where it was another package."""
    frame = sys._getframe(2)  # noqa: SLF001
    while frame.f_back is not None and frame.f_code.co_filename.endswith(("/re/__init__.py", "/re.py")):
        frame = frame.f_back
    name = frame.f_code.co_filename
    if not name.startswith(_OWN):
        return ""
    return f"{Path(name).relative_to(_ROOT).as_posix()}:{frame.f_lineno}"


def _exercise() -> None:
    import zgc_lint

    for module in pkgutil.walk_packages(zgc_lint.__path__, "zgc_lint."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from zgc_lint.check.registry import discover
    from zgc_lint.config import Config
    from zgc_lint.pipeline import check
    from zgc_lint.report import renderer

    registry = discover(())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "2026-06"
        folder.mkdir()
        demo = _ROOT / "fixtures" / "filings" / "demo"
        for path in sorted(demo.iterdir())[::10]:
            (folder / path.name).symlink_to(path) if path.is_file() else _copy(path, folder / path.name)
        config = Config(extra=tuple(code for code, known in registry.checks.items() if not known.by_default))
        for reveal in (True, False):
            renderer("text").render(check([folder], config, registry=registry, reveal=reveal))


def _copy(source: Path, target: Path) -> None:
    """The documents of a filing without its pictures, which are dear to look at."""
    for path in source.rglob("*"):
        if path.suffix in (".docx", ".xlsx"):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _written() -> Iterator[tuple[tuple[str, int], str]]:
    """Patterns that stand in the source, whether or not a run gets there; a local name in them stands for one word."""
    modules = {Path(name): vars(module) for module in list(sys.modules.values()) if (name := _file_of(module))}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_re(node, _FUNCTIONS) and node.args:
                pattern = _value(node.args[0], modules.get(path, {}))
                if pattern is not None:
                    yield (pattern, 0), f"{path.relative_to(_ROOT).as_posix()}:{node.lineno}"


def _file_of(module: ModuleType) -> str:
    return getattr(module, "__file__", None) or ""


def _value(node: ast.expr, names: dict[str, Any]) -> str | None:
    """The text that an expression stands for, as far as it is made of constants of its module."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return names[node.id] if isinstance(names.get(node.id), str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    try:
        value = eval(compile(ast.Expression(node), "<pattern>", "eval"), {}, _Names(names))  # noqa: S307 (our source)
        re.compile(value)
    except (TypeError, AttributeError, re.error):  # it takes more than a word
        return None
    return str(value)


class _Names(dict[str, Any]):
    """The names of a module; any other is a word."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, "甲")
