"""Old formats (.doc, .wps, .et, .rtf), converted with LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zgc_lint.load.content import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TIMEOUT", "convert", "find_office"]

TIMEOUT = 60.0  # seconds for one file
_VARIABLE = "ZGC_LINT_SOFFICE"  # names the program where it lies elsewhere
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)


def find_office() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    named = os.environ.get(_VARIABLE)
    if named:
        return shutil.which(named)
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(data: bytes, format_: str, target: str) -> bytes:
    """A file of format `format_` ("doc") as `target` ("docx" or "xlsx"). Raises UnreadableError.

    Runs in a folder and with a profile of its own, so that neither the user's LibreOffice nor another
    conversion is in the way.
    """
    office = find_office()
    if office is None:
        raise UnreadableError(
            f"旧格式 .{format_} 无法直接读取",
            f"请用 Word 或 WPS 另存为 .{target} 后重新放入（或安装 LibreOffice）",
        )
    with tempfile.TemporaryDirectory(prefix="zgc-lint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"input.{format_}"
        source.write_bytes(data)
        _run(
            [
                office,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                target,
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            format_,
            target,
        )
        result = folder / "out" / f"input.{target}"
        if not result.is_file():
            raise _failed(format_, target)
        return result.read_bytes()


def _run(command: Sequence[str], format_: str, target: str) -> None:
    """Run LibreOffice; at the time limit it is ended with all the processes it started."""
    try:
        process = subprocess.Popen(  # noqa: S603 (a fixed program, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(format_, target) from error
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(
            f"用 LibreOffice 转换 .{format_} 超过 {TIMEOUT:.0f} 秒", f"请另存为 .{target} 后重新放入"
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with its whole group, where the system has groups."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _failed(format_: str, target: str) -> UnreadableError:
    return UnreadableError(f"LibreOffice 未能转换 .{format_}", f"请用 Word 或 WPS 另存为 .{target} 后重新放入")
