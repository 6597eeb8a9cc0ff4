"""What a benchmark keeps under results/: the command it was, its tables, and below them what was written by hand."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOTES", "called", "head", "keep"]

#: From this line on a file of results is written by hand.
NOTES = "## Notes"
_ROOT = Path(__file__).resolve().parent.parent


def called(module: str, arguments: Sequence[str] | None = None) -> str:
    """The command line of this run of `module`, without the paths of this machine.

    A folder outside the repository becomes DIR, a file there its name. `arguments`: those of the process by default.
    """
    words = sys.argv[1:] if arguments is None else arguments
    return shlex.join(["python", "-m", module, *map(_told, words)])


def head(title: str, module: str, *, under: str = "") -> list[str]:
    """The first lines of a result: title, command, the day, and what it was measured `under`."""
    today = date.today()  # noqa: DTZ011 (of whoever measured)
    return [f"# {title}", "", f"`{called(module)}`, {today}{under}", ""]


def _told(word: str) -> str:
    option, equals, value = word.rpartition("=") if word.startswith("--") else ("", "", word)
    if "/" not in value:
        return word
    path = Path(value).resolve()
    if path.is_relative_to(_ROOT):
        return option + equals + path.relative_to(_ROOT).as_posix()
    return option + equals + ("DIR" if path.is_dir() else path.name)


def keep(file: Path, text: str) -> None:
    """Write `text` to `file`, above the notes that stand there from the line `NOTES` on, if it has some."""
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    _, heading, notes = before.partition(f"\n{NOTES}\n")
    file.write_text(text.rstrip("\n") + "\n" + heading + notes, encoding="utf-8")
