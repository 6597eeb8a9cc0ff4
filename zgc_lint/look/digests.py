"""Digests by the names and object identifiers that signatures use."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SM3", "digest_of"]

SM3 = "1.2.156.10197.1.401"
_NAMES = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    SM3: "sm3",  # GM/T 0006; ….401.2 is SM3 with a key, which nobody but the signer has
    "1.2.156.10197.1.401.1": "sm3",
}
_KNOWN = frozenset(_NAMES.values())


def digest_of(pieces: Iterable[bytes], algorithm: str) -> bytes | None:
    """The digest of `pieces`, one after the other; None for an algorithm that is unknown or not available.

    `algorithm` is a name ("SHA-256") or an object identifier.
    """
    name = _NAMES.get(algorithm.strip(), algorithm.strip().lower().replace("-", ""))
    if name not in _KNOWN:
        return None
    try:
        digest = hashlib.new(name, usedforsecurity=False)
    except ValueError:  # SM3 depends on the OpenSSL that Python was built with
        return _sm3_of(pieces) if name == "sm3" else None
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def _sm3_of(pieces: Iterable[bytes]) -> bytes | None:
    """SM3 from the library that comes with pyHanko, which brings an OpenSSL of its own."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes

        digest = hashes.Hash(hashes.SM3())
    except (ImportError, UnsupportedAlgorithm):
        return None
    for piece in pieces:
        digest.update(piece)
    return digest.finalize()
