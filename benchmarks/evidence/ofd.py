"""What is read of the sixteen real OFD files of tests/data/ofd: pages, text, pictures, seals, signatures."""

from __future__ import annotations

from pathlib import Path

from zgc_lint.load.ofd import read_ofd
from zgc_lint.look.signatures import Signature, signatures

__all__ = ["run"]

_FOLDER = Path(__file__).parents[2] / "tests/data/ofd"
_SHOWN = 24  # characters of the first paragraph


def run(_seed: int, _count: int) -> str:
    """The table, as Markdown; there is nothing drawn by lot in it."""
    lines = [
        "# OFD files",
        "",
        "`python -m benchmarks.evidence --only ofd --write`. Files of the ofdrw project (Apache-2.0); what",
        "must be read of each stands in tests/data/ofd/expected.yaml, and tests/load/test_ofd_samples.py compares.",
        "No signature's value is verified: SM2 is in no library that is used here (see SE03).",
        "",
        "| file | pages | characters | pictures | begins | seal or signer, time, page, content as it was signed |",
        "|---|---:|---:|---:|---|---|",
    ]
    for path in sorted(_FOLDER.glob("*.ofd")):
        data = path.read_bytes()
        content = read_ofd(data, path.name)
        texts = [paragraph.text.strip() for paragraph in content.paragraphs]
        cells = [
            path.name,
            len(content.pages),
            sum(page.characters for page in content.pages),
            len(content.pictures),
            next((text[:_SHOWN] for text in texts if text), "–"),
            "; ".join(map(_told, signatures(data, "ofd"))) or "–",
        ]
        lines.append(f"| {' | '.join(str(cell).replace('|', '｜') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _told(signature: Signature) -> str:
    """One signature in words."""
    intact = {True: "yes", False: "no", None: "not known"}[signature.intact]
    at = f"{signature.signed_at:%Y-%m-%d %H:%M}" if signature.signed_at else "no time"
    page = f"page {signature.stamps[0].page}" if signature.stamps else "not shown"
    return f"{signature.seal or signature.signer or signature.name}, {at}, {page}, {intact}"
