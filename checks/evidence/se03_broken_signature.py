"""SE03: an electronic signature says that the file was changed after it was signed."""

from collections.abc import Iterator

from zgc_lint.api import Check, Document, Finding, NoOptions, Place, Signature, Signatures, Unjudged


class BrokenSignature(Check):
    code, name, title = "SE03", "broken-signature", "电子签名核验不通过"
    row = "attachment-forged"
    scope = "document"
    needs = (Signatures,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each signature that does not fit the file, and those of which nothing can be said."""
        signed = document[Signatures]
        if signed.unseen:
            yield Unjudged(Place(document.path), f"电子签名没有核验：{signed.unseen}")
        for signature in signed.found:
            yield from self._of(signature, document)

    def _of(self, signature: Signature, document: Document) -> Iterator[Finding | Unjudged]:
        stamp = signature.stamps[0] if signature.stamps else None
        place = Place(document.path, page=stamp.page, box=stamp.box) if stamp else Place(document.path)
        by = signature.seal or signature.signer or signature.name
        title = f"电子签名“{by}”" if by else "电子签名"
        if signature.signed_at:
            title += f"（签署时间 {signature.signed_at:%Y-%m-%d %H:%M}）"
        if signature.intact is False:
            yield Finding(place, f"{title}核验不通过：{signature.why}", text=by)
        elif signature.verified is False:
            yield Finding(place, f"{title}核验不通过：{signature.why}", text=by, confidence="likely")
        elif signature.changed_later:
            yield Finding(place, f"{title}之后文件又有改动，改动部分不受签名保护", text=by, confidence="hint")
        elif signature.intact is None or signature.verified is None:
            yield Unjudged(place, f"{title}：{signature.why}")
