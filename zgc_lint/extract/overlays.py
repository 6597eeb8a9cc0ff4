"""The photographs of a filing, and the watermarks on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.extract.attachments import Attachments, File
from zgc_lint.extract.sights import sights
from zgc_lint.look.stage import Seen, Want

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.knowledge import Kind, Knowledge
    from zgc_lint.knowledge.documents import DocumentNames
    from zgc_lint.look.frames import Unseen
    from zgc_lint.look.watermark import Overlay
    from zgc_lint.model import Filing

__all__ = ["Overlays", "Photo"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that is a photograph, or may be one.

    `kind`: what its name, its folder or its entry in the list says it is; None where nothing tells. `seen`: the overlay
    of each of its pictures; `unseen`: those that could not be looked at.
    """

    file: File
    kind: Kind | None
    seen: tuple[Seen[Overlay], ...]
    unseen: tuple[Unseen, ...]

    @property
    def needs_watermark(self) -> bool:
        """Whether it is known to be a photograph that must bear a watermark."""
        return self.kind is not None and self.kind.watermark


@dataclass(frozen=True)
class Overlays:
    """The attachments that must bear a watermark, and the picture files of which nothing tells what they are.

    Screenshots, maps, scanned papers and the like are not looked at.
    """

    photos: tuple[Photo, ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Overlays:
        """Look at the filing's photographs."""
        return cls(tuple(_photos(filing, knowledge.documents)))


def _photos(filing: Filing, names: DocumentNames) -> Iterator[Photo]:
    attachments = filing[Attachments]
    for file in attachments.files:
        if file.document.problem is not None:
            continue
        kind = file.kind or _kind_by_folder(file, filing, names) or _kind_by_list(file, attachments)
        if kind.watermark if kind is not None else file.is_picture:
            found = sights(file.document, Want.OVERLAY)
            yield Photo(file, kind, found.seen, found.unseen)


def _kind_by_folder(file: File, filing: Filing, names: DocumentNames) -> Kind | None:
    """What the innermost telling folder between filing and file says: 附件/现场照片/IMG_0012.jpg."""
    folders = file.document.path.removeprefix(filing.path).split("/")[:-1]
    return next((kind for folder in reversed(folders) if (kind := names.kind_of(folder)) is not None), None)


def _kind_by_list(file: File, attachments: Attachments) -> Kind | None:
    """What the list says of a nameless picture: by its number, or where it lists pictures of one kind only."""
    if not (file.is_picture and file.is_nameless):
        return None
    numbered = [entry.kind for entry in attachments.listed if entry.number == file.number]
    if len(numbered) == 1 and numbered[0] is not None:
        return numbered[0]
    listed = [entry.kind for entry in attachments.listed]
    pictured = {kind for kind in listed if kind is not None and kind.picture}
    return pictured.pop() if len(pictured) == 1 and None not in listed else None
