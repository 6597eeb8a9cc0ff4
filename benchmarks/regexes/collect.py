"""Every regular expression that the package makes: those in its source, and those made of dictionaries as it runs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Patterns", "collected"]

_ROOT = Path(__file__).parents[2]
_OWN = tuple(str(_ROOT / folder) for folder in ("zgc_lint", "checks"))
_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}

#: Pattern and flags → where it comes from ("extract/dates.py:31").
Patterns = dict[tuple[str, int], str]


def collected() -> Patterns:
    """Import everything and check filings with every check, listening for what is compiled; then read the source.

    To hear what is compiled on import, call it before anything of the package is imported.
    """
    heard: Patterns = {}
    true_compile: Any = vars(re)["_compile"]

    def listening(pattern: Any, flags: Any) -> Any:
        where = _caller()
        if where and isinstance(pattern, str):
            heard.setdefault((pattern, int(flags)), where)
        return true_compile(pattern, flags)

    anyway: Any = re
    anyway._compile = listening  # noqa: SLF001 (all of re's functions go through it)
    try:
        _exercise()
    finally:
        anyway._compile = true_compile  # noqa: SLF001
    for key, where in _written():
        heard.setdefault(key, where)
    return heard


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
    """Patterns that stand in the source as they are, whether or not a run gets there."""
    for folder in _OWN:
        for path in sorted(Path(folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
                    continue
                of, pattern = node.func.value, node.args[0]
                if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in _FUNCTIONS:
                    where = f"{path.relative_to(_ROOT).as_posix()}:{node.lineno}"
                    if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
                        yield (pattern.value, 0), where
