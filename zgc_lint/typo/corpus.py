"""Reading corpora by part: what is trained on, what is fitted on, what false alarms are measured on."""

from __future__ import annotations

import lzma
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["FITTING", "MEASURING", "TRAINING", "part_of", "read_lines", "read_paragraphs", "read_part"]

MEASURING, FITTING, TRAINING = "measuring", "fitting", "training"

_BLOCK = 200  # lines
_PARTS = 20
_OWN_PARTS = {0: MEASURING, 1: FITTING, 2: FITTING, 3: FITTING}
_BLANKS = re.compile(r"[^\S\n]+")


def part_of(block: str) -> str:
    """The part a block of lines belongs to, by a hash of its text: a twentieth each to measure and to fit."""
    return {0: MEASURING, 1: FITTING}.get(zlib.crc32(block.encode()) % _PARTS, TRAINING)


def _blocks(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        lines: list[str] = []
        for line in file:
            lines.append(_BLANKS.sub("", line.rstrip("\n")))
            if len(lines) == _BLOCK:
                yield "\n".join(lines)
                lines = []
        if lines:
            yield "\n".join(lines)


def read_part(path: Path, part: str) -> str:
    """All blocks of one part of a corpus (UTF-8 text, also .xz), blanks taken out."""
    return "\n".join(block for block in _blocks(path) if part_of(block) == part)


def read_lines(path: Path, part: str) -> list[str]:
    """The lines of one part, empty ones left out."""
    return [line for line in read_part(path, part).split("\n") if line]


def read_paragraphs(folder: Path, part: str) -> list[str]:
    """The lines of one part of the text files in a folder, each a paragraph told by its own hash.

    A tenth is to measure and three tenths are to fit, as there is little of it.
    """
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        line
        for line in dict.fromkeys(lines)
        if line and _OWN_PARTS.get(zlib.crc32(line.encode()) % 10, TRAINING) == part
    ]
