"""PDF signatures (ISO 32000, 12.8) with pyHanko: the digest of the signed bytes, the value, what was added later."""

from __future__ import annotations

import io
import logging
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.paragraphs import MAX_PAGES
from zgc_lint.load.pdf import frame_of, open_pdf
from zgc_lint.look.digests import digest_of
from zgc_lint.look.missing import NotInstalledError
from zgc_lint.look.moments import in_beijing
from zgc_lint.look.signatures import Signature, Stamp

if TYPE_CHECKING:
    from datetime import datetime

    from zgc_lint.model import Box

__all__ = ["pdf_signatures"]

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what it would say is in what it returns

_MAX_SIGNATURES = 200
_MAX_NUMBERS = 16  # of a byte range; it usually has four
_DETACHED = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"})
_CHANGED = "签名后文件内容被改动（摘要不符）"
_REWRITTEN = "签名后文件被重新保存，签名所指的字节范围已不在文件内"
_FORGED = "签名值与签名证书不符"
_NOT_VERIFIED = "只核对了摘要，签名值没有核验（算法不支持）"
_STRANGE = "签名的结构无法识别"


def pdf_signatures(data: bytes) -> tuple[Signature, ...]:
    """The signatures of a PDF, time stamps of the whole document left out. Raises NotInstalledError."""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.fields import enumerate_sig_fields
    except ImportError as error:
        raise NotInstalledError from error
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            reader.decrypt(b"")  # a PDF that asks for a password did not get this far
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), _MAX_SIGNATURES))
    except Exception:  # pyHanko has no common error, and a hostile file can raise any
        return (Signature("pdf", "", why="PDF 结构异常，无法读取其中的电子签名"),)
    shown = _Shown(data, reader)
    found = (_signature(data, reader, str(name), field, shown) for name, _, field in fields)
    return tuple(signature for signature in found if signature is not None)


def _signature(data: bytes, reader: Any, name: str, field: Any, shown: _Shown) -> Signature | None:
    """One signature; None for a time stamp of the document."""
    from pyhanko.sign.validation import EmbeddedPdfSignature

    stamps = shown.stamps(field)
    try:
        signed = field.get_object()["/V"]
        if signed.get("/Type") == "/DocTimeStamp":
            return None
        if signed.get("/SubFilter") not in _DETACHED:
            return Signature(
                "pdf", name, stamps=stamps, why=f"签名类型 {signed.get('/SubFilter', '')} 无法核验".strip()
            )
        embedded = EmbeddedPdfSignature(reader, field, name)
        subject = _subject(embedded)
        moment = _moment(embedded)
    except Exception:  # as above
        return Signature("pdf", name, stamps=stamps, why=_STRANGE)
    intact, verified, why = _judge(data, embedded)
    whole, changed = _later(embedded)
    return Signature(
        "pdf",
        name,
        *subject,
        signed_at=moment,
        stamps=stamps,
        intact=intact,
        verified=verified,
        why=why,
        changed_later=changed,
        covers_whole_file=whole,
    )


def _judge(data: bytes, embedded: Any) -> tuple[bool | None, bool | None, str]:
    """Whether the signed bytes are as they were, whether the value fits the key, and what to say."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        algorithm = embedded.signer_info["digest_algorithm"]["algorithm"]
        pieces = _signed_bytes(data, embedded.byte_range)
        promised = _message_digest(embedded.signer_info)
    except Exception:  # as above
        return None, None, _STRANGE
    if pieces is None:
        return False, None, _REWRITTEN
    digest = digest_of(pieces, algorithm.dotted)
    if digest is None:
        return None, None, f"摘要算法 {algorithm.native} 无法核对"
    if promised is not None and promised != digest:
        return False, None, _CHANGED
    try:
        intact, verified = validate_sig_integrity(embedded.signer_info, embedded.signer_cert, "data", digest)
    except Exception:  # an unknown key or a contradiction in the structure: no proof either way
        return (None if promised is None else True), None, _NOT_VERIFIED
    if not intact:
        return False, verified, _CHANGED
    return True, verified, "" if verified else _FORGED


def _signed_bytes(data: bytes, byte_range: Any) -> list[bytes] | None:
    """The pieces of the file that were signed; None where they lie outside it. Raises ValueError for very many."""
    numbers = [int(number) for number in byte_range]
    if len(numbers) > _MAX_NUMBERS:
        raise ValueError("too many pieces")
    pieces = list(zip(numbers[::2], numbers[1::2], strict=True))
    if any(start < 0 or length < 0 or start + length > len(data) for start, length in pieces):
        return None
    return [data[start : start + length] for start, length in pieces]


def _message_digest(signer_info: Any) -> bytes | None:
    for attribute in signer_info["signed_attrs"] or ():
        if attribute["type"].native == "message_digest":
            return bytes(attribute["values"][0].native)
    return None


def _later(embedded: Any) -> tuple[bool | None, bool | None]:
    """Whether the whole file is signed, and whether more than signatures and form values was added later."""
    from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
    from pyhanko.sign.validation import SignatureCoverageLevel

    try:
        embedded.compute_integrity_info()
        added = embedded.diff_result
    except Exception:  # as above
        return None, None
    whole = embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if isinstance(added, SuspiciousModification):
        return whole, True
    return whole, added.modification_level > ModificationLevel.FORM_FILLING


def _subject(embedded: Any) -> tuple[str, str]:
    """Name and organisation of the signing certificate."""
    names = embedded.signer_cert.subject.native
    first = [names.get(key) for key in ("common_name", "organization_name")]
    name, organisation = (str(value[0] if isinstance(value, list) else value or "") for value in first)
    return name, organisation


def _moment(embedded: Any) -> datetime | None:
    moment: datetime | None = embedded.self_reported_timestamp
    return in_beijing(moment) if moment else None


class _Shown:
    """Finds where signature fields show."""

    def __init__(self, data: bytes, reader: Any) -> None:
        self._data = data
        self._reader = reader
        self._numbers: dict[Any, int] | None = None  # of the pages by their references

    def stamps(self, field: Any) -> tuple[Stamp, ...]:
        """The boxes of a field; () for one that does not show, and where its page cannot be told."""
        try:
            dictionary = field.get_object()
            widgets = [kid.get_object() for kid in dictionary["/Kids"]] if "/Kids" in dictionary else [dictionary]
            found = [stamp for widget in widgets[:MAX_PAGES] if (stamp := self._stamp(widget)) is not None]
        except Exception:  # as above
            return ()
        return tuple(found)

    def _stamp(self, widget: Any) -> Stamp | None:
        x0, y0, x1, y1 = (float(value) for value in widget["/Rect"])
        if x0 == x1 or y0 == y1:
            return None
        number = self._pages()[widget.raw_get("/P").reference]
        return Stamp.at(number, self._box(number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _pages(self) -> dict[Any, int]:
        if self._numbers is None:
            count = min(int(self._reader.root["/Pages"]["/Count"]), MAX_PAGES)
            references = (self._reader.find_page_for_modification(index)[0] for index in range(count))
            self._numbers = {reference.reference: number for number, reference in enumerate(references, 1)}
        return self._numbers

    def _box(self, number: int, left: float, bottom: float, right: float, top: float) -> Box:
        try:
            with closing(open_pdf(self._data)) as document, closing(document[number - 1]) as page:
                return frame_of(page, number).to_box(left, bottom, right, top)
        except UnreadableError as error:
            raise ValueError from error
