"""The example commands of the documents: the lines of their ``sh`` blocks.

A block that cannot be run as it stands has a comment above it that begins with 不执行 or "not run", says why, and names
the file in the repository that runs it, or does the same, instead.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

__all__ = ["DOCUMENTS", "ROOT", "Block", "blocks", "run_elsewhere"]

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "docs/使用手册.md")

_EXCUSE = re.compile(r"<!--\s*(?:不执行：|not run: )\s*\S.*-->", re.DOTALL)
_FILE = re.compile(r"(?:tests/|\.ci/)[\w./]+")


class Block(NamedTuple):
    """The commands of a block; `instead` is the file that runs them where they are not run as they stand, else ""."""

    commands: list[str]
    excused: bool
    instead: str


def blocks(document: str) -> list[Block]:
    """The blocks of commands in a document, in order."""
    tokens = MarkdownIt().parse((ROOT / document).read_text(encoding="utf-8"))
    found = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "fence" and token.info.strip() in ("sh", "bash", "console"):
            comment = before.content if before is not None and before.type == "html_block" else ""
            excused = _EXCUSE.match(comment) is not None
            instead = _FILE.search(comment) if excused else None
            found.append(Block(token.content.strip().splitlines(), excused, instead.group() if instead else ""))
    return found


def run_elsewhere(file: str) -> list[str]:
    """The commands that `file` says to run instead of tests/test_documented_commands.py."""
    return [command for document in DOCUMENTS for b in blocks(document) if b.instead == file for command in b.commands]
