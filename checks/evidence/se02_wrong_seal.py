"""SE02: the name on the seal is not that of the body that signs the paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zgc_lint.api import (
    Check,
    Document,
    DocumentText,
    Finding,
    Quote,
    Role,
    SealSeen,
    SealsSeen,
    Unjudged,
    issuer_of,
    likeness,
    nearest,
)

_BODY = re.compile(r"(?:法院|检察院|委员会|政府|办事处|派出所|局|管理处|支队|大队|中心|公司|集团|厅|院)")


@dataclass(frozen=True)
class Likeness:
    """Likeness (0-1) from which two names are one, below which they are two; `legible`: score of a good reading."""

    same: float = 0.6
    other: float = 0.35
    legible: float = 0.9


class WrongSeal(Check):
    code, name, title = "SE02", "wrong-seal", "印章与出具单位不符"
    row = "attachment-form"
    scope = "document"
    needs = (SealsSeen, DocumentText)
    Options = Likeness

    def run(self, document: Document, options: Likeness) -> Iterator[Finding | Unjudged]:
        """Yield the seal that can be read and is another body's, where no other seal may be the signer's."""
        seals = document[SealsSeen].seals if document.role in (Role.ATTACHMENT, Role.STATEMENT) else ()
        legible = any(seal.name_score >= options.legible for seal in seals)
        if not seals or (DocumentText.must_read(document) and not legible):  # reading costs more than a second a page
            return
        signed = issuer_of(document)
        if signed is None:
            return
        issuer, line = signed
        verdicts = [(seal, self._is_other(seal, issuer, options)) for seal in seals]
        if any(verdict is False for _, verdict in verdicts):
            return
        if any(verdict is None for _, verdict in verdicts):
            yield Unjudged(seals[0].place, f"印章上的单位名称认不清，没有与落款单位“{issuer}”核对")
            return
        seal = seals[0]
        yield Finding(
            seal.place,
            f"落款单位是“{issuer}”，印章上的单位名称是“{seal.name}”",
            text=seal.name,
            evidence=[Quote(seal.place, seal.name, seal.name_score), line],
            confidence="likely",
        )

    def _is_other(self, seal: SealSeen, issuer: str, options: Likeness) -> bool | None:
        """Whether the seal is another body's than `issuer`'s; None where that cannot be told."""
        alike = likeness(seal.name, issuer)
        known, known_alike, _ = nearest(seal.name, list(self.knowledge.organisations))
        if seal.name_score >= options.legible:
            if known != issuer and known_alike >= _KNOWN and known_alike - alike >= _LEAD:
                return True
            if alike < options.other and _BODY.search(seal.name) and len(seal.name) >= _SHORTEST:
                return True
        return False if alike >= options.same else None


_KNOWN, _LEAD, _SHORTEST = 0.95, 0.1, 6  # likeness to a known body, and by how much more than to the signer; characters
