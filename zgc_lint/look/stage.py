"""Looks at a file once for everything that is wanted of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zgc_lint.load.content import UnreadableError
from zgc_lint.look.frames import About, Unseen, frames
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.model import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from zgc_lint.model import Document

__all__ = ["Seen", "Sights", "Want", "look"]

T = TypeVar("T")


class Want(str, enum.Enum):
    """What to look for. The value names the module of `zgc_lint.look` whose function ``see(frame)`` does it.

    ``see`` takes a `Frame` and returns plain data, or None for a frame it has nothing to say about; boxes are in units
    of the original (`Frame.box`). It raises NotInstalledError where its library is missing.
    """

    OVERLAY = "overlay"  # a camera's watermark
    SEALS = "seals"
    TEXT = "reading"  # the text of what has no text layer
    PRINTS = "prints"  # fingerprints by which a picture is known again


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What was seen in one frame."""

    about: About
    what: T


@dataclass(frozen=True, slots=True)
class Sights(Generic[T]):
    """What was seen in a file, frame by frame, and what could not be looked at."""

    seen: tuple[Seen[T], ...] = ()
    unseen: tuple[Unseen, ...] = ()


def look(data: bytes, document: Document, wants: Collection[Want]) -> dict[Want, Sights[Any]]:
    """Look at the pictures and pages of `document`, whose bytes are `data`, for each of `wants`. Raises nothing."""
    seen: dict[Want, list[Seen[Any]]] = {want: [] for want in wants}
    unseen: dict[Want, list[Unseen]] = {want: [] for want in wants}
    try:
        for frame in frames(data, document.format, document.path, document.pictures):
            for want in wants:
                if isinstance(frame, Unseen):
                    unseen[want].append(frame)
                    continue
                try:
                    what = import_module(f"zgc_lint.look.{want.value}").see(frame)
                except NotInstalledError as error:
                    unseen[want].append(Unseen(frame.about.place, frame.about.name, str(error)))
                else:
                    if what is not None:
                        seen[want].append(Seen(frame.about, what))
    except (UnreadableError, OSError) as error:  # read well once, and now no more
        why = error.problem.why if isinstance(error, UnreadableError) else "图片无法打开"
        for want in wants:
            unseen[want].append(Unseen(Place(document.path), document.name, why))
    return {want: Sights(tuple(seen[want]), tuple(unseen[want])) for want in wants}
