"""What the value of an OFD signature holds: an electronic seal, or a plain signature with its certificate.

Seals are ASN.1 after GM/T 0031-2014 (version 1) or GB/T 38540-2020 (version 4), plain signatures CMS after
GM/T 0010, which is RFC 5652 with identifiers of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from asn1crypto import cms, core, x509

__all__ = ["Sealed", "read_signed_value"]

_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_ASN1_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signature's value as far as it could be read: certificate, seal, and the digest of what was signed.

    `digest` is that of the signature's description (Signature.xml); None where the value holds none.
    """

    signer: str = ""
    organisation: str = ""
    seal: str = ""
    seal_size: tuple[int, int] | None = None
    digest: bytes | None = None


class _Picture(core.Sequence):  # type: ignore[misc]
    """SES_ESPictrueInfo (as the standard spells it); width and height in millimetres."""

    _fields: ClassVar = [
        ("type", core.IA5String),
        ("data", core.OctetString),
        ("width", core.Integer),
        ("height", core.Integer),
    ]


class _Content(core.Sequence):  # type: ignore[misc]
    """ContentInfo, with whatever identifier."""

    _fields: ClassVar = [("type", core.ObjectIdentifier), ("content", core.Any, {"explicit": 0})]


class _Attribute(core.Sequence):  # type: ignore[misc]
    """An attribute of a CMS signature. asn1crypto's own class must not be used before pyHanko has extended it."""

    _fields: ClassVar = [("type", core.ObjectIdentifier), ("values", core.SetOf, {"spec": core.Any})]


class _Attributes(core.SetOf):  # type: ignore[misc]
    _child_spec = _Attribute


def read_signed_value(data: bytes) -> Sealed | None:
    """What a SignedValue.dat holds; None where it is neither a seal nor CMS (a bare signature holds nothing more)."""
    try:
        value = _sequence(core.load(data))
        return _read_cms(data) if isinstance(value[0], core.ObjectIdentifier) else _read_seal(value)
    except _ASN1_ERRORS:
        return None


def _sequence(value: core.Asn1Value) -> core.Sequence:
    """A value that must be a sequence; its members are read when they are asked for. Raises ValueError."""
    if not isinstance(value, core.Sequence):
        raise ValueError("a sequence is expected")  # noqa: TRY004 (as the parser does for bad bytes)
    return value


def _read_seal(value: core.Sequence) -> Sealed:
    """SES_Signature: TBS_Sign, then in version 1 the signature's value, in version 4 the certificate before it."""
    to_sign = _sequence(value[0])
    info = _sequence(_sequence(to_sign[1])[0])
    properties, picture = _sequence(info[2]), _Picture.load(info[3].dump())
    certificate = value[1] if isinstance(value[1], core.OctetString) else to_sign[5]
    subject = _subject(certificate.native)
    size = (picture["width"].native, picture["height"].native)
    return Sealed(*subject, str(properties[1].native), size, _octets(to_sign[3]))


def _octets(value: core.Asn1Value) -> bytes:
    """A digest, which is a BIT STRING by the standard; its first byte counts the unused bits."""
    return value.contents[1:] if isinstance(value, core.BitString) else bytes(value.contents)


def _read_cms(data: bytes) -> Sealed:
    signed = _Content.load(data)["content"].parse(cms.SignedData)
    signer = signed["signer_infos"][0]
    subject = ("", "")
    for choice in signed["certificates"]:
        if isinstance(choice.chosen, x509.Certificate):
            subject = _subject(choice.chosen.dump())
            break
    attributes = _Attributes.load(signer["signed_attrs"].untag().dump())
    digests = [
        bytes(attribute["values"][0].native) for attribute in attributes if attribute["type"].native == _MESSAGE_DIGEST
    ]
    return Sealed(*subject, digest=digests[0] if digests else None)


def _subject(certificate: bytes) -> tuple[str, str]:
    """The name and the organisation that a certificate was given to; "" for what it does not say."""
    try:
        names = x509.Certificate.load(certificate).subject.native
    except _ASN1_ERRORS:
        return "", ""
    return _first(names.get("common_name")), _first(names.get("organization_name"))


def _first(value: object) -> str:
    return str(value[0] if isinstance(value, list) else value or "")
