"""Values as bytes in which the path of their document is left open: the same file may lie elsewhere the next time."""

from __future__ import annotations

import io
import pickle
from typing import Any

__all__ = ["nowhere", "pack", "unpack"]

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
