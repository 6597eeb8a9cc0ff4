"""Writing files so that they appear whole or not at all, and never over a file of the user's."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["below", "write_own"]


def write_own(path: Path, data: bytes, is_own: Callable[[bytes], bool], what: str) -> None:
    """Write `data` to `path` in one step. An existing file is replaced only if `is_own` says so of its bytes.

    `what` names in messages what such a file is. Raises UsageError where the file is somebody else's or cannot be
    written.
    """
    try:
        if path.exists() and not (path.is_file() and is_own(path.read_bytes())):
            raise UsageError(f"{path} 已存在，且不是 {what}，没有覆盖；请换一个文件名")
        part = path.with_name(f".zgc-lint-{secrets.token_hex(6)}.part")
        try:
            with part.open("xb") as file:
                file.write(data)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"无法写入 {path}：{_reason(error)}") from error


def below(folder: Path, document: str) -> Path:
    """Where the copy of a document goes below `folder`: under its own relative path. Makes the folders on the way.

    Raises UsageError where they cannot be made.
    """
    target = folder.joinpath(*(part for part in document.split("/") if part not in ("", ".", "..")))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法建立文件夹 {target.parent}：{error.strerror}") from error
    return target


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被其他程序打开"
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return "文件夹不存在"
    return os.strerror(error.errno) if error.errno else str(error)
