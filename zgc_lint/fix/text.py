"""Plain text files: replacements written into their lines, in the encoding they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.fix.edits import Replacement, apply_steps
from zgc_lint.load.text import decode_with

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fix_text"]

ENCODING = "文件编码不规范，无法原样写回，请手工修改"


def fix_text(data: bytes, changes: Iterable[Replacement]) -> tuple[bytes, dict[Replacement, str]]:
    """Make `changes`, which do not overlap. Returns the new file and the changes that were not made, with why."""
    changes = list(changes)
    text, encoding, mark = decode_with(data)
    if mark + text.encode(encoding) != data:
        return data, dict.fromkeys(changes, ENCODING)
    lines, number = text.splitlines(keepends=True), 0
    for at, line in enumerate(lines):
        inside = line.strip()
        if not inside:
            continue
        number += 1
        own = [change for change in changes if change.paragraph == number]
        start = len(line) - len(line.lstrip())
        lines[at] = line[:start] + apply_steps(inside, own) + line[start + len(inside) :]
    return mark + "".join(lines).encode(encoding), {}
