"""What a run holds of many papers, beyond what fits into memory: packed values in a file that only this run can read.

The file has no name where the system allows that, and is gone with the run. Each value is sealed with AES-256-GCM under
a key that is nowhere but in the memory of this process. Where there is no such cipher, or no room, all stays in memory.
"""

from __future__ import annotations

import secrets
import struct
import tempfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from zgc_lint.folding import Aside

if TYPE_CHECKING:
    from zgc_lint.folding import Laid

__all__ = ["Pile", "Spool"]

_ROOM = 4 * 2**20  # bytes that are held in memory first: most runs need no file
_LENGTH = struct.Struct("<I")
_NONCE = 12  # bytes, as GCM has it; here it is the place in the file, so that none is used twice


class Spool(Aside):
    """Lays values aside in memory, and in a file when there are many."""

    def __init__(self) -> None:
        self._room = _ROOM
        self._end = 0
        self._file: IO[bytes] | None = None
        self._cipher: Any = None

    def put(self, packed: bytes) -> Laid:
        """See `Aside`."""
        if self._room > 0:
            self._room -= len(packed)
            return packed
        try:
            file = self._opened()
            sealed = self._cipher.encrypt(self._end.to_bytes(_NONCE, "big"), packed, None)
            file.seek(self._end)
            written = file.write(_LENGTH.pack(len(sealed)) + sealed)
        except (ImportError, OSError):
            return packed
        if written < _LENGTH.size + len(sealed):  # the disk is full
            return packed
        place, self._end = self._end, self._end + written
        return place

    def _opened(self) -> IO[bytes]:
        """The file. Raises ImportError, OSError."""
        if self._file is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._cipher = AESGCM(secrets.token_bytes(32))
            self._file = tempfile.TemporaryFile(prefix="zgc-lint-", buffering=0)  # noqa: SIM115 (until `close`)
        return self._file

    def get(self, laid: Laid) -> bytes:
        """See `Aside`. Raises OSError where the disk fails."""
        if isinstance(laid, bytes):
            return laid
        if self._file is None:
            raise OSError("the run is over")
        self._file.seek(laid)
        (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
        opened: bytes = self._cipher.decrypt(laid.to_bytes(_NONCE, "big"), self._file.read(length), None)
        return opened

    def close(self) -> None:
        """Let the file go."""
        file, self._file, self._room = self._file, None, 2**62
        if file is not None:
            with suppress(OSError):
                file.close()


class Pile:
    """A store (`zgc_lint.work.desk.Drawer`) that lasts as long as a run."""

    lasts = False

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._laid: dict[bytes, Laid] = {}

    def get(self, name: bytes) -> bytes | None:
        """What lies there under `name`, or None."""
        return self._aside.get(self._laid[name]) if name in self._laid else None

    def holds(self, name: bytes) -> bool:
        """Whether anything does."""
        return name in self._laid

    def put(self, name: bytes, packed: bytes) -> None:
        """Put it there."""
        self._laid[name] = self._aside.put(packed)

    def everything(self) -> dict[bytes, bytes]:
        """All there is, by name."""
        return {name: self._aside.get(laid) for name, laid in self._laid.items()}
