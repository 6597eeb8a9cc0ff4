"""The names under which the store keeps things: digests of all that a value depends on.

A changed byte of the program, of a dictionary or of a file, another version of a library that reads, looks or counts
days gives another name, so what is stored is never out of date, only no longer asked for.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zgc_lint
from zgc_lint.bundled import checks_folder, dictionaries_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LIBRARIES", "digest", "files_digest", "installation_digest", "models_digest", "program_digest"]

#: Those on which results rest; not those that write, draw the screen, or carry work elsewhere.
LIBRARIES = (
    "asn1crypto", "chinesecalendar", "cryptography", "lxml", "numpy", "onnxruntime", "opencv-python-headless",
    "pdfminer.six", "pdfplumber", "pi-heif", "pillow", "pycorrector", "pyhanko", "pypdf", "pypdfium2",
    "python-calamine", "python-docx", "pyyaml", "rapidocr",
)  # fmt: skip


def digest(*parts: Any) -> bytes:
    """A digest of plain values: texts, numbers, tuples, what dataclasses are made of them."""
    return hashlib.sha256(pickle.dumps(tuple(_plain(part) for part in parts), 5)).digest()


def _plain(value: Any) -> Any:
    return value if isinstance(value, bytes) else repr(value)


@cache
def program_digest() -> bytes:
    """Of this version of the program and of the libraries it reads and looks with."""
    libraries = tuple((name, _version(name)) for name in LIBRARIES)
    return digest(sys.version_info[:2], libraries, files_digest(Path(zgc_lint.__file__).parent.rglob("*.py")))


@cache
def models_digest() -> bytes:
    """Of the trained tables, by name, size and time: they are 50 MB, and no office edits them."""
    folder = dictionaries_folder() / "models"
    stats = [(path.relative_to(folder).as_posix(), path.stat()) for path in sorted(folder.rglob("*.npy"))]
    return digest(tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


@cache
def installation_digest() -> bytes:
    """Of the program, its libraries and the bytes of all checks, dictionaries and trained tables, wherever they lie."""
    folder = dictionaries_folder()
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    data = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in files}
    return digest(program_digest(), files_digest(checks_folder().rglob("*.py")), tuple(sorted(data.items())))


def files_digest(paths: Iterable[Path]) -> bytes:
    """Of files' names and bytes; of one that cannot be read, its name."""
    found = hashlib.sha256()
    for path in sorted(paths):
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        found.update(f"{path.name}\0{len(data)}\0".encode())
        found.update(data)
    return found.digest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
