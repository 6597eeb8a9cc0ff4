"""The real files of tests/data/ofd: text, pages, pictures and seals as in the table beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zgc_lint.load.ofd import read_ofd, read_ofd_pictures
from zgc_lint.load.sniff import sniff
from zgc_lint.look.signatures import signatures

FOLDER = Path(__file__).parent.parent / "data" / "ofd"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


def test_the_table_is_complete() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in FOLDER.glob("*.ofd"))
    assert len(EXPECTED) == 16


@pytest.mark.parametrize("name", EXPECTED)
def test_text_pages_pictures(name: str) -> None:
    data, expected = (FOLDER / name).read_bytes(), EXPECTED[name]
    assert sniff(data, "a.bin") == "ofd"
    content = read_ofd(data, "a.ofd")
    assert [[round(page.width), round(page.height)] for page in content.pages] == expected["pages"]
    assert [page.characters for page in content.pages] == expected["characters"]
    assert [paragraph.number for paragraph in content.paragraphs] == [*range(1, len(content.paragraphs) + 1)]
    texts = [paragraph.text for paragraph in content.paragraphs]
    for excerpt in expected.get("excerpts", []):
        assert any(text == excerpt or (excerpt[-1] == "…" and text.startswith(excerpt[:-1])) for text in texts), excerpt
    assert [[p.width, p.height, p.format] for p in content.pictures] == expected.get("pictures", [])
    assert all(picture.place.box for picture in content.pictures)
    assert [picture for picture, *_ in read_ofd_pictures(data, "a.ofd")] == list(content.pictures)


@pytest.mark.parametrize("name", EXPECTED)
def test_seals(name: str) -> None:
    found = signatures((FOLDER / name).read_bytes(), "ofd")
    seen = [
        {
            "by": signature.seal or signature.signer,
            "at": f"{signature.signed_at:%Y-%m-%d %H:%M:%S}",
            "page": signature.stamps[0].page if signature.stamps else None,
            "size": list(signature.seal_size) if signature.seal_size else None,
            "intact": signature.intact,
        }
        for signature in found
    ]
    assert seen == EXPECTED[name].get("signatures", [])
    assert all(signature.verified is None and signature.why for signature in found)
