"""What the tables ask of a program, and what its answers mean."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["AbsentError", "Edit", "Peer", "apply", "changes", "characters_changed", "flags"]


class AbsentError(Exception):
    """The program, or what it needs, is not here; the message says what to install or to name."""


class Edit(NamedTuple):
    """``text[start:end]`` is held for wrong; `right` should stand there, None where that is left open."""

    start: int
    end: int
    right: str | None


class Peer(Protocol):
    """A program that reads Chinese text."""

    @property
    def name(self) -> str:
        """As it stands in the tables."""

    def version(self) -> str:
        """Name and version of what is installed. Raises AbsentError."""

    def judge(self, lines: Sequence[str]) -> list[list[Edit]]:
        """The edits in each line, which is a paragraph without its line break."""


def changes(text: str, corrected: str) -> list[Edit]:
    """The edits that make `corrected` of `text`, for a program that gives the corrected text only."""
    blocks = SequenceMatcher(None, text, corrected, autojunk=False).get_opcodes()
    return [Edit(start, end, corrected[low:high]) for kind, start, end, low, high in blocks if kind != "equal"]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with what the edits put in place; those that leave it open change nothing."""
    for start, end, right in sorted(edits, reverse=True):
        if right is not None:
            text = text[:start] + right + text[end:]
    return text


def flags(text: str, edits: Iterable[Edit]) -> dict[int, str]:
    """The offsets held for wrong → the character to stand there; the one before an insertion counts as held for wrong.

    Where an edit changes the length no character stands for another: "" then.
    """
    held: dict[int, str] = {}
    for start, end, right in edits:
        if right is not None and len(right) == end - start:
            held |= {start + at: new for at, new in enumerate(right) if new != text[start + at]}
        else:
            held |= dict.fromkeys(range(start, end) or (max(0, start - 1),), "")
    return held


def characters_changed(text: str, edits: Iterable[Edit]) -> int:
    """How many characters are put in, taken out or replaced, or held for wrong without a proposal."""

    def counts() -> Iterator[int]:
        for start, end, right in edits:
            if right is not None and len(right) == end - start:
                yield sum(old != new for old, new in zip(text[start:end], right, strict=True))
            else:
                yield max(end - start, len(right or ""))

    return sum(counts())
