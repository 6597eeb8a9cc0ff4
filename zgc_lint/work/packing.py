"""Values as bytes in which the path of their document is left open: the same file may lie elsewhere the next time.

Or in which the subjects of a batch and the office's knowledge are left open: they are those of the run that unpacks.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Batch, Document, Filing, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Reference", "nowhere", "pack", "pack_about", "reference", "subjects", "unpack", "unpack_about"]

#: What stands for a subject: its kind and its path.
Reference = tuple[str, str]

_NOWHERE = "\0/"  # no path begins so, and no text
_MARK = "path"


def nowhere(path: str) -> str:
    """The path under which work is done on the document at `path`: its name, and no folder."""
    return _NOWHERE + path.rpartition("/")[2]


def pack(value: Any) -> bytes:
    """The bytes of what was worked out under a path of `nowhere`."""
    file = io.BytesIO()
    _Packer(file, pickle.HIGHEST_PROTOCOL).dump(value)
    return file.getvalue()


def unpack(packed: bytes, path: str) -> Any:
    """The value, for the document at `path`. Only for bytes that this program has packed."""
    return _Unpacker(packed, path).load()


class _Packer(pickle.Pickler):
    def persistent_id(self, obj: Any) -> str | None:
        """The mark for a path of `nowhere`."""
        return _MARK if type(obj) is str and obj.startswith(_NOWHERE) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, path: str) -> None:
        super().__init__(io.BytesIO(packed))
        self._path = path

    def persistent_load(self, pid: Any) -> str:
        """The path, in place of the mark."""
        return self._path


def reference(subject: Subject) -> Reference:
    """What stands for a subject of a batch."""
    return type(subject).__name__, subject.path if isinstance(subject, (Document, Filing)) else ""


def subjects(batch: Batch) -> dict[Reference, Subject]:
    """The subjects of `batch` by what stands for them; those left out of which two have one path, as in a zip."""
    every = [(reference(subject), subject) for subject in _every(batch)]
    counts = Counter(about for about, _ in every)
    return {about: subject for about, subject in every if counts[about] == 1}


def _every(batch: Batch) -> Iterator[Subject]:
    yield batch
    yield from batch.filings
    yield from batch.every_document()
    yield from batch.earlier


def pack_about(value: Any) -> bytes:
    """The bytes of a value that may hold subjects of a batch, compressed.

    Raises whatever pickle does for what it cannot pack.
    """
    file = io.BytesIO()
    _AboutPacker(file, pickle.HIGHEST_PROTOCOL).dump(value)
    return zlib.compress(file.getvalue(), 1)


def unpack_about(packed: bytes, known: Mapping[Reference, Subject], knowledge: Knowledge) -> Any:
    """The value, about the subjects `known`. Only for bytes that this program has packed.

    Raises LookupError where a subject is no longer there.
    """
    return _AboutUnpacker(zlib.decompress(packed), known, knowledge).load()


class _AboutPacker(pickle.Pickler):
    def persistent_id(self, obj: Any) -> Reference | None:
        """What stands for a subject, or for the office's knowledge."""
        if isinstance(obj, Subject):
            return reference(obj)
        return (Knowledge.__name__, "") if isinstance(obj, Knowledge) else None


class _AboutUnpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, known: Mapping[Reference, Subject], knowledge: Knowledge) -> None:
        super().__init__(io.BytesIO(packed))
        self._known = known
        self._knowledge = knowledge

    def persistent_load(self, pid: Any) -> Subject | Knowledge:
        """The subject, or the knowledge."""
        return self._knowledge if pid == (Knowledge.__name__, "") else self._known[pid]
