"""Writing files so that they appear whole or not at all, and never over a file of the user's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from zgc_lint.errors import UsageError

__all__ = ["write_report"]


def write_report(path: Path, text: str, signature: str) -> None:
    """Write `text` to `path` in one step. An existing file is replaced only if it begins with `signature`.

    Raises UsageError where the file is somebody else's or the folder cannot be written to.
    """
    try:
        if path.exists() and not _is_report(path, signature):
            raise UsageError(f"{path} 已存在，且不是 zgc-lint 的报告，没有覆盖；请换一个文件名")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"无法写入 {path}：{error.strerror}") from error


def _is_report(path: Path, signature: str) -> bool:
    with path.open("rb") as file:
        return file.read(len(signature.encode())) == signature.encode()
