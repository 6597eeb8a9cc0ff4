"""The files that are mutated: small ones, since what a mutation breaks does not depend on a file's size."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from PIL import Image

from zgc_lint.bundled import dictionaries_folder

__all__ = ["KINDS", "seeds"]

KINDS = ("docx", "xlsx", "pdf", "ofd", "jpg", "zip", "yaml")

_ROOT = Path(__file__).parents[2]
_DEMO = _ROOT / "fixtures" / "filings" / "demo"
_OFD = _ROOT / "tests" / "data" / "ofd"
_SMALL = 60_000  # bytes
_MOST = 24  # files a kind
_SIDE = 480  # pixels of a picture's longer side
_SETTINGS = """\
month: "2026-06"
select: [PU, CO]
readings:
  core_count: A
checks:
  RP08:
    window_days: 60
"""
_IGNORES = """\
- code: PU01
  file: 情况说明.docx
  text: ","
  reason: 引用原文
  until: 2099-12-31
"""
_OVERRIDES = """\
case_id: "20260605012345"
documents:
  情况说明.docx: statement
"""


@cache
def seeds(kind: str) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of the files of a kind."""
    return {"jpg": _pictures, "zip": _archives, "yaml": _yaml}.get(kind, lambda: _files(kind))()


def _files(kind: str) -> tuple[tuple[str, bytes], ...]:
    folders = (_DEMO.parent, _OFD, _ROOT / "tests" / "data" / "signed")
    found = [path for folder in folders for path in sorted(folder.rglob(f"*.{kind}"))]
    small = [path for path in found if path.stat().st_size <= _SMALL] or found
    step = max(1, len(small) // _MOST)
    return tuple((path.name, path.read_bytes()) for path in small[::step])


def _pictures() -> tuple[tuple[str, bytes], ...]:
    """Photos of the fixtures, reduced, in each format that is read."""
    import pi_heif

    pi_heif.register_heif_opener()
    photos = [path for path in sorted(_DEMO.rglob("*")) if path.suffix in (".jpg", ".png")][::8][:4]
    made = []
    for number, path in enumerate(photos):
        with Image.open(path) as image:
            small = image.convert("RGB")
        small.thumbnail((_SIDE, _SIDE))
        exif = Image.Exif()
        exif[0x0112], exif[0x0132] = 1 + number, "2026:06:05 10:21:33"
        for format_, settings in (
            ("JPEG", {"quality": 80, "exif": exif}),
            ("JPEG", {"quality": 80, "progressive": True}),
            ("PNG", {}),
            ("TIFF", {"save_all": True, "append_images": [small], "compression": "tiff_lzw"}),
            ("GIF", {}),
            ("WEBP", {}),
            ("BMP", {}),
        ):
            buffer = io.BytesIO()
            small.save(buffer, format_, **settings)
            made.append((f"{number}.{format_.lower()}", buffer.getvalue()))
    return tuple(made)


def _archives() -> tuple[tuple[str, bytes], ...]:
    """Filings of the demonstration batch, zipped."""
    made = []
    for folder in sorted(path for path in _DEMO.iterdir() if path.is_dir())[::6]:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.stat().st_size <= _SMALL:
                    archive.write(path, path.relative_to(folder.parent))
        made.append((f"{folder.name}.zip", buffer.getvalue()))
    return tuple(made)


def _yaml() -> tuple[tuple[str, bytes], ...]:
    """Settings, an ignore file, a filing.yaml, and each dictionary."""
    written = {"zgc-lint.yaml": _SETTINGS, "zgc-lint-ignore.yaml": _IGNORES, "filing.yaml": _OVERRIDES}
    own = [(name, text.encode()) for name, text in written.items()]
    return (*own, *((path.name, path.read_bytes()) for path in sorted(dictionaries_folder().glob("*.yaml"))))
