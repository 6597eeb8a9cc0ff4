"""OFD signatures (GB/T 33190-2016, 18): each lists the parts it protects, with a digest of every one.

The value of the signature protects that list by a digest of its own. Values are SM2 signatures, for which there is no
well-kept library: they are not verified.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.ofd import page_area
from zgc_lint.load.ofd_package import OfdDocument, OfdPackage, child, children, numbers, text_of
from zgc_lint.load.ofd_page import MM, Matrix
from zgc_lint.look.digests import SM3, digest_of
from zgc_lint.look.moments import read_moment
from zgc_lint.look.ses import Sealed, read_signed_value
from zgc_lint.look.signatures import Signature, Stamp

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["ofd_signatures"]

_MAX_SIGNATURES = 200
_MAX_REFERENCES = 20_000
_SHOWN = 3  # changed parts that are named
_SM2_WITH_SM3 = "1.2.156.10197.1.501"
_NOT_VERIFIED = "只核对了摘要，签名值没有核验"


def ofd_signatures(data: bytes) -> tuple[Signature, ...]:
    """The signatures of all documents of an OFD file. Raises UnreadableError where it cannot be opened."""
    package = OfdPackage(data)
    digests = _Digests(package)
    found: list[Signature] = []
    for document in package.documents():
        if not document.signatures:
            continue
        listing = package.optional_xml("/" + document.signatures)
        if listing is None:
            found.append(Signature("ofd", "", why="签名列表（Signatures.xml）缺失或损坏"))
            continue
        entries = list(children(listing[0], "Signature"))[:_MAX_SIGNATURES]
        for entry in entries:
            # a further signature has to change these two
            free = frozenset({"ofd.xml", document.signatures.lower()}) if entry is not entries[-1] else frozenset()
            found.append(_signature(digests, document, entry, free))
    return tuple(found)


class _Digests:
    """The digests of the parts of a package, each worked out once."""

    def __init__(self, package: OfdPackage) -> None:
        self.package = package
        self._known: dict[tuple[str, str], bytes | None] = {}

    def of(self, part: str, algorithm: str) -> bytes | None:
        """The digest of a part; None where the algorithm is not known."""
        if (part, algorithm) not in self._known:
            self._known[part, algorithm] = digest_of([_bytes(self.package, part)], algorithm)
        return self._known[part, algorithm]


def _signature(digests: _Digests, document: OfdDocument, entry: Element, free: frozenset[str]) -> Signature:
    """One signature of the list; the parts in `free` may have changed since."""
    package = digests.package
    name = entry.get("ID", "")
    opened = package.optional_xml(entry.get("BaseLoc", ""), document.signatures)
    if opened is None:
        return Signature("ofd", name, why="签名描述文件（Signature.xml）缺失或损坏")
    root, part = opened
    info = child(root, "SignedInfo")
    value = package.find(text_of(child(root, "SignedValue")), part)
    sealed = _sealed(package, value)
    compared = _compare(digests, child(info, "References"), part, free)
    intact, why = _judge(compared, sealed, package.read(part), text_of(child(info, "SignatureMethod")))
    if value is None and intact:
        intact, why = None, "签名值文件（SignedValue.dat）缺失"
    known = sealed or Sealed()
    return Signature(
        "ofd",
        name,
        known.signer,
        known.organisation,
        known.seal,
        known.seal_size,
        read_moment(text_of(child(info, "SignatureDateTime"))),
        _stamps(package, document, info),
        intact,
        None,
        why,
        None,
        None if info is None else _covers_all(package, document, compared.parts),
    )


def _sealed(package: OfdPackage, part: str | None) -> Sealed | None:
    if part is None:
        return None
    try:
        return read_signed_value(package.read(part))
    except UnreadableError:
        return None


@dataclass(frozen=True, slots=True)
class _Compared:
    """The protected parts, those whose digest differs, and the method where it is unknown."""

    parts: frozenset[str]
    changed: tuple[str, ...]
    unknown: str


def _compare(digests: _Digests, references: Element | None, base: str, free: frozenset[str]) -> _Compared:
    """Compare the digest of every protected part. Without a method the standard means MD5."""
    method = (references.get("CheckMethod") if references is not None else None) or "MD5"
    parts: set[str] = set()
    changed: list[str] = []
    for reference in list(children(references, "Reference"))[:_MAX_REFERENCES]:
        named = reference.get("FileRef", "")
        part = digests.package.find(named, base)
        if part is None:
            changed.append(named.lstrip("/"))
            continue
        if part in parts:
            continue
        parts.add(part)
        actual, promised = digests.of(part, method), _decoded(text_of(child(reference, "CheckValue")))
        if actual is None or len(actual) != len(promised):
            return _Compared(frozenset(parts), (), method)
        if part.lower() not in free and actual != promised:
            changed.append(part)
    return _Compared(frozenset(parts), tuple(changed), "")


def _bytes(package: OfdPackage, part: str) -> bytes:
    """The bytes of a part; none of one that is damaged, whose digest is then another."""
    try:
        return package.read(part)
    except UnreadableError:
        return b""


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _judge(compared: _Compared, sealed: Sealed | None, description: bytes, method: str) -> tuple[bool | None, str]:
    """Whether the file is what was signed, and what to say about it. `method` is the signature's algorithm."""
    if compared.unknown:
        return None, f"摘要算法 {compared.unknown} 无法核对"
    if compared.changed:
        named = "、".join(compared.changed[:_SHOWN])
        more = f" 等 {len(compared.changed)} 个部分" if len(compared.changed) > _SHOWN else ""
        return False, f"签名保护的 {named}{more} 在签名后被改动或删除（摘要不符）"
    if not compared.parts:
        return None, "签名没有列出它保护的内容"
    if sealed is not None and sealed.digest is not None:
        digests = [digest_of([description], algorithm) for algorithm in (SM3, "sha256", "sha1")]
        if sealed.digest not in digests:
            if method != _SM2_WITH_SM3 or digests[0] is None:
                return None, "签名值中的摘要算法无法核对"
            return False, "签名描述文件（Signature.xml）在签名后被改动（摘要不符）"
    return True, _NOT_VERIFIED


def _covers_all(package: OfdPackage, document: OfdDocument, signed: frozenset[str]) -> bool:
    """Whether every part is signed, but for those that the next signature has to change or add."""
    own = {"ofd.xml", document.signatures.lower()}
    listing = package.optional_xml("/" + document.signatures)
    homes = set()
    for entry in children(listing[0], "Signature") if listing else ():
        part = package.find(entry.get("BaseLoc", ""), document.signatures)
        if part is not None:
            homes.add(posixpath.dirname(part))
    others = [part for part in package.names() if part.lower() not in own and posixpath.dirname(part) not in homes]
    return signed.issuperset(others)


def _stamps(package: OfdPackage, document: OfdDocument, info: Element | None) -> tuple[Stamp, ...]:
    """Where the seal's picture shows."""
    order = {page.id: index for index, page in enumerate(document.pages)}
    stamps = []
    for annotation in children(info, "StampAnnot"):
        index = order.get(annotation.get("PageRef", ""))
        boundary = numbers(annotation.get("Boundary"), 4)
        if index is None or boundary is None:
            continue
        try:
            left, top, _, _ = page_area(document, package.page(document, document.pages[index]))
        except UnreadableError:
            continue
        x, y, width, height = boundary
        box = Matrix(MM, 0, 0, MM, -left * MM, -top * MM).box(x, y, x + width, y + height)
        stamps.append(Stamp.at(document.first_page + index, box))
    return tuple(stamps)
